// Thermal conditions of terminals (eq. H11) against slabs in one dimension.
#include <solver/transport/electro_thermal.h>

#include <solver/run/measures.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Cooling;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(terminals)

constexpr double width = 12, height = 20;
const double     heat = 1e17 * W / (m * m * m), kappa = 2 * W / (m * K);

struct Heated
{
  double              hottest;
  std::vector<double> out; ///< [eV/ns]
};

/// A block heated evenly.
Heated heated(const meshes::CellGeometry &cell)
{
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 2, .edge_size = 2});
  const Materials         materials{solid(0, 2)};
  Sources<2>              sources;
  sources.heat = [](const dealii::Point<2> &, double) { return heat; };
  ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-13}, sources);
  const State       old    = uniform_state(space);
  State             next   = old;
  const auto        report = equations.solve(old, next, 0, ElectroThermal<2>::steady);
  BOOST_REQUIRE(report.converged);
  return {hottest(space, next, [](int) { return true; }).temperature, report.balance.heat_out};
}

BOOST_AUTO_TEST_CASE(a_resistance_to_ambient_lifts_the_slab_by_its_heat)
{
  const double R                      = 50e-9 * m * m * K / W;
  auto         cell                   = block(Symmetry::planar, width, height);
  cell.contacts[0].cooling            = Cooling::adiabatic;
  cell.contacts[1].cooling            = Cooling::resistance;
  cell.contacts[1].thermal_resistance = R;
  const Heated slab                   = heated(cell);
  BOOST_TEST(slab.hottest - 300 * K == heat * height * R + heat * height * height / (2 * kappa), tt::tolerance(1e-8));
  BOOST_TEST(slab.out[0] == 0);
  BOOST_TEST(slab.out[1] == heat * height * width * cell.depth, tt::tolerance(1e-8));
}

BOOST_AUTO_TEST_CASE(a_side_can_take_the_heat_alone)
{
  auto cell = block(Symmetry::planar, width, height);
  for (auto &contact : cell.contacts)
    contact.cooling = Cooling::adiabatic;
  cell.contacts.push_back({"side", {{width, 0, 0}, {width, 0, height}}});
  const Heated slab = heated(cell);
  BOOST_TEST(slab.hottest - 300 * K == heat * width * width / (2 * kappa), tt::tolerance(1e-8));
  BOOST_TEST(slab.out[2] == heat * height * width * cell.depth, tt::tolerance(1e-8));
}

/// Ground below, driven above, and a third terminal in the middle of the right side.
meshes::CellGeometry three_terminals(meshes::Electrode electrode)
{
  auto cell = block(Symmetry::planar, height, height);
  // between the others, so that no corner belongs to two
  cell.regions.push_back({"middle", {{0, 0, 0.4 * height}, {height, 0, 0.6 * height}}});
  cell.contacts.push_back({"side", {{height, 0, 0.4 * height}, {height, 0, 0.6 * height}}, {}, electrode});
  return cell;
}

/// By symmetry a floating terminal in the middle of the side stands at half the voltage, and what flows in above flows
/// out below; grounded it takes a part of the current.
BOOST_AUTO_TEST_CASE(a_third_terminal_floats_or_takes_current)
{
  const Materials materials{solid(1e5, 2), solid(1e5, 2)};
  double          current[2];
  for (const auto electrode : {meshes::Electrode::floating, meshes::Electrode::ground})
  {
    const Discretization<2> space(MPI_COMM_WORLD, three_terminals(electrode), {.coarse_size = 1, .edge_size = 1});
    ElectroThermal<2>       equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-12});
    State                   state  = uniform_state(space);
    const auto              report = equations.solve_charge(state, 0.1 * V);
    BOOST_REQUIRE(report.converged);
    BOOST_TEST(report.balance.imbalance() < 1e-9);
    if (electrode == meshes::Electrode::floating)
    {
      BOOST_TEST(std::abs(report.balance.further[0]) < 1e-10 * report.balance.current[1]);
      for (unsigned int i = 0; i < space.positions.size(); ++i)
        if (space.contact[i] == 2)
          BOOST_TEST(state.potential.local_element(i) == 0.05 * V, tt::tolerance(1e-9));
      State      next  = state;
      const auto again = equations.solve(state, next, 0.1 * V, ElectroThermal<2>::steady); // jointly with heat
      BOOST_TEST(again.converged);
      BOOST_TEST(again.balance.current[1] == report.balance.current[1], tt::tolerance(1e-9));
    }
    current[electrode == meshes::Electrode::ground] = report.balance.current[1];
  }
  BOOST_TEST(current[1] > 1.1 * current[0]);
}

BOOST_AUTO_TEST_SUITE_END()
