#pragma once

#include <physics/base/described.h>
#include <physics/conduction/crystal_conduction.h>
#include <physics/conduction/glass_conduction.h>
#include <physics/phase/free_energy.h>

namespace quench::physics
{
/// Where the latent heat appears in the energy balance.
enum class LatentHeat
{
  in_enthalpy, ///< a part of the enthalpy of the liquid, whose heat capacity then exceeds that of the crystal
  at_front     ///< a source DeltaH(T) at the moving front; crystal and liquid have the same heat capacity
};

/// What the heat conductivity of a crystal at 300 K counts.
enum class CrystalHeat
{
  total,  ///< lattice and electrons, as measured
  lattice ///< the lattice alone, as computed by molecular dynamics
};

/// Parameters of the heat equation.
struct HeatParameters
{
  double      heat_capacity         = 1.25e6 * units::J / (units::m * units::m * units::m * units::K);
  double      crystal_conductivity  = 0.45 * units::W / (units::m * units::K);
  CrystalHeat crystal_heat          = CrystalHeat::total;
  double      crystal_lorenz_factor = 0.608;
  double      glass_conductivity    = 0.20 * units::W / (units::m * units::K);
  double      lorenz_factor         = 1;
  double      temperature_exponent  = 0;
  double      cross_plane_ratio     = 1;
  LatentHeat  latent_heat           = LatentHeat::in_enthalpy;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = HeatParameters;
    entry("heat capacity", &P::heat_capacity, "J/(m3 K)", positive, "C: heat capacity of the crystal per volume",
          "Wang et al., code of arXiv:2107.02035: 1.25e6; Ahn et al., Nano Lett. 2015, 10.1021/acs.nanolett.5b02661: "
          "1.2e6");
    entry("crystal conductivity", &P::crystal_conductivity, "W/(m K)", positive,
          "kappa_300: heat conductivity of the crystal at 300 K",
          "Reifenberg et al., IEEE Electron Device Lett. 31, 56 (2010): 0.44 at 30 C; Ahn et al., Nano Lett. 2015: "
          "0.33-0.4");
    entry("crystal conductivity is", &P::crystal_heat,
          Names<CrystalHeat>{{"total", CrystalHeat::total}, {"lattice", CrystalHeat::lattice}},
          "total: of lattice and electrons, of which the electrons' part is taken off; lattice: without electrons",
          "measured values are totals");
    entry("crystal Lorenz factor", &P::crystal_lorenz_factor, "1", Range{0, 2},
          "F_c: heat carried by the electrons of the crystal, in units of L_0 sigma T: 0.608, 2 (k/e)^2, for a "
          "non-degenerate semiconductor; 1 for a metal; 0: none, the conductivity is that at 300 K",
          "Kim et al., APL Mater. 3, 041506 (2015), abstract: from 1.5e-8 (non-degenerate) to 2.44e-8 V2/K2; choice of "
          "the first, conduction is activated");
    entry("glass conductivity", &P::glass_conductivity, "W/(m K)", positive,
          "kappa_a: heat conductivity of the lattice of the glass", "Li et al., J. Appl. Phys. 2023, abstract: 0.20");
    entry("Lorenz factor", &P::lorenz_factor, "1", non_negative,
          "heat carried by the electrons of the liquid, in units of L_0 sigma T; 0: none",
          "Wiedemann-Franz law; choice to count it in the liquid only");
    entry("temperature exponent", &P::temperature_exponent, "1", Range{-2, 3},
          "n: the lattice of the crystal conducts as (300 K / T)^n", "choice: constant");
    entry("cross-plane ratio", &P::cross_plane_ratio, "1", Range{0, 10, true},
          "conductivity of the crystal at 300 K across its layers (along z) over that along them; 1: isotropic",
          "choice: isotropic, a polycrystal");
    entry("latent heat", &P::latent_heat,
          Names<LatentHeat>{{"in enthalpy", LatentHeat::in_enthalpy}, {"at front", LatentHeat::at_front}},
          "in enthalpy: part of the liquid's enthalpy, consistent with the driving force; at front: a source at the "
          "front, equal heat capacities",
          "choice: the first is thermodynamically consistent, the second defines reference problem RP5");
  }
};

/// kappa_e(300 K) = F_c L_0 sigma_300 300 K (eq. H12) [eV/(ns nm K)]: what the electrons of the crystal carry at 300 K.
inline double electrons_at_300_K(const HeatParameters &p, const CrystalConduction &crystal)
{
  return p.crystal_lorenz_factor * units::lorenz_number * crystal.conductivity(reference_temperature).v *
         reference_temperature;
}

/// What carries current and heat at a place: sigma [e/(V ns nm)] of the crystal, and of glass or liquid without a
/// field; only as far as the place has them.
struct Carriers
{
  Scalar crystal = 0.0, glass = 0.0;
};

/// Heat conductivity and enthalpy of a phase-change material.
class HeatLaw
{
public:
  HeatLaw(const HeatParameters &parameters, const FreeEnergy &free_energy, const CrystalConduction &crystal,
          const GlassConduction &glass, const GlassFade &fade)
    : p(parameters), free_energy_(free_energy), crystal_(crystal), glass_(glass), f(fade)
  {
    lattice_300_ = p.crystal_conductivity;
    if (p.crystal_heat == CrystalHeat::total)
      lattice_300_ -= electrons_at_300_K(p, crystal_);
  }

  /// h(T, c) = C (T - 300 K) + (1 - c) DeltaH(T) (eq. H1) [eV/nm3]: zero for crystal at 300 K; dh/dT is the heat
  /// capacity. Without the second term if the latent heat is a source at the front.
  Scalar enthalpy(const Scalar &T, double c) const
  {
    const Scalar h_c = p.heat_capacity * (T - reference_temperature);
    return p.latent_heat == LatentHeat::at_front || c >= 1 ? h_c : h_c + (1 - c) * free_energy_.latent_heat(T);
  }

  /// Whether the conductivity of the crystal is.
  bool is_constant() const { return p.temperature_exponent == 0 && !electrons_conduct(); }
  bool is_anisotropic() const { return p.cross_plane_ratio != 1; }

  /// The carriers at T where there is crystal, or glass or liquid, or both; those of glass that is not liquid at all
  /// carry no heat and are not asked for.
  Carriers carriers(const Scalar &T, bool crystal, bool glass, double Sigma) const
  {
    return {crystal ? crystal_.conductivity(T) : Scalar(0.0),
            glass && f(T).v < 1 ? glass_.low_field_conductivity(T, Sigma) : Scalar(0.0)};
  }

  /// kappa(T, c) = c kappa_c(T) + (1 - c) (kappa_a + kappa_e(T)) (eq. H2) [eV/(ns nm K)], along the layers.
  Scalar conductivity(const Scalar &T, double c, const Carriers &carriers) const
  {
    return mixture(crystal(T, carriers.crystal), T, c, carriers.glass);
  }
  Scalar conductivity(const Scalar &T, double c, double Sigma) const
  {
    return conductivity(T, c, carriers(T, true, c < 1, Sigma));
  }

  /// The same across the layers (eq. H5), where gaps stand in series with the crystal:
  ///   1 / kappa_c,across = 1 / kappa_c(T) + (1/r - 1) / kappa_c(300 K);
  /// liquid and glass are isotropic.
  Scalar cross_plane_conductivity(const Scalar &T, double c, const Carriers &carriers) const
  {
    const Scalar along = crystal(T, carriers.crystal), T_300(reference_temperature);
    const double gaps  = (1 / p.cross_plane_ratio - 1) / crystal(T_300, crystal_.conductivity(T_300)).v;
    return mixture(along / (1 + gaps * along), T, c, carriers.glass);
  }
  Scalar cross_plane_conductivity(const Scalar &T, double c, double Sigma) const
  {
    return cross_plane_conductivity(T, c, carriers(T, true, c < 1, Sigma));
  }

  /// kappa_e(T) = (1 - f(T)) L_0 sigma_g(T, 0) T (eq. H3) [eV/(ns nm K)]: heat carried by the electrons of the liquid.
  Scalar electronic_conductivity(const Scalar &T, const Scalar &sigma_g) const
  {
    return (1.0 - f(T)) * p.lorenz_factor * units::lorenz_number * sigma_g * T;
  }

private:
  bool electrons_conduct() const { return p.crystal_lorenz_factor > 0 && crystal_.conducts(); }

  /// kappa_c(T) = kappa_l (300 K / T)^n + F_c L_0 sigma_c(T) T (eq. H2, H12).
  Scalar crystal(const Scalar &T, const Scalar &sigma_c) const
  {
    Scalar kappa = lattice_300_;
    if (p.temperature_exponent != 0)
      kappa = lattice_300_ * pow(T / reference_temperature, -p.temperature_exponent);
    return electrons_conduct() ? kappa + p.crystal_lorenz_factor * units::lorenz_number * sigma_c * T : kappa;
  }

  Scalar mixture(const Scalar &kappa_c, const Scalar &T, double c, const Scalar &sigma_g) const
  {
    if (c >= 1)
      return kappa_c;
    return c * kappa_c + (1 - c) * (p.glass_conductivity + electronic_conductivity(T, sigma_g));
  }

  HeatParameters    p;
  FreeEnergy        free_energy_;
  CrystalConduction crystal_;
  GlassConduction   glass_;
  GlassFade         f;
  double            lattice_300_; ///< kappa_l: of the lattice at 300 K
};
} // namespace quench::physics
