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
  Discretization<2>   space;
  Materials           materials{gst()};
  PhaseField<2>       fronts;
  PhaseField<2>::Seed ball(double radius) const { return {Point(0, 8), radius, 0, fronts.bodies().at(0, 0)}; }
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
  BOOST_TEST(box.fronts.seeds(warm(box, limit - 81, 10)).empty());
  State      state = warm(box, limit + 20, 10); // 100 K above it at the top
  const auto seeds = box.fronts.seeds(state);
  BOOST_REQUIRE(!seeds.empty());
  BOOST_TEST(seeds[0].centre[1] == 16);
  for (std::size_t k = 0; k < seeds.size(); ++k)
    for (std::size_t j = 0; j < k; ++j)
      BOOST_TEST(seeds[k].centre.distance(seeds[j].centre) >= 8 * nm);
  for (const auto &seed : seeds)
    box.fronts.stamp(state, seed);
  BOOST_TEST(box.fronts.seeds(state).empty()); // melt is near everywhere now
  BOOST_TEST(Box({.melting = false}).fronts.seeds(warm(box, limit + 20, 10)).empty());
}

BOOST_AUTO_TEST_CASE(every_superheated_place_of_every_layer_melts)
{
  const Discretization<2> space(MPI_COMM_WORLD, stack(Symmetry::planar, 40, {{"low", 6, true}, {"high", 6, true}}),
                                {.coarse_size = 1});
  const Materials         materials{gst(), gst()};
  const PhaseField<2>     fronts(space, materials, {});
  State                   state = uniform_state(space);
  state.temperature             = nodal(
                  space, [&](const Point &p) { return materials[0].melt_seed_temperature() + 20 * (std::abs(p[0] - 20) - 14); });
  const auto seeds = fronts.seeds(state);
  int        n[2]  = {};
  for (const auto &seed : seeds)
  {
    BOOST_TEST((seed.centre[0] < 6 || seed.centre[0] > 34));
    ++n[seed.region];
  }
  BOOST_TEST((n[0] == 2 && n[1] == 2), n[0] << " and " << n[1]);
  for (const auto &seed : seeds)
    if (seed.region == 0 && seed.centre[0] < 6)
      fronts.stamp(state, seed);
  for (const auto &cell : space.cells)
    if (cell.region == 1)
      for (const unsigned int node : cell.nodes)
        BOOST_TEST(state.crystallinity.local_element(node) == 1.0); // a drop stays within its layer
  BOOST_TEST(fronts.seeds(state).size() == 3u);                     // and keeps no other from melting
}

BOOST_AUTO_TEST_CASE(a_stamped_sphere_has_its_volume)
{
  const Box box;
  State     state = uniform_state(box.space);
  box.fronts.stamp(state, box.ball(5));
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
    box.fronts.stamp(state, box.ball(6));
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
  box.fronts.stamp(state, box.ball(5));
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
