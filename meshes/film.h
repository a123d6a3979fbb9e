#pragma once

#include <meshes/geometry_rules.h>
#include <physics/base/described.h>

namespace quench::meshes
{
/// Film of phase-change material between two planes, one-dimensional in all but name: for fronts and anneals.
///
///         +--------------------------------+
///    left |       phase change layer       | right       -> x
///         +--------------------------------+
///
/// Glass put in at the start grows from the right end.
struct Film
{
  double film_length    = 200 * units::nm;
  double film_thickness = 8 * units::nm;
  double film_width     = 8 * units::nm;
  bool   insulated_ends = true;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const Range size{0.5, 1e5};
    entry("film length", &Film::film_length, "nm", size, "from the left end to the right end", "choice (RP5)");
    entry("film thickness", &Film::film_thickness, "nm", size, "height of the section; nothing depends on it",
          "choice");
    entry("film width", &Film::film_width, "nm", size, "depth of the section; nothing depends on it", "choice");
    entry("insulated ends", &Film::insulated_ends, "no heat passes the ends; else they are held at ambient temperature",
          "choice (RP5)");
  }

  void check(GeometryRules &) const {}

  CellGeometry build() const
  {
    const char  *film = "phase change layer";
    const double L = film_length, h = film_thickness;
    CellGeometry cell;
    cell.symmetry  = Symmetry::planar;
    cell.depth     = film_width;
    cell.regions   = {{film, {{0, 0, 0}, {L, 0, h}}}};
    cell.materials = {{film, "GST225", Role::phase_change}};
    cell.contacts  = {{"left", {{0, 0, 0}, {0, 0, h}}}, {"right", {{L, 0, 0}, {L, 0, h}}}};
    for (Contact &end : cell.contacts)
      end.cooling = insulated_ends ? Cooling::adiabatic : Cooling::held;
    cell.plane_front   = true;
    cell.phase_lengths = {{"film length", L}};
    cell.glass         = {{L, 0, 0.5 * h}, 0, {{"film length", L}}, {{"twice the film length", 2 * L}}};
    return cell;
  }
};
} // namespace quench::meshes
