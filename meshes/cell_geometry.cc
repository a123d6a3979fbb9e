#include <meshes/cell_geometry.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::meshes
{
int CellGeometry::region_at(const Coordinates &point) const
{
  for (int i = static_cast<int>(regions.size()) - 1; i >= 0; --i)
  {
    bool inside = true;
    for (int d = 0; d < 3; ++d)
      if (symmetry == Symmetry::none || d != 1)
        inside = inside && point[d] >= regions[i].box.lower[d] && point[d] <= regions[i].box.upper[d];
    if (inside)
      return i;
  }
  return -1;
}

int CellGeometry::region_index(const std::string &name) const
{
  std::string known;
  for (std::size_t i = 0; i < regions.size(); ++i)
  {
    if (regions[i].name == name)
      return static_cast<int>(i);
    known += (i ? ", " : "") + regions[i].name;
  }
  throw InputError("geometry", "no region is called \"" + name + "\"", "known are " + known);
}

std::array<std::vector<double>, 3> CellGeometry::cuts() const
{
  std::array<std::vector<double>, 3> lines;
  for (int d = 0; d < 3; ++d)
  {
    for (const Region &region : regions)
      for (const double x : {region.box.lower[d], region.box.upper[d]})
        lines[d].push_back(x);
    std::sort(lines[d].begin(), lines[d].end());
    const auto close = [](double a, double b) { return std::abs(a - b) < 1e-9; };
    lines[d].erase(std::unique(lines[d].begin(), lines[d].end(), close), lines[d].end());
  }
  return lines;
}

Interface CellGeometry::between(int region, int other) const
{
  for (const Interface &i : interfaces)
    if ((i.first == regions[region].name && i.second == regions[other].name) ||
        (i.second == regions[region].name && i.first == regions[other].name))
      return i;
  return {regions[region].name, regions[other].name, 0, 0};
}
} // namespace quench::meshes
