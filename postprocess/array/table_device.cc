#include <postprocess/array/table_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
namespace
{
std::vector<double> verified_states(const DriftTables &tables, const DeviceParameters &p)
{
  validate(tables, "device/model " + p.model);
  std::vector<double> g = ln_conductances(tables, p.verify_time, p.temperature.reference, 1);
  std::transform(g.begin(), g.end(), g.begin(), [](double x) { return std::exp(x); });
  if (!std::is_sorted(g.begin(), g.end(), std::less_equal<>()))
    throw InputError("device/verify time", std::to_string(p.verify_time / units::s) + " s",
                     "the states of the drift table are not in ascending order at this time");
  return g;
}

void require_no_statistics(Statistics wanted, const std::string &key)
{
  if (wanted == Statistics::model)
    throw InputError("device/" + key, "model", "a drift table holds no such part",
                     "Write `published` (scaled to this device) or `none`");
}
} // namespace

TableDevice::TableDevice(const DriftTables &tables, const DeviceParameters &parameters)
  : tables_(tables), p(parameters), grid_(verified_states(tables, parameters)), published_(p.published, grid_.back())
{
  require_no_statistics(p.programming, "programming noise");
  require_no_statistics(p.drift_spread, "drift spread");
  require_no_statistics(p.read_noise, "read noise");
}

double TableDevice::programming_sigma(double g) const
{
  return p.programming == Statistics::none ? 0 : published_.programming_sigma(g);
}

Exponent TableDevice::drift_exponent(double g) const
{
  if (p.drift_spread == Statistics::none)
    return {1, 0};
  return {1, published_.relative_spread(g)};
}

std::vector<double> TableDevice::loss(const Age &age) const
{
  const double        T     = age.storage_temperature.value_or(p.temperature.reference);
  std::vector<double> start = ln_conductances(tables_, p.verify_time, T, 1);
  const auto          now   = ln_conductances(tables_, age.time + p.verify_time, T, p.time_tolerance);
  for (std::size_t k = 0; k < start.size(); ++k)
    start[k] -= now[k];
  return start;
}

double TableDevice::read_noise(double g) const
{
  return p.read_noise == Statistics::none ? 0 : published_.read_noise(g);
}

double TableDevice::read_factor(double g, double temperature) const
{
  std::vector<double> ln_factors = ln_conductances(tables_, p.verify_time, temperature, 1);
  for (std::size_t k = 0; k < ln_factors.size(); ++k)
    ln_factors[k] -= std::log(grid_[k]);
  return std::exp(at_state(grid_, ln_factors, g));
}

void TableDevice::require_valid(double t) const
{
  ln_conductances(tables_, t + p.verify_time, p.temperature.reference, p.time_tolerance);
}

Sources TableDevice::sources() const
{
  const auto name = [](Statistics s) { return s == Statistics::none ? "none" : "joshi2020 (published, scaled)"; };
  return {name(p.programming), "drift table " + p.model, name(p.drift_spread), name(p.read_noise)};
}
} // namespace quench::array
