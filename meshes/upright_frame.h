#pragma once

#include <meshes/geometry_rules.h>
#include <physics/base/described.h>

#include <cmath>
#include <numbers>

namespace quench::meshes
{
/// Space of a cell built round an upright axis. Cylinders are round in an axisymmetric cell, strips in a planar one,
/// and in three dimensions square prisms with the same cross-section: mesh lines are straight.
struct UprightFrame
{
  Symmetry symmetry = Symmetry::axisymmetric;
  double   depth    = 40 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("symmetry", &UprightFrame::symmetry,
          Names<Symmetry>{{"axisymmetric", Symmetry::axisymmetric},
                          {"planar", Symmetry::planar},
                          {"three-dimensional", Symmetry::none}},
          "axisymmetric: round about the axis; planar: strips of the given depth, radii being half widths; "
          "three-dimensional: squares with the cross-section of the circles",
          "choice");
    entry("depth", &UprightFrame::depth, "nm", Range{0.5, 1e5}, "planar only: third extent", "choice");
  }

  /// Half the width [nm] of what stands for a circle of that radius (eq. G1).
  double half_width(double radius) const
  {
    return symmetry == Symmetry::none ? radius * std::sqrt(std::numbers::pi) / 2 : radius;
  }

  /// An upright cylinder of that radius between two heights, its axis at x = offset.
  Box column(double radius, double lower, double upper, double offset = 0) const
  {
    const double half = half_width(radius), y = symmetry == Symmetry::none ? half : 0;
    return {{symmetry == Symmetry::axisymmetric ? 0 : offset - half, -y, lower}, {offset + half, y, upper}};
  }

  /// The edge of such a cylinder at one height, as what a mesh is graded towards.
  std::vector<Box> rim(double radius, double z, double offset = 0) const { return edges(column(radius, z, z, offset)); }

  /// The edges of a horizontal face that are not on the axis.
  std::vector<Box> edges(const Box &face) const
  {
    const auto &[low, up] = face;
    const double z        = low[2];
    if (symmetry == Symmetry::axisymmetric)
      return {{up, up}};
    if (symmetry == Symmetry::planar)
      return {{low, low}, {up, up}};
    const Coordinates a{up[0], low[1], z}, b{low[0], up[1], z};
    return {{low, a}, {low, b}, {a, up}, {b, up}};
  }

  void start(CellGeometry &cell) const
  {
    cell.symmetry = symmetry;
    cell.depth    = depth;
  }

  /// Rules of an axis that is not that of the cell.
  void check_offset(GeometryRules &rules, const std::string &key, double offset, double radius,
                    const std::string &other, double limit) const
  {
    rules.require(offset == 0 || symmetry != Symmetry::axisymmetric, key, GeometryRules::in_nm(offset),
                  "must be 0 nm with symmetry = axisymmetric. Choose planar or three-dimensional");
    rules.require(std::abs(offset) + radius < limit, key, GeometryRules::in_nm(offset),
                  "plus the radius of " + GeometryRules::in_nm(radius) + " must stay below " + other + " (" +
                      GeometryRules::in_nm(limit) + ")");
  }
};

inline void append(std::vector<Box> &list, const std::vector<Box> &more)
{
  list.insert(list.end(), more.begin(), more.end());
}
} // namespace quench::meshes
