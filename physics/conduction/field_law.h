#pragma once

#include <physics/base/described.h>
#include <physics/conduction/monotone_curve.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace quench::physics
{
/// How the field raises the conductivity of the glass: a closed set.
enum class FieldLaw
{
  ohmic,         ///< not at all
  sinh,          ///< hopping over barriers that tilt (eq. C3)
  poole_frenkel, ///< Coulomb wells whose barrier falls with the root of the field (eq. C8)
  barrier_table, ///< a table of the lowering of the barrier (eq. C9)
  additive       ///< a second conductivity that grows exponentially with the field (eq. C10)
};

/// Numbers of the laws beside sinh.
struct FieldLawParameters
{
  double              permittivity  = 16;
  double              well_distance = 6 * units::nm;
  std::vector<double> fields        = {0, 0.005, 0.010, 0.020, 0.030, 0.050, 0.075, 0.100, 0.150, 0.200, 0.300};
  std::vector<double> lowerings     = {0,       0.01408, 0.02645, 0.04732, 0.06470, 0.09337,
                                       0.12262, 0.14752, 0.18959, 0.22521, 0.28513};
  double              field         = 0.056 * units::V / units::nm;
  double              part_at_zero  = 0.01;
  double              part_at_field = 0.1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P                   = FieldLawParameters;
    const char *const scoggin = "Scoggin et al., IEEE TED 66 (2019), arXiv:1906.09316, eq. 3";
    const char *const table = "choice: computed for two Coulomb wells 6 nm apart in a permittivity of 16; the idea of "
                              "overlapping wells is that of Le Gallo et al. 2015";
    entry("relative permittivity", &P::permittivity, "1", positive, "epsilon_r seen by the carrier (Poole-Frenkel)",
          "Wang et al., arXiv:2107.02035: n^2 - k^2 at 660 nm of the glass; the static value is not known");
    entry("well distance", &P::well_distance, "nm", positive,
          "s: distance of neighbouring Coulomb wells, below whose overlap field the lowering is linear (Poole-Frenkel)",
          "arXiv:2210.14035, abstract: hop distance of 6 nm at 300 K");
    entry("fields", &P::fields, "MV/m", non_negative, "ascending, from 0 MV/m (barrier table)", table);
    entry("lowerings", &P::lowerings, "eV", non_negative,
          "of the activation energy, not falling, from 0 eV (barrier table)", table);
    entry("breakdown field", &P::field, "MV/m", positive, "E_th (additive)", scoggin);
    entry("part at zero field", &P::part_at_zero, "1", positive,
          "field conductivity at 0 V/m relative to the thermal one at 300 K (additive)", scoggin);
    entry("part at breakdown field", &P::part_at_field, "1", positive,
          "field conductivity at E_th relative to that of the melt (additive)", scoggin);
  }
};

/// Fall of the activation energy with the field [eV] (eq. C8, C9).
class BarrierLowering
{
public:
  BarrierLowering(const FieldLawParameters &parameters, FieldLaw law)
    : law_(law), table_(law == FieldLaw::barrier_table ? MonotoneCurve(parameters.fields, parameters.lowerings)
                                                       : MonotoneCurve({0, 1}, {0, 0})),
      slope_(std::sqrt(coulomb / (std::numbers::pi * parameters.permittivity))),
      overlap_(coulomb /
               (std::numbers::pi * parameters.permittivity * parameters.well_distance * parameters.well_distance))
  {}

  /// Poole-Frenkel (eq. C8): beta ((F^2 + F_s^2)^(1/4) - F_s^(1/2)), beta^2 = e^3 / (pi epsilon), F_s = e / (pi epsilon
  /// s^2): the root of the field for F >> F_s, where a well feels the field only, smooth and quadratic where its
  /// neighbour limits it. Source: Frenkel, Phys. Rev. 54, 647 (1938); the joint is a choice.
  Scalar operator()(const Scalar &F) const
  {
    if (law_ == FieldLaw::barrier_table)
      return table_(F);
    return units::e * slope_ * (sqrt(sqrt(F * F + overlap_ * overlap_)) - std::sqrt(overlap_));
  }

private:
  /// e / epsilon_0 [V nm].
  static constexpr double coulomb = units::e / units::vacuum_permittivity;

  FieldLaw      law_;
  MonotoneCurve table_;
  double        slope_, overlap_;
};
} // namespace quench::physics
