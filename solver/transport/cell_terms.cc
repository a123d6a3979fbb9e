// Element terms of charge and heat: docs/equations.md, D2 to D4.
#include <solver/transport/cell_terms.h>

#include <solver/transport/front_in_element.h>
#include <solver/transport/front_kink.h>

#include <cmath>
#include <optional>

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

template <int dim>
using Row = typename RowOf<dim>::type;

template <int dim>
[[gnu::always_inline]] inline void load(Row<dim> &row, const std::array<double, (1u << dim)> &values)
{
  for (unsigned int i = 0; i < (1u << dim); ++i)
    row[i] = values[i];
}

template <int dim>
[[gnu::always_inline]] inline Row<dim> &row_of(double *matrix, unsigned int i)
{
  return *reinterpret_cast<Row<dim> *>(matrix + i * (1u << dim));
}

/// Derivatives of a number of the kernel by the nodal potentials and temperatures.
template <int dim>
struct NodalSlopes
{
  Row<dim> V, T;
};

template <int dim>
[[gnu::always_inline]] inline NodalSlopes<dim> nodal_slopes(const typename physics::Fluxes<dim>::Number &value,
                                                            double factor, const Row<dim> &N, const Row<dim> (&g)[dim])
{
  NodalSlopes<dim> slopes{Row<dim>{}, factor * value.d[0] * N};
  for (int d = 0; d < dim; ++d)
  {
    slopes.V += factor * value.d[1 + d] * g[d];
    slopes.T += factor * value.d[1 + dim + d] * g[d];
  }
  return slopes;
}

/// The four element matrices at one Gauss point of a conductor.
template <int dim>
[[gnu::always_inline]] inline void add_products(const ElementMap<dim> &map, unsigned int q,
                                                const physics::Fluxes<dim> &flux, double rate, bool heat,
                                                ElementTerms<dim> &terms)
{
  constexpr unsigned int n   = 1u << dim;
  const double           JxW = map.JxW[q];
  Row<dim>               N, g[dim];
  NodalSlopes<dim>       current[dim], carried[dim];
  load<dim>(N, map.value[q]);
  for (int d = 0; d < dim; ++d)
    load<dim>(g[d], map.gradient[q][d]);
  for (int d = 0; d < dim; ++d)
  {
    current[d] = nodal_slopes<dim>(flux.current[d], -JxW, N, g);
    if (heat)
      carried[d] = nodal_slopes<dim>(flux.heat[d], -JxW, N, g);
  }
  NodalSlopes<dim> source = nodal_slopes<dim>(flux.power, -JxW, N, g);
  source.T += JxW * rate * flux.gained.d[0] * N;
  for (unsigned int i = 0; i < n; ++i)
  {
    for (int d = 0; d < dim; ++d)
      row_of<dim>(terms.vv, i) += g[d][i] * current[d].V;
    if (!heat)
      continue;
    Row<dim> vt{}, tv = N[i] * source.V, tt = N[i] * source.T;
    for (int d = 0; d < dim; ++d)
    {
      vt += g[d][i] * current[d].T;
      tv += g[d][i] * carried[d].V;
      tt += g[d][i] * carried[d].T;
    }
    row_of<dim>(terms.vt, i) += vt;
    row_of<dim>(terms.tv, i) += tv;
    row_of<dim>(terms.tt, i) += tt;
  }
}

/// The same of what carries heat alone.
template <int dim>
[[gnu::always_inline]] inline void add_heat_products(const ElementMap<dim> &map, unsigned int q,
                                                     const physics::Fluxes<dim> &flux, double rate,
                                                     ElementTerms<dim> &terms)
{
  constexpr unsigned int n   = 1u << dim;
  const double           JxW = map.JxW[q];
  Row<dim>               N, g, carried[dim];
  load<dim>(N, map.value[q]);
  const Row<dim> stored = JxW * rate * flux.gained.d[0] * N;
  for (int d = 0; d < dim; ++d)
  {
    load<dim>(g, map.gradient[q][d]);
    carried[d] = -JxW * (flux.heat[d].d[1 + dim + d] * g + flux.heat[d].d[0] * N);
  }
  for (unsigned int i = 0; i < n; ++i)
  {
    Row<dim> tt = N[i] * stored;
    for (int d = 0; d < dim; ++d)
      tt += map.gradient[q][d][i] * carried[d];
    row_of<dim>(terms.tt, i) += tt;
  }
}

template <int dim>
[[gnu::always_inline]] inline void add_matrices(const ElementMap<dim> &map, const physics::Fluxes<dim> *flux,
                                                double rate, physics::Solved solved, ElementTerms<dim> &terms)
{
  for (unsigned int q = 0; q < (1u << dim); ++q)
    if (solved.charge)
      add_products<dim>(map, q, flux[q], rate, solved.heat, terms);
    else
      add_heat_products<dim>(map, q, flux[q], rate, terms);
}

#define QUENCH_FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
QUENCH_FOR_EACH_PROCESSOR void add(const ElementMap<2> &map, const physics::Fluxes<2> *flux, double rate,
                                   physics::Solved solved, ElementTerms<2> &terms)
{
  add_matrices<2>(map, flux, rate, solved, terms);
}
QUENCH_FOR_EACH_PROCESSOR void add(const ElementMap<3> &map, const physics::Fluxes<3> *flux, double rate,
                                   physics::Solved solved, ElementTerms<3> &terms)
{
  add_matrices<3>(map, flux, rate, solved, terms);
}
#undef QUENCH_FOR_EACH_PROCESSOR

/// Where the heat of a point is counted from.
template <int dim>
void set_start(const physics::Material &material, const std::array<double, (1u << dim)> &N,
               const ElementFields<dim> &fields, const StageTerms &stage, physics::TransportPoint<dim> &at)
{
  const auto enthalpy = [&](double T, double phi) { return material.enthalpy(physics::Scalar(T), phi).v; };
  double     phi = 1, phi_inner = 1;
  if (material.forms_glass())
    phi = interpolate(N, fields.phi_old);
  at.enthalpy_start = enthalpy(interpolate(N, fields.T_old), phi);
  if (stage.weight != 0)
  {
    if (material.forms_glass())
      phi_inner = interpolate(N, fields.phi_inner);
    at.enthalpy_start += stage.weight * (enthalpy(interpolate(N, fields.T_inner), phi_inner) - at.enthalpy_start);
    phi += stage.weight * (phi_inner - phi);
  }
  at.crystallised = at.content_crystal - phi;
}

/// Crystallinity of what is crystal or glass but for the tails of a phase field, whose other phase need not be asked.
double without_tails(double crystallinity)
{
  return crystallinity <= pure_phase ? 0 : crystallinity >= 1 - pure_phase ? 1 : crystallinity;
}

/// The front's profile and normal at a point.
template <int dim>
physics::Front<dim> front_at(const FrontInElement<dim> &front, const std::array<double, (1u << dim)> &N,
                             const std::array<std::array<double, (1u << dim)>, dim> &gradient)
{
  physics::Front<dim> at{front.weight, crystal_in_band(interpolate(N, front.distance)), {}};
  double              square = 0;
  for (int d = 0; d < dim; ++d)
  {
    at.normal[d] = interpolate(gradient[d], front.distance);
    square += at.normal[d] * at.normal[d];
  }
  if (square == 0) // between two fronts
    return {};
  for (double &component : at.normal)
    component /= std::sqrt(square);
  return at;
}

/// The kernel's points of an element.
template <int dim>
std::array<physics::TransportPoint<dim>, (1u << dim)>
points_of(const physics::Material &material, const ElementMap<dim> &map, const ElementFields<dim> &fields,
          const StageTerms &stage)
{
  constexpr unsigned int                      n = 1u << dim;
  std::array<physics::TransportPoint<dim>, n> points;
  for (unsigned int q = 0; q < n; ++q)
  {
    physics::TransportPoint<dim> &at = points[q];
    const auto                   &N  = map.value[q];
    at.temperature                   = interpolate(N, fields.T);
    for (int d = 0; d < dim; ++d)
    {
      at.grad_V[d] = interpolate(map.gradient[q][d], fields.V);
      at.grad_T[d] = interpolate(map.gradient[q][d], fields.T);
      if (stage.displacement != 0)
        at.grad_V_start[d] = interpolate(map.gradient[q][d], fields.V_start);
    }
    at.displacement = stage.displacement;
    if (material.forms_glass())
    {
      at.content_crystal = interpolate(N, fields.phi);
      at.structure       = {without_tails(at.content_crystal), interpolate(N, fields.relaxation),
                            interpolate(N, fields.switched), fields.disorder[q], fields.boundary_layer};
      if (fields.front.passes)
        at.front = front_at<dim>(fields.front, N, map.gradient[q]);
      else
        at.structure.crystallinity += fields.front.weight * (fields.front.crystal - at.structure.crystallinity);
    }
    if (stage.solved.heat && stage.rate > 0)
      set_start(material, N, fields, stage, at);
  }
  return points;
}

/// Shares of the balance of a part [nm^3] of an element with these fluxes.
template <int dim>
void add_balance(const physics::Fluxes<dim> &flux, const StageTerms &stage, double part, double V, double T,
                 double inverse_h2, ElementTerms<dim> &terms)
{
  const double storage = stage.rate * flux.gained.v;
  terms.joule += part * flux.power.v;
  terms.charge_content += part * flux.sigma * (std::abs(V) + std::abs(flux.seebeck) * T) * inverse_h2;
  terms.stored += part * storage;
  terms.released += part * stage.rate * flux.latent;
  terms.throughput += part * (std::abs(storage) + std::abs(flux.power.v));
  terms.content += part * T * (flux.gained.d[0] * stage.rate + flux.kappa * inverse_h2);
}
} // namespace

template <int dim>
void add_cell_terms(const physics::Material &material, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                    const StageTerms &stage, ElementTerms<dim> &terms)
{
  constexpr unsigned int                     n       = 1u << dim;
  const bool                                 current = stage.solved.charge && material.conducts();
  auto                                       points  = points_of(material, map, fields, stage);
  const physics::FluxKernel<dim>             kernel(material, stage.solved);
  typename physics::FluxKernel<dim>::Laws    laws;
  typename physics::FluxKernel<dim>::Results flux;
  std::optional<FrontKink<dim>>              kink;
  kernel.find_laws(points, laws);
  kernel.currents(points, laws, flux);
  if (current && fields.front.passes)
    kink.emplace(map, fields.front, points).settle(kernel, map, points, laws, flux);
  kernel.finish(points, laws, flux);
  for (unsigned int q = 0; q < n; ++q)
  {
    const double storage = stage.rate * flux[q].gained.v - flux[q].power.v;
    for (unsigned int i = 0; i < n; ++i)
    {
      double out_v = 0, out_t = 0;
      for (int d = 0; d < dim; ++d)
      {
        out_v += flux[q].current[d].v * map.gradient[q][d][i];
        out_t += flux[q].heat[d].v * map.gradient[q][d][i];
      }
      terms.r_v[i] -= map.JxW[q] * out_v;
      terms.r_t[i] += map.JxW[q] * (map.value[q][i] * storage - out_t);
    }
    add_balance(flux[q], stage, map.JxW[q], interpolate(map.value[q], fields.V), points[q].temperature, map.inverse_h2,
                terms);
  }
  if (stage.jacobian)
    add(map, flux.data(), stage.rate, {current, stage.solved.heat}, terms);
  if (kink)
    kink->eliminate(map, points, flux, stage, terms);
}

#define QUENCH_INSTANTIATE(dim)                                                                                        \
  template void add_cell_terms(const physics::Material &, const ElementMap<dim> &, const ElementFields<dim> &,         \
                               const StageTerms &, ElementTerms<dim> &);
QUENCH_INSTANTIATE(2)
QUENCH_INSTANTIATE(3)
#undef QUENCH_INSTANTIATE
} // namespace quench::solver
