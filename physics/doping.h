#pragma once

#include <physics/base/described.h>

namespace quench::physics
{
/// What a dopant does to a known material, as multipliers of its numbers: an empirical card, not a prediction.
struct DopingParameters
{
  double conductivity    = 1;
  double glass           = 1;
  double crystallisation = 1;
  double drift           = 1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = DopingParameters;
    entry("crystal conductivity factor", &P::conductivity, "1", positive,
          "multiplies the conductivity of the crystal at 300 K; its saturated resistivity is divided by it",
          "choice: undoped");
    entry("glass conductivity factor", &P::glass, "1", positive, "multiplies the prefactor sigma_0 of the glass",
          "choice: undoped");
    entry(
        "crystallisation temperature factor", &P::crystallisation, "1", Range{0.5, 1.6},
        "multiplies the glass, viscous, VFT and rejuvenation temperatures, and with them the temperature at which the "
        "glass crystallises",
        "choice: undoped");
    entry("drift factor", &P::drift, "1", Range{0, 10},
          "multiplies the couplings alpha and beta of the relaxation, and with them the drift exponent",
          "choice: undoped");
  }
};
} // namespace quench::physics
