#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::array
{
/// What storage and reads at another temperature do to a device whose model was fitted at one (eqs. A2 and A3).
struct TemperatureParameters
{
  double reference       = 300 * units::K;
  double attempt         = 1.5e9 * units::eV / units::s;
  double activation_low  = 0.333 * units::eV;
  double activation_high = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TemperatureParameters;
    entry("reference temperature", &P::reference, "K", positive, "of the published numbers and of the verifying read",
          "room temperature of Joshi et al. 2020");
    entry("relaxation attempt", &P::attempt, "eV/s", positive, "E_s nu_0 DS of collective relaxation",
          "docs/equations.md R2: 1.5 eV times 1e9 / s");
    entry("activation energy at zero", &P::activation_low, "eV", non_negative,
          "of conduction in the limit of a device without conductance",
          "docs/equations.md C4: glass at 300 K, one hour after the quench");
    entry("activation energy at maximum", &P::activation_high, "eV", non_negative,
          "of conduction at the largest conductance; in between linear in the conductance",
          "choice: crystalline GST is metallic or nearly so");
  }
};
} // namespace quench::array
