#pragma once

#include <physics/local_state.h>
#include <physics/phase/phase_change_parameters.h>

#include <cmath>
#include <numbers>

namespace quench::physics
{
/// Viscosity of the undercooled liquid and of the glass (eq. P2).
///   T >= T_glass:  log10 eta = log10 eta_inf + A (T_g / T) exp((m / A - 1) (T_g / T - 1)),   A = 12 - log10 eta_inf,
///   T <  T_glass:  eta = eta(T_glass) exp(E_eta / k (1/T - 1/T_glass)),
/// eta in Pa s. Source: Mauro et al., PNAS 106, 19780 (2009) (MYEGA); Arrhenius glass as in Sebastian et al. 2014.
class Viscosity
{
public:
  explicit Viscosity(const PhaseChangeParameters &parameters)
    : p(parameters), A_(log_10_of_definition - std::log10(p.infinite_viscosity / (units::Pa * units::s))),
      ln_at_glass_(ln_liquid(p.glass_temperature).v)
  {}

  /// ln(eta / (Pa s)) at T [K].
  Scalar ln_viscosity(const Scalar &T) const
  {
    if (T.v >= p.glass_temperature)
      return ln_liquid(T);
    return ln_at_glass_ + p.viscosity_activation_energy / units::kB * (1.0 / T - 1.0 / p.glass_temperature);
  }

private:
  /// T_g is defined as the temperature of 1e12 Pa s.
  static constexpr double log_10_of_definition = 12;

  Scalar ln_liquid(const Scalar &T) const
  {
    const Scalar ratio = p.viscous_temperature / T;
    return std::numbers::ln10 * (log_10_of_definition - A_ + A_ * ratio * exp((p.fragility / A_ - 1) * (ratio - 1.0)));
  }

  PhaseChangeParameters p;
  double                A_;
  double                ln_at_glass_;
};
} // namespace quench::physics
