#pragma once

#include <meshes/cell_geometry.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace quench::meshes
{
/// An element of a mesh file on its lines (node_lines.h).
struct PlacedElement
{
  std::int64_t       number;       ///< in the file
  Box                box;          ///< [nm]
  std::array<int, 3> lower, upper; ///< numbers of its lines
};

/// The faces of the elements of a mesh file, by the lines of their nodes, and how the elements fit together.
class ElementFaces
{
public:
  using Key = std::array<std::array<int, 3>, 2>; ///< lines of the lower and of the upper corner

  /// @param dimension  2: faces across x and z; 3: across y as well
  ElementFaces(const std::vector<PlacedElement> &elements, int dimension);

  /// What is wrong, with the numbers of two elements: they overlap, or touch with faces that do not match. Empty if
  /// every face has one neighbour or none.
  std::string conflict() const;

  /// Whether the face belongs to exactly one element.
  bool is_outer(const Key &face) const;

private:
  struct Face
  {
    int element; ///< index, of the first that has it
    int axis;    ///< across which it lies
    int n;       ///< how many elements have it
  };

  std::string overlap() const;
  std::string mismatch(int axis) const;
  Box         box_of(const Key &key, const Face &face) const;

  const std::vector<PlacedElement> &elements_;
  std::map<Key, Face>               faces_;
};
} // namespace quench::meshes
