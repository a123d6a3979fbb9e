// Changing the mesh and storing it: values of nodes that stay are carried bit by bit.
#include <solver/space/adapt.h>

#include <solver/run/checkpoint.h>
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <set>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(adapt)

using Point = dealii::Point<2>;

meshes::CellGeometry cut_cell() { return stack(Symmetry::axisymmetric, 16, {{"low", 8}, {"layer", 12, true}}); }
const Materials      materials{solid(1e5), gst()};

/// A function of the position and of the side of the cut.
double value(const Point &p, bool layer, int field)
{
  return std::sin(p[0] + 0.3 * field) + p[1] * p[1] + (layer ? 7 : 0);
}

std::vector<bool> in_layer(const Discretization<2> &space)
{
  const Vector      marks = touched_nodes(space, [](const auto &cell) { return cell.region == 1; });
  std::vector<bool> result;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    result.push_back(marks.local_element(i) > 0);
  return result;
}

State known_state(const Discretization<2> &space)
{
  State      state = uniform_state(space);
  const auto layer = in_layer(space);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    for (int f = 0; f < 4; ++f)
      state.fields()[f]->local_element(i) = value(space.positions[i], layer[i], f);
  return state; // ghosts are among the positions
}

/// A sharp dome: the policy has to refine round it.
void put_dome(const Discretization<2> &space, State &state, double radius)
{
  const auto layer = in_layer(space);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    state.crystallinity.local_element(i) =
        layer[i] ? 0.5 * (1 + std::tanh((space.positions[i].distance(Point(0, 8)) - radius) / std::sqrt(2.0))) : 1;
}

using Key = std::array<double, 3>;
Key key(const Point &p, bool layer) { return {p[0], p[1], layer ? 1.0 : 0.0}; }

std::set<Key> all_nodes(const Discretization<2> &space)
{
  std::vector<Key> mine;
  const auto       layer = in_layer(space);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    mine.push_back(key(space.positions[i], layer[i]));
  std::set<Key> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(space.communicator, mine))
    all.insert(part.begin(), part.end());
  return all;
}

BOOST_AUTO_TEST_CASE(nodes_that_stay_keep_their_values_to_the_bit)
{
  Discretization<2>   space(MPI_COMM_WORLD, cut_cell(), {.coarse_size = 4});
  const MeshPolicy<2> policy(materials, {}, 1 * units::nm);
  State               state = known_state(space);
  put_dome(space, state, 6);
  BOOST_TEST(policy.wants_change(space, state));
  for (const double radius : {6.0, 9.0})
  {
    const auto before = all_nodes(space);
    put_dome(space, state, radius);
    policy.adapt(space, state);
    const auto layer = in_layer(space);
    unsigned   kept = 0, wrong = 0;
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      if (before.count(key(space.positions[i], layer[i])))
      {
        ++kept;
        for (const int f : {0, 1, 3}) // the third field is the dome
          wrong += radius == 6.0 && state.fields()[f]->local_element(i) != value(space.positions[i], layer[i], f);
      }
    BOOST_TEST(wrong == 0u);
    BOOST_TEST(kept > 0u);
    put_dome(space, state, radius);
    BOOST_TEST(!policy.wants_change(space, state));
  }
}

BOOST_AUTO_TEST_CASE(the_mesh_is_fine_at_the_front_and_coarse_again_behind_it)
{
  Discretization<2>   space(MPI_COMM_WORLD, cut_cell(), {.coarse_size = 4});
  const MeshPolicy<2> policy(materials, {.front_cell = 0.5}, 1 * units::nm);
  State               state = uniform_state(space);
  const auto          start = space.mesh.n_global_active_cells();
  for (int pass = 0; pass < 4; ++pass)
  {
    put_dome(space, state, 6);
    policy.adapt(space, state);
  }
  BOOST_TEST(space.mesh.n_global_active_cells() > 4 * start);
  for (const auto &cell : space.cells)
    if (cell.region == 1 && std::abs((cell.corner - Point(0, 8)).norm() - 6) < 2)
      BOOST_TEST(cell.size[0] <= 0.5 + 1e-12);
  state.crystallinity = 1; // the dome is gone
  state.crystallinity.update_ghost_values();
  for (int pass = 0; pass < 8; ++pass)
    policy.adapt(space, state);
  BOOST_TEST(space.mesh.n_global_active_cells() == start);
}

BOOST_AUTO_TEST_CASE(a_front_at_its_melting_temperature_needs_no_wider_band_than_a_cold_one)
{
  const auto cells = [](bool melting) {
    Discretization<2>   space(MPI_COMM_WORLD, cut_cell(), {.coarse_size = 4});
    const MeshPolicy<2> policy(materials, {.front_cell = 0.5}, 1 * units::nm);
    State               state = uniform_state(space);
    for (int pass = 0; pass < 6; ++pass)
    {
      put_dome(space, state, 3);
      if (melting) // hottest in the middle
        for (unsigned int i = 0; i < space.positions.size(); ++i)
          state.temperature.local_element(i) = 930 - 10 * space.positions[i].distance(Point(0, 8));
      policy.adapt(space, state);
    }
    return space.mesh.n_global_active_cells();
  };
  BOOST_TEST(cells(true) == cells(false));
}

std::string folder(const char *name)
{
  const std::string path = std::string(QUENCH_BINARY_DIR) + "/tests/checkpoint_" + name;
  int               ranks;
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  const std::string full = path + std::to_string(ranks);
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    std::filesystem::create_directories(full);
  MPI_Barrier(MPI_COMM_WORLD);
  return full;
}

BOOST_AUTO_TEST_CASE(a_stored_state_comes_back_on_these_ranks_and_on_one)
{
  Discretization<2> space(MPI_COMM_WORLD, cut_cell(), {.coarse_size = 4});
  refine_where(space, [](const Point &p) { return p[0] < 8 && p[1] > 4 && p[1] < 12; });
  refine_where(space, [](const Point &p) { return p[0] < 4 && p[1] > 8 && p[1] < 12; });
  State      state     = known_state(space);
  const auto own_layer = in_layer(space);
  state.clusters.resize(2); // two sizes of clusters (eq. N6), the last of the fields
  const int n_fields = static_cast<int>(state.fields().size());
  for (int f = n_fields - 2; f < n_fields; ++f)
  {
    *state.fields()[f] = space.make_field();
    for (unsigned int i = 0; i < space.positions.size(); ++i)
      state.fields()[f]->local_element(i) = value(space.positions[i], own_layer[i], f);
  }
  const std::string where = folder("roundtrip");
  save(space, state, where);
  MPI_Barrier(MPI_COMM_WORLD);
  for (MPI_Comm communicator : {MPI_COMM_WORLD, MPI_COMM_SELF})
  {
    Discretization<2> other(communicator, cut_cell(), {.coarse_size = 4});
    State             loaded = uniform_state(other);
    loaded.clusters.resize(2);
    load(other, loaded, where);
    BOOST_TEST(other.n_nodes() == space.n_nodes());
    const auto layer = in_layer(other);
    unsigned   wrong = 0;
    for (unsigned int i = 0; i < other.positions.size(); ++i)
      for (const int f : {0, 1, 2, 3, n_fields - 2, n_fields - 1})
        wrong += loaded.fields()[f]->local_element(i) != value(other.positions[i], layer[i], f);
    BOOST_TEST(wrong == 0u);
  }
  MPI_Barrier(MPI_COMM_WORLD);
}

BOOST_AUTO_TEST_SUITE_END()
