#pragma once

#include <vector>

#include <postprocess/array/device_model.h>

namespace quench::array
{
/// Mean and standard deviation of the conductance of a device against its target at one time (eq. T1), tabulated
/// between g_low and g_max: what training injects, one normal number per weight.
class DeviceMoments
{
public:
  /// `device` must outlive the object. g_low: target of a device that carries no weight.
  DeviceMoments(const DeviceModel &device, double g_low);

  /// In units of the window g_max - g_low, at evenly spaced relative targets (g - g_low) / (g_max - g_low).
  struct Table
  {
    std::vector<float> mean, deviation;
  };

  /// With programming error, drift and its spread, relaxation, read noise and temperature. Throws as
  /// DeviceModel::loss().
  Table at(const Age &age) const;

private:
  const DeviceModel  &device_;
  double              g_low_;
  std::vector<double> target_, mean_, square_, noise_; ///< of the programmed g: E[g], E[g^2], E[(g Q(g))^2]
};
} // namespace quench::array
