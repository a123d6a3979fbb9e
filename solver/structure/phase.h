#pragma once

#include <solver/structure/bodies.h>
#include <solver/structure/phase_operators.h>

namespace quench::solver
{
struct PhaseFieldParameters
{
  double width          = 1 * units::nm;
  double mobility_ratio = 2.4;
  double travel         = 0.2;
  bool   gibbs_thomson  = true;
  bool   melting        = true;
  bool   fictive        = false;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("interface width", &PhaseFieldParameters::width, "nm", Range{0.05, 50},
          "ell: the profile is (1 - tanh(x/(sqrt(2) ell)))/2", "choice (physical widths are below 1 nm)");
    entry("mobility ratio", &PhaseFieldParameters::mobility_ratio, "1", Range{0.8, 100},
          "M_b w ell/|v_g|; 2.4 makes the equivalent tilt 0.1 at every temperature", "choice");
    entry("travel per substep", &PhaseFieldParameters::travel, "1", Range{1e-4, 0.5},
          "longest travel of a front in a substep, in interface widths", "choice");
    entry("gibbs thomson", &PhaseFieldParameters::gibbs_thomson, "curvature shifts the front's velocity by mu gamma K",
          "Lewis & Brush 2024");
    entry("fictive temperature", &PhaseFieldParameters::fictive,
          "growth in glass by its fictive temperature (eq. P13) instead of the card's glass temperature", "choice");
    entry("melt seeding", &PhaseFieldParameters::melting,
          "melt appears in crystal that is hotter than its seed temperature", "choice");
  }
};

/// Crystallisation and melting as a prescribed-velocity phase field (eqs. P6 to P8 of docs/equations.md):
///
///   dphi/dt = a [ ell^2 lap(phi) - g'(phi) ] + (a ell^2 - mu gamma) K |grad phi| + v_g sqrt(2) phi (1 - phi)/ell
///
/// with g = phi^2 (1 - phi)^2, K the curvature and a = M_b w = max(2.4 |v_g|/ell, mu gamma/ell^2). The bracket keeps
/// the profile, the K term takes out its curvature flow and puts Gibbs-Thomson in, so that a front moves
/// with v_n = v_g - mu gamma K. Kinetics are taken at the temperature of the front, T - d n.grad T, d being
/// the distance that phi tells. Where it is cold a is 1e-10 of its largest value. Implicit midpoint in time; in space
/// nodal reactions with a mass matrix half way between consistent and lumped, which makes the Laplacian fourth order on
/// uniform meshes (Ainsworth & Wajid 2010).
template <int dim>
class PhaseField
{
public:
  using Parameters = PhaseFieldParameters;

  PhaseField(const Discretization<dim> &space, const Materials &materials, const Parameters &parameters);

  struct Report
  {
    bool   converged = true;
    int    substeps = 0, iterations = 0;
    double speed = 0; ///< largest |v_n| of a front [nm/ns]
  };

  /// Moves the fronts of next.crystallinity over dt [ns] in the temperature of `next`.
  Report advance(State &next, double dt) const;
  /// The same in a temperature T(t) = `at_start` + t `rate` [K, K/ns], t being the time since the start of the step,
  /// from t = `from` to t = `to` (eq. D7). The temperature of `next` plays no part.
  Report advance(State &next, const Vector &at_start, const Vector &rate, double from, double to) const;
  /// Largest speed of a front in this state [nm/ns].
  double front_speed(const State &state) const;

  /// A ball of melt in one body.
  struct Seed
  {
    dealii::Point<dim> centre;
    double             radius = 0;
    int                region = -1;
    double             body   = 0; ///< bodies().at(region, node)
  };
  /// Where melt should be seeded (eq. P9): in crystal that is hotter than its seed temperature, hottest first, each
  /// farther than eight interface widths from melt and other seeds of its body. The same on all ranks; collective.
  std::vector<Seed> seeds(const State &state) const;
  /// Crystal of a phase-change region is seeded when hotter than this [K]; infinite where no seed would live.
  double seeding_temperature(int of_region) const { return seeded_from[of_region]; }
  /// Writes a melt sphere with the equilibrium profile into the crystallinity of its body.
  void stamp(State &state, const Seed &seed) const;

  /// Volume where crystallinity < 1/2 of all phase-change regions, by the integral of 1 - phi [nm^3].
  double glass_volume(const State &state) const;
  bool   is_empty() const { return !any; }

  const Bodies<dim> &bodies() const { return parts; }

private:
  struct Kinetics; ///< nodal coefficients of a substep

  double            seeding_temperature(const physics::Material &material) const;
  std::vector<Seed> superheated(const State &state) const;
  std::vector<bool> near_melt(const std::vector<Seed> &places, const State &state) const;
  Vector            curvature_term(const std::array<Vector, dim> &grad) const;
  Kinetics          kinetics(const Vector &temperature, const Vector &phi, const Vector &fictive) const;
  void              keep_scaled(const Vector &bend, Kinetics &k) const;
  bool half_substep(const Kinetics &kinetics, double dt, const Vector &start, Vector &phi, int &iterations) const;

  const Discretization<dim>  &space;
  const Materials            &materials;
  const Parameters            p;
  const FieldSpace<dim>       field;
  const Unknowns<dim>         unknowns;
  const std::vector<int>      region; ///< phase-change region of each local node, -1 elsewhere
  const Bodies<dim>           parts;
  const bool                  any;
  std::vector<double>         seeded_from; ///< seeding temperatures of the regions [K]
  Matrix<dim>                 mass, stiffness;
  std::vector<Matrix<dim>>    derivative;
  Vector                      lumped;
  const GradientRecovery<dim> recovery;
  PetscMatrix                 jacobian;
  mutable ScalarSolver        linear;
};
} // namespace quench::solver
