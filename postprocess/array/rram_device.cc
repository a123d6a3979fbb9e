#include <postprocess/array/rram_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
constexpr double reference_g_max = 40 * units::uS; // window of the published coefficients
constexpr double day             = 86400 * units::s;

double polynomial(const std::vector<double> &coefficients, double x)
{
  double sum = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;)
    sum = sum * x + coefficients[k];
  return sum;
}
} // namespace

double RramDevice::verify_time() const { return 1 * units::s; }

double RramDevice::deviation(double g, double age) const
{
  const auto at = [&](const std::vector<double> &c) {
    return std::max(polynomial(c, g / p.g_max), 0.0) * p.g_max / reference_g_max;
  };
  const bool   is_late = age > day;
  const double t_0 = is_late ? day : verify_time(), t_1 = is_late ? 2 * day : day;
  const double x     = std::clamp(std::log(age / t_0) / std::log(t_1 / t_0), 0.0, 1.0);
  const double start = at(is_late ? p.after_1_d : p.after_1_s), end = at(is_late ? p.after_2_d : p.after_1_d);
  return (1 - x) * start + x * end;
}

double RramDevice::programming_sigma(double g) const { return deviation(g, verify_time()); }

Relaxation RramDevice::relaxation(double g, double t) const
{
  const double start = programming_sigma(g), now = deviation(g, verify_time() + t);
  return {0, std::sqrt(std::max(now * now - start * start, 0.0))};
}

void RramDevice::require_valid(double t) const
{
  if (!(t >= 0 && t + verify_time() <= 2 * day + verify_time()))
    throw InputError("times", std::to_string(t / units::s) + " s",
                     "0 s to 2 d: the ages at which the spread was measured",
                     "Shorten `times` or choose another `device/model`");
}

Sources RramDevice::sources() const
{
  return {"Wan et al. 2022 (published)", "none", "Wan et al. 2022 (published, as growing spread)",
          p.telegraph.amplitude > 0 ? "telegraph noise (choice)" : "none"};
}
} // namespace quench::array
