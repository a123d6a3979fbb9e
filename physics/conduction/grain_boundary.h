#pragma once

#include <physics/base/described.h>
#include <physics/local_state.h>

namespace quench::physics
{
/// Resistance of the boundary between two grains of crystal, per area (eq. C17, H9).
struct GrainBoundaryParameters
{
  double electrical = 0;
  double thermal    = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = GrainBoundaryParameters;
    entry("electrical resistance", &P::electrical, "ohm m2", Range{0, 1e-6},
          "of a boundary between two grains (eq. C17); 0 ohm m2: none",
          "choice: off; the conductivities of the cards are those of polycrystalline films");
    entry("thermal resistance", &P::thermal, "m2 K/W", Range{0, 1e-5},
          "of a boundary between two grains (eq. H9); 0 m2 K/W: none",
          "choice: off; the heat conductivities of the cards are those of polycrystalline films");
  }

  bool exist() const { return electrical > 0 || thermal > 0; }
};

/// Conductivity of a layer of this thickness [nm] that holds a boundary of this resistance per area, in series with the
/// grains (eq. C17): 1 / (1 / sigma + R / thickness).
inline Scalar in_series(const Scalar &sigma, double resistance, double thickness)
{
  return sigma / (1 + sigma * (resistance / thickness));
}
} // namespace quench::physics
