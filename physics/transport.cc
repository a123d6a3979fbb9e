#include <physics/transport.h>

#include <algorithm>
#include <cmath>

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
  return chain(field, law.v, law.d[1]) + law.d[0] * Number<dim>::variable(0, 0);
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
double magnitude(const std::array<double, dim> &a)
{
  double square = 0;
  for (const double component : a)
    square += component * component;
  return std::sqrt(square);
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

/// A conductor in a front: in the crystal along each axis, in the glass, and part of crystal.
template <int dim>
struct TwoPhases
{
  NumberVector<dim> crystal;
  Number<dim>       glass;
  double            c;

  /// The flux -sigma u (eq. C19): in series along the normal, side by side across it. Source: Nicoli, Plapp and Henry,
  /// Phys. Rev. E 84, 046707 (2011): with this tensor the front has neither a potential jump nor a current of its own.
  NumberVector<dim> flux(const NumberVector<dim> &u, const std::array<double, dim> &normal) const;
};

template <int dim>
Number<dim> along(const NumberVector<dim> &a, const std::array<double, dim> &normal)
{
  Number<dim> sum = 0.0;
  for (int d = 0; d < dim; ++d)
    sum += normal[d] * a[d];
  return sum;
}

/// n sigma n of a tensor with these axes.
template <int dim>
Number<dim> across(const NumberVector<dim> &sigma, const std::array<double, dim> &normal)
{
  Number<dim> sum = 0.0;
  for (int d = 0; d < dim; ++d)
    sum += normal[d] * normal[d] * sigma[d];
  return sum;
}

template <int dim>
NumberVector<dim> TwoPhases<dim>::flux(const NumberVector<dim> &u, const std::array<double, dim> &normal) const
{
  const Number<dim> u_n = along<dim>(u, normal), crystal_n = across<dim>(crystal, normal);
  const Number<dim> series = crystal_n * glass / (c * glass + (1 - c) * crystal_n) * u_n;
  NumberVector<dim> result;
  for (int d = 0; d < dim; ++d)
    result[d] = (c * crystal[d] + (1 - c) * glass) * (u[d] - normal[d] * u_n);
  const Number<dim> rest = series - along<dim>(result, normal); // symmetric in a layered crystal too
  for (int d = 0; d < dim; ++d)
    result[d] = -(result[d] + normal[d] * rest);
  return result;
}

template <int dim>
NumberVector<dim> axes_of(const Conductivity &law, const Number<dim> &field)
{
  NumberVector<dim> axes;
  for (int d = 0; d < dim; ++d)
    axes[d] = compose<dim>(d == dim - 1 ? law.cross_plane : law.in_plane, field);
  return axes;
}

/// S, and sigma of what feels the field.
template <int dim>
void find_field_laws(const Material &material, bool thermoelectric, const TransportPoint<dim> &at, PointLaws &laws)
{
  const Carriers         &carriers = laws.carriers;
  std::array<double, dim> u        = at.grad_V;
  if (thermoelectric)
  {
    laws.seebeck = material.seebeck(state_of(at, magnitude<dim>(at.grad_V)));
    for (int d = 0; d < dim; ++d)
      u[d] += laws.seebeck.v * at.grad_T[d];
  }
  LocalState local = state_of(at, magnitude<dim>(u));
  if (at.front.weight < 1)
    laws.mixture.sigma = material.conductivities(local, carriers);
  if (at.front.weight <= 0)
    return;
  local.crystallinity = local.boundary_layer = 0;
  laws.glass.sigma                           = material.conductivities(local, carriers);
}

/// kappa, and sigma of the crystal in a front.
template <int dim>
void find_other_laws(const Material &material, bool charge, bool heat, const TransportPoint<dim> &at, PointLaws &laws)
{
  const Carriers &carriers = laws.carriers;
  LocalState      local    = state_of(at, 0);
  if (heat && at.front.weight < 1)
    laws.mixture.kappa = material.heat_conductivities(local, carriers);
  if (at.front.weight <= 0)
    return;
  local.crystallinity = 1;
  if (charge)
    laws.crystal.sigma = material.conductivities(local, carriers);
  if (heat)
    laws.crystal.kappa = material.heat_conductivities(local, carriers);
  local.crystallinity = local.boundary_layer = 0;
  if (heat)
    laws.glass.kappa = material.heat_conductivities(local, carriers);
}

template <int dim>
Carriers carriers_at(const Material &material, const TransportPoint<dim> &at)
{
  const bool   front = at.front.weight > 0; // has both
  const double c     = at.structure.crystallinity;
  return material.carriers(Scalar::variable(at.temperature, 0), front || c > 0, front || c < 1,
                           at.structure.relaxation);
}

/// -sigma u, or -kappa grad T: what holds in a front and what elsewhere, by the weight of the front.
template <int dim>
NumberVector<dim> flux_of(const TransportPoint<dim> &at, const Conductivity &crystal, const Conductivity &glass,
                          const Conductivity &mixture, const Number<dim> &field, const NumberVector<dim> &u)
{
  NumberVector<dim> result{};
  if (at.front.weight > 0)
    result = TwoPhases<dim>{axes_of<dim>(crystal, Number<dim>(0.0)), compose<dim>(glass.in_plane, field),
                            at.front.crystallinity}
                 .flux(u, at.front.normal);
  if (at.front.weight >= 1)
    return result;
  const NumberVector<dim> axes = axes_of<dim>(mixture, field);
  for (int d = 0; d < dim; ++d)
    result[d] =
        at.front.weight <= 0 ? -axes[d] * u[d] : at.front.weight * result[d] - (1 - at.front.weight) * axes[d] * u[d];
  return result;
}

/// J and its power. Glass in a front conducts by the field of both phases, as in a mixture: in a field that bends its
/// law this leaves an error of first order in ell. Charge alone is solved by methods for symmetric matrices: in a front
/// it takes the symmetric part of dJ/du.
template <int dim>
void find_current(const TransportPoint<dim> &at, bool alone, bool thermoelectric, const PointLaws &laws,
                  Fluxes<dim> &result)
{
  const NumberVector<dim> grad_V = variables<dim>(at.grad_V, 1);
  NumberVector<dim>       u      = grad_V;
  if (thermoelectric)
  {
    const Number<dim> S = compose<dim>(laws.seebeck, laws.feels_field ? magnitude<dim>(grad_V) : Number<dim>(0.0));
    const NumberVector<dim> grad_T = variables<dim>(at.grad_T, 1 + dim);
    for (int d = 0; d < dim; ++d)
      u[d] += S * grad_T[d];
  }
  const Number<dim> field = laws.feels_field ? magnitude<dim>(u) : Number<dim>(0.0);
  result.current          = flux_of<dim>(at, laws.crystal.sigma, laws.glass.sigma, laws.mixture.sigma, field, u);
  for (int d = 0; alone && at.front.weight > 0 && d < dim; ++d)
    for (int e = 0; e < d; ++e)
      result.current[d].d[1 + e] = result.current[e].d[1 + d] =
          0.5 * (result.current[d].d[1 + e] + result.current[e].d[1 + d]);
  result.power = 0.0;
  result.sigma = 0;
  for (int d = 0; d < dim; ++d)
  {
    result.power -= result.current[d] * grad_V[d];
    result.sigma = std::max(result.sigma, -result.current[d].d[1 + d]);
  }
  result.seebeck = laws.seebeck.v;
}

/// q = -kappa grad T + S T J.
template <int dim>
void find_heat(const TransportPoint<dim> &at, bool thermoelectric, const PointLaws &laws, Fluxes<dim> &result)
{
  result.heat  = flux_of<dim>(at, laws.crystal.kappa, laws.glass.kappa, laws.mixture.kappa, Number<dim>(0.0),
                             variables<dim>(at.grad_T, 1 + dim));
  result.kappa = 0;
  for (int d = 0; d < dim; ++d)
    result.kappa = std::max(result.kappa, -result.heat[d].d[1 + dim + d]);
  if (!thermoelectric || laws.seebeck.v == 0)
    return;
  const Number<dim> field = laws.feels_field ? magnitude<dim>(variables<dim>(at.grad_V, 1)) : Number<dim>(0.0);
  const Number<dim> P     = compose<dim>(laws.seebeck, field) * Number<dim>::variable(at.temperature, 0);
  for (int d = 0; d < dim; ++d)
    result.heat[d] += P * result.current[d];
}

#define QUENCH_FOR_EACH_PROCESSOR(dim)                                                                                 \
  [[gnu::flatten, gnu::target_clones("avx512f", "avx2", "default")]] void find_currents(                               \
      const TransportPoint<dim> *at, bool alone, bool thermoelectric, const PointLaws *laws, Fluxes<dim> *results)     \
  {                                                                                                                    \
    for (unsigned int q = 0; q < (1u << dim); ++q)                                                                     \
      find_current<dim>(at[q], alone, thermoelectric, laws[q], results[q]);                                            \
  }                                                                                                                    \
  [[gnu::flatten, gnu::target_clones("avx512f", "avx2", "default")]] void find_heats(                                  \
      const TransportPoint<dim> *at, bool thermoelectric, const PointLaws *laws, Fluxes<dim> *results)                 \
  {                                                                                                                    \
    for (unsigned int q = 0; q < (1u << dim); ++q)                                                                     \
      find_heat<dim>(at[q], thermoelectric, laws[q], results[q]);                                                      \
  }
QUENCH_FOR_EACH_PROCESSOR(2)
QUENCH_FOR_EACH_PROCESSOR(3)
#undef QUENCH_FOR_EACH_PROCESSOR

/// Heat stored since the start of the step.
template <int dim>
void find_gain(const Material &material, const TransportPoint<dim> &at, Fluxes<dim> &result)
{
  const Scalar T      = Scalar::variable(at.temperature, 0);
  Scalar       gained = material.enthalpy(T, at.content_crystal) - at.enthalpy_start;
  if (at.crystallised != 0 && !material.latent_heat_in_enthalpy()) // eq. H7
  {
    const Scalar latent = at.crystallised * material.latent_heat(T);
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
FluxKernel<dim>::FluxKernel(const Material &material_, const Solved &solved)
  : material(material_), charge(solved.charge && material.conducts()), heat(solved.heat),
    thermoelectric(charge && heat && material.has_thermoelectricity())
{}

template <int dim>
void FluxKernel<dim>::find_laws(const Points &points, Laws &laws) const
{
  for (unsigned int q = 0; q < n; ++q)
  {
    const TransportPoint<dim> &at = points[q];
    laws[q].carriers              = carriers_at(material, at);
    laws[q].feels_field           = charge && (at.front.weight > 0 || at.structure.crystallinity < 1) &&
                          material.feels_field(Scalar(at.temperature));
    find_other_laws(material, charge, heat, at, laws[q]);
    if (charge)
      find_field_laws(material, thermoelectric, at, laws[q]);
  }
}

template <int dim>
void FluxKernel<dim>::follow_field(const Points &points, Laws &laws) const
{
  for (unsigned int q = 0; q < n; ++q)
    if (laws[q].feels_field)
      find_field_laws(material, thermoelectric, points[q], laws[q]);
}

template <int dim>
void FluxKernel<dim>::currents(const Points &points, const Laws &laws, Results &results) const
{
  if (charge)
    find_currents(points.data(), !heat, thermoelectric, laws.data(), results.data());
}

template <int dim>
void FluxKernel<dim>::finish(const Points &points, const Laws &laws, Results &results) const
{
  if (heat)
    find_heats(points.data(), thermoelectric, laws.data(), results.data());
  for (unsigned int q = 0; q < n; ++q)
  {
    if (heat)
      find_gain(material, points[q], results[q]);
    if (charge && points[q].displacement != 0)
      add_displacement(points[q], results[q]);
  }
}

template <int dim>
typename FluxKernel<dim>::Results FluxKernel<dim>::all(const Points &points) const
{
  Laws    laws;
  Results results;
  find_laws(points, laws);
  currents(points, laws, results);
  finish(points, laws, results);
  return results;
}

template class FluxKernel<2>;
template class FluxKernel<3>;
} // namespace quench::physics
