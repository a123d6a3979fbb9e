#include <postprocess/array/bit_slices.h>

#include <physics/base/error.h>

#include <cmath>
#include <numeric>

namespace quench::array
{
namespace
{
int total_bits(const BitSlices &slices) { return std::accumulate(slices.bits.begin(), slices.bits.end(), 0); }

bool has_sign_slice(const BitSlices &slices) { return slices.bits.front() == 1; }

/// G_min in units of a slice's step.
double offset(const BitSlices &slices, std::size_t k)
{
  return slices.off_ratio / (1 - slices.off_ratio) * (std::exp2(slices.bits[k]) - 1);
}

void require_valid(const DeviceMatrix &w, const DeviceMatrix &x, const BitSlices &slices)
{
  for (const int b : slices.bits)
    if (b < 1 || b > 8)
      throw InputError("bit slices", std::to_string(b) + " bits", "1 to 8 bits per slice");
  const int B = total_bits(slices);
  if (B < 2 || B > 16)
    throw InputError("bit slices", std::to_string(B) + " bits in all", "2 to 16 bits");
  if (!(slices.off_ratio >= 0 && slices.off_ratio < 1 && slices.sigma >= 0))
    throw InputError("bit slices", "G_min / G_max = " + std::to_string(slices.off_ratio),
                     "in [0, 1), sigma not negative");
  const double half = std::exp2(B - 1);
  if (!(w.array() == w.array().round()).all() || !(w.minCoeff() >= -half && w.maxCoeff() < half))
    throw InputError("bit slices", "a weight outside the whole numbers of " + std::to_string(B) + " bits",
                     "whole numbers from -2^(B-1) to 2^(B-1) - 1");
  if (!((x.array() == 0) || (x.array() == 1)).all())
    throw InputError("bit slices", "an input that is not binary", "0 or 1");
}

/// Digits of slice k of weights that are not negative.
DeviceMatrix digits(const DeviceMatrix &u, const BitSlices &slices, std::size_t k)
{
  const int    below = std::accumulate(slices.bits.begin() + static_cast<std::ptrdiff_t>(k) + 1, slices.bits.end(), 0);
  const double place = std::exp2(below), modulus = std::exp2(slices.bits[k]);
  return u.unaryExpr([=](double value) { return std::fmod(std::floor(value / place), modulus); });
}
} // namespace

DeviceMatrix sliced_product(const DeviceMatrix &w, const DeviceMatrix &x, const BitSlices &slices, std::uint64_t seed)
{
  require_valid(w, x, slices);
  const bool         is_signed = has_sign_slice(slices);
  const double       half = std::exp2(total_bits(slices) - 1), range = 2 * half;
  const DeviceMatrix u     = w.unaryExpr([=](double v) { return is_signed ? (v < 0 ? v + range : v) : v + half; });
  DeviceMatrix       sum   = DeviceMatrix::Zero(x.rows(), w.rows());
  double             place = range;
  for (std::size_t k = 0; k < slices.bits.size(); ++k)
  {
    DeviceMatrix error(w.rows(), w.cols());
    fill_normal_per_cell(error, {seed, Purpose::programming, k << 40, 0});
    const double       steps = std::exp2(slices.bits[k]) - 1;
    const DeviceMatrix seen  = (digits(u, slices, k) + steps * slices.sigma * error).array() + offset(slices, k);
    place /= std::exp2(slices.bits[k]);
    sum += (is_signed && k == 0 ? -place : place) * (x * seen.transpose()).array().round().matrix();
  }
  if (!is_signed)
    sum.colwise() -= half * x.rowwise().sum();
  return sum;
}

double margin_in_devices(const BitSlices &slices, std::size_t k) { return 1 / (2 * offset(slices, k)); }
} // namespace quench::array
