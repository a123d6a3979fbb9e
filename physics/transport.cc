#include <physics/transport.h>

namespace quench::physics
{
namespace
{
template <int dim>
using Number = typename Fluxes<dim>::Number;

template <int dim>
using NumberVector = std::array<Number<dim>, dim>;

/// A law's value and derivatives by T and by the field, as a function of what the field depends on.
template <int dim>
Number<dim> compose(const Scalar &law, const Number<dim> &field)
{
  Number<dim> result = chain(field, law.v, law.d[1]);
  result.d[0] += law.d[0];
  return result;
}

/// |a|; its derivative at 0 counts as 0.
template <int dim>
Number<dim> magnitude(const NumberVector<dim> &a)
{
  Number<dim> square = 0.0;
  for (const auto &component : a)
    square += component * component;
  return square.v > 1e-60 ? sqrt(square) : Number<dim>(0.0);
}

template <int dim>
NumberVector<dim> variables(const std::array<double, dim> &values, int first)
{
  NumberVector<dim> result;
  for (int d = 0; d < dim; ++d)
    result[d] = Number<dim>::variable(values[d], first + d);
  return result;
}

template <int dim>
LocalState state_of(const TransportPoint<dim> &at, double field)
{
  const Structure &s     = at.structure;
  LocalState       local = local_state(at.temperature, field, s.crystallinity, s.relaxation);
  local.disorder         = s.disorder;
  local.switched         = s.switched;
  local.boundary_layer   = s.boundary_layer;
  return local;
}

/// S, and with it the current and its power.
template <int dim>
Number<dim> add_current(const Material &material, bool thermoelectric, const TransportPoint<dim> &at,
                        Fluxes<dim> &result)
{
  const NumberVector<dim> grad_V = variables<dim>(at.grad_V, 1), grad_T = variables<dim>(at.grad_T, 1 + dim);
  NumberVector<dim>       u = grad_V;
  Number<dim>             S = 0.0;
  if (thermoelectric)
  {
    const Number<dim> field = magnitude<dim>(grad_V);
    S                       = compose<dim>(material.seebeck(state_of(at, field.v)), field);
    for (int d = 0; d < dim; ++d)
      u[d] += S * grad_T[d];
  }
  const Number<dim>  field = magnitude<dim>(u);
  const Conductivity sigma = material.conductivities(state_of(at, field.v));
  result.power             = 0.0;
  for (int d = 0; d < dim; ++d)
  {
    result.current[d] = -compose<dim>(d == dim - 1 ? sigma.cross_plane : sigma.in_plane, field) * u[d];
    result.power -= result.current[d] * grad_V[d];
  }
  result.sigma   = sigma.in_plane.v;
  result.seebeck = S.v;
  return S;
}

template <int dim>
void add_heat(const Material &material, const TransportPoint<dim> &at, const Number<dim> &S, Fluxes<dim> &result)
{
  const LocalState        local  = state_of(at, 0);
  const Conductivity      kappa  = material.heat_conductivities(local);
  const NumberVector<dim> grad_T = variables<dim>(at.grad_T, 1 + dim);
  const Number<dim>       P      = S * Number<dim>::variable(at.temperature, 0);
  for (int d = 0; d < dim; ++d)
  {
    const Scalar &kappa_d = d == dim - 1 ? kappa.cross_plane : kappa.in_plane;
    result.heat[d]        = -compose<dim>(kappa_d, Number<dim>(0.0)) * grad_T[d];
    if (S.v != 0)
      result.heat[d] += P * result.current[d];
  }
  result.kappa  = kappa.in_plane.v;
  Scalar gained = material.enthalpy(local.temperature, at.content_crystal) - at.enthalpy_start;
  if (at.crystallised != 0 && !material.latent_heat_in_enthalpy()) // eq. H7
  {
    const Scalar latent = at.crystallised * material.latent_heat(local.temperature);
    result.latent       = latent.v;
    gained -= latent;
  }
  result.gained.v    = gained.v;
  result.gained.d[0] = gained.d[0];
}

/// -epsilon d(grad V)/dt (eq. C16), which heats nothing.
template <int dim>
void add_displacement(const TransportPoint<dim> &at, Fluxes<dim> &result)
{
  const NumberVector<dim> grad_V = variables<dim>(at.grad_V, 1);
  for (int d = 0; d < dim; ++d)
    result.current[d] -= at.displacement * (grad_V[d] - at.grad_V_start[d]);
}
} // namespace

template <int dim>
void fluxes(const Material &material, const Solved &solved, std::span<const TransportPoint<dim>> points,
            std::span<Fluxes<dim>> results)
{
  const bool charge         = solved.charge && material.conducts(),
             thermoelectric = charge && solved.heat && material.has_thermoelectricity();
  for (std::size_t q = 0; q < points.size(); ++q)
  {
    const Number<dim> S = charge ? add_current(material, thermoelectric, points[q], results[q]) : Number<dim>(0.0);
    if (solved.heat)
      add_heat(material, points[q], S, results[q]);
    if (charge && points[q].displacement != 0)
      add_displacement(points[q], results[q]);
  }
}

template void fluxes<2>(const Material &, const Solved &, std::span<const TransportPoint<2>>, std::span<Fluxes<2>>);
template void fluxes<3>(const Material &, const Solved &, std::span<const TransportPoint<3>>, std::span<Fluxes<3>>);
} // namespace quench::physics
