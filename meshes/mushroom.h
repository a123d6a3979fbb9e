#pragma once

#include <meshes/cell_geometry.h>
#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::meshes
{
/// Mushroom cell, axisymmetric: bottom electrode, a pillar heater in dielectric, the phase-change layer, top
/// electrode. Default dimensions: reference problem RP1 of docs/verification.md.
///
///         +-----------------+  top electrode
///         |  phase change   |
///   z     |      layer      |
///   ^     +--+--------------+
///   |     |H |  dielectric  |
///         +--+--------------+
///         | bottom electrode|
///         +-----------------+ -> r
struct Mushroom
{
  double heater_radius               = 20 * units::nm;
  double cell_radius                 = 150 * units::nm;
  double bottom_electrode_thickness  = 30 * units::nm;
  double heater_height               = 65 * units::nm;
  double layer_thickness             = 100 * units::nm;
  double top_electrode_thickness     = 30 * units::nm;
  double thermal_boundary_resistance = 20e-9 * units::m * units::m * units::K / units::W;
  double contact_resistance          = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const char *rp1 = "RP1 dimensions (after the 90 nm IBM mushroom, Sebastian 2017: r about 20 nm, l about 65 nm)";
    const Range size{0.5, 1e4};
    entry("heater radius", &Mushroom::heater_radius, "nm", size, "radius of the pillar heater", rp1);
    entry("cell radius", &Mushroom::cell_radius, "nm", size, "outer radius; adiabatic and insulating", "choice (RP1)");
    entry("bottom electrode thickness", &Mushroom::bottom_electrode_thickness, "nm", size,
          "below the heater; grounded and at ambient on its lower plane", "choice (RP1)");
    entry("heater height", &Mushroom::heater_height, "nm", size, "length of the heater, equal to the dielectric's",
          rp1);
    entry("layer thickness", &Mushroom::layer_thickness, "nm", size, "phase-change layer above the heater", rp1);
    entry("top electrode thickness", &Mushroom::top_electrode_thickness, "nm", size,
          "above the layer; driven, and at ambient on its upper plane", "choice (RP1)");
    entry("thermal boundary resistance", &Mushroom::thermal_boundary_resistance, "m2K/GW", Range{0, 1000},
          "on every face of the phase-change layer; 0 or at least 0.1",
          "Reifenberg 2010 (TiN/GST 26 to 18 m2K/GW from 30 to 325 C), Lee 2013 (GST/SiO2 24 +- 10); default 20, range "
          "5-40");
    entry("contact resistance", &Mushroom::contact_resistance, "ohm m2", Range{0, 1e-6},
          "specific electrical resistance of the face between heater and phase-change layer; its heat goes half to "
          "each side",
          "choice (0); GST/TiW 2e-8 ohm m2, Grosse et al.");
  }

  /// Regions from bottom to top, contacts `bottom` and `top`, resistances on the faces of the layer.
  CellGeometry build() const
  {
    const double z1 = bottom_electrode_thickness, z2 = z1 + heater_height, z3 = z2 + layer_thickness,
                 z4 = z3 + top_electrode_thickness, R = cell_radius;
    const auto box = [](double r, double lower, double upper) { return Box{{0, 0, lower}, {r, 0, upper}}; };

    CellGeometry cell;
    const bool   cut = thermal_boundary_resistance > 0 || contact_resistance > 0;
    cell.regions     = {{"bottom electrode", box(R, 0, z1)},
                        {"dielectric", box(R, z1, z2)},
                        {"heater", box(heater_radius, z1, z2)},
                        {"phase change layer", box(R, z2, z3), cut},
                        {"top electrode", box(R, z3, z4)}};
    cell.contacts    = {{"bottom", box(R, 0, 0)}, {"top", box(R, z4, z4)}};
    for (const char *neighbour : {"dielectric", "top electrode"})
      cell.interfaces.push_back({"phase change layer", neighbour, thermal_boundary_resistance, 0});
    cell.interfaces.push_back({"phase change layer", "heater", thermal_boundary_resistance, contact_resistance});
    cell.singular_points = {{heater_radius, 0, z2}};
    return cell;
  }
};
} // namespace quench::meshes
