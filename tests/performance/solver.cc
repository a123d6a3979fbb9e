// Speed of parts of the cell solver on one core, each as a ratio formed in one run. Not a test: run it by hand, see
// docs/performance.md.
//
//   performance_solver [assembly] [potential] [phase]
//
// Without arguments: everything. Times are processor time, the least of several series that alternate.
#include <solver/structure/phase_operators.h>
#include <tests/performance/stopwatch.h>
#include <tests/solver/cells.h>
#include <tests/verification/variational/double_well.h>

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/dynamic_sparsity_pattern.h>
#include <deal.II/lac/petsc_sparse_matrix.h>
#include <deal.II/matrix_free/fe_evaluation.h>
#include <deal.II/matrix_free/matrix_free.h>

#include <cstdio>
#include <string>

namespace
{
using namespace quench;
using namespace quench::solver;
using performance::alternate;
using performance::Timing;
constexpr unsigned int n = ReferenceElement<2>::n;

dealii::AffineConstraints<double> hanging_nodes(const dealii::DoFHandler<2> &dofs)
{
  dealii::AffineConstraints<double> constraints;
  dealii::DoFTools::make_hanging_node_constraints(dofs, constraints);
  constraints.close();
  return constraints;
}

double norm(Mat matrix)
{
  PetscReal value;
  MatNorm(matrix, NORM_FROBENIUS, &value);
  return value;
}

/// The matrices of the phase field as the tutorials of deal.II assemble them: mass, stiffness, derivatives.
class Tutorial
{
public:
  explicit Tutorial(const Discretization<2> &discretization)
    : space(discretization), constraints(hanging_nodes(space.dofs))
  {
    dealii::DynamicSparsityPattern pattern(space.n_nodes());
    dealii::DoFTools::make_sparsity_pattern(space.dofs, pattern, constraints, false);
    for (auto &matrix : matrices)
      matrix.reinit(space.dofs.locally_owned_dofs(), space.dofs.locally_owned_dofs(), pattern, MPI_COMM_WORLD);
  }

  void assemble()
  {
    using namespace dealii;
    const double                      s         = 0.5 * std::sqrt(2.0 / 3.0);
    const UpdateFlags                 at_points = update_JxW_values | update_quadrature_points;
    const Quadrature<2>               blended(Quadrature<1>({Point<1>(0.5 - s), Point<1>(0.5 + s)}, {0.5, 0.5}));
    FEValues<2>                       gauss(space.element, QGauss<2>(2), update_values | update_gradients | at_points);
    FEValues<2>                       mixed(space.element, blended, update_values | at_points);
    std::array<FullMatrix<double>, 4> local;
    std::vector<types::global_dof_index> indices(n);
    local.fill(FullMatrix<double>(n, n));
    for (auto &matrix : matrices)
      matrix = 0;
    for (const auto &cell : space.dofs.active_cell_iterators())
    {
      gauss.reinit(cell);
      mixed.reinit(cell);
      for (auto &matrix : local)
        matrix = 0;
      for (unsigned int q = 0; q < n; ++q)
      {
        const double dx       = gauss.JxW(q) * space.measure(gauss.quadrature_point(q)),
                     dx_mixed = mixed.JxW(q) * space.measure(mixed.quadrature_point(q));
        for (unsigned int i = 0; i < n; ++i)
          for (unsigned int j = 0; j < n; ++j)
          {
            local[0](i, j) += mixed.shape_value(i, q) * mixed.shape_value(j, q) * dx_mixed;
            local[1](i, j) += gauss.shape_grad(i, q) * gauss.shape_grad(j, q) * dx;
            for (int d = 0; d < 2; ++d)
              local[2 + d](i, j) += gauss.shape_value(i, q) * gauss.shape_grad(j, q)[d] * dx;
          }
      }
      cell->get_dof_indices(indices);
      for (int k = 0; k < 4; ++k)
        constraints.distribute_local_to_global(local[k], indices, matrices[k]);
    }
    for (auto &matrix : matrices)
      matrix.compress(VectorOperation::add);
  }

  std::array<dealii::PETScWrappers::MPI::SparseMatrix, 4> matrices;

private:
  const Discretization<2>                &space;
  const dealii::AffineConstraints<double> constraints;
};

/// Everything that is a conductor of its own: one scalar field on the whole mesh.
struct Field
{
  FieldSpace<2> field;
  Unknowns<2>   unknowns;

  Field(const Discretization<2> &space, ContactRule rule)
    : field(space, {[](int) { return true; }, [](int, int) { return false; }}), unknowns(space, field, {rule, rule})
  {}
};

void compare_assembly()
{
  std::printf("%8s %10s %14s %14s %8s %12s\n", "nodes", "mesh", "FEValues us", "ours us", "ratio", "norms differ");
  for (const bool refined : {false, true})
  {
    Discretization<2> space(MPI_COMM_WORLD, tests::block(meshes::Symmetry::axisymmetric, 64, 64),
                            {.coarse_size = 2, .edge_size = 2, .uniform = 3});
    if (refined)
      tests::refine_where(space, [](const dealii::Point<2> &p) { return std::abs(p.norm() - 30) < 3; });
    const Materials        materials{tests::gst()};
    const Field            f(space, ContactRule::free);
    const auto             make = [&] { return phase_matrix(space, f.field, f.unknowns, materials, false); };
    Matrix<2>              mass = make(), stiffness = make();
    std::vector<Matrix<2>> derivative;
    derivative.push_back(make());
    derivative.push_back(make());
    Tutorial tutorial(space);
    Timing   theirs([&] { tutorial.assemble(); });
    Timing   ours([&] { fill_phase_matrices(space, materials, mass, stiffness, derivative); });
    alternate({&theirs, &ours}, 7);
    const double difference = std::abs(norm(stiffness.petsc()) / norm(tutorial.matrices[1]) - 1) +
                              std::abs(norm(derivative[0].petsc()) / norm(tutorial.matrices[2]) - 1);
    const double nodes = static_cast<double>(space.n_nodes());
    std::printf("%8.0f %10s %14.3f %14.3f %8.1f %12.1e\n", nodes, refined ? "hanging" : "uniform",
                1e6 * theirs.best() / nodes, 1e6 * ours.best() / nodes, theirs.best() / ours.best(), difference);
  }
}

/// Conductivity of a mushroom cell over that of its electrodes: heater 0.3, crystal 0.1, a dome of glass and the oxide,
/// the worst conductor, by the contrast.
double conductivity(const dealii::Point<2> &x, double contrast)
{
  const double r = x[0] / units::nm, z = x[1] / units::nm;
  if (z < 30 || z > 195)
    return 1;
  if (z < 95)
    return r < 20 ? 0.3 : 1 / contrast;
  return r * r + (z - 95) * (z - 95) < 35 * 35 ? std::pow(contrast, -2.0 / 3) : 0.1;
}

/// Current continuity with 1 V at the top: matrix, right-hand side.
struct Potential
{
  const Field f;
  Matrix<2>   matrix;
  Vector      rhs;

  Potential(const Discretization<2> &space, double contrast)
    : f(space, ContactRule::fixed),
      matrix(
          space, f.field, f.unknowns, f.field, f.unknowns, [&](std::size_t e) { return e < space.cells.size(); }, true),
      rhs(space.make_field())
  {
    static const ReferenceElement<2> reference;
    for (std::size_t e = 0; e < space.cells.size(); ++e)
    {
      const auto      &cell = space.cells[e];
      dealii::Point<2> centre(cell.corner[0] + 0.5 * cell.size[0], cell.corner[1] + 0.5 * cell.size[1]);
      const double     sigma    = conductivity(centre, contrast);
      double           K[n * n] = {}, r[n] = {};
      for (unsigned int q = 0; q < n; ++q)
        for (unsigned int i = 0; i < n; ++i)
          for (unsigned int j = 0; j < n; ++j)
            for (int d = 0; d < 2; ++d)
              K[i * n + j] += sigma * cell.JxW[q] * reference.gradient[q][i][d] * reference.gradient[q][j][d] /
                              (cell.size[d] * cell.size[d]);
      for (unsigned int i = 0; i < n; ++i)
        for (unsigned int j = 0; j < n; ++j)
          r[i] -= K[i * n + j] * (space.contact[cell.nodes[j]] == 1);
      matrix.set(e, K);
      f.field.scatter(e, cell.nodes, r, rhs);
    }
    matrix.assemble();
    rhs.compress(dealii::VectorOperation::add);
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      if (f.unknowns.row[i] < 0)
        rhs.local_element(i) = 0;
  }
};

void solve_by_mumps(Mat matrix, const Vector &rhs, Vector &solution)
{
  Petsc<KSP, KSPDestroy> ksp;
  PetscVector            b, x;
  const PetscInt         size = rhs.locally_owned_size();
  KSPCreate(PETSC_COMM_WORLD, ksp.reset());
  KSPSetType(ksp, KSPPREONLY);
  PC pc;
  KSPGetPC(ksp, &pc);
  PCSetType(pc, PCCHOLESKY);
  PCFactorSetMatSolverType(pc, MATSOLVERMUMPS);
  MatSetOption(matrix, MAT_SPD, PETSC_TRUE);
  KSPSetOperators(ksp, matrix, matrix);
  VecCreateMPIWithArray(PETSC_COMM_WORLD, 1, size, PETSC_DETERMINE, rhs.begin(), b.reset());
  VecCreateMPIWithArray(PETSC_COMM_WORLD, 1, size, PETSC_DETERMINE, solution.begin(), x.reset());
  KSPSolve(ksp, b, x);
}

void compare_potential()
{
  const Discretization<2> space(MPI_COMM_WORLD, tests::block(meshes::Symmetry::axisymmetric, 150, 225),
                                {.coarse_size = 4.6, .edge_size = 4.6, .uniform = 3});
  std::printf("%8s %10s %10s %10s %12s %8s %14s\n", "nodes", "contrast", "MUMPS s", "ours s", "iterations", "ratio",
              "u differs by");
  for (const double contrast : {1e3, 1e6, 1e10, 1e14})
  {
    const Potential problem(space, contrast);
    Vector          u = space.make_field(), exact = u;
    LinearReport    report;
    Timing          mumps([&] { solve_by_mumps(problem.matrix.petsc(), problem.rhs, exact); });
    Timing          ours([&] { // with its set-up
      ScalarSolver solver(MPI_COMM_WORLD, ScalarSolver::Kind::symmetric, 2);
      report = solver.solve(problem.matrix.petsc(), problem.rhs, u, 1e-8);
    });
    alternate({&mumps, &ours}, 5);
    double difference = 0;
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      difference = std::max(difference, std::abs(u.local_element(i) - exact.local_element(i)));
    std::printf("%8llu %10.0e %10.3f %10.3f %12d %8.1f %14.1e\n", static_cast<unsigned long long>(space.n_nodes()),
                contrast, mumps.best(), ours.best(), report.iterations, mumps.best() / ours.best(), difference);
  }
}

/// dphi/dt of the double well by the FEEvaluation of deal.II as packaged, one cell at a time.
class OneLane
{
public:
  using Data = dealii::MatrixFree<2, double, dealii::VectorizedArray<double, 1>>;

  OneLane(const FrontMesh &front_mesh, double driving)
    : mesh(front_mesh), constraints(hanging_nodes(mesh.dofs())), driving_(driving)
  {
    Data::AdditionalData options;
    options.tasks_parallel_scheme = Data::AdditionalData::none;
    options.mapping_update_flags  = dealii::update_gradients | dealii::update_JxW_values;
    data.reinit(dealii::MappingQ1<2>(), mesh.dofs(), constraints, dealii::QGaussLobatto<1>(3), options);
    data.initialize_dof_vector(phi);
    data.initialize_dof_vector(change);
  }

  void rate()
  {
    data.cell_loop(&OneLane::cells, this, change, phi, true);
    for (unsigned int i = 0; i < change.locally_owned_size(); ++i)
      change.local_element(i) *= mesh.inverse_mass.local_element(i);
  }

  Vector phi, change;

private:
  void cells(const Data &from, Vector &to, const Vector &u, const std::pair<unsigned int, unsigned int> &range) const
  {
    using namespace dealii::EvaluationFlags;
    dealii::FEEvaluation<2, 2, 3, 1, double, dealii::VectorizedArray<double, 1>> element(from);
    for (unsigned int cell = range.first; cell < range.second; ++cell)
    {
      element.reinit(cell);
      element.gather_evaluate(u, values | gradients);
      for (unsigned int q = 0; q < element.n_q_points; ++q)
      {
        const auto p = element.get_value(q), v = p * (1. - p);
        element.submit_value(-2. * v * (1. - 2. * p) + 30. * driving_ * v * v, q);
        element.submit_gradient(-element.get_gradient(q), q);
      }
      element.integrate_scatter(values | gradients, to);
    }
  }

  const FrontMesh                        &mesh;
  const dealii::AffineConstraints<double> constraints;
  const double                            driving_;
  Data                                    data;
};

void compare_phase()
{
  std::printf("%8s %10s %16s %16s %8s %14s\n", "nodes", "mesh", "one lane Mdof/s", "ours Mdof/s", "ratio",
              "rates differ");
  for (const int levels : {0, 3})
  {
    constexpr double driving = 0.2, extent = 240;
    FrontMesh        mesh(MPI_COMM_WORLD, {.extent = extent, .n_coarse = 160 >> levels, .levels = levels});
    const auto       disc = [](const dealii::Point<2> &x) { return 0.5 * (1 - std::tanh((x.norm() - 100) / 1.4)); };
    Fields           fields{mesh.interpolate(disc)};
    for (int pass = 0; pass < levels; ++pass)
      mesh.adapt(fields, {0.01});
    fields[0] = mesh.interpolate(disc);
    const DoubleWell well(mesh, {.driving = driving});
    Vector           change = mesh.make_field();
    OneLane          peer(mesh, driving);
    for (unsigned int i = 0; i < change.locally_owned_size(); ++i)
      peer.phi.local_element(i) = fields[0].local_element(i);
    Timing theirs([&] { peer.rate(); });
    Timing ours([&] { well.rate(fields[0], change); });
    alternate({&theirs, &ours});
    double difference = 0, largest = 0;
    for (unsigned int i = 0; i < change.locally_owned_size(); ++i)
      if (mesh.inverse_mass.local_element(i) > 0)
      {
        difference = std::max(difference, std::abs(change.local_element(i) - peer.change.local_element(i)));
        largest    = std::max(largest, std::abs(change.local_element(i)));
      }
    const double nodes = 1e-6 * static_cast<double>(mesh.n_nodes());
    std::printf("%8.0f %10s %16.1f %16.1f %8.2f %14.1e\n", 1e6 * nodes, levels > 0 ? "hanging" : "uniform",
                nodes / theirs.best(), nodes / ours.best(), theirs.best() / ours.best(), difference / largest);
  }
}
} // namespace

int main(int argc, char **argv)
{
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  return performance::run_chosen(
      argc, argv, {{"assembly", compare_assembly}, {"potential", compare_potential}, {"phase", compare_phase}});
}
