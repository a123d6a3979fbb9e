#pragma once

#include <physics/base/described.h>
#include <physics/phase/free_energy.h>
#include <physics/phase/viscosity.h>

namespace quench::physics
{
/// How the rate rises after a sudden change of temperature.
enum class Incubation
{
  none,     ///< the steady rate at once
  time_lag, ///< the steady rate times exp(-tau / t) (eq. N5)
  clusters  ///< a population of clusters at every point (eq. N6)
};

/// Nucleation of crystals in the undercooled liquid and in the glass. Thermodynamics, viscosity and interface energy
/// are those of PhaseChangeParameters.
struct NucleationParameters
{
  bool       enabled           = true;
  double     volume_wetting    = 1;
  double     interface_wetting = 0.915695;
  Incubation incubation        = Incubation::none;
  double     lag_factor        = 1;
  int        largest_cluster   = 60;
  bool       precursors        = false;
  double     precursor_density = 1e24 / (units::m * units::m * units::m);
  double     precursor_radius  = 1 * units::nm;
  double     grain_radius      = 10 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = NucleationParameters;
    entry("enabled", &P::enabled, "whether crystals can appear inside liquid and glass", "choice");
    entry("volume wetting factor", &P::volume_wetting, "1", Range{0, 1, true},
          "f in the volume: barrier relative to that of a free sphere; 1: homogeneous; f = (2 - 3 cos t + cos^3 t) / 4 "
          "for a contact angle t",
          "homogeneous nucleation; Wang et al., arXiv:2107.02035, fitted their film with t = 130 degrees: 0.9157");
    entry("interface wetting factor", &P::interface_wetting, "1", Range{0, 1, true},
          "f on tagged interfaces; 1: they are like the volume",
          "Wang et al., arXiv:2107.02035 SI: contact angle of 130 degrees");
    entry("incubation", &P::incubation,
          Names<Incubation>{
              {"none", Incubation::none}, {"time lag", Incubation::time_lag}, {"clusters", Incubation::clusters}},
          "none: steady rate at once; time lag: eq. N5; clusters: cluster dynamics, eq. N6", "choice");
    entry("lag factor", &P::lag_factor, "1", positive, "multiplies the time lag tau of eq. N4",
          "choice: Kashchiev's time lag itself");
    entry("largest cluster", &P::largest_cluster, Range{10, 1000},
          "formula units in the largest cluster that is followed; it must stay above the critical size",
          "choice: four times the critical size at 700 K");
    entry("precursors", &P::precursors,
          "whether ordered clusters wait in the glass and grow as soon as they are supercritical", "choice");
    entry("precursor density", &P::precursor_density, "1/m3", positive, "clusters per volume",
          "choice: one in a cube of 10 nm");
    entry("precursor radius", &P::precursor_radius, "nm", positive, "radius of a waiting cluster",
          "choice: a few unit cells");
    entry("grain radius", &P::grain_radius, "nm", positive,
          "of the rate equation: a crystal of this radius melts inwards (eq. N8)", "choice");
  }
};

/// (2 - 3 cos t + cos^3 t) / 4: volume of a cap of contact angle t [rad] relative to the sphere; 0 at 0, 1 at pi.
double wetting_factor(double contact_angle);

/// Classical nucleation theory in formula units of volume v_m; T and T_f in K. Whatever takes time takes the viscosity
/// of a glass of fictive temperature T_f (eq. P13), by default of the glass that froze at T_glass of the card.
/// Source: Burr et al., J. Appl. Phys. 111, 104308 (2012); Wang et al., arXiv:2107.02035, eq. 3 and SI; after Senkader
/// and Wright, J. Appl. Phys. 95, 504 (2004).
class Nucleation
{
public:
  Nucleation(const NucleationParameters &parameters, const PhaseChangeParameters &phase_change);

  const NucleationParameters &parameters() const { return p; }
  bool                        is_enabled() const { return p.enabled; }
  double                      formula_density() const { return 1 / volume; } ///< [1/nm3]

  /// I (eq. N1) [1/(nm3 ns)]: crystals that appear per volume and time, 0 from T_m on:
  ///   I = (4 / v_m) gamma_j n_c^(2/3) Z exp(-DeltaG_c / kT),   gamma_j = kT / (3 pi lambda^3 eta).
  double volume_rate(double T, double T_f = glass_of_card) const { return rate(T, T_f, p.volume_wetting) / volume; }

  /// The same per area of a tagged interface (eq. N2) [1/(nm2 ns)]: one layer of formula units, v_m^(1/3) thick, in
  /// which the wetting factor of interfaces holds.
  double interface_rate(double T, double T_f = glass_of_card) const
  {
    return rate(T, T_f, p.interface_wetting) / area();
  }

  /// r* = 2 gamma / DeltaG (eq. N3) [nm]; infinite from T_m on.
  double critical_radius(double T) const;

  /// n_c = f (32 pi / 3) v_m^2 gamma^3 / Delta_g^3 (eq. N3) [formula units]; infinite from T_m on.
  double critical_size(double T, double wetting) const;

  /// DeltaG_c = f (16 pi / 3) v_m^2 gamma^3 / Delta_g^2 (eq. N3) [eV]; infinite from T_m on.
  double barrier(double T, double wetting) const;

  /// Z = (Delta_g / (6 pi kT n_c))^(1/2) (eq. N1): Zeldovich's factor, below T_m.
  double zeldovich(double T, double wetting) const;

  /// beta(n) = 4 gamma_j n^(2/3) [1/ns]: jumps across the surface of a cluster of n formula units.
  double attachment(double T, double n, double T_f = glass_of_card) const;

  /// tau = lag factor * 4 / (pi^3 Z^2 beta(n_c)) (eq. N4) [ns]: Kashchiev's time lag in the volume; infinite from T_m
  /// on. Source: Kashchiev, Surf. Sci. 14, 209 (1969).
  double time_lag(double T, double T_f = glass_of_card) const;

  /// Age of an undercooled point in time lags (eq. N5): da/dt = 1 / tau(T), a = 0 at and above T_m.
  double advance_age(double age, double T, double dt, double T_f = glass_of_card) const;

  /// exp(-1 / a) (eq. N5): part of the steady rate after the age a; 1 without a time lag.
  double incubated_part(double age) const;

  /// Free energy of a cluster of n formula units (eq. N6) [eV]:
  ///   G(n) = -n Delta_g + (36 pi f v_m^2)^(1/3) gamma n^(2/3).
  double cluster_energy(double T, double n, double wetting) const;

  /// Crystals per volume and time [1/(nm3 ns)] that leave the largest cluster at T [K] when N of them are there per
  /// formula unit (eq. N6), counted from the equilibrium of eq. N1, in which monomers have the weight exp(-G(1) / kT).
  double cluster_flux(double T, double N, double T_f = glass_of_card) const;

  /// Radius [nm] of the crystals that the flux counts: spheres of one formula unit more than the largest cluster.
  double counted_radius() const;

  /// Whether waiting clusters grow: r*(T) is at most their radius.
  bool precursors_grow(double T) const;

private:
  double rate(double T, double T_f, double wetting) const;
  double jump_rate(double T, double T_f) const;
  double area() const;

  NucleationParameters p;
  double               T_m, gamma, lambda, volume;
  FreeEnergy           free_energy_;
  Viscosity            viscosity_;
};
} // namespace quench::physics
