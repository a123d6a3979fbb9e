#include <postprocess/array/device_model.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
double drift_time_ratio(const DeviceModel &device, double t)
{
  return (t + device.verify_time()) / device.verify_time();
}

double read_noise_growth(const DeviceModel &device, double t)
{
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
