#include <meshes/library.h>

#include <physics/base/error.h>

#include <cstdio>

namespace quench::meshes
{
namespace
{
std::string in_nm(double length)
{
  char text[32];
  std::snprintf(text, sizeof(text), "%g nm", length / units::nm);
  return text;
}

void validate(const Mushroom &m)
{
  if (m.heater_radius >= m.cell_radius)
    throw InputError("geometry/mushroom", "heater radius = " + in_nm(m.heater_radius),
                     "must be below cell radius (" + in_nm(m.cell_radius) + ")");
  const double smallest = 0.1e-9 * units::m * units::m * units::K / units::W;
  if (m.thermal_boundary_resistance > 0 && m.thermal_boundary_resistance < smallest)
    throw InputError("geometry/mushroom", "thermal boundary resistance below 0.1 m2K/GW",
                     "0 (continuous) or at least 0.1 m2K/GW", "Such a face conducts as if it were not there: write 0");
}
} // namespace

CellGeometry make_cell(const CellParameters &parameters)
{
  validate(parameters.mushroom);
  return parameters.mushroom.build();
}
} // namespace quench::meshes
