// Fronts whose speed the removal of their latent heat sets (rows V07, V08 and V19 of part 1 of the physics notes).
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
  c.heat.crystal_conductivity = c.heat.glass_conductivity = kappa * W / (m * K);
  c.heat.lorenz_factor                                    = 0;
  return c;
}

/// Two columns of cells of edge h = ell/2 with a contact below each; crystal below the front.
struct Column
{
  const double      h, ell;
  Discretization<2> space;
  Materials         materials;
  TimeStep<2>       step;
  State             state;

  static meshes::CellGeometry cell(double h, double length, bool insulated)
  {
    auto c               = block(Symmetry::planar, 2 * h, length);
    c.contacts[0].face   = {{0, 0, 0}, {h, 2 * h, 0}};
    c.contacts[1].face   = {{h, 0, 0}, {2 * h, 2 * h, 0}};
    c.insulated_contacts = insulated;
    return c;
  }

  Column(double ell_, double length, bool insulated, const physics::MaterialCard &c, double ambient)
    : h(0.5 * ell_), ell(ell_), space(MPI_COMM_WORLD, cell(h, length, insulated), {.coarse_size = h, .edge_size = h}),
      materials{physics::Material(c)},
      step(space, materials, {}, {.ambient = ambient}, {.width = ell, .gibbs_thomson = false, .melting = false}),
      state(uniform_state(space, ambient))
  {}

  template <class Profile>
  void start(double front, const Profile &temperature)
  {
    state.temperature   = nodal(space, [&](const Point &p) { return temperature(p[1]); });
    state.crystallinity = nodal(
        space, [&](const Point &p) { return 0.5 * (1 - std::tanh((p[1] - front) / (std::numbers::sqrt2 * ell))); });
  }

  /// Length of the crystal.
  double front() const
  {
    double sum = 0;
    for (const auto &c : space.cells)
      sum += c.size[1] * at_centre<2>(c, state.crystallinity);
    return sum / 2;
  }

  double temperature_at(double z) const
  {
    for (const auto &c : space.cells)
      if (c.corner[1] <= z && z < c.corner[1] + c.size[1])
      {
        const double part = (z - c.corner[1]) / c.size[1];
        return (1 - part) * state.temperature.local_element(c.nodes[0]) +
               part * state.temperature.local_element(c.nodes[2]);
      }
    return 0;
  }

  void advance(double dt)
  {
    State      next   = state;
    const auto report = step.advance(state, next, 0.0, dt);
    BOOST_REQUIRE_MESSAGE(report.converged, report.reason());
    state = std::move(next);
  }
};

/// lambda exp(lambda^2) erf(lambda) = (C dT / L) / sqrt(pi) by bisection (Neumann).
double neumann(double stefan_number)
{
  double low = 0, high = 2;
  for (int i = 0; i < 60; ++i)
  {
    const double x                                                                                 = 0.5 * (low + high);
    (x * std::exp(x * x) * std::erf(x) < stefan_number / std::sqrt(std::numbers::pi) ? low : high) = x;
  }
  return low;
}

/// Front after 1 ns of a liquid at T_m whose wall is held 600 K colder, started from the exact solution at 0.25 ns;
/// attachment `fast` times that of GST, as Neumann's front is at T_m.
double solidified(double ell, double fast, double dt)
{
  const double T_wall = 300 * K, alpha = 400, lambda = neumann(600 / L_over_C);
  const auto   exact = [&](double time) { return 2 * lambda * std::sqrt(alpha * time); };
  auto         c     = card(0.5);
  c.phase_change.jump_distance /= std::sqrt(fast);
  Column column(ell, 45 * nm, false, c, T_wall);
  column.start(exact(0.25), [&](double z) {
    const double in = z / (2 * std::sqrt(alpha * 0.25));
    return in > lambda ? T_m : T_wall + (T_m - T_wall) * std::erf(in) / std::erf(lambda);
  });
  for (int i = 0; i < std::lround(0.75 / dt); ++i)
    column.advance(dt);
  return column.front();
}

/// Neumann's front has no kinetics and no width: both go to zero, in which the error is linear.
BOOST_AUTO_TEST_CASE(a_wall_freezes_a_liquid_at_its_melting_point)
{
  const double lambda = neumann(600 / L_over_C);
  BOOST_TEST(lambda == 0.66547, tt::tolerance(1e-5)); // V07
  const double exact = 2 * lambda * std::sqrt(400 * 1.0), dt = 4e-4;
  const double wide[2]   = {solidified(1, 1000, dt), solidified(1, 2000, dt)},
               narrow[2] = {solidified(0.5, 1000, dt), solidified(0.5, 2000, dt)};
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
  BOOST_TEST(solidified(1, 1000, dt / 2) == wide[0], tt::tolerance(1e-4));
}

/// V19: a front into a liquid so cold that all of its latent heat is taken up on the way. Steady, it is at T_i with
/// C (T_i - T_inf) = DeltaH (eq. P1), whatever kappa is, and has the speed v_g(T_i); ahead of it
/// dT/dz = -v_g (h(T) - h(T_inf)) / kappa. DeltaH is that of the liquid far ahead where it is part of the enthalpy (eq.
/// H1), that at T_i where it is set free at the front (eq. H7).
struct Hypercooled
{
  static constexpr double kappa   = 0.1 * W / (m * K);
  physics::MaterialCard   numbers = card(0.1);
  double                  T_inf, T_i, v_g;

  Hypercooled(physics::LatentHeat where, double far) : T_inf(far)
  {
    numbers.heat.latent_heat = where;
    const physics::Material glass(numbers);
    T_i = T_inf + rise(glass, T_inf);
    for (int i = 0; where == physics::LatentHeat::at_front && i < 200; ++i)
      T_i = T_inf + rise(glass, T_i);
    v_g = glass.growth_velocity(T_i);
  }

  double rise(const physics::Material &glass, double T) const
  {
    return glass.latent_heat(T).v / numbers.heat.heat_capacity;
  }

  /// Temperatures every nm ahead of the front.
  std::vector<double> ahead(int n) const
  {
    const physics::Material glass(numbers);
    const auto              h = [&](double T) { return glass.enthalpy(T, 0).v; };
    std::vector<double>     T{T_i};
    for (int i = 1, parts = 100; i < n; ++i)
    {
      T.push_back(T.back());
      for (int k = 0; k < parts; ++k)
        T.back() -= v_g * (h(T.back()) - h(T_inf)) / kappa / parts;
    }
    return T;
  }
};

void check_steady(const Hypercooled &exact)
{
  const double dt = 0.2 * nm / exact.v_g, start = 100;
  Column       column(2 * nm, 1400 * nm, true, exact.numbers, exact.T_inf);
  const auto   ahead = exact.ahead(1400);
  column.start(start, [&](double z) { return ahead[static_cast<std::size_t>(std::max(0.0, z - start))]; });
  const int n_steps = 1000, n_last = 500;
  double    from = 0;
  for (int i = 0; i < n_steps; ++i)
  {
    if (i == n_steps - n_last)
      from = column.front();
    column.advance(dt);
  }
  const double speed = (column.front() - from) / (n_last * dt), T = column.temperature_at(column.front());
  std::printf("T_inf %g K, after %.0f nm: front at %.2f K (exact %.2f), %.5f m/s (v_g %.5f)\n", exact.T_inf,
              column.front() - start, T, exact.T_i, speed, exact.v_g);
  BOOST_TEST(T - exact.T_inf == exact.T_i - exact.T_inf, tt::tolerance(0.02));
  BOOST_TEST(speed == exact.v_g, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(a_hypercooled_front_runs_at_the_temperature_of_its_heat)
{
  check_steady({physics::LatentHeat::at_front, 350 * K});
  check_steady({physics::LatentHeat::in_enthalpy, 490 * K});
}

BOOST_AUTO_TEST_SUITE_END()
