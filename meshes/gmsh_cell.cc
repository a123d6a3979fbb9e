#include <meshes/gmsh_cell.h>

#include <meshes/msh_file.h>
#include <physics/base/checksum.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

namespace quench::meshes
{
namespace
{
const char *const section = "geometry/gmsh file";

/// Corner as a key: equal up to a millionth of a nanometre.
using Key = std::array<long long, 3>;
Key key_of(const Coordinates &p)
{
  return {std::llround(p[0] * 1e6), std::llround(p[1] * 1e6), std::llround(p[2] * 1e6)};
}
Coordinates centre(const Box &box)
{
  Coordinates c;
  for (int d = 0; d < 3; ++d)
    c[d] = 0.5 * (box.lower[d] + box.upper[d]);
  return c;
}

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
    place_points();
    add_regions();
    add_elements();
    check_faces();
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

  /// Coordinates (x, y, z) [nm]; a plane mesh is put into x and z.
  void place_points()
  {
    const auto flat = [&](int d) {
      return std::all_of(mesh.points.begin(), mesh.points.end(), [d](const Coordinates &x) { return x[d] == 0; });
    };
    const int height = dimension == 3 || (flat(1) && !flat(2)) ? 2 : 1;
    if (dimension == 2 && !flat(3 - height))
      refuse("symmetry", p.symmetry == Symmetry::planar ? "planar" : "axisymmetric",
             "the mesh lies neither in x and y nor in x and z. For three dimensions write three-dimensional");
    for (const Coordinates &x : mesh.points)
      points.push_back(dimension == 3 ? Coordinates{x[0] * p.length_unit, x[1] * p.length_unit, x[2] * p.length_unit}
                                      : Coordinates{x[0] * p.length_unit, 0, x[height] * p.length_unit});
  }

  void add_regions()
  {
    for (std::size_t g = 0; g < mesh.groups.size(); ++g)
      if (mesh.groups[g].dimension == dimension)
      {
        region_of_group[static_cast<int>(g)] = static_cast<int>(cell.regions.size());
        cell.regions.push_back({mesh.groups[g].name, {}});
        cell.materials.push_back({mesh.groups[g].name, "", Role::any});
      }
    if (cell.regions.empty())
      refuse_mesh("has no physical group of " + std::string(dimension == 3 ? "volumes" : "surfaces") +
                  " with a name: every region needs one");
  }

  Box bounds(const MshFile::Element &element) const
  {
    Box box{points[element.points[0]], points[element.points[0]]};
    for (const int point : element.points)
      for (int d = 0; d < 3; ++d)
      {
        box.lower[d] = std::min(box.lower[d], points[point][d]);
        box.upper[d] = std::max(box.upper[d], points[point][d]);
      }
    return box;
  }

  /// Every corner of the box is one of the element's points, and it has an extent.
  bool is_box(const MshFile::Element &element, const Box &box) const
  {
    std::map<Key, int> corners;
    for (const int point : element.points)
      ++corners[key_of(points[point])];
    bool right = corners.size() == element.points.size();
    for (int d = 0; d < 3; ++d)
    {
      right = right && (box.upper[d] - box.lower[d] > 1e-5 || (dimension == 2 && d == 1));
      for (const int point : element.points)
        right = right && std::min(points[point][d] - box.lower[d], box.upper[d] - points[point][d]) < 1e-6;
    }
    return right;
  }

  void add_elements()
  {
    const int type = dimension == 3 ? 5 : 3;
    for (const MshFile::Element &element : mesh.elements)
      if (element.dimension == dimension)
      {
        const std::string name = "element " + std::to_string(element.number);
        if (element.group < 0)
          refuse_mesh(name + " is in no physical group with a name; known are " + mesh.names(dimension));
        if (element.type != type)
          refuse_mesh(name + " is no " + (dimension == 3 ? "hexahedron" : "quadrangle") +
                      "; only axis-parallel boxes can be used. In Gmsh: Transfinite and Recombine");
        const Box box = bounds(element);
        if (!is_box(element, box))
          refuse_mesh(name + " is not axis-parallel; only axis-parallel " + (dimension == 3 ? "boxes" : "rectangles") +
                      " can be used");
        if (cell.symmetry == Symmetry::axisymmetric && box.lower[0] < -1e-9)
          refuse_mesh(name + " reaches to x = " + GeometryRules::in_nm(box.lower[0]) +
                      ", but an axisymmetric cell lies at x >= 0 nm");
        add_element(box, region_of_group.at(element.group));
      }
    if (cell.elements.empty())
      refuse_mesh("has no " + std::string(dimension == 3 ? "volume" : "surface") + " elements");
  }

  void add_element(const Box &box, int region)
  {
    filled.resize(cell.regions.size());
    Box      &all    = cell.regions[static_cast<std::size_t>(region)].box;
    const Box before = filled[static_cast<std::size_t>(region)] ? all : box;
    for (int d = 0; d < 3; ++d)
    {
      all.lower[d] = std::min(before.lower[d], box.lower[d]);
      all.upper[d] = std::max(before.upper[d], box.upper[d]);
    }
    filled[static_cast<std::size_t>(region)] = true;
    cell.elements.push_back({box, region});
    for (int d = 0; d < 3; ++d)
      if (dimension == 3 || d != 1)
        for (const bool upper : {false, true})
        {
          Box face                             = box;
          (upper ? face.lower : face.upper)[d] = (upper ? box.upper : box.lower)[d];
          ++faces[key_of(centre(face))];
        }
  }

  /// Two elements may share a face; more overlap.
  void check_faces() const
  {
    for (const auto &[key, n] : faces)
      if (n > 2)
        refuse_mesh("elements overlap: " + std::to_string(n) + " share a face, at most 2 can");
  }

  void add_contact(const std::string &key, const std::vector<std::string> &names)
  {
    if (names.empty())
      refuse(key, "nothing", "at least one group is needed; known are " + mesh.names(dimension - 1));
    Contact contact{names[0], {}};
    for (const std::string &name : names)
    {
      const int group = mesh.find(name, dimension - 1);
      if (group < 0)
        refuse(key, join(names, ", "),
               "the mesh has no physical group \"" + name + "\" of " + (dimension == 3 ? "surfaces" : "curves") +
                   "; known are " + mesh.names(dimension - 1));
      for (const MshFile::Element &element : mesh.elements)
        if (element.group == group)
        {
          const Box  box   = bounds(element);
          const auto found = faces.find(key_of(centre(box)));
          if (found == faces.end() || found->second != 1)
            refuse(key, join(names, ", "), "\"" + name + "\" is not on the outer surface of the cell");
          contact.more_faces.push_back(box);
        }
    }
    if (contact.more_faces.empty())
      refuse(key, join(names, ", "), "the group has no elements");
    contact.face = contact.more_faces.back();
    contact.more_faces.pop_back();
    cell.contacts.push_back(contact);
  }

  void cut_resistive_regions()
  {
    for (const std::string &name : p.resistive)
    {
      const auto found =
          std::find_if(cell.regions.begin(), cell.regions.end(), [&](const Region &r) { return r.name == name; });
      if (found == cell.regions.end())
        refuse("resistive regions", join(p.resistive, ", "),
               "the mesh has no physical group \"" + name + "\" of " + (dimension == 3 ? "volumes" : "surfaces") +
                   "; known are " + mesh.names(dimension));
      found->own_vertices = p.thermal_boundary_resistance > 0 || p.contact_resistance > 0;
      for (const Region &other : cell.regions)
        if (other.name != name)
          cell.interfaces.push_back({name, other.name, p.thermal_boundary_resistance, p.contact_resistance});
    }
  }

  void add_singular_edges()
  {
    const int group = mesh.find("singular", dimension - 2);
    for (const MshFile::Element &element : mesh.elements)
      if (group >= 0 && element.group == group)
        cell.singular_edges.push_back(bounds(element));
  }

  const GmshCell          &p;
  const MshFile           &mesh;
  const int                dimension;
  CellGeometry             cell;
  std::vector<Coordinates> points; ///< [nm]
  std::map<int, int>       region_of_group;
  std::map<Key, int>       faces;  ///< of the elements: how many have it
  std::vector<bool>        filled; ///< regions that have an element
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
