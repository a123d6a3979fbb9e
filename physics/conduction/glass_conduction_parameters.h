#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <physics/conduction/field_law.h>

namespace quench::physics
{
/// Numbers of the conduction of glass and liquid (eq. C3 to C5, C8 to C11).
struct GlassConductionParameters
{
  double             prefactor                  = 3.56e5 * units::S / units::m;
  double             peak_activation_energy     = 0.377 * units::eV;
  double             peak_temperature           = 465 * units::K;
  double             curvature                  = 1.743e-6 * units::eV / (units::K * units::K);
  double             smallest_activation_energy = 0.02 * units::eV;
  double             relaxation_coupling        = 0.165 * units::eV;
  double             reference_relaxation       = 0.431725;
  FieldLaw           law                        = FieldLaw::sinh;
  double             hop_distance               = 10 * units::nm;
  double             melt_conductivity          = 7.9365e4 * units::S / units::m;
  double             meyer_neldel_energy        = 0;
  double             prefactor_coupling         = 0;
  FieldLawParameters field;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = GlassConductionParameters;
    entry("prefactor", &P::prefactor, "S/m", positive, "sigma_0: conductivity at zero activation energy",
          "exp(1.5) times the melt conductivity: makes eq. C4 meet it at 858 K, where E_a = 3kT/2 (Muneer et al., "
          "arXiv:1805.04054, abstract)");
    entry("peak activation energy", &P::peak_activation_energy, "eV", positive,
          "E_peak: largest activation energy, of the reference state",
          "Muneer et al., arXiv:1805.04054, abstract: 377 meV at 465 K");
    entry("peak temperature", &P::peak_temperature, "K", positive,
          "T_peak: temperature of the largest activation energy", "Muneer et al., arXiv:1805.04054, abstract");
    entry("activation energy curvature", &P::curvature, "eV/K2", non_negative,
          "c: fall of the activation energy on both sides of its peak; 0 eV/K2: none",
          "fitted to Muneer et al., arXiv:1805.04054, abstract: 333 meV at 300 K, 111 meV at 858 K, 0 near 930 K");
    entry("smallest activation energy", &P::smallest_activation_energy, "eV", positive,
          "below it E_a tends to zero exponentially instead of becoming negative",
          "choice: reached only above the melting temperature or below about 60 K");
    entry("relaxation coupling", &P::relaxation_coupling, "eV", non_negative,
          "alpha: fall of the activation energy from the relaxed (Sigma = 0) to the unrelaxed glass (Sigma = 1)",
          "choice: nu = alpha/E_s = 0.11, the drift exponent of amorphous GST at 300 K");
    entry("reference relaxation", &P::reference_relaxation, "1", fraction,
          "Sigma_ref: state of relaxation to which the peak activation energy belongs",
          "choice: one hour at 300 K after the quench, by eq. R2");
    entry("law", &P::law,
          Names<FieldLaw>{{"ohmic", FieldLaw::ohmic},
                          {"sinh", FieldLaw::sinh},
                          {"Poole-Frenkel", FieldLaw::poole_frenkel},
                          {"barrier table", FieldLaw::barrier_table},
                          {"additive", FieldLaw::additive}},
          "how the field raises the conductivity: not at all, eq. C3, C8, C9 or C10",
          "choice: sinh with the Joule heat is the smallest model that switches at a measured field");
    entry("hop distance", &P::hop_distance, "nm", non_negative,
          "a: sets the field at which conduction becomes nonlinear; 0 nm: ohmic (sinh)",
          "choice: puts the threshold field at 46-56 V/um (Krebs et al., APL 95, 082101 (2009), abstract: 56 V/um)");
    entry("melt conductivity", &P::melt_conductivity, "S/m", positive, "sigma_melt: conductivity of the liquid",
          "Cil et al., IEEE Trans. Electron Devices 60, 433 (2013), abstract: 1.26 mohm cm in films, 0.21-0.31 in "
          "wires");
    entry("Meyer-Neldel energy", &P::meyer_neldel_energy, "eV", non_negative,
          "E_MN: the prefactor rises as exp(E_a / E_MN) while the glass relaxes; 0 eV: it does not",
          "choice: off; 0.042 eV would give 17 meV per decade together with nu = 0.11 at 300 K, but nu = 0.21-0.24 at "
          "80-125 "
          "K, where 0.02-0.11 is measured (arXiv:2401.04909, abstract)");
    entry("prefactor coupling", &P::prefactor_coupling, "1", Range{-20, 20}, "beta: ln sigma_0 changes by beta Sigma",
          "Wimmer et al. 2014, abstract: the activation energy dominates in GST");
    entry.subsection("field", &P::field);
  }
};
} // namespace quench::physics
