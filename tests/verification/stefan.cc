// Fronts whose speed the removal of their latent heat sets (rows V07, V08 and V19 of part 1 of the physics notes).
#include <solver/run/measures.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <numbers>
#include <vector>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(stefan)

using Point = dealii::Point<2>;

constexpr double L_over_C = 500 * K, T_m = 900 * K;

/// GST with the constants of V07: C = 1.25e6 J/(m3 K), the same kappa in all phases.
physics::MaterialCard card(double kappa)
{
  physics::MaterialCard c     = gst_without_thermoelectricity().card();
  c.heat.crystal_conductivity = c.heat.glass_conductivity = kappa;
  c.heat.crystal_lorenz_factor = c.heat.lorenz_factor = 0;
  return c;
}

/// Two rows of cells of edge h = ell/2 along x, with a contact each at x = 0; crystal left of the front.
struct Slab
{
  const double      ell;
  Discretization<2> space;
  Materials         materials;
  TimeStep<2>       step;
  State             state;

  static meshes::CellGeometry cell(double length, double h, bool insulated)
  {
    auto c             = block(Symmetry::planar, length, 2 * h);
    c.contacts[0].face = {{0, 0, 0}, {0, length, h}};
    c.contacts[1].face = {{0, 0, h}, {0, length, 2 * h}};
    for (meshes::Contact &end : c.contacts)
      end.cooling = insulated ? meshes::Cooling::adiabatic : meshes::Cooling::held;
    return c;
  }

  Slab(double ell_, double length, bool insulated, const physics::MaterialCard &card, double ambient)
    : ell(ell_),
      space(MPI_COMM_WORLD, cell(length, ell / 2, insulated), {.coarse_size = ell / 2}), materials{physics::Material(
                                                                                             card)},
      step(space, materials, {}, {.ambient = ambient}, {.width = ell, .gibbs_thomson = false, .melting = false}),
      state(uniform_state(space, ambient))
  {}

  template <class Profile>
  void start(double front, const Profile &temperature)
  {
    state.temperature   = nodal(space, [&](const Point &p) { return temperature(p[0]); });
    state.crystallinity = nodal(space, [&](const Point &p) { return profile(p[0] - front, ell); });
  }

  PlaneFront front() const { return plane_front(space, state, integrate(space, materials, state).glass); }

  void advance(double dt, int n_steps)
  {
    for (int i = 0; i < n_steps; ++i)
    {
      State      next   = state;
      const auto report = step.advance(state, next, 0.0, dt);
      BOOST_REQUIRE_MESSAGE(report.converged, report.reason());
      state = std::move(next);
    }
  }
};

/// lambda exp(lambda^2) erf(lambda) = (C dT / L) / sqrt(pi) by bisection (Neumann).
double neumann(double stefan_number)
{
  double low = 0, high = 2;
  for (int i = 0; i < 60; ++i)
  {
    const double x       = 0.5 * (low + high);
    const bool   small   = x * std::exp(x * x) * std::erf(x) < stefan_number / std::sqrt(std::numbers::pi);
    (small ? low : high) = x;
  }
  return low;
}

/// A liquid at T_m whose wall is held 600 K colder (V07, V08).
struct Stefan
{
  static constexpr double kappa = 0.5 * W / (m * K), T_wall = T_m - 600 * K;

  const physics::MaterialCard numbers = card(kappa);
  const double                alpha = kappa / numbers.heat.heat_capacity, lambda = neumann((T_m - T_wall) / L_over_C);

  double front(double time) const { return 2 * lambda * std::sqrt(alpha * time); }
  double temperature(double x, double time) const
  {
    const double in = x / (2 * std::sqrt(alpha * time));
    return in > lambda ? T_m : T_wall + (T_m - T_wall) * std::erf(in) / std::erf(lambda);
  }
};

/// Its front after 1 ns, started from the exact solution at 0.25 ns; attachment `fast` times that of GST, as Neumann's
/// front is at T_m.
double solidified(const Stefan &exact, double ell, double fast, double dt)
{
  const double start = 0.25 * ns, end = 1 * ns;
  auto         c = exact.numbers;
  c.phase_change.jump_distance /= std::sqrt(fast); // eq. P4
  Slab slab(ell, 45 * nm, false, c, Stefan::T_wall);
  slab.start(exact.front(start), [&](double x) { return exact.temperature(x, start); });
  slab.advance(dt, static_cast<int>(std::lround((end - start) / dt)));
  return slab.front().position;
}

/// Neumann's front has no kinetics and no width: both go to zero, in which the error is linear.
BOOST_AUTO_TEST_CASE(a_wall_freezes_a_liquid_at_its_melting_point)
{
  const Stefan stefan;
  BOOST_TEST(stefan.lambda == 0.66547, tt::tolerance(1e-5)); // V07
  const double exact = stefan.front(1 * ns), dt = 1e-4 * ns; // below the time in which a fast front answers
  const double wide[2]   = {solidified(stefan, 1 * nm, 1000, dt), solidified(stefan, 1 * nm, 2000, dt)},
               narrow[2] = {solidified(stefan, 0.5 * nm, 1000, dt), solidified(stefan, 0.5 * nm, 2000, dt)};
  const double sharp[2]  = {2 * narrow[0] - wide[0], 2 * narrow[1] - wide[1]};
  const double limit     = 2 * sharp[1] - sharp[0];
  std::printf("\nFront after 1 ns, exact %.3f nm (V08)\n\n| ell (nm) | attachment 1000 x | 2000 x |\n|---|---|---|\n"
              "| 1 | %.3f | %.3f |\n| 0.5 | %.3f | %.3f |\n| extrapolated to 0 | %.3f | %.3f |\n\n"
              "infinitely fast: %.3f\n",
              exact, wide[0], wide[1], narrow[0], narrow[1], sharp[0], sharp[1], limit);
  BOOST_TEST(exact == 26.62, tt::tolerance(1e-3));
  BOOST_TEST(narrow[1] == exact, tt::tolerance(5e-3)); // V08
  BOOST_TEST(limit == exact, tt::tolerance(1e-3));
  // steps: not what limits the accuracy
  BOOST_TEST(solidified(stefan, 1 * nm, 1000, dt / 2) == wide[0], tt::tolerance(1e-4));
}

/// V19: a front into a liquid so cold that all of its latent heat is taken up on the way. Steady, it is at T_i with
/// C (T_i - T_inf) = DeltaH (eq. P1), whatever kappa is, and has the speed v_g(T_i); ahead of it
/// dT/dz = -v_g (h(T) - h(T_inf)) / kappa. DeltaH is that of the liquid far ahead where it is part of the enthalpy (eq.
/// H1), that at T_i where it is set free at the front (eq. H7).
struct Hypercooled
{
  physics::MaterialCard numbers = card(0.1 * W / (m * K));
  double                T_inf, T_i, v_g;

  Hypercooled(physics::LatentHeat where, double far) : T_inf(far)
  {
    numbers.heat.latent_heat = where;
    const physics::Material gst(numbers);
    const auto              rise = [&](double T) { return gst.latent_heat(T).v / numbers.heat.heat_capacity; };
    T_i                          = T_inf + rise(T_inf);
    for (int i = 0; where == physics::LatentHeat::at_front && i < 200; ++i)
      T_i = T_inf + rise(T_i);
    v_g = gst.growth_velocity(T_i);
  }

  /// Temperatures every nm ahead of the front.
  std::vector<double> ahead(int n) const
  {
    constexpr int           n_parts = 100;
    const physics::Material gst(numbers);
    const auto              h = [&](double T) { return gst.enthalpy(T, 0).v; };
    std::vector<double>     T{T_i};
    for (int i = 1; i < n; ++i)
    {
      T.push_back(T.back());
      for (int k = 0; k < n_parts; ++k)
        T.back() -= v_g * (h(T.back()) - h(T_inf)) / numbers.heat.glass_conductivity * (1 * nm / n_parts);
    }
    return T;
  }
};

void check_steady(const Hypercooled &exact)
{
  const double dt = 0.2 * nm / exact.v_g, start = 100 * nm, length = 1400 * nm;
  const int    n_steps = 500;
  Slab         slab(2 * nm, length, true, exact.numbers, exact.T_inf);
  const auto   ahead = exact.ahead(static_cast<int>(length / nm));
  slab.start(start, [&](double x) { return ahead[static_cast<std::size_t>(std::max(0.0, x - start) / nm)]; });
  slab.advance(dt, n_steps);
  const double half_way = slab.front().position;
  slab.advance(dt, n_steps);
  const PlaneFront front = slab.front();
  const double     speed = (front.position - half_way) / (n_steps * dt);
  std::printf("T_inf %g K, after %.0f nm: front at %.2f K (exact %.2f), %.5f m/s (v_g %.5f)\n", exact.T_inf,
              front.position - start, front.temperature, exact.T_i, speed, exact.v_g);
  BOOST_TEST(front.temperature - exact.T_inf == exact.T_i - exact.T_inf, tt::tolerance(0.02));
  BOOST_TEST(speed == exact.v_g, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(a_hypercooled_front_runs_at_the_temperature_of_its_heat)
{
  check_steady({physics::LatentHeat::at_front, 350 * K});
  check_steady({physics::LatentHeat::in_enthalpy, 490 * K});
}

BOOST_AUTO_TEST_SUITE_END()
