#pragma once

#include <solver/transport/electro_thermal.h>

namespace quench::solver
{
template <int dim>
double dot(const double (&a)[dim], const double (&b)[dim])
{
  double sum = 0;
  for (int d = 0; d < dim; ++d)
    sum += a[d] * b[d];
  return sum;
}

/// Residuals and element matrices of one element, [i * n + j]; and its shares of the balance.
template <int dim>
struct ElectroThermal<dim>::Local
{
  double r_v[n] = {}, r_t[n] = {};
  double vv[n * n] = {}, vt[n * n] = {}, tv[n * n] = {}, tt[n * n] = {};
  double joule = 0, stored = 0, released = 0, throughput = 0, content = 0, charge_content = 0;
};

/// Fields and laws at one Gauss point.
template <int dim>
struct ElectroThermal<dim>::Point
{
  bool                         charge, heat;
  double                       JxW, inverse_h2 = 0;
  const std::array<double, n> *N;
  double                       g[dim][n]; ///< gradients of the shape functions [direction][node]
  double V = 0, T = 0, T_old = 0, T_inner = 0, phi = 0, phi_old = 0, phi_inner = 0, relaxation = 0, switched = 0;
  double grad_V[dim] = {}, grad_T[dim] = {};
  double u[dim]  = {}; ///< grad V + S grad T, so that J = -sigma u
  double field   = 0;  ///< |u|
  double storage = 0;  ///< dh/dt
  double power   = 0;  ///< -J . grad V
  double latent  = 0;  ///< heat set free by a front whose latent heat is no part of the enthalpy
  physics::Scalar                  sigma, seebeck, h;
  std::array<physics::Scalar, dim> kappa;
  double flux_V[n] = {}, flux_u[n] = {}, flux_T[n] = {}; ///< grad V, u and kappa grad T times grad N_i
  double seebeck_by_V[n] = {};                           ///< derivative of S by the nodal potentials [1/K]
};
} // namespace quench::solver
