#pragma once

#include <meshes/cell_geometry.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace quench::meshes
{
/// A Gmsh mesh as it stands in its file: points, elements and the names of their physical groups.
struct MshFile
{
  struct Group
  {
    int          dimension;
    std::int64_t tag;
    std::string  name;
  };
  struct Element
  {
    std::int64_t     number;    ///< as in the file
    int              type;      ///< Gmsh's: 15 point, 1 line, 3 quadrangle, 5 hexahedron, ...
    int              dimension; ///< 0 to 3
    std::vector<int> groups;    ///< indices in `groups`, ascending; those with a name only
    std::vector<int> points;    ///< indices in `points`

    bool is_in(int group) const { return std::find(groups.begin(), groups.end(), group) != groups.end(); }
  };

  std::string              path;
  std::vector<Group>       groups;
  std::vector<Coordinates> points; ///< in the unit of the file
  std::vector<Element>     elements;
  /// Format 4.1 says in $Entities which groups there are on what; without it no element is in a group.
  bool has_entities = true;

  /// Index of the group with this name and dimension, -1 if there is none.
  int find(const std::string &name, int dimension) const;
  /// Names of the groups of a dimension, for messages: "bottom, top", or "none".
  std::string names(int dimension) const;
};

/// Reads MSH 2.2 and 4.1, ASCII, with elements of first order; partitions are ignored. An element that the file lists
/// once per group (as format 2.2 does) is one element in several groups. Throws InputError with file, line and reason:
/// numbers of items that differ from those announced, tags given twice, unknown nodes, two groups of one name.
MshFile read_msh(const std::string &path);
} // namespace quench::meshes
