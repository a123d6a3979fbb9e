#include <solver/transport/electro_thermal.h>

#include <meshes/mushroom.h>
#include <solver/run/measures.h>
#include <tests/solver/cells.h>
#include <tests/verification/convergence.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(electro_thermal)

constexpr double square_metre = m * m;

template <int dim>
double resistance(const meshes::CellGeometry &cell, const Materials &materials, double size)
{
  Discretization<dim> space(MPI_COMM_WORLD, cell, {.coarse_size = size});
  refine_where(space,
               [&](const auto &p) { return p[0] < 0.5 * cell.regions[0].box.upper[0] && p[dim - 1] < 2 * size; });
  ElectroThermal<dim> equations(space, materials, {}, {.tolerance = 1e-13});
  State               state  = uniform_state(space);
  const auto          report = equations.read(state, 0.1 * V);
  BOOST_TEST(report.converged);
  BOOST_TEST(report.balance.imbalance() < 1e-8);
  return 0.1 * V / report.balance.current[1];
}

BOOST_AUTO_TEST_CASE(a_one_ohm_block_has_one_ohm)
{
  const auto sigma = [](double area) { return 20 * nm / (1 * ohm * area) / (S / m); }; // S/m
  const auto check = tt::tolerance(1e-10);
  BOOST_TEST(resistance<2>(block(Symmetry::planar, 8, 20), {solid(sigma(8))}, 4) / ohm == 1, check);
  BOOST_TEST(resistance<2>(block(Symmetry::axisymmetric, 8, 20), {solid(sigma(64 * std::numbers::pi))}, 4) / ohm == 1,
             check);
  BOOST_TEST(resistance<3>(block(Symmetry::none, 8, 20), {solid(sigma(64))}, 4) / ohm == 1, check);
}

BOOST_AUTO_TEST_CASE(stacked_discs_and_their_contact_resistance_add_up)
{
  const double rho_c = 1e-13 * ohm * square_metre, area = std::numbers::pi * 400;
  auto         cell = stack(Symmetry::axisymmetric, 20, {{"low", 10}, {"high", 15, true}});
  cell.interfaces   = {{"low", "high", 0, rho_c}};
  const double sum  = (10 / (1e5 * S / m) + 15 / (2e4 * S / m) + rho_c) / area;
  BOOST_TEST(resistance<2>(cell, {solid(1e5), solid(2e4)}, 5) == sum, tt::tolerance(1e-10));
  cell.interfaces.clear(); // a cut without resistance is no cut
  BOOST_TEST(resistance<2>(cell, {solid(1e5), solid(2e4)}, 5) == sum - rho_c / area, tt::tolerance(1e-10));
}

/// V16: two slabs, heated evenly in the lower one; a boundary resistance R between them jumps by q R.
BOOST_AUTO_TEST_CASE(the_temperature_jumps_by_flux_times_boundary_resistance)
{
  const double R = 20e-9 * square_metre * K / W, k = 0.5 * W / (m * K), source = 1e17 * W / (m * m * m);
  auto         cell = stack(Symmetry::axisymmetric, 30, {{"low", 20}, {"high", 10, true}});
  cell.interfaces   = {{"low", "high", R, 0}};
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 5});
  const Materials         materials{solid(0, 0.5), solid(0, 1)};
  Sources<2>              sources;
  sources.heat = [&](const dealii::Point<2> &p, double) { return p[1] < 20 ? source : 0.0; };
  ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-13}, sources);
  const State       old    = uniform_state(space);
  State             next   = old;
  const auto        report = equations.solve(old, next, 0, ElectroThermal<2>::steady);
  BOOST_TEST(report.converged);

  const double q    = source * 200 / k / (20 / k + R + 10 / (2 * k)); // upwards, from the two slabs in series
  const double area = std::numbers::pi * 900;
  BOOST_TEST(report.balance.heat_out[1] == q * area, tt::tolerance(1e-9));
  BOOST_TEST(report.balance.heat_out[0] == (source * 20 - q) * area, tt::tolerance(1e-9));
  const Vector upper = touched_nodes(space, [](const auto &c) { return c.region == 1; });
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (std::abs(space.positions[i][1] - 20) < 1e-9)
    {
      const double above = 300 * K + q * 10 / (2 * k);
      BOOST_TEST(next.temperature.local_element(i) == (upper.local_element(i) > 0 ? above : above + q * R),
                 tt::tolerance(1e-9)); // the jump itself is 1e-6 of V16
    }
}

/// RP1's cell with resistances on the faces of the layer: everything that can carry current or heat.
meshes::CellGeometry mushroom(double rho_c = 1e-13 * ohm * square_metre)
{
  meshes::Mushroom cell;
  cell.contact_resistance = rho_c;
  return cell.build();
}
Materials mushroom_materials()
{
  return {solid(1e7, 50, 2.6e6), solid(0, 1.38, 1.67e6), solid(5e5, 12, 3.2e6), gst(), solid(5e5, 12, 3.2e6)};
}
constexpr Discretization<2>::Parameters coarse{.coarse_size = 20, .edge_size = 2, .grading = 0.5};

BOOST_AUTO_TEST_CASE(in_steady_state_the_joule_heat_leaves_and_is_the_source_s_power)
{
  const Discretization<2> space(MPI_COMM_WORLD, mushroom(), coarse);
  Materials               materials = mushroom_materials();
  materials[3]                      = gst_without_thermoelectricity();
  ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-12});
  const State       old  = uniform_state(space);
  State             next = old;
  SolveReport       report;
  for (const double volts : {0.1, 0.2, 0.3}) // at once Newton's method goes astray, as in a wire of Wiedemann and Franz
    report = equations.solve(old, next, volts * V, ElectroThermal<2>::steady);
  BOOST_TEST(report.converged);
  const Balance &b = report.balance;
  BOOST_TEST(b.imbalance() < 1e-8);
  BOOST_TEST(b.joule == b.heat_out[0] + b.heat_out[1], tt::tolerance(1e-8));
  BOOST_TEST(b.joule == 0.3 * V * b.current[1], tt::tolerance(1e-8));
  BOOST_TEST(hottest(space, next, [](int) { return true; }).temperature > 400 * K);
}

/// Joule, Peltier and Thomson heat together, across faces with a jump of the temperature, in both directions.
BOOST_AUTO_TEST_CASE(thermoelectric_heat_is_conserved_and_depends_on_the_polarity)
{
  const Discretization<2> space(MPI_COMM_WORLD, mushroom(), coarse);
  const Materials         materials = mushroom_materials();
  double                  hottest_layer[2];
  for (const double sign : {1.0, -1.0})
    for (const TimeScheme scheme : {TimeScheme::backward_euler, TimeScheme::sdirk2})
    {
      ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-12, .scheme = scheme});
      State             state = uniform_state(space);
      for (const double dt : {1e-3, 0.01, 0.1, 0.2, 0.4})
      {
        State next         = state;
        next.time          = state.time + dt;
        const auto  report = equations.solve(state, next, sign * 0.3 * V, dt * ns);
        const auto &b      = report.balance;
        BOOST_REQUIRE(report.converged);
        BOOST_TEST(b.imbalance() < 1e-8);
        BOOST_TEST(b.joule == b.stored + b.heat_out[0] + b.heat_out[1], tt::tolerance(1e-8));
        if (scheme == TimeScheme::backward_euler)
          BOOST_TEST(b.joule == sign * 0.3 * V * b.current[1], tt::tolerance(1e-8));
        state = next;
      }
      hottest_layer[sign > 0] = hottest(space, state, [](int r) { return r == 3; }).temperature;
    }
  // current from the layer into the heater sets Peltier heat free there
  BOOST_TEST(hottest_layer[1] > hottest_layer[0] + 20 * K);
}

BOOST_AUTO_TEST_CASE(a_series_resistance_divides_the_voltage)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 10, 10), {.coarse_size = 2.5});
  const Materials         materials{solid(1 / (1e3 * ohm) / (S / m), 1e3)}; // 1 kohm
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 2e3 * ohm}, {.tolerance = 1e-13});
  const State             old  = uniform_state(space);
  State                   next = old;
  BOOST_TEST(equations.solve(old, next, 0.03 * V, ElectroThermal<2>::steady).converged);
  BOOST_TEST(next.cell_voltage == 0.01 * V, tt::tolerance(1e-10));
}

BOOST_AUTO_TEST_CASE(the_parasitic_capacitance_charges_exponentially)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 10, 10), {.coarse_size = 5});
  const Materials         materials{solid(1 / (1e3 * ohm) / (S / m), 1e3)};
  const Circuit           circuit{2e3 * ohm, 1e-15 * F};
  ElectroThermal<2>       equations(space, materials, circuit, {.tolerance = 1e-12});
  const double            tau = 1e-15 * F * 2e3 * ohm / 3; // both resistances in parallel
  Convergence             table("Circuit", "dt (ns)", "error of V(tau) (V)");
  for (const int n : {10, 20, 40, 80})
  {
    State state = uniform_state(space);
    for (int i = 0; i < n; ++i)
    {
      State next = state;
      BOOST_REQUIRE(equations.solve(state, next, 0.03 * V, tau / n).converged);
      state = next;
    }
    table.add(tau / n, std::abs(state.cell_voltage - 0.01 * V * (1 - std::exp(-1.0))));
  }
  BOOST_TEST(table.last_order() == 2.0, tt::tolerance(0.05));
}

/// Two layers of equal thickness and permittivity: the voltage divides evenly at first, as that of two capacitors, and
/// then with tau = 2 epsilon / (sigma_1 + sigma_2) as that of two resistors (Maxwell and Wagner).
BOOST_AUTO_TEST_CASE(the_displacement_current_charges_the_face_between_two_layers)
{
  const Discretization<2> space(MPI_COMM_WORLD, stack(Symmetry::planar, 10, {{"lower", 10}, {"upper", 10}}),
                                {.coarse_size = 5});
  const Materials         materials{solid(1e-2, 1e3), solid(3e-2, 1e3)};
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 0},
                                    {.tolerance = 1e-12, .scheme = TimeScheme::sdirk2, .permittivity = 16});
  const double            epsilon = 16 * 8.8541878128e-12, tau = 2 * epsilon / 4e-2 * 1e9 * ns, volts = 0.1 * V;
  const auto              middle = [&](const State &state) {
    double highest = 0;
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      if (std::abs(space.positions[i][1] - 10) < 1e-9)
        highest = std::max(highest, state.potential.local_element(i));
    return dealii::Utilities::MPI::max(highest, MPI_COMM_WORLD);
  };
  // charged evenly, then let go
  State start     = uniform_state(space);
  start.potential = nodal(space, [&](const auto &x) { return volts * x[1] / 20; });
  Convergence table("Displacement current", "dt (ns)", "error of V(tau) between the layers (V)");
  for (const int n_steps : {4, 8, 16, 32})
  {
    State       state = start;
    SolveReport report;
    for (int i = 0; i < n_steps; ++i)
    {
      State next = state;
      report     = equations.solve(state, next, volts, tau / n_steps);
      BOOST_REQUIRE(report.converged);
      BOOST_TEST(report.balance.imbalance() < 1e-9);
      state = next;
    }
    table.add(tau / n_steps, std::abs(middle(state) - volts * (0.75 - 0.25 * std::exp(-1.0))));
  }
  BOOST_TEST(table.last_order() == 2.0, tt::tolerance(0.05));
}

/// The same case on all ranks and on each rank alone.
struct Answers
{
  double resistance, hottest, voltage, bottom;
};

Answers answers(MPI_Comm communicator)
{
  const Discretization<2> space(communicator, mushroom(), coarse);
  const Materials         materials = mushroom_materials();
  ElectroThermal<2>       equations(space, materials, {.series_resistance = 1e3 * ohm}, {.tolerance = 1e-12});
  State                   state = uniform_state(space);
  SolveReport             report;
  for (int i = 0; i < 3; ++i)
  {
    State next = state;
    report     = equations.solve(state, next, 0.5 * V, 0.2 * ns);
    BOOST_REQUIRE(report.converged);
    state = next;
  }
  return {state.cell_voltage / report.balance.current[1], hottest(space, state, [](int) { return true; }).temperature,
          state.cell_voltage, report.balance.heat_out[0]};
}

BOOST_AUTO_TEST_CASE(ranks_do_not_matter)
{
  const Answers together = answers(MPI_COMM_WORLD), alone = answers(MPI_COMM_SELF);
  BOOST_TEST(together.resistance == alone.resistance, tt::tolerance(1e-9));
  BOOST_TEST(together.hottest == alone.hottest, tt::tolerance(1e-9));
  BOOST_TEST(together.voltage == alone.voltage, tt::tolerance(1e-9));
  BOOST_TEST(together.bottom == alone.bottom, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_read_leaves_the_temperature_alone)
{
  const Discretization<2> space(MPI_COMM_WORLD, mushroom(), coarse);
  const Materials         materials = mushroom_materials();
  ElectroThermal<2>       equations(space, materials, {}, {});
  State                   state = uniform_state(space, 310);
  BOOST_TEST(equations.read(state, 0.1 * V).converged);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    BOOST_REQUIRE(state.temperature.local_element(i) == 310);
}

BOOST_AUTO_TEST_SUITE_END()
