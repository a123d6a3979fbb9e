#pragma once

#include <postprocess/report/svg.h>

#include <string>
#include <utility>
#include <vector>

namespace quench::report
{
/// A field on the regular grid of a map file: value(i, j) at r[i], z[j] [nm].
struct Raster
{
  std::vector<double>      r_nm, z_nm;
  std::vector<double>      temperature_K, crystallinity; ///< [j][i], r fastest; NaN where they have no meaning
  std::vector<std::string> region;                       ///< [j][i] name or number of the material's region
  std::vector<std::string> phase_change; ///< regions that form glass; empty where the file tells nothing

  /// A section through the whole cell, not from the axis outwards.
  bool        is_whole() const { return r_nm.front() < -1e-9; }
  std::size_t n_r() const { return r_nm.size(); }
  std::size_t n_z() const { return z_nm.size(); }
  std::size_t index(std::size_t i, std::size_t j) const { return j * n_r() + i; }
  double      step_r() const { return (r_nm.back() - r_nm.front()) / double(n_r() - 1); }
  double      step_z() const { return (z_nm.back() - z_nm.front()) / double(n_z() - 1); }
};

/// Read maps/NAME.csv; regions get the names that maps/regions.csv (`region,name,forms_glass`, the last optional)
/// beside it gives their numbers, if there is one. Where the region is -1 there is no cell: the fields are NaN. Throws
/// InputError with file:line if the points are no regular raster with r fastest.
Raster read_raster(const std::string &path);

/// Name of what is not the cell.
inline const std::string outside = "-1";

/// Lines of points in (r, z) [nm].
using Lines = std::vector<std::vector<Point>>;

/// The lines field = level, piecewise straight (marching squares). Squares with a NaN corner have none.
Lines contour(const Raster &raster, const std::vector<double> &field, double level);

/// The borders between different regions, half way between raster points, joined to long straight pieces.
Lines region_borders(const Raster &raster);

/// Names of the regions in the order of the raster, each once; not the outside.
std::vector<std::string> region_names(const Raster &raster);

/// The phase-change material: what the map says, or the regions whose crystallinity varies at many points (a field that
/// is continuous may also vary along the rim of its neighbours).
std::vector<std::string> phase_change_regions(const Raster &raster);
} // namespace quench::report
