#pragma once

#include <physics/phase/free_energy.h>
#include <physics/phase/viscosity.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quench::physics
{
/// Speed of a flat crystal front into the liquid or glass, and its mobility.
class Growth
{
public:
  explicit Growth(const PhaseChangeParameters &parameters)
    : p(parameters), free_energy_(parameters), viscosity_(parameters)
  {}

  /// v_g(T) [nm/ns] into a glass of fictive temperature T_f (eq. P13); T, T_f in K. Negative above T_m (melting), where
  /// it is limited to the largest melting speed.
  ///   per atom (eq. P4):         4 r_a kT / (3 pi lambda^2 R_h eta(T)) * (1 - exp(-g)),   g = DeltaG v_m / (n kT),
  ///   per formula unit (eq. P12): v_m^(1/3) kT / (3 pi lambda^3 eta(T)) * 2 sinh(g / 2),   g = DeltaG v_m / kT,
  /// with n atoms per formula unit. Source: Sebastian et al., Nat. Commun. 5, 4314 (2014), driving force taken per
  /// atom; Burr et al., J. Appl. Phys. 111, 104308 (2012), eq. 9 for large clusters.
  double velocity(double T, double T_f = glass_of_card) const
  {
    return mobility(T, T_f) * free_energy_.driving_force(T).v;
  }

  /// mu(T) = v_g / DeltaG (eq. P5) [nm/ns per eV/nm3]: finite, positive and smooth through T_m, where both vanish.
  double mobility(double T, double T_f = glass_of_card) const
  {
    const double dG       = free_energy_.driving_force(T).v;
    const double fluidity = std::exp(-viscosity_.ln_viscosity(T, T_f)) / (units::Pa * units::s); // 1/eta, 0 in the cold
    const double mu = p.growth_law == GrowthLaw::per_atom ? per_atom(T, dG, fluidity) : per_formula(T, dG, fluidity);
    return dG < 0 ? std::min(mu, p.largest_melting_speed / -dG) : mu;
  }

private:
  double per_atom(double T, double dG, double fluidity) const
  {
    const double kT      = units::kB * T;
    const double v_atom  = p.formula_volume / p.atoms_per_formula;
    const double lambda2 = p.jump_distance * p.jump_distance;
    const double attach  = 4 * p.atom_radius * kT * fluidity / (3 * std::numbers::pi * lambda2 * p.hydrodynamic_radius);
    return attach * v_atom / kT * saturation(dG * v_atom / kT);
  }

  double per_formula(double T, double dG, double fluidity) const
  {
    const double kT      = units::kB * T;
    const double lambda3 = p.jump_distance * p.jump_distance * p.jump_distance;
    const double attach  = std::cbrt(p.formula_volume) * kT * fluidity / (3 * std::numbers::pi * lambda3);
    return attach * p.formula_volume / kT * sinhc(Scalar(dG * p.formula_volume / (2 * kT))).v;
  }

  /// (1 - exp(-g)) / g, which is 1 at g = 0.
  static double saturation(double g) { return g == 0 ? 1 : -std::expm1(-g) / g; }

  PhaseChangeParameters p;
  FreeEnergy            free_energy_;
  Viscosity             viscosity_;
};
} // namespace quench::physics
