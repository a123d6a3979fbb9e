#include <postprocess/observe/field_snapshot.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::observe
{
namespace
{
void check_array(const FieldSnapshot::Array &array, std::size_t entries)
{
  const std::string where = "field \"" + array.name + "\"";
  if (array.components < 1 || array.values.size() != entries * static_cast<std::size_t>(array.components))
    throw Error(ExitCode::internal, where, "has " + std::to_string(array.values.size()) + " values",
                std::to_string(entries) + " entries of " + std::to_string(array.components) + " components");
  const auto bad =
      std::find_if(array.values.begin(), array.values.end(), [](double value) { return !std::isfinite(value); });
  if (bad != array.values.end())
    throw Error(ExitCode::internal, where,
                "is not finite at entry " + std::to_string((bad - array.values.begin()) / array.components));
}
} // namespace

const FieldSnapshot::Array *find_array(const std::vector<FieldSnapshot::Array> &arrays, const std::string &name)
{
  const auto found = std::find_if(arrays.begin(), arrays.end(), [&](const auto &array) { return array.name == name; });
  return found == arrays.end() ? nullptr : &*found;
}

void check(const FieldSnapshot &snapshot)
{
  check_array({"points", 3, snapshot.points}, snapshot.n_points());
  if (snapshot.connectivity.size() % snapshot.nodes_per_cell() != 0)
    throw Error(ExitCode::internal, "field snapshot", "the connectivity holds half a cell");
  for (const std::int64_t point : snapshot.connectivity)
    if (point < 0 || static_cast<std::size_t>(point) >= snapshot.n_points())
      throw Error(ExitCode::internal, "field snapshot", "a cell names point " + std::to_string(point));
  for (const FieldSnapshot::Array &array : snapshot.point_arrays)
    check_array(array, snapshot.n_points());
  for (const FieldSnapshot::Array &array : snapshot.cell_arrays)
    check_array(array, snapshot.n_cells());
}
} // namespace quench::observe
