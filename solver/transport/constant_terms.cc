// Element terms of regions whose numbers are constant: docs/equations.md, D2 to D4.
#include <solver/transport/constant_terms.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
/// Adds JxW grad N_i . D grad N_j and mass times N_i N_j of a Gauss point.
template <int dim>
void add_matrix(const ElementMap<dim> &map, unsigned int q, const std::array<double, dim> &D, double mass,
                double *matrix)
{
  constexpr unsigned int n = 1u << dim;
  for (unsigned int i = 0; i < n; ++i)
    for (unsigned int j = 0; j < n; ++j)
    {
      double sum = mass * map.value[q][i] * map.value[q][j];
      for (int d = 0; d < dim; ++d)
        sum += map.JxW[q] * D[d] * map.gradient[q][d][i] * map.gradient[q][d][j];
      matrix[i * n + j] += sum;
    }
}

/// Charge and its power at a Gauss point. Returns the power.
template <int dim>
double add_charge(const ConstantLaw<dim> &law, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                  const ConstantParts &wanted, unsigned int q, ElementTerms<dim> &terms)
{
  constexpr unsigned int  n   = 1u << dim;
  const double            JxW = map.JxW[q];
  std::array<double, dim> flux{}; // sigma grad V
  double                  power = 0, square = 0;
  for (int d = 0; d < dim; ++d)
  {
    const double gradient = interpolate(map.gradient[q][d], fields.V);
    flux[d]               = law.sigma[d] * gradient;
    power += flux[d] * gradient;
    square += flux[d] * flux[d];
  }
  terms.flow += JxW * std::sqrt(square);
  for (unsigned int i = 0; i < n; ++i)
  {
    double along = 0;
    for (int d = 0; d < dim; ++d)
      along += flux[d] * map.gradient[q][d][i];
    terms.r_v[i] += JxW * along;
    for (unsigned int j = 0; wanted.power && j < n; ++j)
      terms.tv[j * n + i] -= 2 * JxW * map.value[q][j] * along;
  }
  if (wanted.charge)
    add_matrix<dim>(map, q, law.sigma, 0, terms.vv);
  return power;
}

/// Heat at a Gauss point with that power. Returns what is stored per time and volume.
template <int dim>
double add_heat(const ConstantLaw<dim> &law, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                const StageTerms &stage, bool wanted, double power, unsigned int q, ElementTerms<dim> &terms)
{
  constexpr unsigned int  n = 1u << dim;
  std::array<double, dim> flux{}; // kappa grad T
  for (int d = 0; d < dim; ++d)
    flux[d] = law.kappa[d] * interpolate(map.gradient[q][d], fields.T);
  double start = interpolate(map.value[q], fields.T_old);
  if (stage.weight != 0)
    start += stage.weight * (interpolate(map.value[q], fields.T_inner) - start);
  const double storage = stage.rate * law.capacity * (interpolate(map.value[q], fields.T) - start);
  for (unsigned int i = 0; i < n; ++i)
  {
    double along = 0;
    for (int d = 0; d < dim; ++d)
      along += flux[d] * map.gradient[q][d][i];
    terms.r_t[i] += map.JxW[q] * (along + map.value[q][i] * (storage - power));
  }
  if (wanted)
    add_matrix<dim>(map, q, law.kappa, map.JxW[q] * stage.rate * law.capacity, terms.tt);
  return storage;
}
} // namespace

template <int dim>
std::optional<ConstantLaw<dim>> ConstantLaw<dim>::of(const physics::Material &material)
{
  if (!material.is_linear() || (material.conducts() && material.has_thermoelectricity()))
    return {};
  const physics::LocalState   anywhere = physics::local_state(300 * units::K, 0, 1, 0);
  const physics::Conductivity sigma = material.conductivities(anywhere), kappa = material.heat_conductivities(anywhere);
  ConstantLaw                 law;
  law.capacity = material.enthalpy(anywhere.temperature, 1).d[0];
  for (int d = 0; d < dim; ++d)
  {
    law.sigma[d] = d == dim - 1 ? sigma.cross_plane.v : sigma.in_plane.v;
    law.kappa[d] = d == dim - 1 ? kappa.cross_plane.v : kappa.in_plane.v;
  }
  return law;
}

template <int dim>
void add_constant_terms(const ConstantLaw<dim> &law, const ElementMap<dim> &map, const ElementFields<dim> &fields,
                        const StageTerms &stage, const ConstantParts &wanted, ElementTerms<dim> &terms)
{
  const bool   current = stage.solved.charge && law.sigma[0] > 0;
  const double sigma   = *std::max_element(law.sigma.begin(), law.sigma.end()),
               kappa   = *std::max_element(law.kappa.begin(), law.kappa.end());
  for (unsigned int q = 0; q < (1u << dim); ++q)
  {
    const double JxW = map.JxW[q], T = interpolate(map.value[q], fields.T);
    const double power = current ? add_charge<dim>(law, map, fields, wanted, q, terms) : 0;
    terms.joule += JxW * power;
    if (current)
      terms.charge_content += JxW * sigma * std::abs(interpolate(map.value[q], fields.V)) * map.inverse_h2;
    if (!stage.solved.heat)
      continue;
    const double storage = add_heat<dim>(law, map, fields, stage, wanted.heat, power, q, terms);
    terms.stored += JxW * storage;
    terms.throughput += JxW * (std::abs(storage) + std::abs(power));
    terms.content += JxW * T * (law.capacity * stage.rate + kappa * map.inverse_h2);
  }
}

#define QUENCH_INSTANTIATE(dim)                                                                                        \
  template struct ConstantLaw<dim>;                                                                                    \
  template void add_constant_terms(const ConstantLaw<dim> &, const ElementMap<dim> &, const ElementFields<dim> &,      \
                                   const StageTerms &, const ConstantParts &, ElementTerms<dim> &);
QUENCH_INSTANTIATE(2)
QUENCH_INSTANTIATE(3)
#undef QUENCH_INSTANTIATE
} // namespace quench::solver
