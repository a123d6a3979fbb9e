// Element terms of charge and heat: docs/equations.md, D2 to D4.
#include <solver/transport/cell_terms.h>

#include <solver/transport/element_products.h>
#include <solver/transport/front_in_element.h>
#include <solver/transport/front_kink.h>

#include <cmath>
#include <optional>

namespace quench::solver
{
namespace
{
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
  double       square  = 0;
  for (const auto &J : flux.current)
    square += J.v * J.v;
  terms.flow += part * std::sqrt(square);
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
    add_products(map, flux.data(), stage.rate, {current, stage.solved.heat}, terms);
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
