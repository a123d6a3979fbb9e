#pragma once

#include <cstdint>
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
  double       nu       = 0; ///< its drift exponent, counted from the last pulse
  int          n_pulses = 0; ///< RESET pulses included
  bool         is_done  = false;

  /// Conductance at age t after the last pulse, without read noise.
  double at(double t, const UpdateModel &update) const;
};

/// Program-and-verify of devices whose pulses follow `update` and whose exponents follow `drift`; both must outlive it.
class ProgramAndVerify
{
public:
  ProgramAndVerify(const VerifyParameters &parameters, const UpdateModel &update, const DeviceModel &drift)
    : p(parameters), update_(update), drift_(drift)
  {}

  /// Throws InputError for a target outside [g_reset, g_limit] of the update model.
  ProgrammedDevice program(double target, RandomStream &random) const;

private:
  double exponent(double g, double deviate) const;

  VerifyParameters   p;
  const UpdateModel &update_;
  const DeviceModel &drift_;
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
