#pragma once

#include <physics/base/jet.h>
#include <physics/base/units.h>

/// What a law may know about a point of the material, and the number type of all formulas.
namespace quench::physics
{
/// Value with its derivatives by temperature (index 0) and by the magnitude of the electric field (index 1).
using Scalar = Jet<2>;

/// Temperature at which conductivities are quoted and at which the enthalpy of the crystal is zero.
inline constexpr double reference_temperature = 300 * units::K;

/// Everything a law may see at a point.
struct LocalState
{
  Scalar temperature;       ///< T [K]
  Scalar field;             ///< |E| [V/nm], not negative
  double crystallinity = 1; ///< 1 crystal, 0 glass or liquid
  double relaxation    = 0; ///< Sigma: 1 unrelaxed glass, 0 fully relaxed
  double disorder      = 0; ///< local deviation of the glass's activation energy [eV]
  double switched      = 0; ///< xi: 0 glass in its off state, 1 in its on state

  /// Thickness [nm] of the layer of crystal round a boundary between two grains in which the point lies; 0: inside one
  double boundary_layer = 0;
};

/// State whose two Scalars are the independent variables, so that a law returns its partial derivatives.
inline LocalState local_state(double temperature, double field, double crystallinity, double relaxation)
{
  return {Scalar::variable(temperature, 0), Scalar::variable(field, 1), crystallinity, relaxation};
}
} // namespace quench::physics
