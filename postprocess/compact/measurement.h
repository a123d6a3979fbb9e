#pragma once

#include <string>
#include <vector>

/// The folders a cell run and a sweep leave behind, as seen by later stages.
///
/// A run folder holds results.json (quantities, provenance), reads.csv (low-field reads) and case.prm, and may hold
/// thresholds.csv and noise.csv; a sweep folder holds status.csv and one run folder per point.
namespace quench::compact
{
/// One low-field read. Members are columns of reads.csv, in the file's units. A measurement may lack some: read_reads.
struct Read
{
  int    pulse            = 0; ///< programming pulses fired before this read; 0 = none yet
  double amplitude_V      = 0; ///< source amplitude of the last pulse [V]; 0 for a pulse of current
  double time_s           = 0; ///< since the end of that pulse [s]
  double absolute_time_ns = 0; ///< since the start of the run [ns]
  double read_voltage_V   = 0;
  double current_uA       = 0;
  double conductance_uS   = 0;
  double resistance_ohm   = 0;
  double temperature_K    = 0; ///< ambient during the read [K]
  double glass_volume_nm3 = 0; ///< NaN where the file has no such column
  double amplitude_uA     = 0; ///< of a pulse of current; 0 for one of voltage, and where the file has no such column
};

/// One threshold voltage. Members are columns of thresholds.csv, in the file's units.
struct Threshold
{
  double time_s        = 0; ///< since the end of the last pulse [s]
  double voltage_V     = 0;
  double temperature_K = 0;
};

/// One read of a noise trace. Members are columns of noise.csv, in the file's units.
struct NoiseRead
{
  double time_s         = 0; ///< since the end of the last pulse [s]
  double conductance_uS = 0;
  double duration_s     = 0; ///< of the read [s]
};

/// A named result of a run.
struct Quantity
{
  std::string name;
  double      value = 0;
  std::string unit;
};

/// What one run found.
struct Run
{
  std::string           directory;
  std::string           case_name, case_sha256;
  std::vector<Quantity> results;
  std::vector<Read>     reads; ///< ordered by pulse, then time

  bool        complete = true;
  std::string state    = "complete"; ///< or running, stopped, failed
  std::string message;               ///< why it stopped or failed

  std::vector<Threshold> thresholds; ///< empty without thresholds.csv
  std::vector<NoiseRead> noise;      ///< empty without noise.csv

  int               n_pulses() const { return reads.empty() ? 0 : reads.back().pulse; }
  std::vector<Read> after_pulse(int pulse) const; ///< the reads between this pulse and the next
  bool              has_current_pulses() const;
};

/// The complete runs of one folder given on the command line.
struct ResultSet
{
  std::string              directory;
  bool                     is_sweep = false;
  std::vector<Run>         runs;
  std::vector<std::string> skipped; ///< sweep points not done: "folder: status"
};

/// The reads of a reads.csv. Of a measurement the file needs pulse, time_s, temperature_K, conductance_uS or
/// resistance_ohm, and amplitude_V or amplitude_current_uA. Current or voltage of the read follow from the other one;
/// where both are missing they are 0, as is absolute_time_ns. Throws InputError with file:line for a missing column, a
/// number that is not finite, a pulse number that falls, times that do not ascend, a conductance or temperature not
/// above 0.
std::vector<Read> read_reads(const std::string &path);

/// Write reads so that read_reads returns the same doubles (the one place that knows the columns).
void write_reads(const std::vector<Read> &reads, const std::string &path);

/// The rows of a thresholds.csv and of a noise.csv. They throw as read_reads; single reads of a noise trace may be 0 or
/// below.
std::vector<Threshold> read_thresholds(const std::string &path);
std::vector<NoiseRead> read_noise_trace(const std::string &path);

/// One run folder. Refuses a run that is not complete.
Run read_run(const std::string &directory);

/// One run folder, with what is there so far if the run is not complete.
Run read_unfinished_run(const std::string &directory);

/// A run or sweep folder; points of a sweep that are not done are listed in `skipped`.
/// Throws InputError if the folder is neither, or no point is done.
ResultSet read_result_set(const std::string &directory);

/// Conductance at t_s after a pulse, ln G linear in ln t between the reads; the nearest read outside their range.
double conductance_at(const std::vector<Read> &reads, double t_s);
} // namespace quench::compact
