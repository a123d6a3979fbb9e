#include <postprocess/array/flash_device.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
double FlashDevice::conductance(double threshold) const
{
  return p.g_max * std::exp(-p.kappa * threshold / thermal_voltage());
}

double FlashDevice::threshold(double g) const { return -thermal_voltage() / p.kappa * std::log(g / p.g_max); }

double FlashDevice::programming_sigma(double g) const { return g * p.kappa * p.spread / thermal_voltage(); }

int FlashDevice::level(double g) const
{
  const long nearest = std::lround(threshold(g) / level_distance());
  return static_cast<int>(std::clamp(nearest, 0L, static_cast<long>(p.levels - 1)));
}

void FlashDevice::require_valid(double t) const
{
  if (!(t >= 0))
    throw InputError("times", std::to_string(t / units::s) + " s", "not negative");
}
} // namespace quench::array
