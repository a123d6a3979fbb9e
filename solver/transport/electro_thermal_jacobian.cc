// Derivatives of the element terms: docs/equations.md, D2 to D5 and H6.
#include <solver/transport/electro_thermal_local.h>

namespace quench::solver
{
namespace
{
/// One row of an element matrix, computed at once; unaligned, because GCC 12 does not align the stack of functions that
/// it compiles for several processors.
template <int dim>
struct RowOf;
template <>
struct RowOf<2>
{
  using type = double __attribute__((vector_size(32), aligned(8)));
};
template <>
struct RowOf<3>
{
  using type = double __attribute__((vector_size(64), aligned(8)));
};

/// What the element matrices at one Gauss point are sums of products of; all but N, g, u, T and P carry the weight JxW.
template <int dim>
struct Factors
{
  static constexpr unsigned int n = 1u << dim;
  using Row                       = typename RowOf<dim>::type;

  Row    N, g[dim], u, T;      ///< N_i, grad N_i, u . grad N_i, grad T . grad N_i
  Row    kappa_T;              ///< d kappa/dT grad T . grad N_i
  Row    sigma_V, sigma_T;     ///< derivatives of sigma
  Row    seebeck_V, seebeck_T; ///< sigma times those of S
  Row    carried_V, carried_T; ///< sigma times those of P = S T
  Row    power_V, source_T;    ///< derivatives of -J . grad V, and of storage less that
  double s, sS, P;             ///< sigma, sigma S, S T
  double kappa[dim];
};

/// The four element matrices, [i * n + j].
struct Blocks
{
  double *vv, *vt, *tv, *tt;
};

template <int dim>
[[gnu::always_inline]] inline void add_products(const Factors<dim> &f, const Blocks &blocks)
{
  using Row                = typename Factors<dim>::Row;
  constexpr unsigned int n = Factors<dim>::n;
  for (unsigned int i = 0; i < n; ++i)
  {
    Row laplace{}, conduction = f.kappa_T[i] * f.N;
    for (int d = 0; d < dim; ++d)
    {
      const Row product = f.g[d][i] * f.g[d];
      laplace += product;
      conduction += f.kappa[d] * product;
    }
    const Row  by_V = f.s * laplace + f.seebeck_V * f.T[i] + f.sigma_V * f.u[i]; // of sigma u . grad N_i
    const Row  by_T = f.sS * laplace + f.seebeck_T * f.T[i] + f.sigma_T * f.u[i];
    const auto row  = [&](double *block) -> Row  &{ return *reinterpret_cast<Row *>(block + i * n); };
    row(blocks.vv) += by_V;
    row(blocks.vt) += by_T;
    row(blocks.tv) += f.P * by_V + f.carried_V * f.u[i] - f.N[i] * f.power_V;
    row(blocks.tt) += f.P * by_T + conduction + f.carried_T * f.u[i] + f.N[i] * f.source_T;
  }
}

#define QUENCH_FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
QUENCH_FOR_EACH_PROCESSOR void add(const Factors<2> &factors, const Blocks &blocks)
{
  add_products<2>(factors, blocks);
}
QUENCH_FOR_EACH_PROCESSOR void add(const Factors<3> &factors, const Blocks &blocks)
{
  add_products<3>(factors, blocks);
}
#undef QUENCH_FOR_EACH_PROCESSOR
} // namespace

/// Derivatives of add_residual(): P = S T, sigma(T, |u|), S(T, |grad V|), kappa(T), h(T).
template <int dim>
void ElectroThermal<dim>::add_jacobian(const Point &at, const Stage &stage, Local &local) const
{
  const double w = at.JxW, s = w * at.sigma.v, s_T = w * at.sigma.d[0],
               s_u = at.field > 1e-30 ? w * at.sigma.d[1] / at.field : 0.0;
  const double S = at.seebeck.v, S_T = at.seebeck.d[0], P_T = S + S_T * at.T, storage_T = w * at.h.d[0] * stage.rate();
  const double u_V = dot<dim>(at.u, at.grad_V), V_T = dot<dim>(at.grad_V, at.grad_T), u_T = dot<dim>(at.u, at.grad_T);
  Factors<dim> f;
  f.s  = s;
  f.sS = s * S;
  f.P  = S * at.T;
  for (int d = 0; d < dim; ++d)
    f.kappa[d] = w * at.kappa[d].v;
  for (unsigned int i = 0; i < n; ++i)
  {
    const double N = (*at.N)[i], u = at.flux_u[i], S_V = at.seebeck_by_V[i];
    f.N[i]         = N;
    f.u[i]         = u;
    double slope_T = 0, kappa_T = 0;
    for (int d = 0; d < dim; ++d)
    {
      f.g[d][i] = at.g[d][i];
      slope_T += at.grad_T[d] * at.g[d][i];
      kappa_T += w * at.kappa[d].d[0] * at.grad_T[d] * at.g[d][i];
    }
    f.T[i]               = slope_T;
    f.kappa_T[i]         = kappa_T;
    f.sigma_V[i]         = s_u * (u + S_V * u_T);
    f.sigma_T[i]         = s_T * N + s_u * (S * u + S_T * N * u_T);
    f.seebeck_V[i]       = s * S_V;
    f.seebeck_T[i]       = s * S_T * N;
    f.carried_V[i]       = s * at.T * S_V;
    f.carried_T[i]       = s * P_T * N;
    f.power_V[i]         = f.sigma_V[i] * u_V + s * (at.flux_V[i] + u + S_V * V_T);
    const double power_T = f.sigma_T[i] * u_V + s * (S * at.flux_V[i] + S_T * N * V_T);
    f.source_T[i]        = N * storage_T - power_T;
  }
  solver::add(f, {local.vv, local.vt, local.tv, local.tt});
}

template void ElectroThermal<2>::add_jacobian(const Point &, const Stage &, Local &) const;
template void ElectroThermal<3>::add_jacobian(const Point &, const Stage &, Local &) const;
} // namespace quench::solver
