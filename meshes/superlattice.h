#pragma once

#include <meshes/heater_cell.h>

namespace quench::meshes
{
/// Mushroom with a superlattice for its layer: periods of two materials, the first next to the heater. Two views of it
/// share these numbers: every layer a region of its own with resistances on all faces between layers ("superlattice
/// layers"), or one region of a material with the stack's mean properties (eq. G2; "superlattice effective").
///
///         +-----------------+  top electrode
///         |=================|  second layer 2
///   z     |-----------------|  first layer 2     (two periods)
///   ^     |=================|  second layer 1
///   |     |-----------------|  first layer 1
///         +--+--------------+
///         |H |  dielectric  |
///         +--+--------------+ -> r
struct Superlattice : HeaterCell
{
  int    periods                   = 8;
  double first_thickness           = 2 * units::nm;
  double second_thickness          = 4 * units::nm;
  double layer_boundary_resistance = 4e-9 * units::m * units::m * units::K / units::W;
  double layer_contact_resistance  = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    HeaterCell::describe(entry);
    const Range size{0.5, 1e3};
    entry("periods", &Superlattice::periods, Range{1, 200}, "number of pairs of layers", "choice");
    entry("first layer thickness", &Superlattice::first_thickness, "nm", size, "of the first layer of each period",
          "choice, 2/4 nm as in films of 2 nm Sb2Te3 and 4 nm GeTe");
    entry("second layer thickness", &Superlattice::second_thickness, "nm", size, "of the second layer of each period",
          "choice");
    entry("layer boundary resistance", &Superlattice::layer_boundary_resistance, "m2K/GW", Range{0, 1000},
          "thermal, of every face between two layers; 0 or at least 0.1; superlattice layers only", "choice");
    entry("layer contact resistance", &Superlattice::layer_contact_resistance, "ohm m2", Range{0, 1e-6},
          "electrical, of every face between two layers; superlattice layers only", "choice (0)");
  }

  double thickness() const { return periods * (first_thickness + second_thickness); }

  void check(GeometryRules &rules) const
  {
    HeaterCell::check(rules);
    rules.boundary_resistance("layer boundary resistance", layer_boundary_resistance);
  }

  /// Every layer a region, from "first layer 1" upwards.
  CellGeometry build_layers() const
  {
    CellGeometry cell = below();
    const double z    = cell.extent().upper[2];
    const bool   cut  = layer_boundary_resistance > 0 || layer_contact_resistance > 0;
    const bool   rim  = thermal_boundary_resistance > 0 || contact_resistance > 0;
    std::string  last;
    for (int layer = 0; layer < 2 * periods; ++layer)
    {
      const std::string kind = layer % 2 ? "second layer" : "first layer";
      const std::string name = kind + " " + std::to_string(layer / 2 + 1);
      const bool        edge = layer == 0 || layer == 2 * periods - 1;
      add_layer(cell, name, layer % 2 ? second_thickness : first_thickness, cut || (rim && edge), kind);
      if (layer > 0)
        cell.interfaces.push_back({last, name, layer_boundary_resistance, layer_contact_resistance});
      last = name;
    }
    finish(cell, z, "first layer 1", last);
    cell.materials.push_back({"first layer", "GST225", Role::phase_change});
    cell.materials.push_back({"second layer", "GST225", Role::phase_change});
    cell.phase_lengths.push_back({"first layer thickness", first_thickness});
    cell.phase_lengths.push_back({"second layer thickness", second_thickness});
    return cell;
  }

  /// One region of the same thickness.
  CellGeometry build_effective() const
  {
    CellGeometry cell = below();
    const double z    = cell.extent().upper[2];
    add_layer(cell, "superlattice", thickness(), thermal_boundary_resistance > 0 || contact_resistance > 0);
    finish(cell, z, "superlattice", "superlattice");
    cell.materials.push_back({"superlattice", "GST225", Role::phase_change});
    return cell;
  }

private:
  /// What surrounds the stack that begins at height z.
  void finish(CellGeometry &cell, double z, const std::string &lowest, const std::string &highest) const
  {
    add_top(cell);
    add_lower_faces(cell, lowest);
    cell.interfaces.push_back({highest, "top electrode", thermal_boundary_resistance, 0});
    add_sites(cell, z, {"periods times the layers' thickness", thickness()});
  }
};
} // namespace quench::meshes
