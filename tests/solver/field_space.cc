// Piecewise linear fields on a cut mesh with hanging nodes on the cut come out exactly: with a jump and with glue.
#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
namespace tt = boost::test_tools;
using meshes::Symmetry;

BOOST_AUTO_TEST_SUITE(field_space)

constexpr double width = 8 * units::nm, rho_c = 1e-14 * units::ohm * units::m * units::m;

/// Three layers; the middle one is cut off: a contact resistance below it, glue above it.
meshes::CellGeometry sandwich(Symmetry symmetry)
{
  auto cell       = stack(symmetry, width, {{"low", 6}, {"middle", 4, true}, {"high", 10}});
  cell.interfaces = {{"low", "middle", 0, rho_c}};
  return cell;
}

/// Finer on one side of each cut, and in one corner only.
template <int dim>
void make_hanging_nodes(Discretization<dim> &space)
{
  const auto left = [](const auto &p) { return p[0] < width / 2; };
  refine_where(space, [&](const auto &p) { return left(p) && p[dim - 1] > 6 && p[dim - 1] < 8; });
  refine_where(space, [&](const auto &p) { return !left(p) && p[dim - 1] > 10 && p[dim - 1] < 12; });
}

/// Nodes of the middle layer, by its own vertices.
template <int dim>
Vector marks_of_middle(const Discretization<dim> &space)
{
  return touched_nodes(space, [](const auto &cell) { return cell.region == 1; });
}

template <int dim>
void check_patch(Symmetry symmetry)
{
  const Materials materials{solid(1e5), solid(2e4), solid(5e5)};
  const auto      conductivity = [&](int r) { return materials[r].conductivity(physics::local_state(300, 0, 1, 0)).v; };
  Discretization<dim> space(MPI_COMM_WORLD, sandwich(symmetry), {.coarse_size = 2});
  make_hanging_nodes(space);
  ElectroThermal<dim> equations(space, materials, {}, {.tolerance = 1e-14, .linear_tolerance = 1e-10});
  State               state  = uniform_state(space);
  const auto          report = equations.solve_charge(state, 1.0);
  BOOST_TEST(report.converged);

  const double J      = 1 / (6 / conductivity(0) + rho_c + 4 / conductivity(1) + 10 / conductivity(2)); // e/(ns nm^2)
  const Vector middle = marks_of_middle(space);
  double       worst  = 0;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const double z     = space.positions[i][dim - 1];
    double       exact = J * std::min(z, 6.0) / conductivity(0);
    if (middle.local_element(i) > 0 || z > 6 + 1e-9)
      exact += J * (rho_c + std::min(z - 6, 4.0) / conductivity(1) + std::max(z - 10, 0.0) / conductivity(2));
    worst = std::max(worst, std::abs(state.potential.local_element(i) - exact));
  }
  BOOST_TEST(worst < 1e-12);
  BOOST_TEST(space.faces.size() > 0u);
}

BOOST_AUTO_TEST_CASE(piecewise_linear_patch_in_two_dimensions)
{
  check_patch<2>(Symmetry::planar);
  check_patch<2>(Symmetry::axisymmetric);
}

BOOST_AUTO_TEST_CASE(piecewise_linear_patch_in_three_dimensions) { check_patch<3>(Symmetry::none); }

/// The face elements carry the area of the cut once, whichever side is finer and however ranks share it.
template <int dim>
double cut_area(Symmetry symmetry)
{
  Discretization<dim> space(MPI_COMM_WORLD, sandwich(symmetry), {.coarse_size = 2});
  make_hanging_nodes(space);
  double area = 0;
  for (const auto &face : space.faces)
    for (const double a : face.JxW)
      area += a;
  return dealii::Utilities::MPI::sum(area, space.communicator);
}

BOOST_AUTO_TEST_CASE(each_cut_face_is_visited_once)
{
  BOOST_TEST(cut_area<2>(Symmetry::planar) == 2 * width, tt::tolerance(1e-13));
  BOOST_TEST(cut_area<2>(Symmetry::axisymmetric) == 2 * 3.14159265358979324 * width * width, tt::tolerance(1e-13));
  BOOST_TEST(cut_area<3>(Symmetry::none) == 2 * width * width, tt::tolerance(1e-13));
}

/// A field that no region carries somewhere keeps its values there, and is never an unknown.
BOOST_AUTO_TEST_CASE(nodes_of_inactive_regions_are_held)
{
  const Discretization<2> space(MPI_COMM_WORLD, sandwich(Symmetry::planar), {.coarse_size = 2});
  const FieldSpace<2>     field(space, {[](int r) { return r == 1; }, [](int, int) { return false; }});
  const Vector            middle = marks_of_middle(space);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    BOOST_TEST(field.is_held(i) == (middle.local_element(i) == 0));
    BOOST_TEST(field.is_free(i) == !field.is_held(i));
  }
}

BOOST_AUTO_TEST_SUITE_END()
