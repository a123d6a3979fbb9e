#include <postprocess/array/published_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
constexpr double smallest_x      = 1e-7;           // IBM/aihwkit pcm.py: clamp before the logarithm
constexpr double smallest_power  = 1e-3;           // ... and of x^q_power in Q
constexpr double reference_g_max = 25 * units::uS; // window the coefficients were fitted in
} // namespace

PublishedDevice::PublishedDevice(const PublishedParameters &parameters, double g_max) : p(parameters), g_max_(g_max)
{
  const std::string where = "device/published";
  if (p.nu_min > p.nu_max)
    throw InputError(where + "/drift minimum", std::to_string(p.nu_min), "must not exceed `drift maximum`");
  if (p.spread_min > p.spread_max)
    throw InputError(where + "/spread minimum", std::to_string(p.spread_min), "must not exceed `spread maximum`");
}

double PublishedDevice::relative(double g) const { return std::max(g / g_max_, smallest_x); }

double PublishedDevice::programming_sigma(double g) const
{
  const double x     = g / g_max_;
  double       sigma = 0;
  for (std::size_t k = p.programming.size(); k-- > 0;)
    sigma = sigma * x + p.programming[k];
  return std::max(sigma, 0.0) * g_max_ / reference_g_max;
}

Exponent PublishedDevice::drift_exponent(double g) const
{
  const double ln_x = std::log(relative(g));
  return {std::clamp(p.nu_slope * ln_x + p.nu_offset, p.nu_min, p.nu_max),
          std::clamp(p.spread_slope * ln_x + p.spread_offset, p.spread_min, p.spread_max)};
}

double PublishedDevice::read_noise(double g) const
{
  return std::min(p.q_scale / std::max(std::pow(g / g_max_, p.q_power), smallest_power), p.q_max);
}

void PublishedDevice::require_valid(double t) const
{
  if (!(t >= 0))
    throw InputError("times", std::to_string(t / units::s) + " s",
                     "times count from the verifying read and are not negative");
}

Sources PublishedDevice::sources() const
{
  const std::string published = "joshi2020 (published)", none = "none";
  return {p.programming.empty() ? none : published, published, p.spread_max == 0 ? none : published,
          p.q_max == 0 ? none : published};
}
} // namespace quench::array
