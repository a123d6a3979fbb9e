#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/device_model.h>

namespace quench::array
{
/// Floating-gate transistor below threshold: I = I_0 exp(kappa (V_gs - V_th) / U_T), U_T = kT / e (eq. T10).
struct FlashParameters
{
  double g_max = 10 * units::uS, kappa = 0.7, temperature = 300 * units::K;
  double window = 0.255 * units::V, spread = 0.25e-3 * units::V;
  int    levels = 256;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = FlashParameters;
    entry("maximum conductance", &P::g_max, "uS", positive, "of a cell at its lowest threshold", "choice");
    entry("gate coupling", &P::kappa, "1", Range{0.01, 1}, "kappa of the sub-threshold slope",
          "Mead, Analog VLSI and Neural Systems (1989), chapter 3");
    entry("temperature", &P::temperature, "K", positive, "sets the thermal voltage", "choice");
    entry("threshold window", &P::window, "V", positive, "between the highest and the lowest threshold", "choice");
    entry("threshold deviation", &P::spread, "V", non_negative, "of programmed thresholds",
          "choice: a quarter of the distance of 256 levels");
  }
};

/// Flash cells that hold their charge: no drift and no read noise are modelled.
class FlashDevice final : public DeviceModel
{
public:
  explicit FlashDevice(const FlashParameters &parameters) : p(parameters) {}

  double g_min() const override { return conductance(p.window); }
  double g_max() const override { return p.g_max; }
  double verify_time() const override { return 1 * units::s; } // no drift: any origin will do
  double read_duration() const override { return 1 * units::s; }

  /// Small deviations of the threshold are relative deviations of the conductance, g kappa sigma / U_T.
  double   programming_sigma(double g) const override;
  Exponent drift_exponent(double) const override { return {}; }
  double   read_noise(double) const override { return 0; }
  void     require_valid(double t) const override;
  Sources  sources() const override { return {"threshold deviation (choice)", "none", "none", "none"}; }

  /// Conductance at a threshold above the lowest one (eq. T10), its inverse, and the distance of two levels.
  double conductance(double threshold) const;
  double threshold(double g) const;
  double level_distance() const { return p.window / (p.levels - 1); }
  /// The level nearest to a conductance, 0 (lowest threshold) to levels - 1.
  int level(double g) const;

private:
  double thermal_voltage() const { return units::kB * p.temperature / units::e; }

  FlashParameters p;
};
} // namespace quench::array
