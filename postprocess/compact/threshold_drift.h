#pragma once

#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/fit.h>
#include <postprocess/compact/measurement.h>
#include <postprocess/compact/thermal_fit.h>

#include <optional>
#include <vector>

namespace quench::compact
{
/// The threshold that the second and last pulse of a run shows in its series.csv: the largest voltage at the cell
/// before it snaps back (falls by a tenth while the current at least doubles), at its time after the first pulse. Empty
/// without a series, for another number of pulses, or where nothing snaps back.
std::optional<Threshold> switching_threshold(const Run &run);

/// V_th(t) = V_th(t0) + b ln(t/t0) (eq. X7) over the window: from the thresholds.csv with most thresholds, or, without
/// one, from the runs of one sweep that switch after a RESET of one amplitude. Empty where no run has any; `left_out`
/// is told why runs that switch do not suffice. Throws InputError naming a thresholds.csv of fewer than fewest_points
/// thresholds or less than fewest_decades in the window, or a temperature that changes by more than 0.1 K.
std::optional<ThresholdDrift> make_threshold_drift(const std::vector<ResultSet> &sets, double t0_s,
                                                   const Window &window, const LeftOut &left_out);
} // namespace quench::compact
