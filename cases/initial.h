#pragma once

#include <meshes/cell_geometry.h>
#include <physics/base/described.h>
#include <physics/base/units.h>

#include <cmath>
#include <limits>

namespace quench::cases
{
/// State at the start: crystal, with fresh glass in a ball or a slab.
struct Initial
{
  double glass_radius    = 0;
  double glass_length    = 0;
  double interface_width = 0.25 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry(
        "glass radius", &Initial::glass_radius, "nm", non_negative,
        "ball of fresh glass about the cell's glass site (docs/cells.md): a mushroom's dome stands on the axis at the "
        "lower face of the phase-change layer; 0 for none",
        "choice");
    entry("glass length", &Initial::glass_length, "nm", non_negative,
          "slab of fresh glass across the current with the cell's glass site in its middle: the blocked part of a line "
          "or plug; 0 for none",
          "choice");
    entry("glass interface width", &Initial::interface_width, "nm", Range{0.01, 5},
          "ell of the profile of ball and slab", "choice");
  }

  bool has_glass() const { return glass_radius > 0 || glass_length > 0; }

  /// Distance [nm] of a point from the surface of the glass, negative inside it.
  double distance_to_glass(const meshes::GlassSite &site, const meshes::Coordinates &point) const
  {
    double distance = std::numeric_limits<double>::infinity();
    if (glass_length > 0)
      distance = std::abs(point[site.axis] - site.centre[site.axis]) - 0.5 * glass_length;
    if (glass_radius > 0)
      distance = std::min(distance,
                          std::hypot(point[0] - site.centre[0], point[1] - site.centre[1], point[2] - site.centre[2]) -
                              glass_radius);
    return distance;
  }
};
} // namespace quench::cases
