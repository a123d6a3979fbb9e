#pragma once

#include <physics/local_state.h>
#include <physics/phase/phase_change_parameters.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quench::physics
{
/// In the place of a fictive temperature: the glass is the one that froze at T_glass of its card.
inline constexpr double glass_of_card = 0;

/// Viscosity of the undercooled liquid and of the glass, eta in Pa s.
///   T >= T_glass, MYEGA (eq. P2):
///     log10 eta = log10 eta_inf + A (T_g / T) exp((m / A - 1) (T_g / T - 1)),   A = 12 - log10 eta_inf,
///   T >= T_glass, VFT (eq. P10):
///     ln eta = ln eta_glass + D ((T_glass - T_0) / (T - T_0) - 1),
///   T <  T_glass: eta = eta(T_glass) exp(E_eta / k (1/T - 1/T_glass)).
/// A glass of another history has its fictive temperature T_f in the place of T_glass (eq. P13).
/// Source: Mauro et al., PNAS 106, 19780 (2009); Arrhenius glass as in Sebastian et al. 2014; VFT as in Burr et al.,
/// J. Appl. Phys. 111, 104308 (2012), whose printed form was completed so that it is continuous at T_glass.
class Viscosity
{
public:
  explicit Viscosity(const PhaseChangeParameters &parameters)
    : p(parameters), A_(log_10_of_definition - std::log10(p.infinite_viscosity / (units::Pa * units::s))),
      ln_at_glass_(ln_liquid(p.glass_temperature).v)
  {}

  /// ln(eta / (Pa s)) at T [K] of the glass that froze at T_glass.
  Scalar ln_viscosity(const Scalar &T) const
  {
    if (T.v >= p.glass_temperature)
      return ln_liquid(T);
    return ln_at_glass_ + p.viscosity_activation_energy / units::kB * (1.0 / T - 1.0 / p.glass_temperature);
  }

  /// ln(eta / (Pa s)) at T [K] of a glass of fictive temperature T_f [K] (eq. P13):
  ///   ln eta(T, T_f) = ln eta_liquid(T_f) + E / k (1/T - 1/T_f),   E = min(E_eta, -k T_f^2 d ln eta_liquid / dT_f):
  /// T_f = T is the liquid in equilibrium, T_f = T_glass the function above for T < T_glass. The second term of the
  /// minimum keeps a hotter structure softer: no glass has a higher activation energy than the liquid it froze from.
  /// T_f = glass_of_card: the function above.
  double ln_viscosity(double T, double T_f) const
  {
    if (T_f == glass_of_card)
      return ln_viscosity(Scalar(T)).v;
    const Scalar ln_eta   = ln_liquid(Scalar::variable(T_f, 0));
    const double E_over_k = std::min(p.viscosity_activation_energy / units::kB, -T_f * T_f * ln_eta.d[0]);
    return ln_eta.v + E_over_k * (1 / T - 1 / T_f);
  }

private:
  /// T_g is defined as the temperature of 1e12 Pa s.
  static constexpr double log_10_of_definition = 12;

  Scalar ln_liquid(const Scalar &T) const
  {
    if (p.viscosity_law == ViscosityLaw::vft)
    {
      // nothing flows within a thousandth of the way from T_0 to T_glass
      const double span  = p.glass_temperature - p.vft_temperature;
      const Scalar above = T.v > p.vft_temperature + span / 1024 ? T - p.vft_temperature : Scalar(span / 1024);
      return std::log(p.glass_viscosity / (units::Pa * units::s)) + p.vft_strength * (span / above - 1.0);
    }
    const Scalar ratio = p.viscous_temperature / T;
    return std::numbers::ln10 * (log_10_of_definition - A_ + A_ * ratio * exp((p.fragility / A_ - 1) * (ratio - 1.0)));
  }

  PhaseChangeParameters p;
  double                A_;
  double                ln_at_glass_;
};
} // namespace quench::physics
