#pragma once

#include <postprocess/compact/device_parts.h>
#include <postprocess/compact/fit.h>
#include <postprocess/compact/measurement.h>

#include <optional>
#include <vector>

namespace quench::compact
{
/// V_th(t) = V_th(t0) + b ln(t/t0) (eq. X7) over the window, from the run with most thresholds. Empty where no run has
/// any. Throws InputError naming the run for fewer than fewest_points thresholds or less than fewest_decades in the
/// window, or a temperature that changes by more than 0.1 K.
std::optional<ThresholdDrift> make_threshold_drift(const std::vector<ResultSet> &sets, double t0_s,
                                                   const Window &window);
} // namespace quench::compact
