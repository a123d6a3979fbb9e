#pragma once

#include <cstdint>

#include <physics/base/described.h>
#include <postprocess/array/matrix.h>

namespace quench::array
{
/// A device whose step falls linearly with its weight (eq. T12), weights in units of its range.
struct LinearStepParameters
{
  double w_min = -1, w_max = 1, step = 0.002;
  double gamma_up = 1, gamma_down = 1, up_down = 0.3;
  double cycle_spread = 0.3, device_spread = 0.1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = LinearStepParameters;
    entry("lowest weight", &P::w_min, "1", Range{-1e3, 0}, "of a device", "choice");
    entry("highest weight", &P::w_max, "1", Range{0, 1e3}, "of a device", "choice");
    entry("gamma up", &P::gamma_up, "1", Range{0, 1}, "relative loss of the upward step at the highest weight",
          "1: soft bounds, IBM/aihwkit SoftBoundsDevice");
    entry("gamma down", &P::gamma_down, "1", Range{0, 1}, "relative loss of the downward step at the lowest weight",
          "1: soft bounds, IBM/aihwkit SoftBoundsDevice");
    entry("asymmetry", &P::up_down, "1", Range{-0.9, 0.9},
          "upward steps are 1 + a, downward steps 1 - a times the step", "choice");
    entry("cycle deviation", &P::cycle_spread, "1", non_negative, "relative, of one pulse",
          "0.3: IBM/aihwkit EcRamPresetDevice");
    entry("device deviation", &P::device_spread, "1", Range{0, 0.3}, "relative, of the step between devices",
          "0.1: IBM/aihwkit EcRamPresetDevice");
  }
};

/// Lithium ECRAM of Tang et al., IEDM 2018. Source: IBM/aihwkit simulator/presets/devices.py, EcRamPresetDevice.
LinearStepParameters ecram();

/// Mean change of weight w by one pulse; upward > 0, downward < 0 (eq. T12).
double mean_step(const LinearStepParameters &p, double w, bool is_upward);

/// The weight at which an upward and a downward pulse cancel.
double symmetry_point(const LinearStepParameters &p);

/// A matrix of such devices that start at their symmetry point. Each has its own factor of the step.
class PulsedArray
{
public:
  PulsedArray(const LinearStepParameters &parameters, Eigen::Index rows, Eigen::Index columns, std::uint64_t seed,
              std::uint64_t array);

  /// Pulses that change each weight by `change` on average where the step is `step`: |change| / step, rounded up or
  /// down at random. Call with a new number every time.
  void add(const DeviceMatrix &change, std::uint32_t number);

  /// So many pulses on each device, downward if negative.
  void pulse(const Eigen::MatrixXi &counts, std::uint32_t number);

  const DeviceMatrix &weights() const { return weights_; }
  std::uint64_t       n_pulses() const { return n_pulses_; }

private:
  template <class Numbers>
  void pulse_device(Eigen::Index k, long count, Numbers &numbers);

  LinearStepParameters p;
  std::uint64_t        seed_, array_, n_pulses_ = 0;
  DeviceMatrix         weights_, factor_;
};
} // namespace quench::array
