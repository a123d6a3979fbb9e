#include <meshes/cell_geometry.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::meshes
{
bool contains(const Box &box, const Coordinates &point, Symmetry symmetry)
{
  for (int d = 0; d < 3; ++d)
    if ((symmetry == Symmetry::none || d != 1) && (point[d] < box.lower[d] || point[d] > box.upper[d]))
      return false;
  return true;
}

int CellGeometry::region_at(const Coordinates &point) const
{
  if (!elements.empty())
  {
    const auto found = std::find_if(elements.begin(), elements.end(),
                                    [&](const Element &e) { return contains(e.box, point, symmetry); });
    return found == elements.end() ? -1 : found->region;
  }
  for (int i = static_cast<int>(regions.size()) - 1; i >= 0; --i)
    if (contains(regions[i].box, point, symmetry))
      return i;
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

Box CellGeometry::extent() const
{
  Box all;
  if (!regions.empty())
    all = regions[0].box;
  for (const Region &region : regions)
    for (int d = 0; d < 3; ++d)
    {
      all.lower[d] = std::min(all.lower[d], region.box.lower[d]);
      all.upper[d] = std::max(all.upper[d], region.box.upper[d]);
    }
  return all;
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
