#pragma once

#include <solver/algebra/linear_algebra.h>

#include <deal.II/distributed/tria.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/lac/affine_constraints.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace quench::solver
{
/// Eight numbers the processor computes with at once (two or four at a time where it is narrower). Unaligned, because
/// GCC 12 does not align the stack of functions that it compiles for several processors.
using Lanes                  = double __attribute__((vector_size(64), aligned(8)));
inline constexpr int n_lanes = 8;

using Fields = std::vector<Vector>;

/// A square [0, extent]^2 of square cells with quadratic elements, fine where fields change (eq. D9).
///
/// Elements have 3 x 3 nodes, which are also the points of the quadrature (Gauss-Lobatto): the mass matrix is diagonal.
/// Cells are handed out eight at a time, with the node numbers side by side, so that kernels work on eight cells at
/// once and need neither a matrix nor a Jacobian. Walls are closed (no flux) or periodic.
class FrontMesh
{
public:
  struct Parameters
  {
    double extent;       ///< edge of the square
    int    n_coarse;     ///< coarse cells per edge
    int    levels   = 0; ///< halvings of a coarse cell where fields change, everywhere at first
    bool   periodic = false;
  };

  static constexpr int n = 9; ///< nodes of a cell, x fastest

  /// Eight cells. In lanes that are no cell, area and live are 0 and the nodes those of another cell.
  struct Batch
  {
    std::array<std::array<unsigned int, n_lanes>, n> node; ///< local indices
    Lanes                                            area;
    Lanes                                            live; ///< 1
  };

  FrontMesh(MPI_Comm communicator, const Parameters &parameters);

  Vector make_field() const { return Vector(partitioner); }
  /// Nodal values of a function.
  Vector interpolate(const std::function<double(const dealii::Point<2> &)> &function) const;

  /// Makes values on ghost and dependent nodes (hanging, periodic) current; kernels read them.
  void spread(Vector &field) const;
  /// Adds what kernels left on ghost and dependent nodes to the nodes they depend on.
  void collect(Vector &field) const;

  /// Sum of mass times value: the integral of a nodal field.
  double integral(const Vector &field) const;
  /// y = -K u / m, the Laplacian at the nodes; u must be spread.
  void laplacian(const Vector &u, Vector &y) const;
  /// Integral of |grad u|^2; u must be spread.
  double gradient_energy(const Vector &u) const;

  /// Halves the cells in which a field spans more than its limit, joins those in which all span less than a quarter of
  /// it, and carries the fields over. True if the mesh changed.
  bool adapt(Fields &fields, const std::vector<double> &limits);

  /// Calls visit(x, edge, values at the three nodes) for each owned cell on the lower wall, x being its left end.
  void visit_lower_wall(const Vector                                                             &field,
                        const std::function<void(double, double, const std::array<double, 3> &)> &visit) const;

  /// Smallest edge of a cell the parameters allow.
  double finest() const;
  /// Largest eigenvalue of the negative Laplacian on the finest cells, with a margin for hanging nodes.
  double largest_eigenvalue() const;

  const Parameters              parameters;
  const MPI_Comm                communicator;
  std::vector<Batch>            batches;
  Vector                        mass;         ///< of the nodes; ghosts current
  Vector                        inverse_mass; ///< 0 on dependent nodes
  std::vector<dealii::Point<2>> positions;    ///< of owned nodes
  std::uint64_t                 n_nodes() const { return dofs_->n_dofs(); }
  const dealii::DoFHandler<2>  &dofs() const { return *dofs_; }

private:
  struct Dependent
  {
    unsigned int                                 node;
    std::vector<std::pair<unsigned int, double>> masters;
  };
  using Constraints = dealii::AffineConstraints<double>;

  void        rebuild();
  Constraints make_constraints() const;
  void        number_nodes(const Constraints &constraints);
  void        collect_batches();
  void        weigh_nodes();
  bool        mark(const Fields &fields, const std::vector<double> &limits);

  std::unique_ptr<dealii::parallel::distributed::Triangulation<2>> mesh_;
  const dealii::FE_Q<2>                                            element_{2};
  std::unique_ptr<dealii::DoFHandler<2>>                           dofs_;
  std::shared_ptr<const dealii::Utilities::MPI::Partitioner>       partitioner;
  std::vector<Dependent>                                           dependents;
};

/// Values of the nodes of a batch, node by node.
[[gnu::always_inline]] inline void gather(const FrontMesh::Batch &batch, const double *field,
                                          Lanes (&value)[FrontMesh::n])
{
  for (int k = 0; k < FrontMesh::n; ++k)
    for (int lane = 0; lane < n_lanes; ++lane)
      value[k][lane] = field[batch.node[k][lane]];
}

/// Adds to the nodes of a batch, cell by cell, since cells share nodes.
[[gnu::always_inline]] inline void scatter(const FrontMesh::Batch &batch, const Lanes (&value)[FrontMesh::n],
                                           double                 *field)
{
  for (int k = 0; k < FrontMesh::n; ++k)
    for (int lane = 0; lane < n_lanes; ++lane)
      field[batch.node[k][lane]] += value[k][lane];
}

/// value = -K u on the reference cell: K = stiffness x mass + mass x stiffness, the same for squares of every size.
[[gnu::always_inline]] inline void minus_stiffness(const Lanes (&u)[FrontMesh::n], Lanes (&value)[FrontMesh::n])
{
  // 3 times the stiffness of a quadratic element on the unit interval is {7, -8, 1; -8, 16, -8; 1, -8, 7}, 6 times its
  // mass {1, 4, 1}.
  const auto add = [](const Lanes &a, const Lanes &b, const Lanes &c, double weight, Lanes &ra, Lanes &rb, Lanes &rc) {
    const Lanes outer = weight * (a + c), inner = (8 * weight) * b;
    ra += inner - outer - (6 * weight) * a;
    rb += 8 * outer - 2 * inner;
    rc += inner - outer - (6 * weight) * c;
  };
  constexpr double mass[3] = {1.0 / 18, 4.0 / 18, 1.0 / 18};
  for (Lanes &v : value)
    v = Lanes{};
  for (int k = 0; k < 3; ++k)
  {
    add(u[3 * k], u[3 * k + 1], u[3 * k + 2], mass[k], value[3 * k], value[3 * k + 1], value[3 * k + 2]);
    add(u[k], u[k + 3], u[k + 6], mass[k], value[k], value[k + 3], value[k + 6]);
  }
}
} // namespace quench::solver
