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
  if (device.read_noise_is_white())
    return 1;
  const double t_r = device.read_duration();
  return std::sqrt(std::max(std::log((t + device.verify_time() + t_r) / (2 * t_r)), 0.0));
}
} // namespace quench::array
