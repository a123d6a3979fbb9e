#pragma once

#include <physics/phase/growth.h>
#include <physics/phase/nucleation.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quench::physics
{
/// Crystalline fraction of a point of an effective medium (eq. N7, N8): nucleation and growth without fronts, in the
/// place of phase field and seeds where grains need not be resolved. One number X per point.
///   T < T_m:  X = 1 - exp(-y^4),   dy/dt = (pi I v_g^3 / 3)^(1/4)      (eq. N7)
///   T >= T_m: dX/dt = v_g X / R_grain, v_g < 0                         (eq. N8)
/// Exact for any dt at constant temperature; at a constant rate it is the law of Johnson, Mehl, Avrami and Kolmogorov.
/// Source: isokinetic form, Cahn, Acta Metall. 4, 572 (1956); the role in a cell as in Woods and Gokirmak, IEEE TED 64,
/// 4466 (2017), whose terms differ.
class RateEquation
{
public:
  RateEquation(const Nucleation &nucleation, const Growth &growth) : nucleation_(nucleation), growth_(growth) {}

  /// (pi I v_g^3 / 3)^(1/4) [1/ns], 0 from T_m on, in a glass of fictive temperature T_f [K] (eq. P13).
  double rate(double T, double T_f = glass_of_card) const
  {
    const double v = std::max(0.0, growth_.velocity(T, T_f));
    return std::pow(std::numbers::pi / 3 * nucleation_.volume_rate(T, T_f) * v * v * v, 0.25);
  }

  /// X after a time dt [ns] at T [K].
  double advance(double X, double T, double dt, double T_f = glass_of_card) const
  {
    const double v = growth_.velocity(T, T_f);
    if (v < 0)
      return X * std::exp(v * dt / nucleation_.parameters().grain_radius);
    if (X >= 1)
      return 1;
    const double y = std::pow(-std::log1p(-X), 0.25) + rate(T, T_f) * dt;
    return -std::expm1(-y * y * y * y);
  }

private:
  Nucleation nucleation_;
  Growth     growth_;
};
} // namespace quench::physics
