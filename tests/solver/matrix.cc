// The matrix of element matrices, constraints resolved, against a dense one assembled by deal.II.
#include <solver/algebra/matrix.h>

#include <tests/solver/cells.h>

#include <boost/test/unit_test.hpp>

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/lac/full_matrix.h>

#include <random>

using namespace quench;
using namespace quench::solver;
using namespace quench::tests;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(matrix)

template <int dim>
void compare_with_dense(meshes::Symmetry symmetry)
{
  Discretization<dim> space(MPI_COMM_SELF, block(symmetry, 4, 4), {.coarse_size = 2});
  refine_where(space, [](const auto &p) { return p[0] < 2 && p[dim - 1] < 2; });
  constexpr unsigned int n = Discretization<dim>::n;

  const FieldSpace<dim> field(space, {[](int) { return true; }, [](int, int) { return false; }});
  const Unknowns<dim>   unknowns(space, field, {ContactRule::free, ContactRule::free});
  Matrix<dim>           sparse(
                space, field, unknowns, field, unknowns, [](std::size_t) { return true; }, true);

  dealii::AffineConstraints<double> constraints;
  dealii::DoFTools::make_hanging_node_constraints(space.dofs, constraints);
  constraints.close();
  dealii::FullMatrix<double> dense(space.n_nodes(), space.n_nodes());

  std::mt19937                           random(1);
  std::uniform_real_distribution<double> number(-1, 1);
  for (std::size_t e = 0; e < space.cells.size(); ++e)
  {
    double                     local[n * n];
    dealii::FullMatrix<double> copy(n, n);
    for (unsigned int k = 0; k < n * n; ++k)
      copy(k / n, k % n) = 2 * (local[k] = number(random));
    sparse.set(e, &copy(0, 0)); // what is set first does not stay
    sparse.set(e, local);
    sparse.add(e, local);
    const std::vector<dealii::types::global_dof_index> rows(space.cells[e].nodes.begin(), space.cells[e].nodes.end());
    constraints.distribute_local_to_global(copy, rows, dense);
  }
  sparse.assemble();

  for (unsigned int i = 0; i < space.n_nodes(); ++i)
    for (unsigned int j = 0; j < space.n_nodes(); ++j)
    {
      const PetscInt row = i, column = j;
      double         value = 0;
      MatGetValues(sparse.petsc(), 1, &row, 1, &column, &value);
      const bool   constrained = constraints.is_constrained(i) || constraints.is_constrained(j);
      const double expected    = constrained ? (i == j ? 1.0 : 0.0) : dense(i, j);
      BOOST_TEST(std::abs(value - expected) < 1e-14);
    }
  BOOST_TEST(constraints.n_constraints() > 0u);
}

BOOST_AUTO_TEST_CASE(equals_a_dense_assembly_with_hanging_nodes)
{
  compare_with_dense<2>(meshes::Symmetry::planar);
  compare_with_dense<3>(meshes::Symmetry::none);
}

BOOST_AUTO_TEST_CASE(a_tied_contact_is_one_row)
{
  const Discretization<2> space(MPI_COMM_SELF, block(meshes::Symmetry::planar, 4, 4), {.coarse_size = 1});
  const FieldSpace<2>     field(space, {[](int) { return true; }, [](int, int) { return false; }});
  const Unknowns<2>       unknowns(space, field, {ContactRule::fixed, ContactRule::tied});
  BOOST_TEST(unknowns.contact_row[0] == -1);
  BOOST_TEST(unknowns.contact_row[1] >= 0);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    BOOST_TEST(unknowns.row[i] == (space.contact[i] == 0   ? -1
                                   : space.contact[i] == 1 ? unknowns.contact_row[1]
                                                           : static_cast<PetscInt>(i)));
}

BOOST_AUTO_TEST_SUITE_END()
