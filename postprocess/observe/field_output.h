#pragma once

#include <postprocess/observe/field_snapshot.h>
#include <solver/space/discretization.h>

#include <string>
#include <vector>

namespace quench::observe
{
/// A nodal field and the name it has in files: quantity and unit ("temperature_K"; "crystallinity" has no unit).
struct NamedField
{
  std::string           name;
  const solver::Vector *values;   ///< with up-to-date ghost values
  double                unit = 1; ///< values are divided by it on the way out
};

/// Snapshot of the locally owned cells of this rank: the nodal fields, the cell arrays `region` and `rank`, and
/// `cell_arrays` (one entry per element of `space.cells`, e.g. the current density). No communication.
template <int dim>
FieldSnapshot take_snapshot(const solver::Discretization<dim> &space, const std::vector<NamedField> &fields,
                            std::vector<FieldSnapshot::Array> cell_arrays = {});
} // namespace quench::observe
