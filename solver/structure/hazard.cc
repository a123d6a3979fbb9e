// Crystals that glass is expected to bear, whether they are followed or not: docs/equations.md, N13.
#include <solver/structure/nucleation.h>

#include <deal.II/base/mpi.h>

#include <numeric>

namespace quench::solver
{
template <int dim>
double Nucleation<dim>::expected_births_per_time(const State &state) const
{
  double sum = 0;
  for (const auto &cell : space.cells)
    if (materials[cell.region].changes_phase() && materials[cell.region].nucleation().is_enabled())
      if (const double rate = births_in(cell, state).rate; rate > 0)
        sum += rate * std::accumulate(cell.JxW.begin(), cell.JxW.end(), 0.0);
  if (p.interfaces)
    for (const auto &face : space.faces)
      for (unsigned int side = 0; side < 2; ++side)
        sum += births_on(face, side, state);
  return dealii::Utilities::MPI::sum(sum, space.communicator);
}

/// Crystals per time on one side of a face, the measure of its area.
template <int dim>
double Nucleation<dim>::births_on(const typename Discretization<dim>::Face &face, unsigned int side,
                                  const State &state) const
{
  constexpr unsigned int   m        = Discretization<dim>::Face::m;
  const physics::Material &material = materials[face.region[side]];
  if (!material.changes_phase() || !material.nucleation().is_enabled())
    return 0;
  double T = 0, phi = 0, T_f = 0;
  for (unsigned int i = 0; i < m; ++i)
  {
    const unsigned int node = face.nodes[side * m + i];
    T += state.temperature.local_element(node) / m;
    phi += state.crystallinity.local_element(node) / m;
    T_f += state.fictive.local_element(node) / m;
  }
  if (phi >= 0.5 || T >= material.melting_temperature())
    return 0;
  const auto  &law  = material.nucleation();
  const double rate = fictive ? law.interface_rate(T, T_f) : law.interface_rate(T);
  return rate * (1 - phi) * std::accumulate(face.JxW.begin(), face.JxW.end(), 0.0);
}

template double Nucleation<2>::expected_births_per_time(const State &) const;
template double Nucleation<3>::expected_births_per_time(const State &) const;
} // namespace quench::solver
