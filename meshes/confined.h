#pragma once

#include <meshes/upright_frame.h>

namespace quench::meshes
{
/// Whether the top electrode is a plate over a filled pore, or the top of a pillar that was etched.
enum class ConfinedForm
{
  pore,
  pillar
};

/// Confined cell: the phase-change material is a plug in dielectric, on a heater of the same width, with an optional
/// metal liner on its side wall.
///
///         +-----------------+  top electrode (pillar: of the plug's width, in dielectric)
///         +---+-+-----------+
///         |   |L|           |  L: liner
///   z     | P | | dielectric|  P: phase change layer
///   ^     +---+-+           |
///   |     | H   |           |  H: heater
///         +-----+-----------+
///         | bottom electrode|
///         +-----------------+ -> r
struct Confined : UprightFrame
{
  ConfinedForm form                        = ConfinedForm::pore;
  double       plug_radius                 = 20 * units::nm;
  double       plug_height                 = 60 * units::nm;
  double       liner_thickness             = 0;
  double       heater_height               = 30 * units::nm;
  double       cell_radius                 = 100 * units::nm;
  double       bottom_electrode_thickness  = 30 * units::nm;
  double       top_electrode_thickness     = 30 * units::nm;
  double       thermal_boundary_resistance = 20e-9 * units::m * units::m * units::K / units::W;
  double       contact_resistance          = 0;
  double       liner_contact_resistance    = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const Range size{0.5, 1e4};
    UprightFrame::describe(entry);
    entry("form", &Confined::form, Names<ConfinedForm>{{"pore", ConfinedForm::pore}, {"pillar", ConfinedForm::pillar}},
          "pore: the top electrode is a plate; pillar: it has the width of plug and liner", "choice");
    entry("plug radius", &Confined::plug_radius, "nm", size, "of the phase-change material",
          "choice, the heater of RP1, to compare with the mushroom at equal contact area");
    entry("plug height", &Confined::plug_height, "nm", size, "of the phase-change material", "choice");
    entry("liner thickness", &Confined::liner_thickness, "nm", Range{0, 1e3},
          "metal on the plug's side wall, within the hole; 0 for none", "choice");
    entry("heater height", &Confined::heater_height, "nm", Range{0, 1e4},
          "of the heater below the plug, as wide as plug and liner; 0 for none", "choice");
    entry("cell radius", &Confined::cell_radius, "nm", size, "outer radius; adiabatic and insulating", "choice");
    entry("bottom electrode thickness", &Confined::bottom_electrode_thickness, "nm", size,
          "grounded and at ambient on its lower plane", "choice (RP1)");
    entry("top electrode thickness", &Confined::top_electrode_thickness, "nm", size,
          "driven, and at ambient on the upper plane", "choice (RP1)");
    entry("thermal boundary resistance", &Confined::thermal_boundary_resistance, "m2K/GW", Range{0, 1000},
          "on every face of the phase-change material; 0 or at least 0.1",
          "Reifenberg 2010, Lee 2013; default 20, range 5-40");
    entry("contact resistance", &Confined::contact_resistance, "ohm m2", Range{0, 1e-6},
          "between the phase-change material and the electrodes or the heater", "choice (0)");
    entry("liner contact resistance", &Confined::liner_contact_resistance, "ohm m2", Range{0, 1e-6},
          "between the phase-change material and the liner", "choice (0)");
  }

  /// Radius of the hole that holds plug and liner.
  double hole_radius() const { return plug_radius + liner_thickness; }

  void check(GeometryRules &rules) const
  {
    rules.below("plug radius", plug_radius, "cell radius", cell_radius);
    rules.below("liner thickness", liner_thickness, "plug radius", plug_radius);
    if (plug_radius < cell_radius)
      rules.below("liner thickness", liner_thickness, "cell radius less plug radius", cell_radius - plug_radius);
    rules.boundary_resistance("thermal boundary resistance", thermal_boundary_resistance);
  }

  CellGeometry build() const
  {
    const double z1 = bottom_electrode_thickness, z2 = z1 + heater_height, z3 = z2 + plug_height,
                 z4 = z3 + top_electrode_thickness, R = cell_radius;
    const char  *plug = "phase change layer";
    const bool   pore = form == ConfinedForm::pore;
    CellGeometry cell;
    start(cell);
    cell.regions   = {{"bottom electrode", column(R, 0, z1)}, {"dielectric", column(R, z1, pore ? z3 : z4)}};
    cell.materials = {{"bottom electrode", "W", Role::conductor}, {"dielectric", "SiO2", Role::insulator}};
    if (heater_height > 0)
    {
      cell.regions.push_back({"heater", column(hole_radius(), z1, z2)});
      cell.materials.push_back({"heater", "TiN", Role::conductor});
    }
    if (liner_thickness > 0)
    {
      cell.regions.push_back({"liner", column(hole_radius(), z2, z3)});
      cell.materials.push_back({"liner", "TiN", Role::conductor});
      cell.interfaces.push_back({plug, "liner", thermal_boundary_resistance, liner_contact_resistance});
    }
    cell.regions.push_back({plug, column(plug_radius, z2, z3), is_cut()});
    cell.regions.push_back({"top electrode", column(pore ? R : hole_radius(), z3, z4)});
    cell.materials.push_back({plug, "GST225", Role::phase_change});
    cell.materials.push_back({"top electrode", "TiN", Role::conductor});
    cell.contacts = {{"bottom", column(R, 0, 0)}, {"top", column(R, z4, z4)}};
    cell.interfaces.push_back({plug, "dielectric", thermal_boundary_resistance, 0});
    for (const char *electrode : {"top electrode", heater_height > 0 ? "heater" : "bottom electrode"})
      cell.interfaces.push_back({plug, electrode, thermal_boundary_resistance, contact_resistance});
    cell.singular_edges = rim(plug_radius, z2);
    append(cell.singular_edges, rim(plug_radius, z3));
    cell.phase_lengths = {{"plug radius", plug_radius}, {"plug height", plug_height}};
    cell.glass         = {{0, 0, 0.5 * (z2 + z3)}, 2, {{"plug height", plug_height}}, {{"plug height", plug_height}}};
    return cell;
  }

private:
  bool is_cut() const
  {
    return thermal_boundary_resistance > 0 || contact_resistance > 0 ||
           (liner_thickness > 0 && liner_contact_resistance > 0);
  }
};
} // namespace quench::meshes
