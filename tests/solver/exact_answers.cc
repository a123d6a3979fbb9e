// Exact answers of part 1 of the physics notes (rows V09, V10, V17) that need conduction and heat alone.
#include <solver/transport/electro_thermal.h>

#include <solver/run/measures.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(exact_answers)

/// V09: a wire with kappa = L_0 sigma T between ends at T_0: T_max^2 = T_0^2 + V^2 / (4 L_0) (Kohlrausch).
BOOST_AUTO_TEST_CASE(a_wire_that_obeys_wiedemann_and_franz)
{
  physics::MaterialCard card     = solid(1e6).card();
  card.heat.crystal_conductivity = 2.44e-8 * 1e6 * 300 * W / (m * K);
  card.heat.temperature_exponent = -1;
  const Materials         materials{physics::Material(card)};
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 10, 100), {.coarse_size = 2, .edge_size = 2});
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-12});
  const State             old  = uniform_state(space);
  State                   next = old;
  // at once, Newton's method finds -T inside the wire, for which kappa grad T is the same: that is refused
  State      other  = old;
  const auto report = equations.solve(old, other, 0.15 * V, ElectroThermal<2>::steady);
  BOOST_TEST(!report.converged);
  BOOST_TEST(report.failed == too_cold);
  for (const double volts : {0.05, 0.1, 0.15})
    BOOST_TEST(equations.solve(old, next, volts * V, ElectroThermal<2>::steady).converged);
  BOOST_TEST(hottest(space, next, [](int) { return true; }).temperature / K == 566.2, tt::tolerance(1e-3));
}

/// The same by the law of the crystal's electrons (eq. H12), beside a lattice of 1e-7 of their conductivity.
BOOST_AUTO_TEST_CASE(a_wire_whose_electrons_carry_all_heat)
{
  physics::MaterialCard card      = solid(1e6).card();
  card.heat.crystal_conductivity  = 1e-6 * W / (m * K);
  card.heat.crystal_heat          = physics::CrystalHeat::lattice;
  card.heat.crystal_lorenz_factor = 1;
  const Materials         materials{physics::Material(card)};
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 10, 100), {.coarse_size = 2, .edge_size = 2});
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-12});
  const State             old  = uniform_state(space);
  State                   next = old;
  for (const double volts : {0.05, 0.1, 0.15})
    BOOST_TEST(equations.solve(old, next, volts * V, ElectroThermal<2>::steady).converged);
  const double exact = std::sqrt(300.0 * 300 + 0.15 * 0.15 / (4 * 2.443004e-8)); // L_0 = (pi k/e)^2 / 3
  BOOST_TEST(hottest(space, next, [](int) { return true; }).temperature / K == exact, tt::tolerance(1e-3));
}

/// V10: a disc of radius a on a half space, here a cylinder of 50 a: R = 1 / (4 sigma a) (Holm).
BOOST_AUTO_TEST_CASE(the_spreading_resistance_of_a_disc)
{
  const double a = 10 * nm, far = 50 * a;
  auto         cell = block(Symmetry::axisymmetric, far, far);
  cell.regions.push_back({"core", {{0, 0, 0}, {a, a, far}}}); // a line of the mesh at the edge of the disc
  cell.contacts[0].face = {{0, 0, 0}, {a, a, 0}};
  cell.singular_edges   = {{{a, a, 0}, {a, a, 0}}};
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 50, .edge_size = 0.1, .grading = 0.15});
  const Materials         materials{solid(1e5), solid(1e5)};
  ElectroThermal<2>       equations(space, materials, {}, {.tolerance = 1e-12});
  State                   state  = uniform_state(space);
  const auto              report = equations.read(state, 0.1 * V);
  BOOST_TEST(report.converged);
  BOOST_TEST(0.1 * V / report.balance.current[1] * 4 * 1e5 * S / m * a == 1.0, tt::tolerance(0.01));
}

/// V17: two materials with constant Seebeck coefficients: T (S_1 - S_2) J is set free between them (eq. H6), and
/// I V leaves.
BOOST_AUTO_TEST_CASE(the_peltier_heat_of_a_junction)
{
  const double S_[2] = {150 * 1e-6 * V / K, -100 * 1e-6 * V / K}, sigma[2] = {1e5, 3e5}, kappa[2] = {2, 5},
               L[2] = {20, 30};
  Materials materials;
  for (int k = 0; k < 2; ++k)
  {
    physics::MaterialCard card     = solid(sigma[k], kappa[k]).card();
    card.thermoelectricity.crystal = S_[k];
    materials.emplace_back(card);
  }
  const auto              cell = stack(Symmetry::planar, 10, {{"low", L[0]}, {"high", L[1]}});
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 5, .edge_size = 5});
  for (const double volts : {0.05 * V, -0.05 * V})
  {
    ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-13});
    const State       old    = uniform_state(space);
    State             next   = old;
    const auto        report = equations.solve(old, next, volts, ElectroThermal<2>::steady);
    const Balance    &b      = report.balance;
    BOOST_TEST(report.converged);
    BOOST_TEST(volts * b.current[1] == b.heat_out[0] + b.heat_out[1], tt::tolerance(1e-8));
    const double J   = -b.current[1] / 10; // upwards; from the driven contact it flows down
    double       out = 0, in = 0;          // of the junction: conductances to the ends, and half the Joule heats
    for (int k = 0; k < 2; ++k)
    {
      out += kappa[k] * W / (m * K) / L[k];
      in += 0.5 * J * J * L[k] / (sigma[k] * S / m);
    }
    const double T = (out * 300 * K + in) / (out - (S_[0] - S_[1]) * J); // out (T - 300 K) = in + (S_1 - S_2) T J
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      if (std::abs(space.positions[i][1] - L[0]) < 1e-9)
        BOOST_TEST(next.temperature.local_element(i) == T, tt::tolerance(1e-8));
  }
}

BOOST_AUTO_TEST_SUITE_END()
