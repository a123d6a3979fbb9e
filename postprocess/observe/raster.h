#pragma once

#include <postprocess/observe/field_snapshot.h>

#include <mpi.h>

#include <string>
#include <vector>

namespace quench::observe
{
/// Names of what a raster map shows: point arrays of a snapshot in the order of the file's columns, then the region
/// (cell array).
struct RasterContent
{
  std::vector<std::string> fields = {"temperature_K", "crystallinity", "potential_V"};
  std::string              region = "region";
};

/// A regular grid of samples over the box of a 2-D mesh, or over the section of a 3-D one with the plane y that halves
/// its box (r is x then); r fastest.
struct RasterMap
{
  double                           origin[2]; ///< r, z of the first point [nm]
  double                           plane = 0; ///< y of the section [nm]
  double                           spacing;   ///< [nm]
  std::size_t                      n[2];      ///< points in r, z
  std::vector<std::vector<double>> values;    ///< [field][point]; 0 where there is no cell
  std::vector<int>                 region;    ///< [point]; -1 where there is no cell
};

/// Sample the fields of all ranks (multilinear inside a cell). A point on the border between cells belongs to the cell
/// on its lower side (smaller r, y, z), so that the map does not depend on the number of ranks even where a field
/// jumps. Collective; the map is complete on rank 0 and empty elsewhere.
RasterMap sample_raster(const FieldSnapshot &snapshot, const RasterContent &content, double spacing,
                        MPI_Comm communicator);

/// Sample and write as CSV: `r_nm,z_nm,temperature_K,crystallinity,potential_V,region`, nine digits. Collective;
/// throws IoError on every rank if the file cannot be written.
void write_raster_map(const std::string &path, const FieldSnapshot &snapshot, const RasterContent &content,
                      double spacing, MPI_Comm communicator);
} // namespace quench::observe
