#include <cases/mesh_rules.h>

#include <meshes/conducting_path.h>
#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>

#include <algorithm>

namespace quench::cases
{
namespace
{
constexpr double smallest_cell = 2 * units::nm, largest_cell = 5e4 * units::nm;

std::string in_nm(double length) { return display_quantity(length, "nm", 6); }

/// What follows the size of a cell from a file that no cell has.
std::string meant_unit(double unit, double largest)
{
  if (largest >= smallest_cell && largest <= largest_cell)
    return "";
  std::string text = "; 1 in the file is " + in_nm(unit);
  for (const double meant : {1 * units::nm, 1e3 * units::nm, 1 * units::m, 1e6 * units::nm, 0.1 * units::nm})
    if (const double size = largest / unit * meant; size >= 5 * smallest_cell && size <= largest_cell / 2)
      return text + ". Is the file in other units? With geometry/gmsh file/length unit = " + in_nm(meant) +
             " the largest extent is " + in_nm(size);
  return text;
}
} // namespace

void check_conducting_path(const Case &c)
{
  if (c.geometry.cell != meshes::CellKind::gmsh_file)
    return;
  const meshes::CellGeometry cell = geometry_of(c);
  std::vector<bool>          conducts;
  std::vector<std::string>   conductors, insulators;
  for (const meshes::Region &region : cell.regions)
  {
    const MaterialCard &card = c.materials[region.slot()];
    if (card.card.empty())
      return;
    conducts.push_back(card.crystal_conduction.conductivity > 0);
    (conducts.back() ? conductors : insulators).push_back(region.name);
  }
  const auto list = [](const std::vector<std::string> &names) { return names.empty() ? "none" : join(names, ", "); };
  if (!meshes::has_conducting_path(cell, conducts))
    throw InputError("geometry/gmsh file", "driven contacts = " + join(c.geometry.gmsh.driven, ", "),
                     "no conducting path leads from there to another contact. Conductors are " + list(conductors) +
                         "; insulators (crystal conduction/conductivity = 0 S/m) are " + list(insulators),
                     "Regions that touch must share the nodes of their faces");
}

std::string cell_size(const Case &c)
{
  const meshes::CellGeometry cell = geometry_of(c);
  const meshes::Box          all  = cell.extent();
  meshes::Coordinates        extent{};
  for (int d = 0; d < 3; ++d)
    extent[d] = all.upper[d] - all.lower[d];
  const std::string x = in_nm(extent[0]), y = in_nm(extent[1]), z = in_nm(extent[2]);
  std::string       text = x + " x " + y + " x " + z;
  if (cell.symmetry == meshes::Symmetry::planar)
    text = x + " x " + z + ", " + in_nm(cell.depth) + " deep";
  else if (cell.symmetry == meshes::Symmetry::axisymmetric)
    text = "radius " + in_nm(all.upper[0]) + ", height " + z;
  if (c.geometry.cell == meshes::CellKind::gmsh_file)
    text += meant_unit(c.geometry.gmsh.length_unit, *std::max_element(extent.begin(), extent.end()));
  return text;
}
} // namespace quench::cases
