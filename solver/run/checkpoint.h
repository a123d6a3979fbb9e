#pragma once

#include <solver/run/state.h>

#include <string>

namespace quench::solver
{
/// Writes mesh and fields into an existing folder (files `mesh`, `mesh.info`, `mesh_fixed.data`); time, step and cell
/// voltage are the caller's to keep. Collective; throws IoError.
template <int dim>
void save(const Discretization<dim> &space, const State &state, const std::string &folder);

/// Reads them back, on any number of ranks, into as many fields as `state` has (State::clusters): refines `space` as it
/// was and rebuilds its tables. Collective.
template <int dim>
void load(Discretization<dim> &space, State &state, const std::string &folder);
} // namespace quench::solver
