#pragma once

#include <meshes/cell_geometry.h>

namespace quench::meshes
{
/// Whether conductors lead from the driven contact of a cell made of `elements` to a contact at another electrical
/// node.
///
/// @param conducts  [region]
bool has_conducting_path(const CellGeometry &cell, const std::vector<bool> &conducts);
} // namespace quench::meshes
