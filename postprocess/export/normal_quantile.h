#pragma once

#include <cmath>
#include <numbers>

namespace quench::exports
{
/// z with Phi(z) = p, for p in (0, 1): Newton's method on the complementary error function.
inline double normal_quantile(double p)
{
  double z = 0;
  for (int i = 0; i < 60; ++i)
  {
    const double miss = 0.5 * std::erfc(-z / std::numbers::sqrt2) - p;
    const double step = miss * std::sqrt(2 * std::numbers::pi) * std::exp(z * z / 2);
    z -= std::fmin(std::fmax(step, -1), 1);
    if (std::abs(step) < 1e-14)
      break;
  }
  return z;
}
} // namespace quench::exports
