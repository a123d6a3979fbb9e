// Random seeds: counts against the rate of the law, the same on any number of ranks; growth and stamping; grains.
#include <solver/structure/nucleation.h>

#include <solver/space/adapt.h>

#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <physics/base/random.h>

#include <cmath>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
using namespace quench::units;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(nucleation)

namespace
{
/// A cube of glass at one temperature.
struct Box
{
  Discretization<3> space;
  Materials         materials{gst()};
  Nucleation<3>     nuclei;
  State             state;

  Box(double size, double h, double temperature, std::uint64_t seed)
    : space(MPI_COMM_WORLD, block(Symmetry::none, size, size), {.coarse_size = h}),
      nuclei(space, materials, {.mode = NucleationMode::seeds, .seed = seed}, 1 * nm),
      state(uniform_state(space, temperature, 0))
  {
    state.n_grains = 1;
  }

  Nucleation<3>::Report advance(double dt)
  {
    ++state.step;
    state.time += dt;
    return nuclei.advance(state, dt);
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(births_follow_the_rate_of_the_law)
{
  for (const double T : {550.0, 600.0, 650.0})
  {
    Box          box(200 * nm, 25 * nm, T, 7);
    const double rate     = box.materials[0].nucleation().volume_rate(T);
    const double expected = 400, dt = expected / (rate * std::pow(200 * nm, 3)) / 8;
    int          born = 0;
    for (int i = 0; i < 8; ++i)
    {
      born += static_cast<int>(box.advance(dt).births.size());
      box.state.nuclei.clear(); // neither growth nor grains: births alone
    }
    BOOST_TEST(std::abs(born - expected) < 3 * std::sqrt(expected), T << " K: " << born << " born");
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_born_in_crystal_or_above_the_melting_point)
{
  Box hot(50 * nm, 10 * nm, 950, 1), crystal(50 * nm, 10 * nm, 600, 1);
  crystal.state.crystallinity = 1;
  crystal.state.crystallinity.update_ghost_values();
  BOOST_TEST(hot.advance(1e6 * ns).births.empty());
  BOOST_TEST(crystal.advance(1e6 * ns).births.empty());
}

BOOST_AUTO_TEST_CASE(a_repeated_step_draws_the_same_and_another_seed_does_not)
{
  Box          one(100 * nm, 25 * nm, 600, 3), other(100 * nm, 25 * nm, 600, 4);
  const double dt    = 20 / (one.materials[0].nucleation().volume_rate(600) * 1e6 * nm);
  State        first = one.state, again = one.state;
  first.step = again.step = 1;
  first.time = again.time = dt;
  one.nuclei.advance(first, dt);
  one.nuclei.advance(again, dt);
  other.advance(dt);
  BOOST_REQUIRE(first.nuclei.size() == again.nuclei.size());
  BOOST_REQUIRE(first.nuclei.size() > 0u);
  for (std::size_t k = 0; k < first.nuclei.size(); ++k)
    BOOST_TEST((first.nuclei[k].position == again.nuclei[k].position));
  BOOST_TEST((other.state.nuclei.empty() || other.state.nuclei[0].position != first.nuclei[0].position));
}

BOOST_AUTO_TEST_CASE(any_number_of_ranks_draws_the_same_nuclei)
{
  Box          shared(100 * nm, 12.5 * nm, 600, 3);
  const double dt = 20 / (shared.materials[0].nucleation().volume_rate(600) * 1e6 * nm);
  shared.advance(dt);
  // the sum over cells and faces of what each cell draws is a property of (seed, cell, step): compare with one rank
  const Discretization<3> alone(MPI_COMM_SELF, block(Symmetry::none, 100 * nm, 100 * nm), {.coarse_size = 12.5 * nm});
  const Nucleation<3>     nuclei(alone, shared.materials, {.mode = NucleationMode::seeds, .seed = 3}, 1 * nm);
  State                   state = uniform_state(alone, 600 * K, 0);
  state.step                    = 1;
  state.time                    = dt;
  nuclei.advance(state, dt);
  BOOST_REQUIRE(state.nuclei.size() == shared.state.nuclei.size());
  for (std::size_t k = 0; k < state.nuclei.size(); ++k)
  {
    BOOST_TEST((state.nuclei[k].position == shared.state.nuclei[k].position));
    BOOST_TEST(state.nuclei[k].grain == shared.state.nuclei[k].grain);
    BOOST_TEST(state.nuclei[k].radius == shared.state.nuclei[k].radius, tt::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(a_sphere_grows_by_the_exact_law_and_becomes_a_grain)
{
  Box          box(24 * nm, 1 * nm, 650, 1);
  const auto  &material = box.materials[0];
  const double v = material.growth_velocity(650), r_c = material.nucleation().critical_radius(650);
  const double start = 1.2 * r_c, dt = 0.8 * nm / v;
  box.state.nuclei   = {{{12 * nm, 12 * nm, 12 * nm}, start, 0, grain_label(1)}};
  box.state.n_grains = 2;
  box.advance(dt);
  BOOST_REQUIRE(box.state.nuclei.size() >= 1u);
  const double r = box.state.nuclei[0].radius; // r + r* ln(r - r*) = v t + ...
  BOOST_TEST(r - start + r_c * std::log((r - r_c) / (start - r_c)) == v * dt, tt::tolerance(2e-3));
  box.state.nuclei[0].radius = 2.9999 * nm;
  box.state.nuclei.resize(1);
  BOOST_TEST(box.advance(1e-3 * nm / v).stamped == 1);
  double volume = 0;
  for (const auto &cell : box.space.cells)
    for (unsigned int i = 0; i < 8; ++i)
      volume += box.state.crystallinity.local_element(cell.nodes[i]) * cell.JxW[i];
  volume = dealii::Utilities::MPI::sum(volume, box.space.communicator);
  const double R =
      3 * nm; // the volume of a tanh profile of width ell exceeds that of the sphere by pi^2 ell^2 / (2 R^2)
  const double expected = 4 * std::numbers::pi / 3 * R * R * R * (1 + std::pow(std::numbers::pi * nm / R, 2) / 2);
  BOOST_TEST(volume == expected, tt::tolerance(0.06));
  settle_grains(box.space, box.materials, box.state);
  const Vector numbers = grain_numbers(box.space, box.state);
  double       largest = -1;
  for (unsigned int i = 0; i < numbers.locally_owned_size(); ++i)
    largest = std::max(largest, numbers.local_element(i));
  BOOST_TEST(dealii::Utilities::MPI::max(largest, box.space.communicator) >= 1.0);
}

BOOST_AUTO_TEST_CASE(a_front_hands_its_grain_on)
{
  Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 16, 16), {.coarse_size = 1});
  const Materials   materials{gst()};
  State             state = uniform_state(space, 600, 0);
  state.n_grains          = 3;
  const auto set          = [&](double reach) {
    for (unsigned int i = 0; i < space.positions.size(); ++i)
    {
      const double x                       = space.positions[i][0];
      state.crystallinity.local_element(i) = x < reach || x > 16 - reach ? 1 : 0;
      if (reach < 3)
        state.grain.local_element(i) = x < reach ? grain_label(1) : x > 16 - reach ? grain_label(2) : 0;
    }
  };
  set(2.5);
  set(7.5);
  settle_grains(space, materials, state);
  const Vector numbers = grain_numbers(space, state);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const double x = space.positions[i][0];
    BOOST_TEST(numbers.local_element(i) == (x < 7.5 ? 1.0 : x > 8.5 ? 2.0 : -1.0), "x = " << x);
  }
}

BOOST_AUTO_TEST_CASE(grains_survive_a_finer_mesh)
{
  Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 16, 16), {.coarse_size = 2});
  const Materials   materials{gst()};
  State             state = uniform_state(space, 600, 1);
  state.n_grains          = 3;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    state.grain.local_element(i) = grain_label(space.positions[i][0] < 7 ? 1 : 2);
  for (const auto &cell : space.mesh.active_cell_iterators())
    if (cell->is_locally_owned())
      cell->set_refine_flag();
  execute_and_transfer(space, state);
  settle_grains(space, materials, state);
  const Vector numbers = grain_numbers(space, state);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const double x = space.positions[i][0];
    if (x != 7) // between the two
      BOOST_TEST(numbers.local_element(i) == (x < 7 ? 1.0 : 2.0), "x = " << x);
  }
}

BOOST_AUTO_TEST_SUITE_END()
