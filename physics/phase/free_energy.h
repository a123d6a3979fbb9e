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
    : form_(parameters.driving_force), T_m_(parameters.melting_temperature), dH_f_(parameters.heat_of_fusion),
      T_glass_(parameters.glass_temperature)
  {}

  /// DeltaG(T) [eV/nm3]: the driving force, positive below T_m; T in K.
  ///   dH_f (T_m - T) / T_m * 2 T / (T_m + T) (eq. P3): Thompson and Spaepen, Acta Metall. 27, 1855 (1979);
  ///   dH_f (T_m - T) / T_m * T / T_m         (eq. P11): Hoffman, J. Chem. Phys. 29, 1192 (1958).
  Scalar driving_force(const Scalar &T) const { return dH_f_ * (T_m_ - T) / T_m_ * shape(T); }

  /// DeltaH(T) = -T^2 d(DeltaG/T)/dT [eV/nm3]: the latent heat that belongs to the driving force,
  ///   4 dH_f T^2 / (T_m + T)^2 (eq. P1) or dH_f T^2 / T_m^2 (eq. P11),
  /// which is dH_f times the square of the last factor of DeltaG. Below T_glass it keeps its value there, because a
  /// glass has no excess heat capacity: DeltaH is continuous, its derivative jumps.
  Scalar latent_heat(const Scalar &T) const
  {
    const Scalar root = shape(T.v > T_glass_ ? T : Scalar(T_glass_));
    return dH_f_ * root * root;
  }

private:
  Scalar shape(const Scalar &T) const { return form_ == DrivingForce::hoffman ? T / T_m_ : 2 * T / (T_m_ + T); }

  DrivingForce form_;
  double       T_m_, dH_f_, T_glass_;
};
} // namespace quench::physics
