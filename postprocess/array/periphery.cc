#include <postprocess/array/periphery.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace quench::array
{
namespace
{
/// The nearest multiple of the step within +-bound. Adding 1.5 2^23 rounds numbers below 2^22 to integers (even on
/// ties, as the processor's rounding does), which vectorises where a call of rint does not.
__attribute__((target_clones("avx512f", "avx2", "default"))) void round_to_levels(Eigen::Index n, float bound,
                                                                                  float step, float *values)
{
  constexpr float magic = 0x1.8p23F;
  for (Eigen::Index i = 0; i < n; ++i)
  {
    const float clipped = values[i] < -bound ? -bound : values[i] > bound ? bound : values[i];
    values[i]           = ((clipped / step + magic) - magic) * step;
  }
}
} // namespace

Quantizer::Quantizer(int bits, double bound) : bound_(bound), step_(0)
{
  if (bits == 1)
    throw InputError("periphery", "a converter of 1 bit", "0 (ideal) or 2 to 16 bits");
  if (bits > 0)
    step_ = 2 * bound / (std::exp2(bits) - 2);
}

void Quantizer::apply(Matrix &values) const
{
  if (step_ == 0)
    return;
  round_to_levels(values.size(), static_cast<float>(bound_), static_cast<float>(step_), values.data());
}

double covering_bound(const Matrix &values, double quantile)
{
  std::vector<float> sorted(values.size());
  std::transform(values.data(), values.data() + values.size(), sorted.begin(), [](float x) { return std::abs(x); });
  const auto which = static_cast<std::size_t>(std::ceil(quantile * static_cast<double>(sorted.size())));
  const auto place = sorted.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(which, 1) - 1);
  std::nth_element(sorted.begin(), place, sorted.end());
  if (!(*place > 0))
    throw InputError("periphery/range quantile", std::to_string(quantile),
                     "that part of the calibration values is zero", "Choose a larger quantile");
  return *place;
}

double drift_compensation(const Matrix &reading_at_start, const Matrix &reading_now)
{
  const double start = reading_at_start.cwiseAbs().cast<double>().mean();
  const double now   = reading_now.cwiseAbs().cast<double>().mean();
  return start / now;
}
} // namespace quench::array
