#pragma once

#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/telegraph_noise.h>

namespace quench::array
{
/// Filamentary resistive memory: deviation from the target, a quartic in x = g / g_max at three ages.
struct RramParameters
{
  double              g_max = 40 * units::uS;
  std::vector<double> after_1_s{0.348 * units::uS, 16.030 * units::uS, -43.853 * units::uS, 45.393 * units::uS,
                                -16.815 * units::uS};
  std::vector<double> after_1_d{0.701 * units::uS, 22.086 * units::uS, -50.773 * units::uS, 47.095 * units::uS,
                                -16.458 * units::uS};
  std::vector<double> after_2_d{0.782 * units::uS, 20.274 * units::uS, -43.507 * units::uS, 37.062 * units::uS,
                                -11.934 * units::uS};
  TelegraphParameters telegraph;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = RramParameters;
    const char *const is = "Wan et al. 2022 (Nature) as coded in IBM/aihwkit, inference/noise/reram.py (MIT)";
    entry("maximum conductance", &P::g_max, "uS", positive, "of the window the weights are mapped to", is);
    entry("deviation after 1 s", &P::after_1_s, "uS", any_value,
          "coefficients of 1, x, x^2, ... at g_max = 40 uS, x = g / g_max", is);
    entry("deviation after 1 d", &P::after_1_d, "uS", any_value, "the same a day after programming", is);
    entry("deviation after 2 d", &P::after_2_d, "uS", any_value, "the same two days after programming", is);
    entry.subsection("telegraph noise", &P::telegraph);
  }
};

/// Resistive memory without drift of the mean; the spread grows with the logarithm of the age between the measured
/// ages (eq. T8). Telegraph noise enters reads as white noise of the same variance: an output adds up many cells.
class RramDevice final : public DeviceModel
{
public:
  explicit RramDevice(const RramParameters &parameters) : p(parameters) {}

  double g_min() const override { return 0; }
  double g_max() const override { return p.g_max; }
  double verify_time() const override;
  double read_duration() const override { return p.telegraph.emission_time; }
  bool   read_noise_is_white() const override { return true; }
  bool   relaxes() const override { return true; }

  double     programming_sigma(double g) const override;
  Exponent   drift_exponent(double) const override { return {}; }
  Relaxation relaxation(double g, double t) const override;
  double     read_noise(double) const override { return TelegraphNoise(p.telegraph).deviation(); }
  void       require_valid(double t) const override;
  Sources    sources() const override;

  /// Standard deviation at an age, counted from the last pulse (eq. T8).
  double deviation(double g, double age) const;

private:
  RramParameters p;
};
} // namespace quench::array
