#include <solver/space/discretization.h>

#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(discretization)

template <int dim>
double volume(const Discretization<dim> &space)
{
  double sum = 0;
  for (const auto &cell : space.cells)
    for (const double v : cell.JxW)
      sum += v;
  return dealii::Utilities::MPI::sum(sum, space.communicator);
}

BOOST_AUTO_TEST_CASE(the_measure_is_that_of_the_symmetry)
{
  const auto size = [](Symmetry s) {
    return volume(Discretization<2>(MPI_COMM_WORLD, block(s, 6, 10), {.coarse_size = 2.5}));
  };
  BOOST_TEST(size(Symmetry::planar) == 60, tt::tolerance(1e-13));
  BOOST_TEST(size(Symmetry::axisymmetric) == std::numbers::pi * 360, tt::tolerance(1e-13));
  const Discretization<3> space(MPI_COMM_WORLD, block(Symmetry::none, 6, 10), {.coarse_size = 2.5});
  BOOST_TEST(volume(space) == 360, tt::tolerance(1e-13));
  BOOST_TEST(space.n_nodes() == 4u * 4u * 5u);
}

BOOST_AUTO_TEST_CASE(the_mesh_is_graded_towards_singular_points)
{
  auto cell           = block(Symmetry::axisymmetric, 16, 16);
  cell.singular_edges = {{{8, 0, 8}, {8, 0, 8}}};
  const Discretization<2> space(MPI_COMM_WORLD, cell, {.coarse_size = 4, .edge_size = 0.1, .grading = 0.2});
  double                  smallest = 1e9;
  for (const auto &c : space.cells)
  {
    dealii::Point<2> upper = c.corner;
    for (int d = 0; d < 2; ++d)
      upper[d] += c.size[d];
    BOOST_TEST(c.size[0] <= space.allowed_size(c.corner, upper) * (1 + 1e-9));
    smallest = std::min(smallest, c.size[0]);
  }
  smallest = dealii::Utilities::MPI::min(smallest, space.communicator);
  BOOST_TEST((smallest <= 0.1 && smallest > 0.05));
  BOOST_TEST(volume(space) == std::numbers::pi * 16 * 16 * 16, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(contacts_are_nodes_of_their_planes)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 6, 10), {.coarse_size = 2});
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const double z = space.positions[i][1];
    BOOST_TEST(space.contact[i] == (z < 1e-9 ? 0 : z > 10 - 1e-9 ? 1 : -1));
  }
}

BOOST_AUTO_TEST_CASE(marks_add_up_over_ranks)
{
  const Discretization<2> space(MPI_COMM_WORLD, block(Symmetry::planar, 4, 4), {.coarse_size = 1});
  const Vector            marks = touched_nodes(space, [](const auto &) { return true; });
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const auto &p     = space.positions[i];
    const auto  share = [](double x) { return x < 1e-9 || x > 4 - 1e-9 ? 1 : 2; };
    BOOST_TEST(marks.local_element(i) == share(p[0]) * share(p[1]));
  }
}

BOOST_AUTO_TEST_SUITE_END()
