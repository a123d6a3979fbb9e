#pragma once

#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/drift_tables.h>

namespace quench::array
{
/// A projected cell as a circuit (eq. A5): a fraction u of its length is amorphous and lies parallel to the liner,
///     R = R_c + u R_a R_p / (R_a + R_p),   R_a(t, T) = R_a ((t + tau) / (t_r + tau))^nu_a exp(E_a / k (1/T - 1/T_r))
///     R_c(T) = R_c (1 + TCR_c (T - T_r)),   R_p(T) = R_p (1 + TCR_p (T - T_r))
/// with t_r = 20 s and T_r = 300 K. Koelmans et al. 2015 (Nat. Commun. 6, 8181) explain the principle.
struct ProjectedCell
{
  double contact = 1e4 * units::ohm, liner = 1e5 * units::ohm, glass = 1e8 * units::ohm;
  double nu = 0.11, onset = 8.4 * units::ns, activation = 0.333 * units::eV, liner_tcr = -1.5e-3 / units::K,
         crystal_tcr = -1.5e-3 / units::K;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ProjectedCell;
    entry("series resistance", &P::contact, "ohm", positive, "of contacts and crystalline parts", "choice");
    entry("liner resistance", &P::liner, "ohm", positive, "of the liner beside a fully amorphous cell", "choice");
    entry("glass resistance", &P::glass, "ohm", positive, "of the fully amorphous cell at 20 s and 300 K",
          "choice: 200 nm of 50 nm x 40 nm with 1 S/m, the glass of docs/equations.md C4 at 300 K");
    entry("glass drift", &P::nu, "1", non_negative, "drift exponent of the glass", "docs/equations.md R2: nu at 300 K");
    entry("drift onset", &P::onset, "ns", positive, "age at which the glass starts to drift", "docs/equations.md R2");
    entry("glass activation energy", &P::activation, "eV", non_negative, "of conduction in the glass",
          "docs/equations.md C4");
    entry("liner coefficient", &P::liner_tcr, "1/K", any_value, "relative change of the liner's resistance per kelvin",
          "choice: metal nitride of high resistance");
    entry("crystal coefficient", &P::crystal_tcr, "1/K", any_value,
          "relative change of the series resistance per kelvin", "choice: cubic GST, activation energy of 12 meV");
  }
};

/// R of the formula above for amorphous fraction u in [0, 1].
double resistance(const ProjectedCell &cell, double u, double t, double temperature);

/// nu of the conductance, -dlnG/dlnt, of the fully amorphous cell when its glass has the resistance R_a (eq. A6):
///   nu_a R_p / (R_a + R_p) R_par / (R_c + R_par),   R_par = R_a R_p / (R_a + R_p)
double effective_exponent(const ProjectedCell &cell, double glass_resistance);

/// Tables from the onset to ten years, 240 to 400 K, with states equally spaced in conductance.
DriftTables drift_tables(const ProjectedCell &cell);
} // namespace quench::array
