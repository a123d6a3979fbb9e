#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::physics
{
/// Thermodynamics and kinetics of crystal and liquid. T_m, heat of fusion and viscosity belong together: take them from
/// one source, never mix sets. Defaults: the set of Sebastian et al. 2014 with the driving force per atom.
struct PhaseChangeParameters
{
  bool   enabled                     = true;
  double melting_temperature         = 900 * units::K;
  double heat_of_fusion              = 6.25e8 * units::J / (units::m * units::m * units::m);
  double glass_temperature           = 534 * units::K;
  double infinite_viscosity          = 0.012 * units::Pa * units::s;
  double viscous_temperature         = 472 * units::K;
  double fragility                   = 140;
  double viscosity_activation_energy = 2.45 * units::eV;
  double atom_radius                 = 0.1365 * units::nm;
  double hydrodynamic_radius         = 0.1365 * units::nm;
  double jump_distance               = 0.299 * units::nm;
  double formula_volume              = 0.29 * units::nm * units::nm * units::nm;
  int    atoms_per_formula           = 9;
  double interface_energy            = 0.06 * units::J / (units::m * units::m);
  double largest_melting_speed       = 10 * units::m / units::s;
  double melt_superheat              = 10 * units::K;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = PhaseChangeParameters;
    const char *const set =
        "Sebastian et al., Nat. Commun. 5, 4314 (2014), as tabulated in Wang et al., arXiv:2107.02035 "
        "SI, Table S1";
    const char *const volume = "Burr et al., J. Appl. Phys. 111, 104308 (2012); Wang et al., arXiv:2107.02035 SI";
    entry("enabled", &P::enabled, "whether the boundary between crystal and glass can move", "choice");
    entry("melting temperature", &P::melting_temperature, "K", positive, "T_m of the crystal", set);
    entry("heat of fusion", &P::heat_of_fusion, "J/m3", positive, "dH_f: enthalpy of melting at T_m", set);
    entry("glass temperature", &P::glass_temperature, "K", positive,
          "T_glass: fictive temperature of the melt-quenched glass; below it viscosity is Arrhenius and latent heat "
          "frozen",
          set);
    entry("infinite viscosity", &P::infinite_viscosity, "Pa s", positive, "eta_inf: viscosity at infinite temperature",
          set);
    entry("viscous temperature", &P::viscous_temperature, "K", positive,
          "T_g: where the equilibrium liquid would have 1e12 Pa s", set);
    entry("fragility", &P::fragility, "1", positive, "m: slope of log10(viscosity) against T_g/T at T_g", set);
    entry("viscosity activation energy", &P::viscosity_activation_energy, "eV", non_negative,
          "E_eta: activation energy of the viscosity of the glass", set);
    entry("atom radius", &P::atom_radius, "nm", positive, "r_a: atomic radius in the rate of attachment", set);
    entry("hydrodynamic radius", &P::hydrodynamic_radius, "nm", positive, "R_h: radius in the Stokes-Einstein relation",
          set);
    entry("jump distance", &P::jump_distance, "nm", positive, "lambda: distance of a diffusive jump", set);
    entry("formula volume", &P::formula_volume, "nm3", positive, "v_m: volume of a formula unit", volume);
    entry("atoms per formula", &P::atoms_per_formula, Range{1, 1000}, "atoms in a formula unit (Ge2Sb2Te5: 9)",
          "composition");
    entry("interface energy", &P::interface_energy, "J/m2", non_negative,
          "gamma: energy of the boundary between crystal and liquid", volume);
    entry("largest melting speed", &P::largest_melting_speed, "m/s", positive,
          "a melting front moves no faster than this",
          "choice: eq. P4 reaches it at 1500 K; a higher speed only shortens the time steps");
    entry("melt superheat", &P::melt_superheat, "K", non_negative,
          "melt appears inside a crystal where T exceeds T_m by this", "choice");
  }
};
} // namespace quench::physics
