#pragma once

#include <meshes/heater_cell.h>

namespace quench::meshes
{
/// Mushroom cell: bottom electrode, a heater in dielectric (a pillar, or as `heater form` says), the phase-change
/// layer, top electrode. Default dimensions: reference problem RP1 of docs/verification.md.
///
///         +-----------------+  top electrode
///         |  phase change   |
///   z     |      layer      |
///   ^     +--+--------------+
///   |     |H |  dielectric  |
///         +--+--------------+
///         | bottom electrode|
///         +-----------------+ -> r
struct Mushroom : HeaterCell
{
  double layer_thickness = 100 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    HeaterCell::describe(entry);
    entry("layer thickness", &Mushroom::layer_thickness, "nm", Range{0.5, 1e4}, "phase-change layer above the heater",
          "RP1 dimensions (after the 90 nm IBM mushroom, Sebastian 2017: about 100 nm)");
  }

  /// Regions from bottom to top, contacts `bottom` and `top`, resistances on the faces of the layer.
  CellGeometry build() const
  {
    CellGeometry cell = below();
    add_phase_change_layer(cell);
    add_lower_faces(cell, "phase change layer");
    add_top(cell);
    return cell;
  }

  /// The layer and its upper face.
  void add_phase_change_layer(CellGeometry &cell) const
  {
    const char  *layer = "phase change layer";
    const double z     = cell.extent().upper[2];
    add_layer(cell, layer, layer_thickness, thermal_boundary_resistance > 0 || contact_resistance > 0);
    cell.interfaces.push_back({layer, "top electrode", thermal_boundary_resistance, 0});
    cell.materials.push_back({layer, "GST225", Role::phase_change});
    add_sites(cell, z, {"layer thickness", layer_thickness});
  }
};

/// Mushroom with a thin resistive liner below the whole layer: when the dome is glass the current goes round it through
/// the liner, which does not drift ("projected" memory; Koelmans 2015, Bruce 2021).
struct ProjectedMushroom : Mushroom
{
  double liner_thickness = 5 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    Mushroom::describe(entry);
    entry("liner thickness", &ProjectedMushroom::liner_thickness, "nm", Range{0.5, 1e3},
          "resistive layer between heater and dielectric below and the phase-change layer above", "RP6");
  }

  void check(GeometryRules &rules) const
  {
    Mushroom::check(rules);
    rules.below("liner thickness", liner_thickness, "layer thickness", layer_thickness);
  }

  CellGeometry build() const
  {
    CellGeometry cell = below();
    add_layer(cell, "liner", liner_thickness);
    cell.materials.push_back({"liner", "TiN", Role::conductor});
    add_phase_change_layer(cell);
    cell.interfaces.push_back({"phase change layer", "liner", thermal_boundary_resistance, contact_resistance});
    add_top(cell);
    return cell;
  }
};
} // namespace quench::meshes
