#pragma once

#include <physics/local_state.h>
#include <physics/material_card.h>
#include <physics/phase/growth.h>
#include <physics/phase/rate_equation.h>
#include <physics/relaxation/distributed_relaxation.h>

namespace quench::physics
{
/// Conductivity, of charge or heat, of a layered crystal.
struct Conductivity
{
  Scalar in_plane;    ///< along x (or r) and y
  Scalar cross_plane; ///< along z, the direction of growth
};

/// The laws of one material, built from a finished card: immutable, cheap to copy, safe to share between threads.
class Material
{
public:
  /// Throws InputError if the card contradicts itself (validate).
  explicit Material(const MaterialCard &card);

  /// The card, its doping multiplied in.
  const MaterialCard &card() const { return card_; }

  bool conducts() const;                                   ///< the conductivity is not identically zero
  bool changes_phase() const;                              ///< its crystallinity can change
  bool forms_glass() const { return card_.glass_forming; } ///< crystallinity and relaxation have a meaning
  bool is_linear() const; ///< conductivity, heat conductivity and heat capacity are constants

  /// sigma(T, |E|, c, Sigma) [e/(V ns nm)] of the mixture (eq. C1) of crystal (eq. C2) and glass or liquid (eq. C3-C5).
  /// A crystallinity outside [0, 1] counts as the nearer end.
  Scalar conductivity(const LocalState &at) const;

  /// The same along and across the layers (eq. C18); twice the same unless the crystal has a cross-plane ratio.
  Conductivity conductivities(const LocalState &at) const;

  /// Whether sigma depends on the field at this temperature with some glass or liquid about.
  bool feels_field(const Scalar &temperature) const { return forms_glass() && glass_.acts_as_glass(temperature); }

  /// What the laws of current and of heat share (physics/heat/heat_law.h).
  Carriers carriers(const Scalar &temperature, bool crystal, bool glass, double relaxation) const
  {
    return heat_.carriers(temperature, crystal || !forms_glass(), glass && forms_glass(), relaxation);
  }
  /// conductivities() and heat_conductivities() where the carriers are known.
  Conductivity conductivities(const LocalState &at, const Carriers &known) const;
  Conductivity heat_conductivities(const LocalState &at, const Carriers &known) const;

  /// Whether a front between crystal and glass resists as a sharp one, to current and heat (eq. C19).
  bool has_sharp_fronts() const { return forms_glass() && card_.mixing == Mixing::sharp_front; }

  /// Whether the glass has an on/off state xi (LocalState::switched, eq. C13).
  bool has_switching_state() const { return forms_glass() && switching_.is_enabled(); }

  /// xi after a time dt [ns] at constant |E| [V/nm] and |J| [e/(ns nm2)] (eq. C13). Hold xi = 0 in crystal and melt.
  double advance_switching_state(double xi, double field, double current_density, double dt) const
  {
    return switching_.advance(xi, field, current_density, dt);
  }

  /// Whether the activation energy of the glass varies from place to place (LocalState::disorder, eq. C12).
  bool has_disorder() const { return forms_glass() && card_.disorder.spread > 0; }

  /// The glass of this seed: dE_a [eV] as a function of the place (eq. C12).
  DisorderField disorder(std::uint64_t seed) const { return DisorderField(card_.disorder, seed); }

  /// kappa(T, c) [eV/(ns nm K)] (eq. H2, H3), along the layers where the material has any.
  Scalar heat_conductivity(const LocalState &at) const;

  /// kappa(T, c) along and across the layers [eV/(ns nm K)] (eq. H2, H3, H5); twice the same if !is_anisotropic().
  Conductivity heat_conductivities(const LocalState &at) const;

  bool is_anisotropic() const { return heat_.is_anisotropic(); }

  bool has_thermoelectricity() const; ///< the Seebeck coefficient is not identically zero

  /// S(T, |grad V|, c) [V/K] (eq. H4, H8) with its derivatives; J = -sigma (grad V + S grad T). c outside [0, 1] counts
  /// as the nearer end.
  Scalar seebeck(const LocalState &at) const;

  /// dS/dc = S_c - S_g [V/K] (eq. H4) for c in [0, 1]; 0 for an ordinary solid.
  Scalar seebeck_by_crystallinity(const Scalar &temperature) const;

  /// h(T, c) [eV/nm3] (eq. H1), 0 for crystal at 300 K; its derivative by T is the heat capacity.
  Scalar enthalpy(const Scalar &temperature, double crystallinity) const;

  /// DeltaH(T) [eV/nm3] (eq. P1): heat set free by crystallisation at T.
  Scalar latent_heat(const Scalar &temperature) const { return free_energy_.latent_heat(temperature); }

  /// Whether DeltaH is part of the enthalpy; otherwise it is a source at the moving front.
  bool latent_heat_in_enthalpy() const { return card_.heat.latent_heat == LatentHeat::in_enthalpy; }

  /// v_g(T) [nm/ns] (eq. P4) of a flat front; negative above the melting temperature, not below -largest melting speed.
  /// T_f [K]: fictive temperature of the glass (eq. P13); T_f = T: the liquid in equilibrium.
  double growth_velocity(double temperature, double T_f = glass_of_card) const
  {
    return growth_.velocity(temperature, T_f);
  }

  /// mu(T) = v_g / DeltaG [nm/ns per eV/nm3] (eq. P5), positive and smooth through the melting temperature.
  double interface_mobility(double temperature, double T_f = glass_of_card) const
  {
    return growth_.mobility(temperature, T_f);
  }

  /// Rates and critical nucleus (eq. N1 to N6).
  const Nucleation &nucleation() const { return nucleation_; }

  /// Crystallisation of an effective medium (eq. N7, N8).
  const RateEquation &rate_equation() const { return rate_equation_; }

  /// T_f [K] after a time dt [ns] in which the temperature went evenly from T_old to T_new (eq. P14); T_f = T_new at
  /// and above the melting temperature. Hold T_f = T in a crystal.
  double advance_fictive_temperature(double T_f, double T_old, double T_new, double dt) const
  {
    return fictive_temperature_.advance(T_f, T_old, T_new, dt);
  }

  /// T_glass [K]: fictive temperature of the glass to which growth_velocity(T) belongs.
  double glass_temperature() const { return card_.phase_change.glass_temperature; }

  /// DeltaG(T) [eV/nm3] (eq. P3), positive below the melting temperature.
  double driving_force(double temperature) const { return free_energy_.driving_force(temperature).v; }

  double interface_energy() const { return card_.phase_change.interface_energy; }       ///< gamma [eV/nm2]
  double melting_temperature() const { return card_.phase_change.melting_temperature; } ///< T_m [K]

  /// Above this temperature [K] melt appears inside a crystal.
  double melt_seed_temperature() const { return melting_temperature() + card_.phase_change.melt_superheat; }

  /// Sigma of freshly quenched glass; also the value to hold in crystal and liquid, where Sigma has no meaning.
  double initial_relaxation() const { return relaxation_.initial(); }

  /// Sigma_0(T_f) of glass that froze at T_f [K] (eq. P15), in [0, 1].
  double initial_relaxation(double T_f) const;

  /// T_hold [K]: at and above it relax() returns initial_relaxation().
  double rejuvenation_temperature() const { return card_.relaxation.rejuvenation_temperature; }

  /// Sigma after a time dt [ns] at constant temperature [K] and |E| [V/nm] (eq. R3, R4, R7): exact for any dt >= 0,
  /// never negative.
  double relax(double sigma_old, double temperature, double dt, double field = 0) const
  {
    return card_.relaxation.law == RelaxationKind::collective ? relaxation_.relax(sigma_old, temperature, dt, field)
                                                              : spectrum_.relax(sigma_old, temperature, dt, field);
  }

  /// Whether a field accelerates the relaxation (eq. R6).
  bool field_accelerates_relaxation() const { return forms_glass() && card_.relaxation.acceleration_length > 0; }

  /// Whether boundaries between grains resist current or heat (LocalState::boundary_layer, eq. C17, H9).
  bool has_grain_boundaries() const { return forms_glass() && card_.grain_boundaries.exist(); }

  /// E_a(T, Sigma) [eV] of the glass (eq. C4).
  Scalar activation_energy(const Scalar &temperature, double relaxation) const
  {
    return glass_.activation_energy(temperature, relaxation);
  }

private:
  Scalar conductivity(const LocalState &at, double crystal_ratio, const Carriers *known) const;
  Scalar across_boundary(const Scalar &kappa, const LocalState &at) const;

  MaterialCard          card_;
  CrystalConduction     crystal_;
  GlassFade             fade_;
  GlassConduction       glass_;
  SwitchingState        switching_;
  FreeEnergy            free_energy_;
  HeatLaw               heat_;
  SeebeckLaw            seebeck_;
  Growth                growth_;
  Nucleation            nucleation_;
  RateEquation          rate_equation_;
  FictiveTemperature    fictive_temperature_;
  CollectiveRelaxation  relaxation_;
  DistributedRelaxation spectrum_;
};
} // namespace quench::physics
