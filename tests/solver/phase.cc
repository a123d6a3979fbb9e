#include <solver/structure/phase.h>

#include <solver/run/measures.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(phase)

using Point = dealii::Point<2>;

struct Box
{
  Discretization<2> space;
  Materials         materials{gst()};
  PhaseField<2>     fronts;
  explicit Box(const PhaseField<2>::Parameters &parameters = {})
    : space(MPI_COMM_WORLD, block(Symmetry::axisymmetric, 16, 16), {.coarse_size = 0.5}),
      fronts(space, materials, parameters)
  {}
};

/// Linear in z about the middle: hottest at the top.
State warm(const Box &box, double middle, double slope)
{
  State state       = uniform_state(box.space);
  state.temperature = nodal(box.space, [&](const Point &p) { return middle + slope * (p[1] - 8); });
  return state;
}

BOOST_AUTO_TEST_CASE(melt_is_seeded_where_a_crystal_is_hotter_than_its_seed_temperature)
{
  const Box    box;
  const double limit = box.materials[0].melt_seed_temperature();
  BOOST_TEST(!box.fronts.seed(warm(box, limit - 81, 10)).wanted);
  const auto seed = box.fronts.seed(warm(box, limit + 20, 10)); // 100 K above it at the top
  BOOST_TEST(seed.wanted);
  BOOST_TEST(seed.centre[1] == 16);
  State state = warm(box, limit + 20, 10);
  box.fronts.stamp(state, seed);
  BOOST_TEST(!box.fronts.seed(state).wanted); // melt is near now
  BOOST_TEST(!Box({.melting = false}).fronts.seed(warm(box, limit + 20, 10)).wanted);
}

BOOST_AUTO_TEST_CASE(a_stamped_sphere_has_its_volume)
{
  const Box box;
  State     state = uniform_state(box.space);
  box.fronts.stamp(state, {true, Point(0, 8), 5, 0});
  // 4 pi/3 R^3 (1 + pi^2 ell^2/(2 R^2)) of the diffuse profile
  const double volume = 4 * std::numbers::pi / 3 * (125 + 5 * std::numbers::pi * std::numbers::pi / 2);
  BOOST_TEST(box.fronts.glass_volume(state) == volume, tt::tolerance(5e-3)); // error of h^2
  BOOST_TEST(integrate(box.space, box.materials, state).glass == volume, tt::tolerance(5e-3));
  BOOST_TEST(integrate(box.space, box.materials, state).melt == 0);
  state.temperature = 1000;
  state.temperature.update_ghost_values();
  BOOST_TEST(integrate(box.space, box.materials, state).melt == volume, tt::tolerance(5e-3));
}

BOOST_AUTO_TEST_CASE(fronts_stay_between_crystal_and_glass)
{
  for (const double T : {650.0, 750.0, 950.0})
  {
    const Box box;
    State     state = uniform_state(box.space, T);
    box.fronts.stamp(state, {true, Point(0, 8), 6, 0});
    const auto report = box.fronts.advance(state, 4 * nm / std::abs(box.materials[0].growth_velocity(T)));
    BOOST_TEST(report.converged);
    double low = 1, high = 0;
    for (unsigned int i = 0; i < box.space.positions.size(); ++i)
    {
      low  = std::min(low, state.crystallinity.local_element(i));
      high = std::max(high, state.crystallinity.local_element(i));
    }
    BOOST_TEST(dealii::Utilities::MPI::min(low, MPI_COMM_WORLD) > -1e-6, "at " << T << " K: " << low);
    BOOST_TEST(dealii::Utilities::MPI::max(high, MPI_COMM_WORLD) < 1 + 1e-6, "at " << T << " K: " << high - 1);
  }
}

BOOST_AUTO_TEST_CASE(nothing_moves_in_the_cold_or_without_a_front)
{
  const Box box;
  State     state = uniform_state(box.space, 300);
  box.fronts.stamp(state, {true, Point(0, 8), 5, 0});
  const double before = box.fronts.glass_volume(state);
  BOOST_TEST(box.fronts.advance(state, 1e3 * ns).substeps == 0);
  BOOST_TEST(box.fronts.glass_volume(state) == before);
  State crystal = uniform_state(box.space, 750);
  BOOST_TEST(box.fronts.advance(crystal, 10 * ns).substeps == 0);
  BOOST_TEST(box.fronts.front_speed(crystal) == 0);
}

BOOST_AUTO_TEST_CASE(the_hottest_node_is_found_among_the_chosen_regions)
{
  const Discretization<2> space(MPI_COMM_WORLD, stack(Symmetry::planar, 8, {{"low", 8}, {"high", 8}}),
                                {.coarse_size = 1});
  State                   state = uniform_state(space);
  state.temperature             = nodal(space, [](const Point &p) { return 300 + 10 * p[1] + p[0]; });
  const auto all                = hottest(space, state, [](int) { return true; });
  BOOST_TEST((all.temperature == 468 && all.at[0] == 8 && all.at[1] == 16));
  const auto low = hottest(space, state, [](int region) { return region == 0; });
  BOOST_TEST((low.temperature == 388 && low.at[0] == 8 && low.at[1] == 8));
}

BOOST_AUTO_TEST_SUITE_END()
