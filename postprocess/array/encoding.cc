#include <postprocess/array/encoding.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace quench::array
{
namespace
{
std::vector<double> digit_significances(const std::vector<int> &bits)
{
  std::vector<double> result;
  int                 below = std::accumulate(bits.begin(), bits.end(), 0);
  for (const int b : bits)
  {
    below -= b;
    result.push_back((std::exp2(b) - 1) * std::exp2(below));
  }
  return result;
}

void require_levels(const EncodingParameters &p, const DeviceModel &device, double g_low)
{
  const double available = n_levels(device, g_low, p.level_separation);
  for (const int b : p.bits)
    if (std::exp2(b) > available)
      throw InputError("mapping/encoding/bits", std::to_string(b),
                       "the device has " + std::to_string(static_cast<int>(available)) + " levels, " +
                           std::to_string(b) + " bits need " + std::to_string(static_cast<int>(std::exp2(b))),
                       "Use fewer bits per slice, or a smaller `level separation`");
}
} // namespace

Slicing::Slicing(const EncodingParameters &parameters) : p(parameters), significances_(p.significances)
{
  const std::string where = "mapping/encoding/";
  if ((p.splitting == Splitting::digits) != !p.bits.empty())
    throw InputError(where + "bits", p.bits.empty() ? "none" : "given",
                     "they go with `splitting = digits`, and only with it");
  if (p.splitting == Splitting::digits)
  {
    if (std::accumulate(p.bits.begin(), p.bits.end(), 0) > 16)
      throw InputError(where + "bits", "more than 16 in all", "at most 16 bits per weight");
    significances_ = digit_significances(p.bits);
  }
  if (significances_.empty() || significances_.size() > 16)
    throw InputError(where + "significances", std::to_string(significances_.size()) + " slices", "1 to 16 slices");
  if (!std::is_sorted(significances_.rbegin(), significances_.rend()))
    throw InputError(where + "significances", "ascending", "most significant first");
  total_ = std::accumulate(significances_.begin(), significances_.end(), 0.0);
}

Encoding::Encoding(const EncodingParameters &parameters, const DeviceModel &device, double g_low)
  : Slicing(parameters), g_max_(device.g_max())
{
  require_levels(p, device, g_low);
}

DeviceMatrix Slicing::target(const DeviceMatrix &weights, std::size_t slice, const DeviceMatrix &made) const
{
  if (p.splitting == Splitting::equal)
    return weights;
  if (p.splitting == Splitting::residual)
    return ((weights - made) / share(slice)).array().max(-1.0).min(1.0).matrix();
  int below = 0;
  for (std::size_t k = slice + 1; k < p.bits.size(); ++k)
    below += p.bits[k];
  const double highest = std::exp2(p.bits[slice]) - 1, place = std::exp2(below), modulus = highest + 1, sum = total_;
  return weights.unaryExpr([=](double w) {
    const double whole = std::round(std::abs(w) * sum);
    return std::copysign(std::fmod(std::floor(whole / place), modulus) / highest, w);
  });
}

double Encoding::contribution(double g) const
{
  return is_scaled() ? g_max_ * std::pow(std::max(g, 0.0) / g_max_, p.current_exponent) : g;
}

double Encoding::conductance(double contribution) const
{
  return is_scaled() ? g_max_ * std::pow(contribution / g_max_, 1 / p.current_exponent) : contribution;
}

double Encoding::slope(double g) const
{
  return is_scaled() && g > 0 ? p.current_exponent * std::pow(g / g_max_, p.current_exponent - 1) : 1.0;
}

double n_levels(const DeviceModel &device, double g_low, double separation)
{
  constexpr int n       = 100; // points of the window looked at: choice
  double        largest = 0;
  for (int i = 0; i <= n; ++i)
    largest = std::max(largest, device.programming_sigma(g_low + (device.g_max() - g_low) * i / n));
  const double distance = separation * largest;
  return distance > 0 ? 1 + std::floor((device.g_max() - g_low) / distance) : INFINITY;
}
} // namespace quench::array
