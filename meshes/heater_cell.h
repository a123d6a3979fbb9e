#pragma once

#include <meshes/upright_frame.h>

namespace quench::meshes
{
/// What all cells with a pillar heater below a blanket layer have in common: bottom electrode, heater in dielectric,
/// and a top electrode on whatever lies between.
struct HeaterCell : UprightFrame
{
  double heater_radius               = 20 * units::nm;
  double heater_offset               = 0;
  double cell_radius                 = 150 * units::nm;
  double bottom_electrode_thickness  = 30 * units::nm;
  double heater_height               = 65 * units::nm;
  double top_electrode_thickness     = 30 * units::nm;
  double thermal_boundary_resistance = 20e-9 * units::m * units::m * units::K / units::W;
  double contact_resistance          = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const char *rp1 = "RP1 dimensions (after the 90 nm IBM mushroom, Sebastian 2017: r about 20 nm, l about 65 nm)";
    const Range size{0.5, 1e4};
    UprightFrame::describe(entry);
    entry("heater radius", &HeaterCell::heater_radius, "nm", size, "radius of the pillar heater", rp1);
    entry("heater offset", &HeaterCell::heater_offset, "nm", Range{-1e4, 1e4},
          "of the heater's axis from that of the cell; not with symmetry = axisymmetric", "choice (0)");
    entry("cell radius", &HeaterCell::cell_radius, "nm", size, "outer radius; adiabatic and insulating",
          "choice (RP1)");
    entry("bottom electrode thickness", &HeaterCell::bottom_electrode_thickness, "nm", size,
          "below the heater; grounded and at ambient on its lower plane", "choice (RP1)");
    entry("heater height", &HeaterCell::heater_height, "nm", size, "length of the heater, equal to the dielectric's",
          rp1);
    entry("top electrode thickness", &HeaterCell::top_electrode_thickness, "nm", size,
          "above the layer; driven, and at ambient on its upper plane", "choice (RP1)");
    entry("thermal boundary resistance", &HeaterCell::thermal_boundary_resistance, "m2K/GW", Range{0, 1000},
          "on every outer face of the phase-change material; 0 or at least 0.1",
          "Reifenberg 2010 (TiN/GST 26 to 18 m2K/GW from 30 to 325 C), Lee 2013 (GST/SiO2 24 +- 10); default 20, range "
          "5-40");
    entry("contact resistance", &HeaterCell::contact_resistance, "ohm m2", Range{0, 1e-6},
          "specific electrical resistance of the face between the phase-change material and what feeds it from below "
          "(heater, or the liner on it); its heat goes half to each side",
          "choice (0); GST/TiW 2e-8 ohm m2, Grosse et al.");
  }

  void check(GeometryRules &rules) const
  {
    rules.below("heater radius", heater_radius, "cell radius", cell_radius);
    if (heater_radius < cell_radius)
      check_offset(rules, "heater offset", heater_offset, heater_radius, "cell radius", cell_radius);
    rules.boundary_resistance("thermal boundary resistance", thermal_boundary_resistance);
  }

  /// Height of the heater's upper face.
  double heater_top() const { return bottom_electrode_thickness + heater_height; }

  /// Bottom electrode, dielectric and heater, with their materials and the bottom contact.
  CellGeometry below() const
  {
    CellGeometry cell;
    start(cell);
    const double z1 = bottom_electrode_thickness, z2 = heater_top(), R = cell_radius;
    cell.regions   = {{"bottom electrode", column(R, 0, z1)},
                      {"dielectric", column(R, z1, z2)},
                      {"heater", column(heater_radius, z1, z2, heater_offset)}};
    cell.contacts  = {{"bottom", column(R, 0, 0)}};
    cell.materials = {{"bottom electrode", "W", Role::conductor},
                      {"heater", "TiN", Role::conductor},
                      {"dielectric", "SiO2", Role::insulator}};
    return cell;
  }

  /// A blanket layer on top of what is there.
  void add_layer(CellGeometry &cell, const std::string &name, double thickness, bool own_vertices = false,
                 const std::string &material = {}) const
  {
    const double z = cell.extent().upper[2];
    cell.regions.push_back({name, column(cell_radius, z, z + thickness), own_vertices, material});
  }

  void add_top(CellGeometry &cell) const
  {
    add_layer(cell, "top electrode", top_electrode_thickness);
    const double z = cell.extent().upper[2];
    cell.contacts.push_back({"top", column(cell_radius, z, z)});
    cell.materials.push_back({"top electrode", "TiN", Role::conductor});
  }

  /// Edge of the heater's upper face, and where a dome of glass stands: on the heater's axis at height z.
  void add_sites(CellGeometry &cell, double z, const NamedLength &height) const
  {
    cell.singular_edges = rim(heater_radius, heater_top(), heater_offset);
    cell.phase_lengths  = {height, {"heater radius", heater_radius}};
    cell.glass.centre   = {heater_offset, 0, z};
    cell.glass.ball     = {height, {"cell radius", cell_radius - std::abs(heater_offset)}};
    cell.glass.slab     = {height};
  }
};
} // namespace quench::meshes
