#pragma once

#include <solver/transport/electro_thermal.h>

namespace quench::solver
{
/// A nodal extreme and where it is.
template <int dim>
struct Hottest
{
  double             temperature = 0; ///< [K]
  dealii::Point<dim> at;              ///< [nm]
};

/// Highest nodal temperature of the chosen regions; the lowest node number wins among equals. Collective.
template <int dim>
Hottest<dim> hottest(const Discretization<dim> &space, const State &state, const std::function<bool(int)> &chosen);

/// The same between the nodes: the vertex of the parabola through the hottest node and its neighbours along the last
/// axis.
template <int dim>
Hottest<dim> hottest_between_nodes(const Discretization<dim> &space, const State &state);

/// A plane front across x, by its crystal's volume; and the temperatures there and at the largest x. Collective.
struct PlaneFront
{
  double position    = 0;                      ///< [nm]
  double temperature = 0, far_temperature = 0; ///< [K]
};
template <int dim>
PlaneFront plane_front(const Discretization<dim> &space, const State &state, double glass_volume);

/// Integrals over the cell. Collective.
struct Integrals
{
  double enthalpy = 0; ///< latent heat included, relative to crystal at 300 K [eV]
  double glass    = 0; ///< integral of 1 - phi where glass can form, melt included [nm^3]
  double melt     = 0; ///< the same where T is above the melting temperature [nm^3]
};
template <int dim>
Integrals integrate(const Discretization<dim> &space, const Materials &materials, const State &state);
} // namespace quench::solver
