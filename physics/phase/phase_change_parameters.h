#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::physics
{
/// Viscosity of the undercooled liquid (eq. P2, P10).
enum class ViscosityLaw
{
  myega, ///< Mauro, Yue, Ellison, Gupta, Allan
  vft    ///< Vogel, Fulcher, Tammann
};

/// Free energy of the liquid above that of the crystal (eq. P3, P11).
enum class DrivingForce
{
  thompson_spaepen,
  hoffman
};

/// Attachment of the liquid to a flat front (eq. P4, P12).
enum class GrowthLaw
{
  per_atom,   ///< atoms attach one by one
  per_formula ///< formula units attach and detach, as in the cluster model of Burr et al. 2012
};

/// Thermodynamics and kinetics of crystal and liquid. T_m, heat of fusion, driving force, viscosity and growth law
/// belong together: take them from one source, never mix sets. Defaults: the set of Sebastian et al. 2014 with the
/// driving force per atom.
struct PhaseChangeParameters
{
  bool         enabled                     = true;
  double       melting_temperature         = 900 * units::K;
  double       heat_of_fusion              = 6.25e8 * units::J / (units::m * units::m * units::m);
  DrivingForce driving_force               = DrivingForce::thompson_spaepen;
  double       glass_temperature           = 534 * units::K;
  ViscosityLaw viscosity_law               = ViscosityLaw::myega;
  double       infinite_viscosity          = 0.012 * units::Pa * units::s;
  double       viscous_temperature         = 472 * units::K;
  double       fragility                   = 140;
  double       glass_viscosity             = 1.65e8 * units::Pa * units::s;
  double       vft_strength                = 24.25;
  double       vft_temperature             = 393.15 * units::K;
  double       viscosity_activation_energy = 2.45 * units::eV;
  GrowthLaw    growth_law                  = GrowthLaw::per_atom;
  double       atom_radius                 = 0.1365 * units::nm;
  double       hydrodynamic_radius         = 0.1365 * units::nm;
  double       jump_distance               = 0.299 * units::nm;
  double       formula_volume              = 0.29 * units::nm * units::nm * units::nm;
  int          atoms_per_formula           = 9;
  double       interface_energy            = 0.06 * units::J / (units::m * units::m);
  double       largest_melting_speed       = 10 * units::m / units::s;
  double       melt_superheat              = 10 * units::K;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = PhaseChangeParameters;
    const char *const set =
        "Sebastian et al., Nat. Commun. 5, 4314 (2014), as tabulated in Wang et al., arXiv:2107.02035 "
        "SI, Table S1";
    const char *const burr   = "Burr et al., J. Appl. Phys. 111, 104308 (2012)";
    const char *const volume = "Burr et al., J. Appl. Phys. 111, 104308 (2012); Wang et al., arXiv:2107.02035 SI";
    entry("enabled", &P::enabled, "whether the boundary between crystal and glass can move", "choice");
    entry("melting temperature", &P::melting_temperature, "K", positive, "T_m of the crystal", set);
    entry("heat of fusion", &P::heat_of_fusion, "J/m3", positive, "dH_f: enthalpy of melting at T_m", set);
    entry("driving force", &P::driving_force,
          Names<DrivingForce>{{"Thompson-Spaepen", DrivingForce::thompson_spaepen}, {"Hoffman", DrivingForce::hoffman}},
          "how the free energy of melting falls below T_m: eq. P3 or eq. P11", set);
    entry("glass temperature", &P::glass_temperature, "K", positive,
          "T_glass: fictive temperature of the melt-quenched glass; below it viscosity is Arrhenius and latent heat "
          "frozen",
          set);
    entry("viscosity law", &P::viscosity_law,
          Names<ViscosityLaw>{{"MYEGA", ViscosityLaw::myega}, {"VFT", ViscosityLaw::vft}},
          "viscosity above the glass temperature: eq. P2 or eq. P10", set);
    entry("infinite viscosity", &P::infinite_viscosity, "Pa s", positive,
          "eta_inf of MYEGA: viscosity at infinite temperature", set);
    entry("viscous temperature", &P::viscous_temperature, "K", positive,
          "T_g of MYEGA: where the equilibrium liquid would have 1e12 Pa s", set);
    entry("fragility", &P::fragility, "1", positive, "m of MYEGA: slope of log10(viscosity) against T_g/T at T_g", set);
    entry("glass viscosity", &P::glass_viscosity, "Pa s", positive, "eta_glass of VFT: viscosity at T_glass", burr);
    entry("VFT strength", &P::vft_strength, "1", positive, "D of VFT", burr);
    entry("VFT temperature", &P::vft_temperature, "K", positive, "T_0 of VFT: where it would diverge", burr);
    entry("viscosity activation energy", &P::viscosity_activation_energy, "eV", non_negative,
          "E_eta: activation energy of the viscosity of the glass", set);
    entry("growth law", &P::growth_law,
          Names<GrowthLaw>{{"per atom", GrowthLaw::per_atom}, {"per formula unit", GrowthLaw::per_formula}},
          "what attaches to the front: eq. P4 or eq. P12", set);
    entry("atom radius", &P::atom_radius, "nm", positive, "r_a: atomic radius in the rate of attachment (per atom)",
          set);
    entry("hydrodynamic radius", &P::hydrodynamic_radius, "nm", positive,
          "R_h: radius in the Stokes-Einstein relation (per atom)", set);
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
