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

  /// v_g(T) = 4 r_a kT / (3 pi lambda^2 R_h eta(T)) * (1 - exp(-g)),   g = DeltaG v_m / (n kT)   (eq. P4) [nm/ns]
  /// with n atoms per formula unit. Negative above T_m (melting), where it is limited to the largest melting speed.
  /// T in K. Source: Sebastian et al., Nat. Commun. 5, 4314 (2014), driving force taken per atom.
  double velocity(double T) const { return mobility(T) * free_energy_.driving_force(T).v; }

  /// mu(T) = v_g / DeltaG (eq. P5) [nm/ns per eV/nm3]: finite, positive and smooth through T_m, where both vanish.
  double mobility(double T) const
  {
    const double kT       = units::kB * T;
    const double dG       = free_energy_.driving_force(T).v;
    const double v_atom   = p.formula_volume / p.atoms_per_formula;
    const double fluidity = std::exp(-viscosity_.ln_viscosity(T).v) / (units::Pa * units::s); // 1/eta, 0 in the cold
    const double lambda2  = p.jump_distance * p.jump_distance;
    const double attach = 4 * p.atom_radius * kT * fluidity / (3 * std::numbers::pi * lambda2 * p.hydrodynamic_radius);
    const double mu     = attach * v_atom / kT * saturation(dG * v_atom / kT);
    return dG < 0 ? std::min(mu, p.largest_melting_speed / -dG) : mu;
  }

private:
  /// (1 - exp(-g)) / g, which is 1 at g = 0.
  static double saturation(double g) { return g == 0 ? 1 : -std::expm1(-g) / g; }

  PhaseChangeParameters p;
  FreeEnergy            free_energy_;
  Viscosity             viscosity_;
};
} // namespace quench::physics
