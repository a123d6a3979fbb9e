#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/update_model.h>

namespace quench::array
{
/// How one device is brought to its target: SET pulses up to the target, RESET after an overshoot.
struct VerifyParameters
{
  double tolerance    = 0.5 * units::uS;
  int    most_pulses  = 500;
  double verify_delay = 38.6 * units::s;
  double gain         = 0.5;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = VerifyParameters;
    entry("tolerance", &P::tolerance, "uS", positive, "a read this near to the target ends the programming", "choice");
    entry("most pulses", &P::most_pulses, Range{1, 100000}, "per device; the device stays as it is then", "choice");
    entry("verify delay", &P::verify_delay, "s", positive, "of the verifying read after each pulse",
          "read time of Nandakumar et al. 2018");
    entry("gain", &P::gain, "1", Range{0, 1, true},
          "a pulse is as strong as would take the device this part of the way, and at most of strength 1", "choice");
  }
};

/// A device as programming left it.
struct ProgrammedDevice
{
  PulsedDevice state;
  double       nu       = 0; ///< its number of the device model's drift (eq. A1)
  int          n_pulses = 0; ///< RESET pulses included
  bool         is_done  = false;
  double       fate     = 1; ///< uniform in (0, 1): below the part that has crystallised, it has
};

/// Drift of programmed devices by a device model (eq. A1), from the read their conductances stand for to a later or
/// earlier age after the last pulse: g exp(-nu (D(to) - D(from))), and g_max of the model where the glass is lost.
class PulseDrift
{
public:
  /// Both ages after the last pulse; `storage_temperature` from the model's verifying read on. The model must outlive
  /// the object. Throws InputError at an age or temperature that it does not know, and if it relaxes otherwise.
  PulseDrift(const DeviceModel &model, double from, double to, std::optional<double> storage_temperature = {});

  /// Conductance without read noise.
  double operator()(const ProgrammedDevice &device) const;

private:
  const DeviceModel  *model_;
  Age                 age_;
  std::vector<double> states_, loss_; ///< D(to) - D(from) at the states of the model, or one number
};

/// Program-and-verify of devices whose pulses follow `update` and whose exponents follow `drift`; both must outlive it.
class ProgramAndVerify
{
public:
  /// Throws InputError if `drift` does not know the age of the verifying read.
  ProgramAndVerify(const VerifyParameters &parameters, const UpdateModel &update, const DeviceModel &drift)
    : p(parameters), update_(update), drift_(drift), to_verify_(drift_to(parameters.verify_delay))
  {}

  /// Throws InputError for a target outside [g_reset, g_limit] of the update model.
  ProgrammedDevice program(double target, RandomStream &random) const;

  /// What becomes of the programmed devices until an age after their last pulse. Throws as PulseDrift.
  PulseDrift drift_to(double age, std::optional<double> storage_temperature = {}) const
  {
    return {drift_, update_.read_time(), age, storage_temperature};
  }

private:
  double exponent(double g, double deviate) const;

  VerifyParameters   p;
  const UpdateModel &update_;
  const DeviceModel &drift_;
  PulseDrift         to_verify_;
};

/// Strength of a SET pulse that takes the device by about `distance`, at most 1.
double pulse_strength(const UpdateModel &update, const PulsedDevice &device, double distance);

/// Mean and standard deviation of n devices after each pulse of a train from RESET.
struct TrainStatistics
{
  std::vector<double> mean, deviation;
};
TrainStatistics run_train(const UpdateModel &update, const std::vector<double> &amplitudes, int n_devices,
                          std::uint64_t seed);

/// Coefficient of determination of a straight line through values against 1, 2, 3, ...
double linearity(const std::vector<double> &values);
} // namespace quench::array
