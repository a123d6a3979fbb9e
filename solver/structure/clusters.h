#pragma once

#include <solver/structure/nucleation.h>

namespace quench::solver
{
/// Whether the material keeps a population of clusters at every point (eq. N6).
bool keeps_clusters(const physics::Material &material);

/// Fields of clusters that a state needs (eq. N6): the largest cluster that one of the materials follows, less one; 0
/// without cluster dynamics or without seeds.
std::size_t n_cluster_fields(const Materials &materials, NucleationMode mode);

/// Clusters at the nodes of liquid and glass after a step from `old` to the temperature of `next` (eq. N6); none in
/// crystal. `region`: glass-forming region of each local node, -1 elsewhere. fictive: rates by the fictive temperature.
void follow_clusters(const Materials &materials, const std::vector<int> &region, const State &old, State &next,
                     double dt, bool fictive = false);
} // namespace quench::solver
