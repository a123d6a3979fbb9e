// Cells in a netlist (eqs. E10, E11): closed forms, today's keys, and Kirchhoff's laws.
#include <tests/solver/cells.h>
#include <tests/verification/convergence.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(netlist_cells)

/// A cube of 10 nm of 1 kohm at two nodes.
meshes::CellGeometry cube(const std::string &bottom, const std::string &top)
{
  auto cell             = block(Symmetry::planar, 10, 10);
  cell.depth            = 10;
  cell.contacts[0].node = bottom;
  cell.contacts[1].node = top;
  return cell;
}

const double of_cube = 1 / (1e3 * ohm * 10 * nm) / (S / m);

Circuit with_netlist(const std::string &text)
{
  Circuit circuit;
  circuit.netlist = text;
  return circuit;
}

/// V'' + 2 a V' + w^2 V = E / (L C) from rest, with a = (R / L + 1 / (R_cell C)) / 2, w^2 = (1 + R / R_cell) / (L C).
BOOST_AUTO_TEST_CASE(a_resonant_circuit_rings_as_it_must_at_second_order)
{
  const double R = 50 * ohm, R_cell = 1e3 * ohm, L = 20e-9 * H, C = 0.5e-12 * F, E = 0.03 * V, t = 1 * ns;
  const double a = 0.5 * (R / L + 1 / (R_cell * C)), w = std::sqrt((1 + R / R_cell) / (L * C) - a * a);
  const double V_end = E / (1 + R / R_cell), fade = std::exp(-a * t);
  const double V_exact = V_end * (1 - fade * (std::cos(w * t) + a / w * std::sin(w * t)));
  const double rate    = V_end * fade * (a * a + w * w) / w * std::sin(w * t);
  const double I_exact = V_exact / R_cell + C * rate;

  const Discretization<2> space(MPI_COMM_WORLD, cube("ground", "top"), {.coarse_size = 5});
  const Materials         materials{solid(of_cube, 1e3)};
  ElectroThermal<2>       equations(
            space, materials, with_netlist("R1 source a 50 ohm; L1 a top 20 nH; C1 top ground 0.5 pF"), {.tolerance = 1e-12});
  Convergence table("RLC", "dt (ns)", "error of V (V)"), currents("RLC", "dt (ns)", "error of I_L (e/ns)");
  for (const int n : {40, 80, 160})
  {
    State state = uniform_state(space);
    for (int i = 0; i < n; ++i)
    {
      State      next   = state;
      const auto report = equations.solve(state, next, E, t / n);
      BOOST_REQUIRE(report.converged);
      BOOST_TEST(report.balance.imbalance() < 1e-8);
      state = next;
    }
    table.add(t / n, std::abs(state.cell_voltage - V_exact));
    currents.add(t / n, std::abs(state.circuit.current[0] - I_exact));
  }
  BOOST_TEST(table.last_order() == 2.0, tt::tolerance(0.05));
  BOOST_TEST(currents.last_order() == 2.0, tt::tolerance(0.05));
}

struct Trace
{
  std::vector<double> voltage, current; ///< of the cell
};

/// Steps through a ramp and a plateau of the source.
Trace trace(const meshes::CellGeometry &cell, const Circuit &circuit)
{
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 5});
  const Materials         materials{solid(of_cube, 1e3)};
  ElectroThermal<2>       equations(space, materials, circuit, {.tolerance = 1e-13});
  State                   state = uniform_state(space);
  Trace                   all;
  const auto              source = [](double t) { return 1.5 * V * std::min(1.0, t / (0.01 * ns)); };
  const double            dt     = 1e-3 * ns;
  for (int i = 0; i < 20; ++i)
  {
    State      next   = state;
    const auto report = equations.solve(state, next, {source((i + 1) * dt), source((i + stage_fraction) * dt)}, dt);
    BOOST_REQUIRE(report.converged);
    state = next;
    all.voltage.push_back(state.cell_voltage);
    all.current.push_back(report.balance.current[1]);
  }
  return all;
}

/// The keys of the section circuit and the same in words; the transistor on the grounded side, where it stands.
BOOST_AUTO_TEST_CASE(a_netlist_is_what_the_keys_were)
{
  Circuit resistance{1e3 * ohm, 5e-15 * F}, transistor{1e3 * ohm, 5e-15 * F}, selector{1e3 * ohm, 5e-15 * F};
  transistor.transistor = {400 * uA / (V * V), 2 * V, 0.5 * V, 1 * V};
  selector.selector     = {1e-3 * uA, 0.05 * V};
  struct Pair
  {
    Circuit     keys;
    std::string bottom, words;
  };
  for (const Pair &pair :
       {Pair{resistance, "ground", "R1 source top 1 kohm; C1 top ground 5 fF"},
        Pair{transistor, "bottom", "R1 source top 1 kohm; M1 bottom ground gate=2 V k=400 uA/V2; C1 top bottom 5 fF"},
        Pair{selector, "ground", "R1 source a 1 kohm; S1 a top I0=1 nA V0=50 mV; C1 top ground 5 fF"}})
  {
    auto        plain = cube("", "");
    const Trace keys = trace(plain, pair.keys), words = trace(cube(pair.bottom, "top"), with_netlist(pair.words));
    for (std::size_t i = 0; i < keys.voltage.size(); ++i)
    {
      BOOST_TEST(words.voltage[i] == keys.voltage[i], tt::tolerance(1e-10) << pair.words);
      BOOST_TEST(words.current[i] == keys.current[i], tt::tolerance(1e-10) << pair.words);
    }
  }
}

/// A bar with a third terminal at its middle, which conducts 1e7 times better than its halves of 2 kohm: a star of
/// three nodes, solved by hand.
BOOST_AUTO_TEST_CASE(a_bar_with_three_terminals_divides_currents_as_by_hand)
{
  const double height = 20;
  auto         cell   = block(Symmetry::planar, height, height);
  cell.depth          = 10;
  cell.regions.push_back({"middle", {{0, 0, 0.4 * height}, {height, 0, 0.6 * height}}});
  cell.contacts.push_back({"side", {{height, 0, 0.4 * height}, {height, 0, 0.6 * height}}});
  const char *nodes[] = {"low", "high", "side"};
  for (int k = 0; k < 3; ++k)
    cell.contacts[k].node = nodes[k];
  const double            half = 2e3 * ohm, sigma = 0.4 * height / (half * height * cell.depth) / (S / m);
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 2, .edge_size = 2});
  const Materials         materials{solid(sigma, 1e4), solid(1e7 * sigma, 1e4)};
  ElectroThermal<2>       equations(space, materials,
                                    with_netlist("R1 source high 1 kohm; R2 low ground 500 ohm; V1 a ground 0.02 V; R3 a "
                                                       "side 3 kohm; R4 side ground 6 kohm"),
                                    {.tolerance = 1e-12});
  const State             old    = uniform_state(space);
  State                   next   = old;
  const auto              report = equations.solve(old, next, 0.1 * V, ElectroThermal<2>::steady);
  BOOST_REQUIRE(report.converged);
  // the middle M: (0.1 - M) / 3k + (0.02 - M) / 3k = M / 2.5k + M / 6k
  const double k = 1e3 * ohm, M = (0.1 + 0.02) / 3 / (2.0 / 3 + 1 / 2.5 + 1.0 / 6);
  BOOST_TEST(report.balance.current[1] == (0.1 - M) / (3 * k), tt::tolerance(1e-6));
  BOOST_TEST(report.balance.current[0] == -M / (2.5 * k), tt::tolerance(1e-6));
  BOOST_TEST(report.balance.further[0] == (0.02 - M) / (3 * k) - M / (6 * k), tt::tolerance(1e-6));
  BOOST_TEST(report.balance.imbalance() < 1e-8);
  const double sources = 0.1 * (0.1 - M) / (3 * k) + 0.02 * (0.02 - M) / (3 * k);
  BOOST_TEST(report.source_power == sources, tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
