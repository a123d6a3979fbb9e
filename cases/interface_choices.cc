#include <cases/interface_choices.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>

namespace quench::cases
{
namespace
{
std::string name_of(const meshes::CellGeometry &cell, int first, int second)
{
  return cell.regions[first].name + " and " + cell.regions[second].name;
}

/// The touching regions that a section is named after, in its order.
std::array<int, 2> regions_of(const std::string &name, const meshes::CellGeometry &cell, const std::string &where)
{
  std::vector<std::string> known;
  for (const auto &[first, second] : meshes::touching_regions(cell))
  {
    if (name == name_of(cell, first, second))
      return {first, second};
    if (name == name_of(cell, second, first))
      return {second, first};
    known.push_back(name_of(cell, first, second));
  }
  throw InputError(where + ": interfaces/" + name, "no two regions of these names touch",
                   "these do, in either order: " + join(known, ", "));
}
} // namespace

InterfaceChoices InterfaceChoices::of(const PrmTree &tree, const meshes::CellGeometry &cell)
{
  InterfaceChoices choices;
  const auto       section = tree.sections.find("interfaces");
  if (section == tree.sections.end())
    return choices;
  for (const auto &[name, content] : section->second.sections)
  {
    const auto [first, second]         = regions_of(name, cell, content.place.text());
    const meshes::Interface      start = cell.between(first, second);
    physics::InterfaceParameters law;
    law.thermal_resistance = {start.thermal_resistance};
    law.contact_resistance = start.contact_resistance;
    choices.laws.emplace_back(name, law);
  }
  return choices;
}

void InterfaceChoices::cut(meshes::CellGeometry &cell) const
{
  for (const auto &[name, parameters] : laws)
  {
    const auto                  regions = regions_of(name, cell, "case");
    const physics::InterfaceLaw law(parameters);
    const bool                  jumps = law.resists_heat() || law.resists_current();
    if (jumps && !cell.regions[regions[0]].own_vertices && !cell.regions[regions[1]].own_vertices)
      cell.regions[regions[0]].own_vertices = true;
  }
}

decltype(solver::ElectroThermalParameters::interfaces)
InterfaceChoices::by_region(const meshes::CellGeometry &cell) const
{
  decltype(solver::ElectroThermalParameters::interfaces) result;
  for (const auto &[name, parameters] : laws)
    result.emplace_back(regions_of(name, cell, "case"), parameters);
  return result;
}
} // namespace quench::cases
