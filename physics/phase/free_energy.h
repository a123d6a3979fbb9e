#pragma once

#include <physics/local_state.h>
#include <physics/phase/phase_change_parameters.h>

namespace quench::physics
{
/// Free energy and enthalpy of the liquid (or glass) above those of the crystal.
class FreeEnergy
{
public:
  explicit FreeEnergy(const PhaseChangeParameters &parameters)
    : T_m_(parameters.melting_temperature), dH_f_(parameters.heat_of_fusion), T_glass_(parameters.glass_temperature)
  {}

  /// DeltaG(T) = dH_f (T_m - T) / T_m * 2 T / (T_m + T) (eq. P3) [eV/nm3]: the driving force, positive below T_m.
  /// T in K. Source: Thompson and Spaepen, Acta Metall. 27, 1855 (1979).
  Scalar driving_force(const Scalar &T) const { return dH_f_ * (T_m_ - T) / T_m_ * (2 * T / (T_m_ + T)); }

  /// DeltaH(T) = -T^2 d(DeltaG/T)/dT = 4 dH_f T^2 / (T_m + T)^2 (eq. P1) [eV/nm3]: the latent heat that belongs to the
  /// driving force. Below T_glass it keeps its value there, because a glass has no excess heat capacity: DeltaH is
  /// continuous, its derivative jumps.
  Scalar latent_heat(const Scalar &T) const
  {
    const Scalar T_liquid = T.v > T_glass_ ? T : Scalar(T_glass_);
    const Scalar root     = 2 * T_liquid / (T_m_ + T_liquid);
    return dH_f_ * root * root;
  }

private:
  double T_m_, dH_f_, T_glass_;
};
} // namespace quench::physics
