#include <postprocess/array/device_model.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
void require_reference(const std::string &key, double temperature, double reference)
{
  if (temperature != reference)
    throw InputError("conditions/" + key, std::to_string(temperature) + " K",
                     std::to_string(reference) + " K: this device model has no law of temperature");
}
} // namespace

std::vector<double> DeviceModel::loss(const Age &age) const
{
  require_valid(age.time);
  require_reference("storage temperature", age.storage_temperature.value_or(reference_temperature()),
                    reference_temperature());
  return {std::log(drift_time_ratio(*this, age.time))};
}

std::vector<double> DeviceModel::loss_at_age(double age, std::optional<double> storage_temperature) const
{
  Age at(age - verify_time());
  if (at.time < 0)
    require_reference("storage temperature", storage_temperature.value_or(reference_temperature()),
                      reference_temperature());
  at.storage_temperature = storage_temperature;
  return loss(at);
}

double DeviceModel::read_factor(double, double temperature) const
{
  require_reference("read temperature", temperature, reference_temperature());
  return 1;
}

GridPosition position_on(const std::vector<double> &grid, double g)
{
  const auto n     = static_cast<std::ptrdiff_t>(grid.size());
  const auto above = std::clamp<std::ptrdiff_t>(std::upper_bound(grid.begin(), grid.end(), g) - grid.begin(), 1, n - 1);
  const double fraction = (g - grid[above - 1]) / (grid[above] - grid[above - 1]);
  return {static_cast<std::size_t>(above - 1), std::clamp(fraction, 0.0, 1.0)};
}

double drift_time_ratio(const DeviceModel &device, double t)
{
  return (t + device.verify_time()) / device.verify_time();
}

double read_noise_growth(const DeviceModel &device, double t)
{
  if (device.read_noise_is_white())
    return 1;
  const double t_r = device.read_duration();
  return std::sqrt(std::max(std::log((t + device.verify_time() + t_r) / (2 * t_r)), 0.0));
}

double power_law_loss(double t, double t_v, double attempt_rate, double temperature_ratio)
{
  const double tau = std::pow(attempt_rate * t_v, 1 / temperature_ratio) * temperature_ratio / attempt_rate;
  return temperature_ratio * std::log1p(t / tau);
}

double arrhenius_factor(double activation_energy, double temperature, double reference_temperature)
{
  return std::exp(-activation_energy / units::kB * (1 / temperature - 1 / reference_temperature));
}
} // namespace quench::array
