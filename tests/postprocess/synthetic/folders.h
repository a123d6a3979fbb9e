#pragma once

#include <string>
#include <vector>

/// Folders as the cell, sweep and array stages write them, made from closed formulas: test data whose truth is
/// known. Shapes and sizes are those of a mushroom cell, the numbers are nobody's material.
namespace quench::synthetic
{
/// The truth behind a synthetic cell.
struct Cell
{
  double   nu          = 0.11;  ///< drift exponent of the glass
  double   tau0_s      = 1e-7;  ///< its onset
  double   series_ohm  = 8e3;   ///< everything but the glass
  double   glass_ohm   = 2.5e6; ///< of a full dome, before it drifts
  double   threshold_V = 1.1;   ///< amplitude from which material melts
  double   melting_K   = 900;
  double   ambient_K   = 300;
  double   heater_nm   = 20; ///< radius
  double   noise       = 0;  ///< relative standard deviation of a read
  unsigned seed        = 1;
};

/// Glass radius [nm] and resistance [ohm] at t_s after one RESET pulse.
double glass_radius_nm(const Cell &cell, double amplitude_V);
double resistance_ohm(const Cell &cell, double amplitude_V, double t_s);

/// Six per decade from 1e-6 s to 3e8 s (and a last one at 10^8.5 s).
std::vector<double> read_times_s();

/// One RESET pulse: results.json, case.prm, series.csv, reads.csv, and maps/ if asked for.
void write_reset_run(const Cell &cell, double amplitude_V, const std::string &directory, bool with_maps = true);

/// A RESET and n_pulses equal partial-SET pulses: results.json, case.prm, reads.csv.
void write_set_train(const Cell &cell, int n_pulses, const std::string &directory);

/// Runs without maps for each amplitude, and status.csv.
void write_sweep(const Cell &cell, const std::vector<double> &amplitudes_V, const std::string &directory);

/// results.json, accuracy.csv, accuracy_summary.csv of an array: two schemes, ten seeds.
void write_array(const std::string &directory);

/// Everything `quickstart` leaves behind but the model: reset/, reset_curve/, set_train/, array/.
void write_tree(const Cell &cell, const std::string &directory);

/// A fresh folder that is removed with the object.
class TemporaryFolder
{
public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder &)            = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  const std::string &path() const { return path_; }

private:
  std::string path_;
};
} // namespace quench::synthetic
