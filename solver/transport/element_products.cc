// Element matrices from the derivatives of the fluxes: docs/equations.md, D3. Compiled for several processors, whose
// vectors a row of an element matrix fills: GCC 12 splits wider ones over the stack at ten times the cost.
#include <solver/transport/element_products.h>

namespace quench::solver
{
namespace
{
/// Numbers that a processor computes at once; unaligned, because GCC 12 does not align the stack of functions that it
/// compiles for several processors.
template <unsigned int lanes>
struct VectorOf;
template <>
struct VectorOf<2>
{
  using type = double __attribute__((vector_size(16), aligned(8), may_alias));
};
template <>
struct VectorOf<4>
{
  using type = double __attribute__((vector_size(32), aligned(8), may_alias));
};
template <>
struct VectorOf<8>
{
  using type = double __attribute__((vector_size(64), aligned(8), may_alias));
};

/// One row of an element matrix.
template <int dim, unsigned int lanes>
struct Row
{
  static constexpr unsigned int parts = (1u << dim) / lanes;
  using Vector                        = typename VectorOf<lanes>::type;

  Vector part[parts] = {};

  [[gnu::always_inline]] void add(double factor, const Row &other)
  {
    for (unsigned int k = 0; k < parts; ++k)
      part[k] += factor * other.part[k];
  }
  [[gnu::always_inline]] void add(double factor, const double *values)
  {
    for (unsigned int k = 0; k < parts; ++k)
      part[k] += factor * *reinterpret_cast<const Vector *>(values + k * lanes);
  }
  [[gnu::always_inline]] void add_to(double *values) const
  {
    for (unsigned int k = 0; k < parts; ++k)
      *reinterpret_cast<Vector *>(values + k * lanes) += part[k];
  }
};

/// Derivatives of a number of the kernel by the nodal potentials and temperatures.
template <int dim, unsigned int lanes>
struct NodalSlopes
{
  Row<dim, lanes> V, T;

  [[gnu::always_inline]] void set(const ElementMap<dim> &map, unsigned int q, double factor,
                                  const typename physics::Fluxes<dim>::Number &value)
  {
    V = {}; // T is set at any rate
    T = {};
    T.add(factor * value.d[0], map.value[q].data());
    for (int d = 0; d < dim; ++d)
    {
      V.add(factor * value.d[1 + d], map.gradient[q][d].data());
      T.add(factor * value.d[1 + dim + d], map.gradient[q][d].data());
    }
  }
};

/// The four matrices of a conductor; of charge alone without `heat`.
template <int dim, unsigned int lanes, bool heat>
[[gnu::always_inline]] inline void add_coupled(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux,
                                               double rate, ElementTerms<dim> &terms)
{
  constexpr unsigned int  n = 1u << dim;
  NodalSlopes<dim, lanes> current[n][dim], carried[n][dim], source[n];
  for (unsigned int q = 0; q < n; ++q)
  {
    for (int d = 0; d < dim; ++d)
    {
      current[q][d].set(map, q, -map.JxW[q], flux[q].current[d]);
      if constexpr (heat)
        carried[q][d].set(map, q, -map.JxW[q], flux[q].heat[d]);
    }
    if constexpr (heat)
    {
      source[q].set(map, q, -map.JxW[q], flux[q].power);
      source[q].T.add(map.JxW[q] * rate * flux[q].gained.d[0], map.value[q].data());
    }
  }
  for (unsigned int i = 0; i < n; ++i)
  {
    Row<dim, lanes> vv, vt, tv, tt;
    for (unsigned int q = 0; q < n; ++q)
    {
      for (int d = 0; d < dim; ++d)
      {
        const double g = map.gradient[q][d][i];
        vv.add(g, current[q][d].V);
        if constexpr (heat)
        {
          vt.add(g, current[q][d].T);
          tv.add(g, carried[q][d].V);
          tt.add(g, carried[q][d].T);
        }
      }
      if constexpr (heat)
      {
        tv.add(map.value[q][i], source[q].V);
        tt.add(map.value[q][i], source[q].T);
      }
    }
    vv.add_to(terms.vv + i * n);
    if constexpr (heat)
    {
      vt.add_to(terms.vt + i * n);
      tv.add_to(terms.tv + i * n);
      tt.add_to(terms.tt + i * n);
    }
  }
}

/// The matrix of what carries heat alone.
template <int dim, unsigned int lanes>
[[gnu::always_inline]] inline void add_heat(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux, double rate,
                                            ElementTerms<dim> &terms)
{
  constexpr unsigned int n = 1u << dim;
  Row<dim, lanes>        carried[n][dim], stored[n];
  for (unsigned int q = 0; q < n; ++q)
  {
    stored[q].add(map.JxW[q] * rate * flux[q].gained.d[0], map.value[q].data());
    for (int d = 0; d < dim; ++d)
    {
      carried[q][d].add(-map.JxW[q] * flux[q].heat[d].d[1 + dim + d], map.gradient[q][d].data());
      carried[q][d].add(-map.JxW[q] * flux[q].heat[d].d[0], map.value[q].data());
    }
  }
  for (unsigned int i = 0; i < n; ++i)
  {
    Row<dim, lanes> tt;
    for (unsigned int q = 0; q < n; ++q)
    {
      tt.add(map.value[q][i], stored[q]);
      for (int d = 0; d < dim; ++d)
        tt.add(map.gradient[q][d][i], carried[q][d]);
    }
    tt.add_to(terms.tt + i * n);
  }
}

template <int dim, unsigned int lanes>
[[gnu::always_inline]] inline void add_all(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux, double rate,
                                           physics::Solved solved, ElementTerms<dim> &terms)
{
  if (!solved.charge)
    add_heat<dim, lanes>(map, flux, rate, terms);
  else if (solved.heat)
    add_coupled<dim, lanes, true>(map, flux, rate, terms);
  else
    add_coupled<dim, lanes, false>(map, flux, rate, terms);
}

template <int dim>
using AddProducts = void(const ElementMap<dim> &, const physics::Fluxes<dim> *, double, physics::Solved,
                         ElementTerms<dim> &);

#define QUENCH_FOR_PROCESSOR(name, processor, dim, lanes)                                                              \
  __attribute__((target(processor))) void name(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux,           \
                                               double rate, physics::Solved solved, ElementTerms<dim> &terms)          \
  {                                                                                                                    \
    add_all<dim, lanes>(map, flux, rate, solved, terms);                                                               \
  }
QUENCH_FOR_PROCESSOR(with_avx512, "avx512f", 2, 4)
QUENCH_FOR_PROCESSOR(with_avx512, "avx512f", 3, 8)
QUENCH_FOR_PROCESSOR(with_avx2, "avx2,fma", 2, 4)
QUENCH_FOR_PROCESSOR(with_avx2, "avx2,fma", 3, 4)
QUENCH_FOR_PROCESSOR(with_sse2, "sse2", 2, 2)
QUENCH_FOR_PROCESSOR(with_sse2, "sse2", 3, 2)
#undef QUENCH_FOR_PROCESSOR

template <int dim>
AddProducts<dim> *for_this_processor()
{
  if (__builtin_cpu_supports("avx512f"))
    return with_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return with_avx2;
  return with_sse2;
}
} // namespace

template <int dim>
void add_products(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux, double rate, physics::Solved solved,
                  ElementTerms<dim> &terms)
{
  static AddProducts<dim> *const chosen = for_this_processor<dim>();
  chosen(map, flux, rate, solved, terms);
}

template void add_products(const ElementMap<2> &, const physics::Fluxes<2> *, double, physics::Solved,
                           ElementTerms<2> &);
template void add_products(const ElementMap<3> &, const physics::Fluxes<3> *, double, physics::Solved,
                           ElementTerms<3> &);
} // namespace quench::solver
