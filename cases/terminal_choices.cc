#include <cases/terminal_choices.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>

namespace quench::cases
{
namespace
{
/// The planes of the cell's surface by name; in an axisymmetric cell without the axis.
std::vector<std::pair<std::string, meshes::Box>> planes_of(const meshes::CellGeometry &cell)
{
  std::vector<std::pair<std::string, meshes::Box>> planes;
  const meshes::Box                                all = cell.extent();
  for (int axis = 0; axis < 3; ++axis)
    for (const bool high : {false, true})
    {
      const bool  is_there = cell.symmetry == meshes::Symmetry::none || axis != 1;
      const bool  is_axis  = cell.symmetry == meshes::Symmetry::axisymmetric && axis == 0 && !high;
      meshes::Box plane    = all;
      plane.lower[axis] = plane.upper[axis] = high ? all.upper[axis] : all.lower[axis];
      if (is_there && !is_axis)
        planes.emplace_back(std::string(1, "xyz"[axis]) + (high ? " high" : " low"), plane);
    }
  return planes;
}

meshes::Box plane_of(const std::string &name, const meshes::CellGeometry &cell, const std::string &key)
{
  std::vector<std::string> known;
  for (const auto &[plane, box] : planes_of(cell))
  {
    if (plane == name)
      return box;
    known.push_back(plane);
  }
  throw InputError(key + " = " + name, "the cell has no such plane: it has " + join(known, ", "));
}

/// Whether two planes share more than an edge.
bool overlap(const meshes::Box &a, const meshes::Box &b, meshes::Symmetry symmetry)
{
  int flat = 0;
  for (int d = 0; d < 3; ++d)
  {
    if (symmetry != meshes::Symmetry::none && d == 1)
      continue;
    const double lower = std::max(a.lower[d], b.lower[d]), upper = std::min(a.upper[d], b.upper[d]);
    if (upper < lower - 1e-6)
      return false;
    flat += upper < lower + 1e-6 ? 1 : 0;
  }
  return flat <= 1;
}

std::vector<meshes::Box> faces_of(const meshes::Contact &contact)
{
  std::vector<meshes::Box> faces = contact.more_faces;
  faces.push_back(contact.face);
  return faces;
}

void refuse_overlaps(const meshes::CellGeometry &cell, const std::string &name, const std::string &where)
{
  for (const meshes::Contact &sink : cell.contacts)
    for (const meshes::Contact &other : cell.contacts)
      if (sink.name == name && other.name != name)
        for (const meshes::Box &a : faces_of(sink))
          for (const meshes::Box &b : faces_of(other))
            if (overlap(a, b, cell.symmetry))
              throw InputError(where,
                               "shares a plane with the terminal " + other.name + ": two conditions on one face");
}

void set_condition(meshes::Contact &contact, const TerminalParameters &p)
{
  contact.cooling            = p.cooling;
  contact.thermal_resistance = p.thermal_resistance;
  if (p.node.empty())
    return;
  contact.node      = p.node;
  contact.electrode = meshes::Electrode::none;
}
} // namespace

TerminalChoices TerminalChoices::of(const PrmTree &tree)
{
  TerminalChoices choices;
  if (const auto section = tree.sections.find("terminals"); section != tree.sections.end())
    for (const auto &[name, content] : section->second.sections)
      choices.terminals.emplace_back(name, TerminalParameters{});
  return choices;
}

void TerminalChoices::apply(meshes::CellGeometry &cell) const
{
  for (const auto &[name, p] : terminals)
  {
    if (p.electrode != meshes::Electrode::none && !p.node.empty())
      throw InputError("terminals/" + name + "/node = " + p.node,
                       "electrical says another node: two conditions on one face. Leave out one of the two");
    const std::string key   = "terminals/" + name + "/faces";
    const auto        known = std::find_if(cell.contacts.begin(), cell.contacts.end(),
                                           [&, &wanted = name](const auto &contact) { return contact.name == wanted; });
    if (known != cell.contacts.end())
    {
      if (!p.faces.empty())
        throw InputError(key + " = " + join(p.faces, ", "), "the contact " + name + " of the cell has its own planes");
      if (p.electrode != meshes::Electrode::none)
        throw InputError("terminals/" + name + "/electrical",
                         "the contact " + name + " of the cell has its own node: two conditions on one face");
      set_condition(*known, p);
      continue;
    }
    if (p.faces.empty())
      throw InputError(key + " = nothing", "the cell has no contact " + name + ", so the terminal needs planes");
    meshes::Contact sink{name, plane_of(p.faces.front(), cell, key)};
    for (std::size_t i = 1; i < p.faces.size(); ++i)
      sink.more_faces.push_back(plane_of(p.faces[i], cell, key));
    sink.electrode = p.electrode;
    set_condition(sink, p);
    cell.contacts.push_back(sink);
    refuse_overlaps(cell, name, key + " = " + join(p.faces, ", "));
  }
}
} // namespace quench::cases
