#pragma once

#include <solver/electro_thermal.h>

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
