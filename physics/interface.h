#pragma once

#include <physics/interface_law.h>
#include <physics/transport.h>

#include <array>

namespace quench::physics
{
/// What a side of a face has there.
struct FaceTrace
{
  double potential = 0, temperature = 300 * units::K; ///< [V], [K]
  double field         = 0;                           ///< |grad V| [V/nm]
  double crystallinity = 1, relaxation = 0;
  double depth = 1 * units::nm; ///< of the element inside, along the normal [nm]
};

/// Fluxes from side 0 to side 1 with their derivatives by V_0, V_1, T_0, T_1 and the fields of both sides.
struct FaceFluxes
{
  using Number = Jet<6>;

  Number                current; ///< J [e/(ns nm2)]
  std::array<Number, 2> heat;    ///< out of side 0, into side 1 [eV/(ns nm2)]
  Number                power;   ///< J (V_0 - V_1) [eV/(ns nm2)]
};

/// The physics of a face between two materials (eqs. C20, H6, H10):
///
///   J = J(V_0 - V_1, T),   q = (T_0 - T_1) / R(T) + J (S_0 T_0 + S_1 T_1) / 2,   J (V_0 - V_1) / 2 to each side
///
/// T is the mean of both sides. A tight contact has J = 1e5 min(sigma / depth) (V_0 - V_1): 1e-5 of the voltage over
/// the elements beside it (choice), which rounding allows at any conductivity. One current for both; each Seebeck
/// coefficient is that of its own side. Swapping the sides turns all signs.
FaceFluxes fluxes(const InterfaceLaw &law, const Solved &solved, const std::array<const Material *, 2> &materials,
                  const std::array<FaceTrace, 2> &sides);
} // namespace quench::physics
