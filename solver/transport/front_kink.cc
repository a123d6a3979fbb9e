// The bend of the potential in a front: docs/equations.md, D16.
#include <solver/transport/front_kink.h>

#include <solver/transport/front_in_element.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quench::solver
{
template <int dim>
FrontKink<dim>::FrontKink(const ElementMap<dim> &map, const FrontInElement<dim> &front, const Points &points)
{
  constexpr double straight = 1e-6; // of the distance's own gradient: below it there is nothing but round-off
  double           bend = 0, slope_of_distance = 0, volume = 0;
  Direction        mean{};
  for (unsigned int q = 0; q < n; ++q)
  {
    volume += map.JxW[q];
    for (int d = 0; d < dim; ++d)
    {
      double distance = 0, bent = 0;
      for (unsigned int i = 0; i < n; ++i)
      {
        distance += map.gradient[q][d][i] * front.distance[i];
        bent += map.gradient[q][d][i] * smooth_size(front.distance[i]);
      }
      psi[q][d] = bent - (2 * points[q].front.crystallinity - 1) * distance; // s' = 2 c - 1
      mean[d] += map.JxW[q] * psi[q][d];
      slope_of_distance = std::max(slope_of_distance, std::abs(distance));
    }
  }
  for (Direction &gradient : psi)
    for (int d = 0; d < dim; ++d)
    {
      gradient[d] -= mean[d] / volume;
      bend = std::max(bend, std::abs(gradient[d]));
    }
  if (bend < straight * slope_of_distance)
    psi = {};
}

/// Derivative by a.
template <int dim>
double FrontKink<dim>::along(const typename physics::Fluxes<dim>::Number &value, unsigned int q) const
{
  double sum = 0;
  for (int d = 0; d < dim; ++d)
    sum += value.d[1 + d] * psi[q][d];
  return sum;
}

/// That of the current without the displacement current, which counts the nodes' potential alone.
template <int dim>
double FrontKink<dim>::conducted(const Points &points, const Fluxes &flux, unsigned int q, int d) const
{
  return along(flux[q].current[d], q) + points[q].displacement * psi[q][d];
}

template <int dim>
void FrontKink<dim>::balance(const ElementMap<dim> &map, const Fluxes &flux)
{
  residual = slope = 0;
  for (unsigned int q = 0; q < n; ++q)
    for (int d = 0; d < dim; ++d)
    {
      residual -= map.JxW[q] * psi[q][d] * flux[q].current[d].v;
      slope -= map.JxW[q] * psi[q][d] * along(flux[q].current[d], q);
    }
}

template <int dim>
void FrontKink<dim>::bend_by(double change, Points &points) const
{
  for (unsigned int q = 0; q < n; ++q)
    for (int d = 0; d < dim; ++d)
    {
      points[q].grad_V[d] += change * psi[q][d];
      points[q].grad_V_start[d] += change * psi[q][d];
    }
}

/// Newton's method, kept where the root is known to be: r_a rises with a, and steeply in strong fields.
template <int dim>
void FrontKink<dim>::settle(const physics::FluxKernel<dim> &kernel, const ElementMap<dim> &map, Points &points,
                            typename physics::FluxKernel<dim>::Laws &laws, Fluxes &flux)
{
  constexpr int    most     = 12;
  constexpr double accuracy = 1e-6; // what is left of r_a is eliminated by its derivative
  double           a = 0, low = -std::numeric_limits<double>::infinity(), high = -low;
  balance(map, flux);
  for (int round = 0; round < most && slope > 0; ++round)
  {
    (residual < 0 ? low : high) = a;
    double change               = -residual / slope;
    if (std::abs(change) <= accuracy * std::abs(a))
      return;
    if (!(a + change > low && a + change < high))
      change = 0.5 * (low + high) - a;
    a += change;
    bend_by(change, points);
    kernel.follow_field(points, laws);
    kernel.currents(points, laws, flux);
    balance(map, flux);
  }
}

template <int dim>
void FrontKink<dim>::eliminate(const ElementMap<dim> &map, const Points &points, const Fluxes &flux,
                               const StageTerms &stage, ElementTerms<dim> &terms) const
{
  if (!(slope > 0))
    return;
  double va[n] = {}, ta[n] = {}, av[n] = {}, at[n] = {};
  for (unsigned int q = 0; q < n; ++q)
    for (unsigned int i = 0; i < n; ++i)
    {
      const double JxW = map.JxW[q], N = map.value[q][i];
      ta[i] -= JxW * N * along(flux[q].power, q);
      for (int d = 0; d < dim; ++d)
      {
        const auto &J = flux[q].current[d];
        va[i] -= JxW * map.gradient[q][d][i] * conducted(points, flux, q, d);
        ta[i] -= JxW * map.gradient[q][d][i] * along(flux[q].heat[d], q);
        av[i] -= JxW * psi[q][d] * points[q].displacement * map.gradient[q][d][i];
        at[i] -= JxW * psi[q][d] * J.d[0] * N;
        for (int e = 0; e < dim; ++e)
        {
          av[i] -= JxW * psi[q][d] * J.d[1 + e] * map.gradient[q][e][i];
          at[i] -= JxW * psi[q][d] * J.d[1 + dim + e] * map.gradient[q][e][i];
        }
      }
    }
  for (unsigned int i = 0; i < n; ++i)
  {
    terms.r_v[i] -= va[i] * residual / slope;
    if (stage.solved.heat)
      terms.r_t[i] -= ta[i] * residual / slope;
    for (unsigned int j = 0; stage.jacobian && j < n; ++j)
    {
      terms.vv[i * n + j] -= va[i] * av[j] / slope;
      if (!stage.solved.heat)
        continue;
      terms.vt[i * n + j] -= va[i] * at[j] / slope;
      terms.tv[i * n + j] -= ta[i] * av[j] / slope;
      terms.tt[i * n + j] -= ta[i] * at[j] / slope;
    }
  }
}

template class FrontKink<2>;
template class FrontKink<3>;
} // namespace quench::solver
