#pragma once

#include <cases/history.h>
#include <cases/simulate.h>
#include <postprocess/observe/field_snapshot.h>
#include <postprocess/observe/results_file.h>
#include <postprocess/observe/run_log.h>
#include <postprocess/observe/run_results.h>
#include <postprocess/observe/series.h>
#include <postprocess/observe/vtu.h>
#include <solver/run/state.h>

#include <memory>
#include <optional>

namespace quench::cases
{
/// Says in the results.json of a run that it failed, and why. Where that cannot be written it stays as it is: what
/// comes after a failure must not hide it.
void note_failure(const std::string &folder, const std::string &message);

/// One accepted step as series.csv shows it; internal units.
struct StepRecord
{
  double time, source, cell_voltage, current, temperature, melt, glass, joule, heat_out, enthalpy, dt;
  double since_pulse; ///< time since the start of the last pulse: picoseconds that `time` has lost after years
  // only in the log: how the numbers came about depends on rounding
  int           newton, linear, substeps;
  std::uint64_t nodes;
  /// Of the circuit, in the units of their columns.
  std::vector<double> circuit = {};
};

/// All files of a run except checkpoints: series, reads, nuclei, results.h5, log, fields, maps. Every method is
/// collective; rank 0 writes, an error of rank 0 is thrown on all.
class Recorder
{
public:
  /// `at` is what a checkpoint kept (positions()), null for a new run; `circuit` are further columns of the series.
  Recorder(const RunRequest &request, const std::vector<observe::Column> &circuit, const Json &at,
           MPI_Comm communicator);

  /// `progress` is a line for a terminal (Progress::line).
  void step(std::uint64_t number, const StepRecord &record, const std::string &progress);
  void read(const Read &read);
  void births(const std::vector<solver::Nucleus> &nuclei);
  void rejected(double time, double dt, const std::string &why);
  void note(const std::string &text);
  /// fields/step_NNN.vtu and its entry in run.pvd.
  void fields(const observe::FieldSnapshot &snapshot, std::uint64_t step, double time);
  /// The results so far in results.json, with complete = false.
  void so_far(const std::vector<observe::Result> &results);
  /// The last note of a run that was stopped, also in results.json.
  void stopped(const std::vector<observe::Result> &results, const std::string &why);
  /// results.json, the result lines, results.h5 closed.
  void finish(const std::vector<observe::Result> &results);
  /// What was done instead of what was asked: a note, and an entry of `fallbacks` in the results.
  void fallback(const std::string &text);
  /// A map and its time.
  struct Map
  {
    std::string   name;
    double        spacing;
    std::uint64_t step;
    double        time;
  };
  /// maps/NAME.csv, maps/regions.csv that names the regions, and maps/times.csv.
  void map(const std::string &regions, const Map &map, const observe::FieldSnapshot &snapshot);

  /// Rows and bytes of the growing files, for a checkpoint.
  Json positions();
  /// Forces them to the disk.
  void                         sync();
  const observe::OutputFolder *folder() const { return output ? &*output : nullptr; }

private:
  void                open(const Json &at);
  observe::CaseRecord case_record() const;
  void                continue_results(const Json &rows);
  observe::RunResults run_results(const std::vector<observe::Result> &reported, const std::string &state) const;
  void                note_map(const Map &map);

  const RunRequest                      request;
  const MPI_Comm                        communicator;
  const bool                            root;
  const std::string                     sha256;
  const std::vector<observe::Column>    series_columns;
  std::optional<observe::OutputFolder>  output; ///< rank 0 only, like all below
  std::unique_ptr<observe::SeriesFile>  series, reads, nuclei;
  std::unique_ptr<observe::ResultsFile> results;
  std::unique_ptr<observe::RunLog>      log;
  std::vector<observe::PvdEntry>        pvd;
  std::vector<std::string>              fallbacks;
};
} // namespace quench::cases
