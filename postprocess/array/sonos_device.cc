#include <postprocess/array/sonos_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
constexpr double day      = 86400 * units::s;
constexpr double nA       = 1e-3 * units::uA;
constexpr int    last_day = 5;

double polynomial(const std::vector<double> &coefficients, double x)
{
  double sum = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;)
    sum = sum * x + coefficients[k];
  return sum;
}

/// Whole day before, and the fraction of the day after it.
struct Place
{
  int    day;
  double fraction;
};

Place place_of(double days)
{
  const int whole = std::min(static_cast<int>(days), last_day - 1);
  return {whole, days - whole};
}

double saturating(double a, double b, double i) { return std::max(a * (1 - std::exp(-i / b)), 0.0); }
} // namespace

SonosDevice::SonosDevice(const SonosParameters &parameters) : p(parameters)
{
  for (const auto &[key, values] : {std::pair{"deviation", &p.spread}, std::pair{"deviation scale", &p.spread_scale}})
    if (values->size() != last_day + 1)
      throw InputError(std::string("device/sonos/") + key, std::to_string(values->size()) + " values",
                       "six, after 0, 1, ... 5 days");
}

double SonosDevice::g_max() const { return p.i_max * nA / p.read_voltage; }

double SonosDevice::current(double g) const { return g * p.read_voltage / nA; }

double SonosDevice::shift(double i, double days) const
{
  const std::vector<double> *const after[] = {nullptr, &p.day_1, &p.day_2, &p.day_3, &p.day_4, &p.day_5};
  const auto                       on_day  = [&](int k) { return k == 0 ? 0.0 : polynomial(*after[k], i); };
  const Place                      at      = place_of(days);
  return (1 - at.fraction) * on_day(at.day) + at.fraction * on_day(at.day + 1);
}

double SonosDevice::spread(double i, double days) const
{
  const Place at  = place_of(days);
  const auto  mix = [&](const std::vector<double> &v) {
    return (1 - at.fraction) * v[at.day] + at.fraction * v[at.day + 1];
  };
  return saturating(mix(p.spread), mix(p.spread_scale), i + shift(i, days));
}

double SonosDevice::programming_sigma(double g) const { return spread(current(g), 0) * nA / p.read_voltage; }

Relaxation SonosDevice::relaxation(double g, double t) const
{
  const double i = current(g), days = t / day, start = spread(i, 0), now = spread(i, days);
  const double unit = nA / p.read_voltage;
  return {shift(i, days) * unit, std::sqrt(std::max(now * now - start * start, 0.0)) * unit};
}

double SonosDevice::read_noise(double g) const
{
  const double i = current(g);
  return i > 0 ? saturating(p.noise, p.noise_scale, i) / i : p.noise / p.noise_scale;
}

void SonosDevice::require_valid(double t) const
{
  if (!(t >= 0 && t <= last_day * day))
    throw InputError("times", std::to_string(t / units::s) + " s", "0 s to 5 d: the ages that were measured",
                     "Shorten `times` or choose another `device/model`");
}

Sources SonosDevice::sources() const
{
  const std::string published = "Agrawal et al. 2022 (published)";
  return {published, published + ", shift of the mean", published + ", growing spread", published};
}
} // namespace quench::array
