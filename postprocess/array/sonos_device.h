#pragma once

#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/device_model.h>

namespace quench::array
{
/// Charge-trapping transistor (SONOS), with currents I in nA at the read voltage. Mean shift after k days:
/// sum_i c_ki I^i; deviation A_k (1 - exp(-I / B_k)); read noise of the same form.
struct SonosParameters
{
  double              i_max = 1600, on_off = 1e7, read_voltage = 0.1 * units::V;
  std::vector<double> spread{19.88665, 25.59102, 28.72753, 31.04318, 33.76214, 34.57909};
  std::vector<double> spread_scale{176.3115, 186.85544, 193.56834, 198.90332, 204.77023, 207.34309};
  double              noise = 12.58037, noise_scale = 215.36557;
  std::vector<double> day_1{6.83650e-01,  6.51250e-03, -4.03163e-04, 3.37944e-06, -1.87435e-08, 5.88902e-11,
                            -1.07685e-13, 1.17751e-16, -7.60016e-20, 2.67255e-23, -3.94954e-27};
  std::vector<double> day_2{6.60925e-01,  8.60627e-03, -1.72936e-04, 7.44096e-07, -5.94866e-09, 2.36734e-11,
                            -4.83740e-14, 5.56072e-17, -3.65397e-20, 1.28405e-23, -1.87450e-27};
  std::vector<double> day_3{1.15821e+00,  1.96116e-02, -4.70807e-04, 3.67510e-06, -2.08786e-08, 6.59752e-11,
                            -1.19499e-13, 1.28435e-16, -8.11574e-20, 2.78802e-23, -4.02057e-27};
  std::vector<double> day_4{8.72216e-01,  1.70926e-02, -2.23370e-04, 1.57526e-06, -1.32779e-08, 5.08256e-11,
                            -1.01251e-13, 1.14633e-16, -7.46124e-20, 2.60559e-23, -3.78724e-27};
  std::vector<double> day_5{1.15294e+00,  1.03149e-02, -6.05199e-05, 1.76086e-08, -6.46690e-09, 3.39044e-11,
                            -7.53872e-14, 8.98185e-17, -6.00346e-20, 2.12615e-23, -3.11099e-27};

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P              = SonosParameters;
    const char *const is = "Agrawal et al., IEDM 2022, 21.7, as coded in sandialabs/cross-sim devices/custom/SONOS.py "
                           "(BSD-3)";
    entry("maximum current", &P::i_max, "1", positive, "largest current of a cell in nA", is);
    entry("on to off ratio", &P::on_off, "1", Range{2, 1e12}, "largest over smallest current", is);
    entry("read voltage", &P::read_voltage, "V", positive, "conductance is current over this voltage",
          "choice: makes 1600 nA the 16 uS that are quoted");
    entry("deviation", &P::spread, "1", non_negative, "A of the spread of currents after 0, 1, ... 5 days, in nA", is);
    entry("deviation scale", &P::spread_scale, "1", positive, "B of that spread, in nA", is);
    entry("read noise", &P::noise, "1", non_negative, "A of the read noise, in nA", is);
    entry("read noise scale", &P::noise_scale, "1", positive, "B of the read noise, in nA", is);
    entry("drift after 1 d", &P::day_1, "1", any_value, "c_i of the mean shift in nA, I in nA", is);
    entry("drift after 2 d", &P::day_2, "1", any_value, "c_i of the mean shift in nA, I in nA", is);
    entry("drift after 3 d", &P::day_3, "1", any_value, "c_i of the mean shift in nA, I in nA", is);
    entry("drift after 4 d", &P::day_4, "1", any_value, "c_i of the mean shift in nA, I in nA", is);
    entry("drift after 5 d", &P::day_5, "1", any_value, "c_i of the mean shift in nA, I in nA", is);
  }
};

/// SONOS cells through five days (eq. T9). Coefficients are interpolated linearly between whole days, as in the source.
class SonosDevice final : public DeviceModel
{
public:
  /// Throws InputError unless there are six deviations and six scales.
  explicit SonosDevice(const SonosParameters &parameters);

  double g_min() const override { return g_max() / p.on_off; }
  double g_max() const override;
  double verify_time() const override { return 1 * units::s; } // no power-law drift: any origin will do
  double read_duration() const override { return 1 * units::s; }
  bool   read_noise_is_white() const override { return true; }
  bool   relaxes() const override { return true; }

  double     programming_sigma(double g) const override;
  Exponent   drift_exponent(double) const override { return {}; }
  Relaxation relaxation(double g, double t) const override;
  double     read_noise(double g) const override;
  void       require_valid(double t) const override;
  Sources    sources() const override;

private:
  double current(double g) const; ///< [nA]
  double shift(double i, double days) const;
  double spread(double i, double days) const;

  SonosParameters p;
};
} // namespace quench::array
