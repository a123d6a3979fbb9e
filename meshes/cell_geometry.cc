#include <meshes/cell_geometry.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

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

bool CellGeometry::is_cooled() const
{
  return std::any_of(contacts.begin(), contacts.end(),
                     [](const Contact &contact) { return contact.cooling != Cooling::adiabatic; });
}

namespace
{
/// Name of the electrical node of contact k; empty for none.
std::string node_name(const CellGeometry &cell, std::size_t k)
{
  const Contact &contact = cell.contacts[k];
  if (!contact.node.empty())
    return contact.node;
  if (k < 2)
    return k == 0 ? "ground" : "driven";
  return contact.electrode == Electrode::none     ? ""
         : contact.electrode == Electrode::ground ? node_name(cell, 0)
         : contact.electrode == Electrode::driven ? node_name(cell, 1)
                                                  : "floating " + contact.name;
}
} // namespace

std::vector<std::string> CellGeometry::node_names() const
{
  std::vector<std::string> names;
  for (std::size_t k = 0; k < contacts.size(); ++k)
    if (const std::string name = node_name(*this, k);
        !name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  return names;
}

std::vector<int> CellGeometry::nodes() const
{
  const std::vector<std::string> names = node_names();
  std::vector<int>               result;
  for (std::size_t k = 0; k < contacts.size(); ++k)
  {
    const auto found = std::find(names.begin(), names.end(), node_name(*this, k));
    result.push_back(found == names.end() ? -1 : static_cast<int>(found - names.begin()));
  }
  return result;
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

namespace
{
/// The boxes that the cuts make, with their regions.
std::vector<Element> elements_between_cuts(const CellGeometry &cell)
{
  std::vector<Element> elements;
  auto                 cuts = cell.cuts();
  if (cell.symmetry != Symmetry::none)
    cuts[1] = {0, 0}; // unused
  for (std::size_t i = 0; i + 1 < cuts[0].size(); ++i)
    for (std::size_t j = 0; j + 1 < cuts[1].size(); ++j)
      for (std::size_t k = 0; k + 1 < cuts[2].size(); ++k)
      {
        Element element{{{cuts[0][i], cuts[1][j], cuts[2][k]}, {cuts[0][i + 1], cuts[1][j + 1], cuts[2][k + 1]}}, -1};
        Coordinates centre{};
        for (int d = 0; d < 3; ++d)
          centre[d] = 0.5 * (element.box.lower[d] + element.box.upper[d]);
        element.region = cell.region_at(centre);
        if (element.region >= 0)
          elements.push_back(element);
      }
  return elements;
}
} // namespace

std::vector<std::array<int, 2>> touching_regions(const CellGeometry &cell)
{
  std::map<std::array<long long, 3>, int> open; // region of the first element at the centre of a face
  std::set<std::array<int, 2>>            pairs;
  for (const Element &element : cell.elements.empty() ? elements_between_cuts(cell) : cell.elements)
    for (int face = 0; face < 6; ++face)
    {
      if (cell.symmetry != Symmetry::none && face / 2 == 1)
        continue;
      std::array<long long, 3> key{};
      for (int d = 0; d < 3; ++d)
      {
        const double lower = element.box.lower[d], upper = element.box.upper[d];
        key[d] = std::llround(1e6 * (d != face / 2 ? 0.5 * (lower + upper) : face % 2 == 0 ? lower : upper));
      }
      if (const auto [other, is_new] = open.try_emplace(key, element.region);
          !is_new && other->second != element.region)
        pairs.insert({std::min(other->second, element.region), std::max(other->second, element.region)});
    }
  return {pairs.begin(), pairs.end()};
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
