#include <postprocess/array/periphery.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

// Compiled with -fno-math-errno, without which no loop with a root is vectorised.
namespace quench::array
{
namespace
{
/// Levels of a converter in single precision. An ideal one has as many as numbers.
struct Levels
{
  float bound, step, per_step;
};

/// The nearest multiple of the step within +-bound. Adding 1.5 2^23 rounds numbers below 2^22 to integers (even on
/// ties, as the processor's rounding does), which vectorises where a call of rint does not.
[[gnu::always_inline]] inline float nearest(float value, const Levels &levels)
{
  constexpr float magic   = 0x1.8p23F;
  const float     clipped = value < -levels.bound ? -levels.bound : value > levels.bound ? levels.bound : value;
  return ((clipped * levels.per_step + magic) - magic) * levels.step;
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void round_to_levels(Eigen::Index n, Levels levels,
                                                                                  float *values)
{
  for (Eigen::Index i = 0; i < n; ++i)
    values[i] = nearest(values[i], levels);
}

/// y += sqrt(variance + constant) normal
__attribute__((target_clones("avx512f", "avx2", "default"))) void
add_noise(Eigen::Index n, const float *variance, float constant, const float *normal, float *y)
{
  for (Eigen::Index i = 0; i < n; ++i)
    y[i] += std::sqrt(variance[i] + constant) * normal[i];
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void
add_noise_and_round(Eigen::Index n, const float *variance, float constant, const float *normal, Levels levels, float *y)
{
  for (Eigen::Index i = 0; i < n; ++i)
    y[i] = nearest(y[i] + std::sqrt(variance[i] + constant) * normal[i], levels);
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
  if (step_ > 0)
    round_to_levels(values.size(), {float(bound_), float(step_), float(1 / step_)}, values.data());
}

void Quantizer::apply_with_noise(Matrix &values, const Matrix &variance, double constant, const Matrix &normal) const
{
  const auto offset = static_cast<float>(constant);
  if (variance.size() == 0)
  {
    Eigen::Map<Eigen::ArrayXf>(values.data(), values.size()) +=
        std::sqrt(offset) * Eigen::Map<const Eigen::ArrayXf>(normal.data(), normal.size());
    apply(values);
  }
  else if (step_ > 0)
    add_noise_and_round(values.size(), variance.data(), offset, normal.data(),
                        {float(bound_), float(step_), float(1 / step_)}, values.data());
  else
    add_noise(values.size(), variance.data(), offset, normal.data(), values.data());
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
  return start > 0 && now > 0 ? start / now : 1; // no signal: no factor
}
} // namespace quench::array
