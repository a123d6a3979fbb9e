#pragma once

#include <solver/transport/electro_thermal.h>

/// The constant matrices of the phase field on one mesh (eq. D6), and products with them.
namespace quench::solver
{
/// Empty matrix over the cells that change phase.
template <int dim>
Matrix<dim> phase_matrix(const Discretization<dim> &space, const FieldSpace<dim> &field, const Unknowns<dim> &unknowns,
                         const Materials &materials, bool square);

/// Mass (quadrature points at (1 +- sqrt(2/3))/2: half consistent, half lumped), stiffness, and derivative
/// matrices D_d[i][j] = integral N_i dN_j/dx_d.
template <int dim>
void fill_phase_matrices(const Discretization<dim> &space, const Materials &materials, Matrix<dim> &mass,
                         Matrix<dim> &stiffness, std::vector<Matrix<dim>> &derivative);

/// Nodal gradients over the cells that change phase (eq. D6).
///
/// Means over the neighbouring cells by plain volume: weighted with the measure 2 pi r they would be wrong by h/r near
/// the axis, and a front would run ahead along it. With `natural` the normal component is zero on the axis and where
/// the regions end, as the boundary condition of the phase field says.
template <int dim>
class GradientRecovery
{
public:
  GradientRecovery(const Discretization<dim> &space, const FieldSpace<dim> &field, const Unknowns<dim> &unknowns,
                   const Materials &materials);

  std::array<Vector, dim> of(const Vector &u, bool natural) const;

private:
  template <class Terms>
  void scatter_cells(const Terms &terms, std::array<Vector, dim> &result) const;

  const Discretization<dim>         &space;
  const FieldSpace<dim>             &field;
  const Materials                   &materials;
  Vector                             volume; ///< of the nodes; 0 where the node is no unknown
  std::array<std::vector<bool>, dim> ends;   ///< per owned node: the regions end in this direction
};

/// y = A x on owned entries.
template <int dim>
void multiply(const Matrix<dim> &A, const Vector &x, Vector &y);

/// y = A^T x on owned entries.
template <int dim>
void multiply_transposed(const Matrix<dim> &A, const Vector &x, Vector &y);

/// result = A diag(d) + factor B.
template <int dim>
void scale_columns(const Matrix<dim> &A, const Vector &d, const Matrix<dim> &B, double factor, Mat result);
} // namespace quench::solver
