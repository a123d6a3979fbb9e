#include <postprocess/array/periphery.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace quench::array
{
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
  const auto bound = static_cast<float>(bound_), step = static_cast<float>(step_);
  values = (values.array().max(-bound).min(bound) / step).rint() * step;
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
