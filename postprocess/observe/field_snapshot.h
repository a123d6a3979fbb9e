#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace quench::observe
{
/// The mesh and the fields of one rank at one time, as viewers want them: plain arrays, nothing of deal.II.
///
/// All cells are quadrilaterals (dim 2, in the plane z = 0) or hexahedra (dim 3) with edges along the axes. Points
/// that carry two values (a jump between regions) appear twice. Coordinates are in nm: ParaView paints cells of
/// 1e-8 m black. The name of an array ends in its unit ("temperature_K"); scripts rely on the names.
struct FieldSnapshot
{
  struct Array
  {
    std::string         name;
    int                 components = 1;
    std::vector<double> values; ///< [points or cells][components]
  };

  int                       dim = 2;
  std::vector<double>       points;       ///< [points][3], nm
  std::vector<std::int64_t> connectivity; ///< [cells][2^dim], in VTK's order (counter-clockwise, bottom then top)
  std::vector<Array>        point_arrays;
  std::vector<Array>        cell_arrays;
  std::vector<std::string>  region_names; ///< of the numbers in the cell array `region`; may be empty

  std::size_t n_points() const { return points.size() / 3; }
  std::size_t nodes_per_cell() const { return std::size_t(1) << dim; }
  std::size_t n_cells() const { return connectivity.size() / nodes_per_cell(); }
};

/// Array `name` of a list, or nullptr.
const FieldSnapshot::Array *find_array(const std::vector<FieldSnapshot::Array> &arrays, const std::string &name);

/// Throws Error(internal) naming the array if sizes do not fit, an index is out of range or a value is not finite.
void check(const FieldSnapshot &snapshot);
} // namespace quench::observe
