#pragma once

#include <string>

namespace quench::array
{
/// Mean and device-to-device standard deviation of the drift exponent nu at one conductance.
struct Exponent
{
  double mean  = 0;
  double sigma = 0;
};

/// Change of the conductance since the verifying read that is not a power law: its mean, and the standard deviation
/// between devices.
struct Relaxation
{
  double mean  = 0;
  double sigma = 0;
};

/// Where each part of a device model comes from; reported with the results.
struct Sources
{
  std::string programming_noise, drift, drift_spread, read_noise;
};

/// What the array stage may ask of a memory device. Conductances and times in internal units.
///
/// Time origin (the rule every user of drift tables must obey): a target conductance is the conductance at the
/// verifying read, `verify_time()` after the last pulse, and all times t of this stage are counted from that
/// read. So
///     g(t) = max(g ((t + t_v) / t_v)^-nu + r_mean(t) + r_sigma(t) N, 0),     t_v = verify_time(),
/// where N is one normal number per device.
class DeviceModel
{
public:
  virtual ~DeviceModel() = default;

  virtual double g_min() const       = 0; ///< lowest conductance a target may have
  virtual double g_max() const       = 0; ///< highest
  virtual double verify_time() const = 0; ///< t_v > 0

  /// Standard deviation of the programmed conductance around its target g.
  virtual double programming_sigma(double g) const = 0;

  /// Of devices with target g. A device's nu is |N(mean, sigma)| with the sign of the mean.
  virtual Exponent drift_exponent(double g) const = 0;

  /// Of devices with target g at time t; what drift_exponent() does not say. Zero unless relaxes().
  virtual Relaxation relaxation(double g, double t) const { return {}; }
  virtual bool       relaxes() const { return false; }

  /// Q of the 1/f read noise of a device programmed to g (not its target): sigma = |g(t)| Q read_noise_growth(t).
  virtual double read_noise(double g) const = 0;
  virtual double read_duration() const      = 0; ///< t_r of one read, > 0

  /// The noise of a read does not grow with age: read_noise_growth() is 1.
  virtual bool read_noise_is_white() const { return false; }

  /// Throws InputError if the model may not be used at time t (counted from the verifying read).
  virtual void require_valid(double t) const = 0;

  virtual Sources sources() const = 0;
};

/// (t + t_v) / t_v, whose power -nu is the loss by drift.
double drift_time_ratio(const DeviceModel &device, double t);

/// sqrt(ln((t + t_v + t_r) / (2 t_r))): growth of the 1/f noise of a read of duration t_r with the time since
/// programming; 0 where the logarithm is negative; 1 for white noise. Source: IBM/aihwkit
/// src/aihwkit/inference/noise/pcm.py.
double read_noise_growth(const DeviceModel &device, double t);
} // namespace quench::array
