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

GridPosition position_on(const std::vector<double> &states, double g)
{
  const auto n = static_cast<std::ptrdiff_t>(states.size());
  const auto above =
      std::clamp<std::ptrdiff_t>(std::upper_bound(states.begin(), states.end(), g) - states.begin(), 1, n - 1);
  if (!(g > states.front()))
    return {0, 0};
  const double fraction = std::log(g / states[above - 1]) / std::log(states[above] / states[above - 1]);
  return {static_cast<std::size_t>(above - 1), std::clamp(fraction, 0.0, 1.0)};
}

double at_state(const std::vector<double> &states, const std::vector<double> &values, double g)
{
  const GridPosition at = position_on(states, g);
  return values[at.index] + at.fraction * (values[at.index + 1] - values[at.index]);
}

double loss_of(const std::vector<double> &states, const std::vector<double> &losses, double g)
{
  return losses.size() == 1 ? losses.front() : at_state(states, losses, g);
}

double ln_read_factor(const DeviceModel &device, double g, double temperature)
{
  if (temperature == device.reference_temperature())
    return 0;
  const std::vector<double> states = device.states();
  if (states.empty())
    return std::log(device.read_factor(g, temperature));
  std::vector<double> ln_factors;
  for (const double state : states)
    ln_factors.push_back(std::log(device.read_factor(state, temperature)));
  return at_state(states, ln_factors, g);
}

double mean_loss(const DeviceModel &device, const Age &age)
{
  const std::vector<double> states = device.states(), losses = device.loss(age);
  if (losses.size() == 1)
    return losses.front();
  double sum = 0, weight = 0;
  for (std::size_t k = 0; k < states.size(); ++k)
  {
    sum += states[k] * losses[k];
    weight += states[k];
  }
  return sum / weight;
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
