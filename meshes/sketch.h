#pragma once

#include <meshes/cell_geometry.h>

#include <string>

namespace quench::meshes
{
/// The section of a cell at y = 0 as an SVG drawing: regions to scale in the colours of their materials, contacts,
/// resistive faces, points the mesh is graded towards, and the scale in nm. An axisymmetric cell is drawn on both sides
/// of its axis.
std::string sketch_svg(const CellGeometry &cell, const std::string &title);
} // namespace quench::meshes
