#include <postprocess/array/published_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
double polynomial(const std::vector<double> &coefficients, double x)
{
  double sum = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;)
    sum = sum * x + coefficients[k];
  return sum;
}

void require_order(double minimum, double maximum, const std::string &what)
{
  if (minimum > maximum)
    throw InputError("device/published/" + what + " minimum", std::to_string(minimum), "must not exceed its maximum");
}

/// Coefficients that make a standard deviation negative for some x of the window are refused.
void require_non_negative(const std::vector<double> &coefficients, double split, const std::string &what)
{
  constexpr int n = 100;
  for (int i = 0; i <= n && !coefficients.empty(); ++i)
    if (const double x = double(i) / n; x >= split && !(polynomial(coefficients, x) >= 0))
      throw InputError("device/published/" + what + " polynomial", std::to_string(polynomial(coefficients, x)),
                       "must not be negative, here it is at x = " + std::to_string(x));
}
} // namespace

PublishedDevice::PublishedDevice(const PublishedParameters &parameters, double g_max,
                                 const TemperatureParameters &temperature)
  : p(parameters), g_max_(g_max), temperature_(temperature)
{
  require_order(p.nu_min, p.nu_max, "drift");
  require_order(p.spread_min, p.spread_max, "spread");
  require_order(p.q_min, p.q_max, "read noise");
  require_non_negative(p.spread_polynomial, p.spread_split, "spread");
  require_non_negative(p.q_polynomial, p.q_split, "read noise");
}

double PublishedDevice::programming_sigma(double g) const { return compact::published_programming_sigma(p, g, g_max_); }

Exponent PublishedDevice::drift_exponent(double g) const
{
  const compact::Estimate nu = compact::published_exponent(p, g / g_max_);
  return {nu.value, nu.sigma};
}

double PublishedDevice::relative_spread(double g) const { return compact::published_relative_spread(p, g / g_max_); }

std::vector<double> PublishedDevice::loss(const Age &age) const
{
  require_valid(age.time);
  return {stored_loss(temperature_, p.t_0, age)};
}

/// The power law as published has no first age.
std::vector<double> PublishedDevice::loss_at_age(double age, std::optional<double> storage_temperature) const
{
  if (storage_temperature.value_or(temperature_.reference) == temperature_.reference && age > 0)
    return {std::log(age / p.t_0)};
  return DeviceModel::loss_at_age(age, storage_temperature);
}

double PublishedDevice::read_noise(double g) const { return compact::published_read_noise(p, g / g_max_); }

double PublishedDevice::read_factor(double g, double temperature) const
{
  return arrhenius_read_factor(temperature_, g / g_max_, temperature);
}

void PublishedDevice::require_valid(double t) const
{
  if (!(t >= 0))
    throw InputError("times", std::to_string(t / units::s) + " s",
                     "times count from the verifying read and are not negative");
}

Sources PublishedDevice::sources() const
{
  const std::string published = p.citation + " (published)", none = "none";
  const bool        is_spread = p.spread_max > 0 || !p.spread_polynomial.empty();
  const bool        is_noisy  = p.q_max > 0 || !p.q_polynomial.empty();
  return {p.programming.empty() ? none : published, published, is_spread ? published : none,
          is_noisy ? published : none};
}

double arrhenius_read_factor(const TemperatureParameters &p, double x, double temperature)
{
  const double activation = p.activation_low + (p.activation_high - p.activation_low) * std::clamp(x, 0.0, 1.0);
  return arrhenius_factor(activation, temperature, p.reference);
}

double stored_loss(const TemperatureParameters &p, double t_v, const Age &age)
{
  const double kT_ref = units::kB * p.reference;
  return power_law_loss(age.time, t_v, p.attempt / kT_ref, age.storage_temperature.value_or(p.reference) / p.reference);
}
} // namespace quench::array
