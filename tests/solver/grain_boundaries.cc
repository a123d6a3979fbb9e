// Boundaries between grains: resistance of a bar, on several meshes.
#include <solver/structure/grains.h>

#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(grain_boundaries)

namespace
{
constexpr double height = 20 * nm, width = 8 * nm;

physics::MaterialCard polycrystal(double electrical, double thermal)
{
  physics::MaterialCard card;
  card.grain_boundaries.electrical = electrical;
  card.grain_boundaries.thermal    = thermal;
  card.thermoelectricity           = {
                .crystal = 0, .crystal_activation_energy = 0, .glass = 0, .glass_activation_energy = 0, .liquid = 0};
  return card;
}

/// Crystal whose grains are told apart by a function of the place: grain 1 where it is negative, else 2.
template <int dim, class Side>
State two_grains(const Discretization<dim> &space, const Side &side)
{
  State state    = uniform_state(space);
  state.n_grains = 3;
  state.grain    = nodal(space, [&](const auto &p) { return grain_label(side(p) < 0 ? 1 : 2); });
  return state;
}

template <int dim, class Side>
double resistance(Symmetry symmetry, double width_, const physics::Material &material, double size, const Side &side)
{
  const Discretization<dim> space(MPI_COMM_WORLD, block(symmetry, width_, height), {.coarse_size = size});
  const Materials           materials{material};
  ElectroThermal<dim>       equations(space, materials, {}, {.tolerance = 1e-13});
  State                     state  = two_grains(space, side);
  const auto                report = equations.read(state, 0.1 * V);
  BOOST_TEST(report.converged);
  return 0.1 * V / report.balance.current[1];
}
} // namespace

BOOST_AUTO_TEST_CASE(a_bar_with_one_boundary_is_its_grains_and_the_boundary_in_series) // eq. C17, three meshes
{
  const double            rho = 1e-13 * ohm * m * m;
  const physics::Material gst(polycrystal(rho, 0));
  const double            sigma = gst.conductivity(physics::local_state(300, 0, 1, 0)).v;
  const auto              flat  = [](const auto &p) { return p[p.dimension - 1] - 9.3 * nm; };
  for (const double size : {4.0, 2.0, 0.5})
  {
    BOOST_TEST(resistance<2>(Symmetry::planar, width, gst, size, flat) == (height / sigma + rho) / (width * nm),
               tt::tolerance(1e-9));
    BOOST_TEST(resistance<2>(Symmetry::axisymmetric, width, gst, size, flat) ==
                   (height / sigma + rho) / (std::numbers::pi * width * width),
               tt::tolerance(1e-9));
  }
  for (const double size : {4.0, 2.0, 1.0})
    BOOST_TEST(resistance<3>(Symmetry::none, width, gst, size, flat) == (height / sigma + rho) / (width * width),
               tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(no_boundary_resists_by_default)
{
  const physics::Material gst{physics::MaterialCard{}};
  BOOST_TEST(!gst.has_grain_boundaries());
  const double sigma = gst.conductivity(physics::local_state(300, 0, 1, 0)).v;
  BOOST_TEST(resistance<2>(Symmetry::planar, width, gst, 2, [](const auto &p) { return p[1] - 9.3; }) ==
                 height / sigma / (width * nm),
             tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(an_oblique_boundary_counts_by_its_area)
{
  // rho so large that each grain is at one potential: R = rho / area of the boundary. The cells that a plane cuts are a
  // staircase of steps that do not shrink relative to the cells: the limit of fine meshes, from three of them, is off
  // by up to 8 % by direction. Coarser meshes also lose area where the plane meets the walls.
  const double            rho = 1e-10 * ohm * m * m;
  const physics::Material gst(polycrystal(rho, 0));
  for (const double slope : {0.25, 0.5, 1.0})
  {
    std::vector<double> R;
    for (const double size : {1.0, 0.5, 0.25})
      R.push_back(resistance<2>(Symmetry::planar, width, gst, size,
                                [&](const dealii::Point<2> &p) { return p[1] - 6.03 * nm - slope * p[0]; }) *
                  width * std::hypot(1, slope) * nm / rho);
    const double first = R[1] - R[0], second = R[2] - R[1], limit = R[2] + second * second / (first - second);
    BOOST_TEST_MESSAGE("slope " << slope << ": R area / rho = " << R[0] << ", " << R[1] << ", " << R[2] << ", limit "
                                << limit);
    BOOST_TEST(limit == 1, tt::tolerance(0.08));
  }
}

BOOST_AUTO_TEST_CASE(heat_jumps_at_a_boundary) // eq. H9
{
  const double            R_gb = 5e-8 * m * m * K / W;
  const physics::Material gst(polycrystal(0, R_gb));
  const double            k = gst.heat_conductivity(physics::local_state(300, 0, 1, 0)).v, s = 1e12 * W / (m * m * m);
  for (const int n_cells : {3, 9, 27}) // the boundary at a sixth of the height is always in the middle of a cell
  {
    const double            z = height / 6, size = 1.0001 * height / n_cells;
    const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, width, height), {.coarse_size = size});
    const Materials         materials{gst};
    Sources<2>              sources;
    sources.heat = [&](const dealii::Point<2> &, double) { return s; };
    ElectroThermal<2> equations(space, materials, {.series_resistance = 0}, {.tolerance = 1e-13}, sources);
    const State       old    = two_grains(space, [&](const auto &p) { return p[1] - z; });
    State             next   = old;
    const auto        report = equations.solve(old, next, 0, ElectroThermal<2>::steady);
    BOOST_TEST(report.converged);
    // the flux q_0 + s z makes drops of the temperature that add up to zero
    const double q_0 = -s * (height * height / (2 * k) + R_gb * z) / (height / k + R_gb);
    BOOST_TEST(report.balance.heat_out[0] == -q_0 * width * nm, tt::tolerance(1e-6));
  }
}

BOOST_AUTO_TEST_CASE(a_front_is_no_boundary_and_a_corner_of_grains_is_finite)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 4, 4), {.coarse_size = 2});
  State                   state   = uniform_state(space);
  const auto              largest = [&] {
    double layer = 0;
    for (const auto &cell : space.cells)
      layer = std::max(layer, boundary_layer<2>(cell, state.grain));
    return dealii::Utilities::MPI::max(layer, space.communicator);
  };
  state.grain = nodal(space, [](const auto &p) { return p[1] < 3 ? grain_label(1) : 0.0; });
  BOOST_TEST(largest() == 0);
  state.grain = nodal(space, [](const auto &p) { return grain_label((p[0] < 1) == (p[1] < 1) ? 1 : 2); });
  BOOST_TEST(largest() == 2); // a chequered cell: its smallest edge
  state.grain = nodal(space, [](const auto &p) { return grain_label(p[0] + p[1] < 1 ? 1 : 2); });
  BOOST_TEST(largest() == 2, tt::tolerance(1e-12)); // one corner of a square
}

BOOST_AUTO_TEST_SUITE_END()
