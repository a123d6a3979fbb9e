// Crystals from their birth to a grain: growth by the exact law, walls, inclusions, stamping; grains and their labels.
#include <solver/structure/nucleation.h>

#include <solver/run/time_step.h>
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
    nuclei.hide(state);
    return nuclei.advance(state, dt);
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(a_sphere_grows_by_the_exact_law_and_becomes_a_grain)
{
  Box          box(24 * nm, 1 * nm, 650, 1);
  const auto  &material = box.materials[0];
  const double v = material.growth_velocity(650), r_c = material.nucleation().critical_radius(650);
  const double start = 1.2 * r_c, dt = 0.8 * nm / v;
  box.state.nuclei   = {{{12 * nm, 12 * nm, 12 * nm}, start, 0, grain_label(1), 0}};
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

namespace
{
/// Integral of the crystallinity over one region, or over all (-1).
template <int dim>
double crystal_volume(const Discretization<dim> &space, const State &state, int region = -1)
{
  static const ReferenceElement<dim> reference;
  double                             volume = 0;
  for (const auto &cell : space.cells)
    if (region < 0 || cell.region == region)
      for (unsigned int q = 0; q < reference.n; ++q)
        for (unsigned int i = 0; i < reference.n; ++i)
          volume += cell.JxW[q] * reference.value[q][i] * state.crystallinity.local_element(cell.nodes[i]);
  return dealii::Utilities::MPI::sum(volume, space.communicator);
}
} // namespace

BOOST_AUTO_TEST_CASE(a_crystal_stays_within_its_layer)
{
  for (const bool cut : {true, false}) // without a cut the layers share the nodes of the wall
  {
    const Discretization<2> space(MPI_COMM_WORLD,
                                  stack(Symmetry::planar, 24, {{"low", 12, cut}, {"wall", 2, cut}, {"high", 12, cut}}),
                                  {.coarse_size = 0.5});
    const Materials         materials{gst(), solid(1e3), gst()};
    const Nucleation<2>     nuclei(space, materials, {.mode = NucleationMode::seeds}, 1 * nm);
    State                   state = uniform_state(space, 650, 0);
    state.nuclei                  = {{{12 * nm, 11.5 * nm, 0}, 2.99999 * nm, 0, grain_label(1), 0}};
    state.n_grains                = 2;
    state.time                    = 1e-3;
    BOOST_TEST(nuclei.advance(state, 1e-3 * ns).stamped == 1);
    BOOST_TEST(crystal_volume(space, state, 0) > 10);
    BOOST_TEST(crystal_volume(space, state, 2) == 0, "crystal behind the wall");
    int labelled = 0;
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      labelled += space.positions[i][1] > 13.5 && state.grain.local_element(i) != 0;
    BOOST_TEST(labelled == 0);
  }
}

BOOST_AUTO_TEST_CASE(what_a_crystal_meets_is_that_of_its_own_layer)
{
  const Discretization<2> space(MPI_COMM_WORLD, stack(Symmetry::planar, 16, {{"low", 8, true}, {"high", 8, true}}),
                                {.coarse_size = 1});
  const Materials         materials{gst(), gst()};
  const Nucleation<2>     nuclei(space, materials, {.mode = NucleationMode::seeds}, 1 * nm);
  for (const int region : {0, 1})
  {
    State state = uniform_state(space, 650, 0);
    for (const auto &cell : space.cells)
      if (cell.region == 1 - region)
        for (const unsigned int node : cell.nodes)
        {
          state.temperature.local_element(node)   = 1200;
          state.crystallinity.local_element(node) = 1;
        }
    state.temperature.update_ghost_values();
    state.crystallinity.update_ghost_values();
    state.nuclei     = {{{8 * nm, 8 * nm, 0}, 2 * nm, 0, 0, region}}; // on the cut
    const double v_g = materials[0].growth_velocity(650), r_c = materials[0].nucleation().critical_radius(650) / 2;
    const double dt   = 0.1 * nm / v_g;
    state.time        = dt;
    const auto report = nuclei.advance(state, dt);
    BOOST_TEST(report.lost == 0);
    BOOST_REQUIRE(state.nuclei.size() >= 1u);
    BOOST_TEST(state.nuclei[0].radius - 2 * nm == v_g * (1 - r_c / (2.05 * nm)) * dt, tt::tolerance(2e-2));
  }
}

BOOST_AUTO_TEST_CASE(a_crystal_in_a_planar_cell_is_a_disc)
{
  const double depth = 20;
  auto         cell  = block(Symmetry::planar, 24, 24);
  cell.depth         = depth;
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 0.5});
  const Materials         materials{gst()};
  const Nucleation<2>     nuclei(space, materials, {.mode = NucleationMode::seeds}, 1 * nm);
  State                   state = uniform_state(space, 650, 0);
  const double v = materials[0].growth_velocity(650), r_c = materials[0].nucleation().critical_radius(650) / 2;
  const double start = 1.5 * r_c, dt = 0.5 * nm / v;
  state.nuclei = {{{12 * nm, 12 * nm, 0}, start, 0, grain_label(1), 0}};
  state.time   = dt;
  nuclei.advance(state, dt);
  BOOST_REQUIRE(state.nuclei.size() >= 1u);
  const double r = state.nuclei[0].radius;
  BOOST_TEST(r - start + r_c * std::log((r - r_c) / (start - r_c)) == v * dt, tt::tolerance(2e-3));
  // its inclusion has the volume pi r^2 depth in proportion to the one it is written with
  const double small = crystal_volume(space, state);
  nuclei.hide(state);
  BOOST_TEST(crystal_volume(space, state) == 0);
  state.nuclei[0].radius = 2.99999 * nm;
  state.nuclei.resize(1);
  nuclei.advance(state, 1e-3 * nm / v);
  BOOST_TEST(crystal_volume(space, state) / small == std::pow(3 * nm / r, 2), tt::tolerance(1e-6));
  const double ball = std::numbers::pi * 9 * (1 + std::pow(std::numbers::pi / 3, 2) / 6) * depth; // tanh profile
  BOOST_TEST(crystal_volume(space, state) == ball, tt::tolerance(2e-2));
}

BOOST_AUTO_TEST_CASE(writing_a_crystal_releases_no_heat)
{
  Box box(24 * nm, 1 * nm, 650, 1);
  box.state.nuclei   = {{{12 * nm, 12 * nm, 12 * nm}, 2.99 * nm, 0, grain_label(1), 0}};
  box.state.n_grains = 2;
  const double v     = box.materials[0].growth_velocity(650);
  BOOST_TEST(box.advance(1e-6 * nm / v).stamped == 0);
  const double before = crystal_volume(box.space, box.state);
  BOOST_TEST(box.advance(0.02 * nm / v).stamped == 1);
  BOOST_TEST(crystal_volume(box.space, box.state) == before, tt::tolerance(2e-2)); // 1 - (2.99/3)^3
}

BOOST_AUTO_TEST_CASE(a_mean_crystallinity_is_no_front_and_controls_the_step)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 40, 40), {.coarse_size = 20});
  const Materials         materials{gst_without_thermoelectricity()};
  State                   state = uniform_state(space, 650, 0.4);
  state.crystallinity           = nodal(space, [](const auto &x) { return 0.2 + 0.015 * x[0]; });
  BOOST_TEST(MeshPolicy<2>(materials, {}, 1 * nm).wants_change(space, state));
  BOOST_TEST(!MeshPolicy<2>(materials, {}, 1 * nm, false).wants_change(space, state));

  ElectroThermalParameters heat;
  heat.ambient = 650;
  const TimeStep<2> equations(space, materials, {}, heat, {}, {.mode = NucleationMode::rate_equation});
  const double      dt   = 0.1 / materials[0].rate_equation().rate(650);
  State             next = state;
  const auto        m    = equations.advance(state, next, Drive(0.0), dt).measures;
  double            most = 0;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    most = std::max(most, next.crystallinity.local_element(i) - state.crystallinity.local_element(i));
  BOOST_TEST(m.crystal == dealii::Utilities::MPI::max(most, MPI_COMM_WORLD), tt::tolerance(1e-12));
  BOOST_TEST(m.crystal > 0.05);
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
