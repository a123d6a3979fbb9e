#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <physics/base/units.h>

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

/// Current of a device that is read at V, i = G (V + nl2 V^2 + nl3 V^3): nl2 [1/V], nl3 [1/V^2].
struct Curvature
{
  double nl2 = 0, nl3 = 0;
};

/// Where each part of a device model comes from; reported with the results.
struct Sources
{
  std::string programming_noise, drift, drift_spread, read_noise, retention = "none";
};

/// When and how warm a device is read. Converts from a time, which means at the device's reference temperature.
struct Age
{
  Age(double t) : time(t) {} // implicit: most reads are at the reference temperature

  double                time;                ///< since the verifying read
  std::optional<double> storage_temperature; ///< from the verifying read on; absent: the reference temperature
  std::optional<double> read_temperature;    ///< of this read and of the verifying one; absent: the reference
};

/// What the array stage may ask of a memory device. Conductances and times in internal units.
///
/// Time origin (the rule every user of drift tables must obey): a target conductance is the conductance at the
/// verifying read, `verify_time()` after the last pulse, and all times t of this stage are counted from that
/// read.
///
/// Drift (eq. A1): g(t) = max(g_programmed exp(-nu D(g, t)) + r_mean(g, t) + r_sigma(g, t) N, 0), nu the device's own
/// number of mean and spread drift_exponent(g), D the loss() at the target g, r the relaxation() and N one normal
/// number per device. A power law has D = ln((t + t_v) / t_v) for all g; a table has D(g, t) at its states, and nu of
/// mean 1. A spread of nu that is lent to a model by the published one is relative to the state's own exponent.
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

  /// Targets at which the model is given, strictly ascending. Between them loss and logarithm of the read factor are
  /// linear in ln g, as an extracted model's exponents are. Empty: laws of the whole window.
  virtual std::vector<double> states() const { return {}; }

  /// D at every one of states(), or one number for all devices. Throws as require_valid(). Here: the power law,
  /// for storage at the reference temperature alone.
  virtual std::vector<double> loss(const Age &age) const;

  /// D from the verifying read to an age after the last pulse, which may lie before it; else as loss().
  virtual std::vector<double> loss_at_age(double age, std::optional<double> storage_temperature) const;

  /// Of devices with target g at time t; what drift_exponent() does not say. Zero unless relaxes().
  virtual Relaxation relaxation(double g, double t) const { return {}; }
  virtual bool       relaxes() const { return false; }

  /// Probability that a device of target g has crystallised by then; it shows g_max() from then on, at the temperature
  /// of the verifying read (eq. A19). 0 unless loses_glass().
  virtual double lost_part(double g, const Age &age) const { return 0; }
  virtual bool   loses_glass() const { return false; }

  /// Q of the 1/f read noise of a device programmed to g (not its target): sigma = |g(t)| Q read_noise_growth(t).
  virtual double read_noise(double g) const = 0;
  virtual double read_duration() const      = 0; ///< t_r of one read, > 0

  /// Temperature of the verifying read and of all of the model's numbers.
  virtual double reference_temperature() const { return 300 * units::K; }

  /// G(T) / G(reference temperature) of a device with target g. Throws InputError outside the model's validity. Here:
  /// 1, for the reference temperature alone.
  virtual double read_factor(double g, double temperature) const;

  /// The noise of a read does not grow with age: read_noise_growth() is 1.
  virtual bool read_noise_is_white() const { return false; }

  /// Relative standard deviation of a read beside the 1/f noise, independent of age and of other reads.
  virtual double white_noise() const { return 0; }

  /// Of devices with target g. Zero unless is_curved().
  virtual Curvature curvature(double g) const { return {}; }
  virtual bool      is_curved() const { return false; }

  /// Throws InputError if the model may not be used at time t (counted from the verifying read).
  virtual void require_valid(double t) const = 0;

  virtual Sources sources() const = 0;
};

/// Where a target stands among at least two ascending states > 0: behind state `index` by `fraction` of an interval of
/// ln g. A target outside stands at the end.
struct GridPosition
{
  std::size_t index    = 0;
  double      fraction = 0;
};
GridPosition position_on(const std::vector<double> &states, double g);

/// A value known at the states, at target g.
double at_state(const std::vector<double> &states, const std::vector<double> &values, double g);

/// D at target g of losses as DeviceModel::loss() gives them.
double loss_of(const std::vector<double> &states, const std::vector<double> &losses, double g);

/// ln G(T) / G(reference temperature) at target g, as an array reads it: between the states of the device.
double ln_read_factor(const DeviceModel &device, double g, double temperature);

/// D of a column of currents: that of the states weighted with their conductance.
double mean_loss(const DeviceModel &device, const Age &age);

/// (t + t_v) / t_v, whose power -nu is the loss by drift.
double drift_time_ratio(const DeviceModel &device, double t);

/// sqrt(ln((t + t_v + t_r) / (2 t_r))): growth of the 1/f noise of a read of duration t_r with the time since
/// programming; 0 where the logarithm is negative; 1 for white noise. Source: IBM/aihwkit
/// src/aihwkit/inference/noise/pcm.py.
double read_noise_growth(const DeviceModel &device, double t);

/// D of a power law when the device is stored at T_s (eq. A2):
///   D = (T_s / T) ln(1 + t / tau),   tau = (a t_v)^(T / T_s) T_s / (a T)
/// T the reference temperature, a = E_s nu0 DS / kT the attempt rate of collective relaxation at T. At T_s = T this is
/// ln((t + t_v) / t_v). Own algebra from eqs. R2 and R3.
double power_law_loss(double t, double t_v, double attempt_rate, double temperature_ratio);

/// Arrhenius factor exp(-E_a / k (1/T - 1/T_ref)) of a conductance.
double arrhenius_factor(double activation_energy, double temperature, double reference_temperature);
} // namespace quench::array
