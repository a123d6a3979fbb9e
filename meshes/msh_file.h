#pragma once

#include <meshes/cell_geometry.h>

#include <string>
#include <vector>

namespace quench::meshes
{
/// A Gmsh mesh as it stands in its file: points, elements and the names of their physical groups.
struct MshFile
{
  struct Group
  {
    int         dimension, tag;
    std::string name;
  };
  struct Element
  {
    int              number;    ///< as in the file
    int              type;      ///< Gmsh's: 15 point, 1 line, 3 quadrangle, 5 hexahedron, ...
    int              dimension; ///< 0 to 3
    int              group;     ///< index in `groups`; -1 for none
    std::vector<int> points;    ///< indices in `points`
  };

  std::string              path;
  std::vector<Group>       groups;
  std::vector<Coordinates> points; ///< in the unit of the file
  std::vector<Element>     elements;

  /// Index of the group with this name and dimension, -1 if there is none.
  int find(const std::string &name, int dimension) const;
  /// Names of the groups of a dimension, for messages: "bottom, top", or "none".
  std::string names(int dimension) const;
};

/// Reads MSH 2.2 and 4.1, ASCII, with elements of first order. Throws InputError with what is wrong and, where it can,
/// the place in the file.
MshFile read_msh(const std::string &path);
} // namespace quench::meshes
