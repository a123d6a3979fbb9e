#pragma once

#include <postprocess/compact/device_parts.h>

#include <optional>
#include <span>
#include <vector>

namespace quench::compact
{
/// One SET pulse of one train.
struct Step
{
  int    pulse     = 0; ///< 1, 2, ... since the RESET
  double before_uS = 0, after_uS = 0, amplitude_V = 0;
};

/// Fewest steps that tell a law, and fewest trains that tell a spread.
inline constexpr int fewest_steps  = 100;
inline constexpr int fewest_trains = 20;

/// The step law (eq. X8) of steps of one amplitude, by maximum likelihood: steps that end at the lowest or the highest
/// conductance of all (where at least three do) are censored there. Standard errors from the scores' outer product.
/// Throws InputError for fewer than fewest_steps steps, steps of several amplitudes, or steps without any spread.
StepLaw fit_step_law(std::span<const Step> steps);

/// Mean and deviation of the conductance after `pulse` pulses of n devices that start at g_start_uS; drawn with `seed`.
struct Spread
{
  double mean_uS = 0, deviation_uS = 0;
};
std::vector<Spread> simulate_trains(const StepLaw &law, double g_start_uS, int n_pulses, int n_devices,
                                    unsigned long long seed);
} // namespace quench::compact
