#pragma once

#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/matrix.h>

namespace quench::array
{
/// What is done against drift and temperature when the outputs are read.
enum class Compensation
{
  none,
  global,          ///< one factor per tile, from a calibration read of the tile (eq. A12)
  columns,         ///< one factor per output of a tile, from the same read
  slope,           ///< one factor per tile, extrapolated from one early calibration read (eq. A13)
  reference_cells, ///< one factor per tile, from a read of reference cells of their own (eq. A14)
  temperature,     ///< a linear law of the temperature, calibrated at time 0 (eq. A15)
  current_scaling  ///< no factor: an array with non-linear current scaling (eq. A7)
};

/// The schemes of a case, side by side.
struct CompensationParameters
{
  std::vector<std::string> schemes{"raw", "compensated"};
  double                   slope_time       = 3600 * units::s;
  int                      reference_cells  = 1024;
  double                   temperature_span = 50 * units::K;
  double                   current_exponent = 0.422;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = CompensationParameters;
    entry("schemes", &P::schemes,
          "raw, compensated (global), columns, slope, reference cells, temperature, current scaling", "choice");
    entry("slope time", &P::slope_time, "s", positive, "of the calibration read that tells the slope", "choice");
    entry("reference cells", &P::reference_cells, Range{1, 65536},
          "pairs per tile, programmed to the distribution of its weights", "choice");
    entry("temperature span", &P::temperature_span, "K", positive,
          "above the reference temperature, where the second calibration read is taken", "choice");
    entry("current exponent", &P::current_exponent, "1", Range{0.1, 1}, "of the scheme `current scaling`",
          "0.422 cuts drift by the published 57.8 % (J. Low Power Electron. Appl. 14, 50 (2024))");
  }
};

/// The name a scheme has in cases and results.
std::string name_of(Compensation scheme);

/// The schemes named. Throws InputError for an unknown, repeated or missing name.
std::vector<Compensation> schemes_of(const CompensationParameters &parameters);

/// One factor per output from the same one-hot probes as global drift compensation (eq. A12): the part of Y(0) along
/// the output's weights over that of Y(t), which noise does not bias where weights are small. 1 without signal.
RowVector column_compensation(const Matrix &weights, const Matrix &reading_at_start, const Matrix &reading_now);

/// alpha at an age of a tile whose alpha was `alpha_calibrated` at another (eq. A13): it goes with the loss that the
/// device model says for both, stored as they were. For a power law ((t + t_v) / t_v)^nu.
double slope_compensation(const DeviceModel &device, double alpha_calibrated, const Age &calibrated, const Age &age);

/// Weights for n reference cells: the quantiles (k + 1/2) / n of |w|, at most `largest`. [1][n]
DeviceMatrix reference_weights(const DeviceMatrix &weights, double largest, int n);

/// Relative change of mean|Y| per kelvin between two reads, the second `span` warmer (eq. A15).
double temperature_slope(const Matrix &reading, const Matrix &warm_reading, double span);
} // namespace quench::array
