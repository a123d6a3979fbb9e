#include <meshes/gmsh_cell.h>

#include <meshes/element_fit.h>
#include <meshes/msh_file.h>
#include <meshes/node_lines.h>
#include <physics/base/checksum.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

namespace quench::meshes
{
namespace
{
const char *const section = "geometry/gmsh file";

/// Makes the geometry of a mesh file.
class Builder
{
public:
  Builder(const GmshCell &parameters, const MshFile &file)
    : p(parameters), mesh(file), dimension(p.symmetry == Symmetry::none ? 3 : 2)
  {
    cell.symmetry = p.symmetry;
    cell.depth    = p.depth;
  }

  CellGeometry build()
  {
    add_regions();
    find_elements();
    const std::vector<Coordinates> points = placed_points();
    check_size(points);
    lines = std::make_unique<NodeLines>(points, corners());
    for (const MshFile::Element *element : used)
      add_element(*element, points);
    require_filled_regions();
    faces = std::make_unique<ElementFaces>(placed, dimension);
    if (const std::string conflict = faces->conflict(); !conflict.empty())
      refuse_mesh(conflict);
    add_contact("grounded contacts", p.grounded);
    add_contact("driven contacts", p.driven);
    cut_resistive_regions();
    add_singular_edges();
    const Box all     = cell.extent();
    cell.glass.centre = {cell.symmetry == Symmetry::axisymmetric ? 0 : 0.5 * (all.lower[0] + all.upper[0]),
                         0.5 * (all.lower[1] + all.upper[1]), 0.5 * (all.lower[2] + all.upper[2])};
    return std::move(cell);
  }

private:
  [[noreturn]] void refuse(const std::string &key, const std::string &value, const std::string &why) const
  {
    throw InputError(section, key + " = " + value, why);
  }
  [[noreturn]] void refuse_mesh(const std::string &why) const { refuse("file", p.file, why); }

  const char *bodies() const { return dimension == 3 ? "volumes" : "surfaces"; }

  /// A group of the mesh's dimension is a region, and a section of the case is called like it.
  void add_regions()
  {
    for (std::size_t g = 0; g < mesh.groups.size(); ++g)
      if (mesh.groups[g].dimension == dimension)
      {
        const std::string &name = mesh.groups[g].name;
        if (name.find_first_of("#/,\\=") != std::string::npos)
          refuse_mesh(
              "the physical group \"" + name +
              "\" cannot be a region: the case has a section materials/NAME for it, and a name there holds none "
              "of # / , \\ =. Give it another name in Gmsh");
        region_of_group[static_cast<int>(g)] = static_cast<int>(cell.regions.size());
        cell.regions.push_back({name, {}});
        cell.materials.push_back({name, "", Role::any});
      }
    if (cell.regions.empty())
      refuse_mesh("has no physical group of " + std::string(bodies()) + " with a name: every region needs one");
  }

  static std::string name_of(const MshFile::Element &element) { return "element " + std::to_string(element.number); }

  /// The elements that fill the cell, each in one group.
  void find_elements()
  {
    for (const MshFile::Element &element : mesh.elements)
      if (element.dimension == dimension)
      {
        if (element.groups.empty())
          refuse_mesh(name_of(element) + " is in no physical group with a name; " +
                      (mesh.has_entities ? "known are " + mesh.names(dimension)
                                         : "the file has no section $Entities, which says what is in which group"));
        if (element.groups.size() > 1)
          refuse_mesh(name_of(element) + " is in the physical groups \"" + mesh.groups[element.groups[0]].name +
                      "\" and \"" + mesh.groups[element.groups[1]].name + "\": a region has one material");
        if (element.type != (dimension == 3 ? 5 : 3))
          refuse_mesh(name_of(element) + " is no " + (dimension == 3 ? "hexahedron" : "quadrangle") +
                      "; only axis-parallel boxes can be used. In Gmsh: Transfinite and Recombine");
        used.push_back(&element);
      }
    if (used.empty())
      refuse_mesh("has no " + std::string(dimension == 3 ? "volume" : "surface") + " elements");
  }

  std::vector<std::vector<int>> corners() const
  {
    std::vector<std::vector<int>> nodes;
    for (const MshFile::Element *element : used)
      nodes.push_back(element->points);
    return nodes;
  }

  /// Extent of the elements' nodes in a direction of the file; nodes that no element uses do not count.
  std::array<double, 2> range(int direction) const
  {
    const double          start = mesh.points[used[0]->points[0]][direction];
    std::array<double, 2> ends{start, start};
    for (const MshFile::Element *element : used)
      for (const int point : element->points)
        ends = {std::min(ends[0], mesh.points[point][direction]), std::max(ends[1], mesh.points[point][direction])};
    return ends;
  }

  /// Coordinates (x, y, z) [nm]; a plane mesh is put into x and z.
  std::vector<Coordinates> placed_points() const
  {
    constexpr double      flatness = 1e-6; // of the largest extent
    std::array<double, 3> extent{};
    for (int d = 0; d < 3; ++d)
      extent[d] = range(d)[1] - range(d)[0];
    const double largest = *std::max_element(extent.begin(), extent.end());
    const auto   flat    = [&](int d) { return extent[d] <= flatness * largest; };
    const int    height  = dimension == 3 || (flat(1) && !flat(2)) ? 2 : 1;
    if (dimension == 2 && !flat(3 - height))
      refuse("symmetry", p.symmetry == Symmetry::planar ? "planar" : "axisymmetric",
             "the mesh lies neither in x and y nor in x and z. For three dimensions write three-dimensional");
    const bool               has_axis = cell.symmetry == Symmetry::axisymmetric;
    std::vector<Coordinates> points;
    for (const Coordinates &x : mesh.points)
    {
      const double r = has_axis && std::abs(x[0]) <= flatness * largest ? 0 : x[0];
      points.push_back(dimension == 3 ? Coordinates{x[0] * p.length_unit, x[1] * p.length_unit, x[2] * p.length_unit}
                                      : Coordinates{r * p.length_unit, 0, x[height] * p.length_unit});
    }
    return points;
  }

  void check_size(const std::vector<Coordinates> &points) const
  {
    constexpr double largest = 1e9 * units::nm;
    for (const MshFile::Element *element : used)
      for (const int point : element->points)
        for (const double x : points[point])
          if (std::abs(x) > largest)
            refuse("length unit", GeometryRules::in_nm(p.length_unit),
                   name_of(*element) + " has a node at " + GeometryRules::in_nm(x) + "; at most 1e9 nm are allowed");
  }

  Box bounds(const MshFile::Element &element) const
  {
    Box box{lines->place(element.points[0]), lines->place(element.points[0])};
    for (const int point : element.points)
      for (int d = 0; d < 3; ++d)
      {
        box.lower[d] = std::min(box.lower[d], lines->place(point)[d]);
        box.upper[d] = std::max(box.upper[d], lines->place(point)[d]);
      }
    return box;
  }

  ElementFaces::Key key_of(const MshFile::Element &element) const
  {
    ElementFaces::Key key{lines->lines(element.points[0]), lines->lines(element.points[0])};
    for (const int point : element.points)
      for (int d = 0; d < 3; ++d)
      {
        key[0][d] = std::min(key[0][d], lines->lines(point)[d]);
        key[1][d] = std::max(key[1][d], lines->lines(point)[d]);
      }
    return key;
  }

  /// Every corner of the box is one of the element's nodes, and it has an extent; the lines moved no node.
  bool is_box(const MshFile::Element &element, const Box &box, const std::vector<Coordinates> &points) const
  {
    constexpr double             smallest = 1e-5 * units::nm;
    std::set<std::array<int, 3>> different;
    for (const int point : element.points)
      different.insert(lines->lines(point));
    bool right = different.size() == element.points.size();
    for (int d = 0; d < 3; ++d)
    {
      const double edge = box.upper[d] - box.lower[d];
      right             = right && (edge > smallest || (dimension == 2 && d == 1));
      for (const int point : element.points)
      {
        const double x = lines->place(point)[d];
        right          = right && (x == box.lower[d] || x == box.upper[d]) &&
                std::abs(points[point][d] - x) <= NodeLines::tolerance * edge;
      }
    }
    return right;
  }

  void add_element(const MshFile::Element &element, const std::vector<Coordinates> &points)
  {
    const Box box = bounds(element);
    if (!is_box(element, box, points))
      refuse_mesh(name_of(element) + " is not axis-parallel; only axis-parallel " +
                  (dimension == 3 ? "boxes" : "rectangles") + " can be used");
    if (cell.symmetry == Symmetry::axisymmetric && box.lower[0] < 0)
      refuse_mesh(name_of(element) + " reaches to x = " + GeometryRules::in_nm(box.lower[0]) +
                  ", but an axisymmetric cell lies at x >= 0 nm");
    const int region = region_of_group.at(element.groups[0]);
    filled.resize(cell.regions.size());
    Box      &all    = cell.regions[region].box;
    const Box before = filled[region] ? all : box;
    for (int d = 0; d < 3; ++d)
    {
      all.lower[d] = std::min(before.lower[d], box.lower[d]);
      all.upper[d] = std::max(before.upper[d], box.upper[d]);
    }
    filled[region] = true;
    cell.elements.push_back({box, region});
    const auto key = key_of(element);
    placed.push_back({element.number, box, key[0], key[1]});
  }

  void require_filled_regions() const
  {
    for (std::size_t k = 0; k < cell.regions.size(); ++k)
      if (k >= filled.size() || !filled[k])
        refuse_mesh("the physical group \"" + cell.regions[k].name + "\" has no elements: remove it in Gmsh");
  }

  /// The group of a name in a list of the case, which must be there.
  int listed_group(const std::string &key, const std::vector<std::string> &names, const std::string &name,
                   int of_dimension, const std::string &things) const
  {
    const int group = mesh.find(name, of_dimension);
    if (group >= 0 && std::count(names.begin(), names.end(), name) == 1)
      return group;
    const std::string known = mesh.names(of_dimension);
    refuse(key, join(names, ", "),
           group >= 0
               ? "\"" + name + "\" is named twice"
               : "the mesh has no physical group \"" + name + "\" of " + things + "; known are " + known +
                     (known.find(',') == std::string::npos ? "" : ". A comma separates names, so none can hold one"));
  }

  void add_contact(const std::string &key, const std::vector<std::string> &names)
  {
    if (names.empty())
      refuse(key, "nothing", "at least one group is needed; known are " + mesh.names(dimension - 1));
    Contact contact{names[0], {}};
    for (const std::string &name : names)
    {
      const int group = listed_group(key, names, name, dimension - 1, dimension == 3 ? "surfaces" : "curves");
      for (const MshFile::Element &element : mesh.elements)
        if (element.is_in(group))
          add_contact_face(contact, element, key, join(names, ", "), name);
    }
    if (contact.more_faces.empty())
      refuse(key, join(names, ", "), "the group has no elements");
    contact.face = contact.more_faces.back();
    contact.more_faces.pop_back();
    cell.contacts.push_back(contact);
  }

  void add_contact_face(Contact &contact, const MshFile::Element &element, const std::string &key,
                        const std::string &value, const std::string &name)
  {
    const Box  box  = bounds(element);
    const auto face = key_of(element);
    const bool axis = cell.symmetry == Symmetry::axisymmetric && box.upper[0] == 0;
    if (face[0] == face[1] || axis)
      refuse(key, value,
             "\"" + name + "\" has no area at " + name_of(element) + (axis ? ", which lies on the axis" : ""));
    if (!faces->is_outer(face))
      refuse(key, value,
             "\"" + name + "\" is not on the outer surface of the cell: " + name_of(element) +
                 " is no outer face of one element");
    if (const auto [other, is_new] = contact_of_face.try_emplace(face, cell.contacts.size(), name);
        !is_new && other->second.first != cell.contacts.size())
      refuse(key, value,
             "\"" + name + "\" cannot be grounded and driven: " + name_of(element) + " is in grounded contacts (\"" +
                 other->second.second + "\") already");
    contact.more_faces.push_back(box);
  }

  void cut_resistive_regions()
  {
    for (const std::string &name : p.resistive)
    {
      Region &region =
          cell.regions[region_of_group.at(listed_group("resistive regions", p.resistive, name, dimension, bodies()))];
      region.own_vertices = p.thermal_boundary_resistance > 0 || p.contact_resistance > 0;
      for (const Region &other : cell.regions)
        if (other.name != name)
          cell.interfaces.push_back({name, other.name, p.thermal_boundary_resistance, p.contact_resistance});
    }
  }

  void add_singular_edges()
  {
    const int group = mesh.find("singular", dimension - 2);
    for (const MshFile::Element &element : mesh.elements)
      if (group >= 0 && element.is_in(group))
        cell.singular_edges.push_back(bounds(element));
  }

  const GmshCell                       &p;
  const MshFile                        &mesh;
  const int                             dimension;
  CellGeometry                          cell;
  std::map<int, int>                    region_of_group;
  std::vector<const MshFile::Element *> used;   ///< the elements that fill the cell
  std::vector<bool>                     filled; ///< regions that have an element
  std::vector<PlacedElement>            placed; ///< used, on the lines
  std::unique_ptr<NodeLines>            lines;
  std::unique_ptr<ElementFaces>         faces;
  /// Contact of a face and the group that says so.
  std::map<ElementFaces::Key, std::pair<std::size_t, std::string>> contact_of_face;
};
} // namespace

std::string GmshCell::path() const { return (std::filesystem::path(directory) / file).lexically_normal().string(); }

CellGeometry GmshCell::build() const
{
  if (file.empty())
    throw InputError(section, "file = nothing", "the name of a mesh file is needed");
  if (!regular_file_exists(path()))
    throw InputError(section, "file = " + file, "there is no file " + path(),
                     "The path is relative to the folder of the case");
  if (const std::string sum = sha256(read_file(path())); !checksum.empty() && checksum != sum)
    throw InputError(section, "checksum = " + checksum, "but " + path() + " has " + sum,
                     "The mesh has changed since the case was written");
  return Builder(*this, read_msh(path())).build();
}
} // namespace quench::meshes
