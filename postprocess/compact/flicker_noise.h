#pragma once

#include <physics/base/random.h>

#include <vector>

namespace quench::compact
{
/// Correlation times of the processes a 1/f noise is made of, one per e-fold (ripple of the spectrum below 1e-3), from
/// 4 exp(0.5772) t_read to ten times t_longest. Times in any one unit.
std::vector<double> flicker_times(double t_read, double t_longest);

/// 1/f noise of one device's relative conductance, S(f) = Q^2/f one-sided, as a sum of exponentially correlated
/// processes whose times are spaced evenly in their logarithm. Exact at any sequence of times. Rests at 0 when made:
/// programming with verify has just set the device. The variance of a read at t is then
///     Q^2 ln((t + t_read)/(2 t_read)) for t well above t_read,
/// which is what fixes the shortest time, 4 exp(0.5772) t_read.
class FlickerNoise
{
public:
  /// Throws InputError unless Q >= 0 and 0 < t_read < t_longest. Times in any one unit.
  FlickerNoise(double Q, double t_read, double t_longest, RandomStream random);

  /// Relative deviation of the conductance `dt` later.
  double advance(double dt);

private:
  std::vector<double> time_, value_;
  double              sigma_ = 0; ///< of each process
  RandomStream        random_;
};
} // namespace quench::compact
