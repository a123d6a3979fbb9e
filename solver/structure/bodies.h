#pragma once

#include <solver/transport/electro_thermal.h>

namespace quench::solver
{
/// The bodies of phase-change material on one mesh: cells of one material slot that hang together by their nodes. A
/// crystal grows, and melt spreads, within its body; neither crosses a cut or a wall of another material.
template <int dim>
class Bodies
{
public:
  Bodies(const Discretization<dim> &space, const Materials &materials);

  /// Number of the body of this region that the local node belongs to, the same on every rank; 0 for none.
  double at(int region, unsigned int node) const
  {
    return kind[region] < 0 ? 0 : numbers[kind[region]].local_element(node);
  }

  /// Phase-change region of each local node, the lowest where several share it; -1 elsewhere. Collective.
  static std::vector<int> node_regions(const Discretization<dim> &space, const Materials &materials);

private:
  static Vector number(const Discretization<dim> &space, const std::vector<int> &kind, int chosen);

  std::vector<int>    kind;    ///< of each region: its material slot among those that change phase, or -1
  std::vector<Vector> numbers; ///< [kind]: 1 + the highest global number of the body's nodes
};
} // namespace quench::solver
