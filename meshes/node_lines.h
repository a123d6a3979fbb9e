#pragma once

#include <meshes/cell_geometry.h>

#include <vector>

namespace quench::meshes
{
/// Straight lines (planes in space) through the nodes of axis-parallel elements, per direction.
///
/// Nodes on one side of an element lie on one line; so do nodes whose coordinates differ by less than `tolerance` of
/// the shortest edge in that direction. A line has one coordinate, that of one of its nodes, so that neighbours fit
/// exactly whatever the rounding in their file.
class NodeLines
{
public:
  static constexpr double tolerance = 1e-4;

  /// @param points    of the nodes [nm]
  /// @param elements  nodes of each element, all of them corners of boxes
  NodeLines(const std::vector<Coordinates> &points, const std::vector<std::vector<int>> &elements);

  /// The node's coordinates on its lines [nm].
  Coordinates place(int node) const;
  /// Numbers of the node's lines; nodes with the same numbers are one.
  std::array<int, 3> lines(int node) const;

private:
  std::array<std::vector<int>, 3>    line_;  ///< [direction][node]
  std::array<std::vector<double>, 3> place_; ///< [direction][line] [nm], ascending
};
} // namespace quench::meshes
