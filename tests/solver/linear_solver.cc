// Krylov solvers on systems with known answers; when preconditioners are rebuilt; errors of PETSc.
#include <solver/algebra/linear_solver.h>
#include <solver/algebra/petsc_errors.h>

#include <physics/base/error.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <deal.II/base/mpi.h>

#include <cmath>

using namespace quench;
using namespace quench::solver;

BOOST_AUTO_TEST_SUITE(linear_solver)

namespace
{
constexpr PetscInt size = 200;

std::shared_ptr<const dealii::Utilities::MPI::Partitioner> rows()
{
  const unsigned int ranks = dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
  const unsigned int rank  = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD);
  dealii::IndexSet   owned(size), none(size);
  owned.add_range(size * rank / ranks, size * (rank + 1) / ranks);
  return std::make_shared<const dealii::Utilities::MPI::Partitioner>(owned, none, MPI_COMM_WORLD);
}

/// Tridiagonal (-1, 2 + shift, -1) with the first diagonal entry scaled.
PetscMatrix laplacian(double shift, double factor = 1)
{
  const auto  part = rows();
  PetscMatrix matrix;
  MatCreateAIJ(MPI_COMM_WORLD, part->locally_owned_size(), part->locally_owned_size(), size, size, 3, nullptr, 2,
               nullptr, matrix.reset());
  for (PetscInt i = static_cast<PetscInt>(part->local_range().first);
       i < static_cast<PetscInt>(part->local_range().second); ++i)
  {
    const double scale = i < size / 2 ? factor : 1;
    MatSetValue(matrix, i, i, (2 + shift) * scale, INSERT_VALUES);
    if (i > 0)
      MatSetValue(matrix, i, i - 1, -1, INSERT_VALUES);
    if (i + 1 < size)
      MatSetValue(matrix, i, i + 1, -1, INSERT_VALUES);
  }
  MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY);
  MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY);
  return matrix;
}

/// x_i = i (size - i), and what the matrix makes of it for shift 0: 2 everywhere but at the ends.
double exact(double i) { return (i + 1) * (size - i); }

template <class Function>
Vector vector_of(const Function &f)
{
  Vector v(rows());
  for (unsigned int i = 0; i < v.locally_owned_size(); ++i)
    v.local_element(i) = f(static_cast<double>(v.get_partitioner()->local_to_global(i)));
  return v;
}

double distance(const Vector &a, const Vector &b)
{
  Vector difference = a;
  difference -= b;
  return difference.linfty_norm() / b.linfty_norm();
}
} // namespace

BOOST_AUTO_TEST_CASE(scalar_solvers_reach_the_exact_answer)
{
  const Vector answer    = vector_of(exact);
  const auto   symmetric = ScalarSolver::Kind::symmetric, general = ScalarSolver::Kind::general,
             diagonal = ScalarSolver::Kind::diagonal;
  for (const auto &[kind, dim] : {std::pair{symmetric, 2}, {symmetric, 3}, {general, 2}, {general, 3}, {diagonal, 2}})
  {
    const double       shift  = kind == ScalarSolver::Kind::diagonal ? 1 : 0; // a mass term, which Jacobi is for
    const PetscMatrix  matrix = laplacian(shift);
    const Vector       rhs    = vector_of([&](double i) { return 2 + shift * exact(i); });
    ScalarSolver       solver(MPI_COMM_WORLD, kind, dim);
    Vector             x(rows());
    const LinearReport report = solver.solve(matrix, rhs, x, 1e-12);
    BOOST_TEST(report.converged);
    BOOST_TEST(distance(x, answer) < 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(the_hierarchy_is_kept_until_forgotten)
{
  const PetscMatrix matrix = laplacian(0.01);
  const Vector      rhs    = vector_of([](double i) { return 1 + i; });
  Vector            x(rows());
  ScalarSolver      solver(MPI_COMM_WORLD, ScalarSolver::Kind::symmetric, 2);
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(solver.solve(matrix, rhs, x, 1e-8).converged);
  BOOST_TEST(solver.n_rebuilds() == 1);
  solver.forget();
  BOOST_TEST(solver.solve(matrix, rhs, x, 1e-8).converged);
  BOOST_TEST(solver.n_rebuilds() == 2);
}

/// What a read meets after a RESET: the matrix of a chain of conductances that are no longer alike.
BOOST_AUTO_TEST_CASE(a_hierarchy_of_another_matrix_is_made_anew)
{
  const PetscMatrix matrix = laplacian(0);
  const Vector      rhs    = vector_of([](double i) { return 1 + i; });
  Vector            x(rows());
  ScalarSolver      solver(MPI_COMM_WORLD, ScalarSolver::Kind::symmetric, 3);
  BOOST_TEST(solver.solve(matrix, rhs, x, 1e-8).converged);
  const auto conductance = [](PetscInt i) { return std::pow(10.0, static_cast<double>(i * 7 % 11)); };
  for (auto i = rows()->local_range().first; i < rows()->local_range().second; ++i)
  {
    const auto row = static_cast<PetscInt>(i);
    MatSetValue(matrix, row, row, conductance(row) + conductance(row + 1), INSERT_VALUES);
    if (row > 0)
      MatSetValue(matrix, row, row - 1, -conductance(row), INSERT_VALUES);
    if (row + 1 < size)
      MatSetValue(matrix, row, row + 1, -conductance(row + 1), INSERT_VALUES);
  }
  MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY);
  MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY);
  BOOST_TEST(solver.solve(matrix, rhs, x, 1e-8).converged);
  BOOST_TEST(solver.n_rebuilds() == 2);
}

BOOST_DATA_TEST_CASE(blocks_are_solved_together, boost::unit_test::data::make({2, 3}), dim)
{
  // [A  I; -I B] with A = B = Laplacian + 1: unsymmetric and coupled
  const PetscMatrix a = laplacian(1), b = laplacian(1);
  PetscMatrix       upper, lower;
  for (auto [matrix, value] : {std::pair<PetscMatrix *, double>{&upper, 1.0}, {&lower, -1.0}})
  {
    MatDuplicate(a, MAT_DO_NOT_COPY_VALUES, matrix->reset());
    const auto part = rows();
    for (auto i = part->local_range().first; i < part->local_range().second; ++i)
      MatSetValue(*matrix, static_cast<PetscInt>(i), static_cast<PetscInt>(i), value, INSERT_VALUES);
    MatAssemblyBegin(*matrix, MAT_FINAL_ASSEMBLY);
    MatAssemblyEnd(*matrix, MAT_FINAL_ASSEMBLY);
  }
  // v = exact, t = 1: (A v + t, -v + B t)
  const auto row = [](double i, double diagonal, auto &&f) {
    return diagonal * f(i) - (i > 0 ? f(i - 1) : 0.0) - (i + 1 < size ? f(i + 1) : 0.0);
  };
  const auto   one   = [](double) { return 1.0; };
  const Vector rhs_v = vector_of([&](double i) { return row(i, 3, exact) + 1; });
  const Vector rhs_t = vector_of([&](double i) { return row(i, 3, one) - exact(i); });
  Vector       v(rows()), t(rows());
  BlockSolver  solver(MPI_COMM_WORLD, a, upper, lower, b, dim);
  BOOST_TEST(solver.solve(rhs_v, rhs_t, v, t, 1e-12).converged);
  BOOST_TEST(distance(v, vector_of(exact)) < 1e-9);
  BOOST_TEST(distance(t, vector_of(one)) < 1e-5); // beside values of 1e4 in the other block
  BOOST_TEST(solver.solve(rhs_v, rhs_t, v, t, 1e-12).converged);
  BOOST_TEST(solver.n_rebuilds() == 1);

  // a matrix that has moved on a little: what was built for the first one still serves
  MatShift(a, 1e-3);
  BOOST_TEST(solver.solve(vector_of([&](double i) { return row(i, 3.001, exact) + 1; }), rhs_t, v, t, 1e-12).converged);
  BOOST_TEST(distance(v, vector_of(exact)) < 1e-9);
  BOOST_TEST(solver.n_rebuilds() == 1);
}

BOOST_AUTO_TEST_CASE(errors_of_petsc_are_exceptions)
{
  const PetscErrors errors;
  const PetscMatrix matrix = laplacian(0);
  BOOST_CHECK_THROW(MatSetValue(matrix, size + 5, 0, 1.0, INSERT_VALUES), ConvergenceError);
}

BOOST_AUTO_TEST_SUITE_END()
