#pragma once

#include <meshes/cell_geometry.h>

#include <deal.II/distributed/tria.h>

#include <vector>

namespace quench::meshes
{
/// Boundary id of the two sides of a cut (an inner face on which fields may jump).
inline constexpr unsigned int cut_boundary_id = 1000;

/// Boundary id of contact number i; 0 is the insulating, adiabatic outside.
inline constexpr unsigned int contact_boundary_id(unsigned int i) { return 1 + i; }

/// The mesh's coordinate for direction d of the geometry: (x, z) in two dimensions.
template <int dim>
constexpr int geometry_axis(int d)
{
  return (dim == 2 && d == 1) ? 2 : d;
}

/// Tensor-product mesh with a line on every interface and coarse cells no larger than `coarse_size` [nm]; or the
/// elements of a mesh file as they are.
///
/// material_id = region index. A region with own_vertices gets its own copies of all vertices round it; the faces of
/// each cut are paired by `add_periodicity` with zero offset, so that p4est balances and ghosts across
/// it and `periodic_neighbor` finds the partner. Pieces of the raster that no region covers are left out.
template <int dim>
void build_mesh(dealii::parallel::distributed::Triangulation<dim> &mesh, const CellGeometry &cell, double coarse_size);
} // namespace quench::meshes
