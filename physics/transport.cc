#include <physics/transport.h>

#include <algorithm>

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
NumberVector<dim> axes_of(const Conductivity &law)
{
  NumberVector<dim> axes;
  for (int d = 0; d < dim; ++d)
    axes[d] = compose<dim>(d == dim - 1 ? law.cross_plane : law.in_plane, Number<dim>(0.0));
  return axes;
}

/// J in a front (eq. C19). Glass conducts by the field of both, as in a mixture: in a field that bends its law this
/// leaves an error of first order in ell. Charge alone is solved by methods for symmetric matrices: it takes the
/// symmetric part of dJ/du.
template <int dim>
NumberVector<dim> current_in_front(const Material &material, bool alone, const TransportPoint<dim> &at,
                                   const NumberVector<dim> &u)
{
  const Number<dim> field = magnitude<dim>(u);
  LocalState        local = state_of(at, field.v);
  local.crystallinity     = 1;
  const auto crystal      = axes_of<dim>(material.conductivities(local));
  local.crystallinity = local.boundary_layer = 0;
  const Number<dim> glass                    = compose<dim>(material.conductivity(local), field);
  NumberVector<dim> result = TwoPhases<dim>{crystal, glass, at.front.crystallinity}.flux(u, at.front.normal);
  for (int d = 0; alone && d < dim; ++d)
    for (int e = 0; e < d; ++e)
      result[d].d[1 + e] = result[e].d[1 + d] = 0.5 * (result[d].d[1 + e] + result[e].d[1 + d]);
  return result;
}

template <int dim>
NumberVector<dim> current_in_mixture(const Material &material, const TransportPoint<dim> &at,
                                     const NumberVector<dim> &u)
{
  const Number<dim>  field = magnitude<dim>(u);
  const Conductivity sigma = material.conductivities(state_of(at, field.v));
  NumberVector<dim>  result;
  for (int d = 0; d < dim; ++d)
    result[d] = -compose<dim>(d == dim - 1 ? sigma.cross_plane : sigma.in_plane, field) * u[d];
  return result;
}

/// What holds in a front and what elsewhere, by the weight of the front.
template <int dim, class InFront, class InMixture>
NumberVector<dim> blend(const Front<dim> &front, const InFront &in_front, const InMixture &in_mixture)
{
  if (front.weight <= 0)
    return in_mixture();
  NumberVector<dim> result = in_front();
  if (front.weight >= 1)
    return result;
  const NumberVector<dim> rest = in_mixture();
  for (int d = 0; d < dim; ++d)
    result[d] = front.weight * result[d] + (1 - front.weight) * rest[d];
  return result;
}

/// S, and with it the current and its power.
template <int dim>
Number<dim> add_current(const Material &material, bool alone, bool thermoelectric, const TransportPoint<dim> &at,
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
  result.current = blend<dim>(
      at.front, [&] { return current_in_front<dim>(material, alone, at, u); },
      [&] { return current_in_mixture<dim>(material, at, u); });
  result.power = 0.0;
  result.sigma = 0;
  for (int d = 0; d < dim; ++d)
  {
    result.power -= result.current[d] * grad_V[d];
    result.sigma = std::max(result.sigma, -result.current[d].d[1 + d]);
  }
  result.seebeck = S.v;
  return S;
}

/// -kappa grad T.
template <int dim>
NumberVector<dim> conducted(const Material &material, const TransportPoint<dim> &at)
{
  const NumberVector<dim> grad_T = variables<dim>(at.grad_T, 1 + dim);
  return blend<dim>(
      at.front,
      [&] {
        LocalState local    = state_of(at, 0);
        local.crystallinity = 1;
        const auto crystal  = axes_of<dim>(material.heat_conductivities(local));
        local.crystallinity = local.boundary_layer = 0;
        const Number<dim> glass                    = compose<dim>(material.heat_conductivity(local), Number<dim>(0.0));
        return TwoPhases<dim>{crystal, glass, at.front.crystallinity}.flux(grad_T, at.front.normal);
      },
      [&] {
        const NumberVector<dim> kappa = axes_of<dim>(material.heat_conductivities(state_of(at, 0)));
        NumberVector<dim>       q;
        for (int d = 0; d < dim; ++d)
          q[d] = -kappa[d] * grad_T[d];
        return q;
      });
}

template <int dim>
void add_heat(const Material &material, const TransportPoint<dim> &at, const Number<dim> &S, Fluxes<dim> &result)
{
  const LocalState  local = state_of(at, 0);
  const Number<dim> P     = S * Number<dim>::variable(at.temperature, 0);
  result.heat             = conducted<dim>(material, at);
  result.kappa            = 0;
  for (int d = 0; d < dim; ++d)
  {
    result.kappa = std::max(result.kappa, -result.heat[d].d[1 + dim + d]);
    if (S.v != 0)
      result.heat[d] += P * result.current[d];
  }
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
    const Number<dim> S =
        charge ? add_current(material, !solved.heat, thermoelectric, points[q], results[q]) : Number<dim>(0.0);
    if (solved.heat)
      add_heat(material, points[q], S, results[q]);
    if (charge && points[q].displacement != 0)
      add_displacement(points[q], results[q]);
  }
}

template void fluxes<2>(const Material &, const Solved &, std::span<const TransportPoint<2>>, std::span<Fluxes<2>>);
template void fluxes<3>(const Material &, const Solved &, std::span<const TransportPoint<3>>, std::span<Fluxes<3>>);
} // namespace quench::physics
