#pragma once

#include <meshes/upright_frame.h>

namespace quench::meshes
{
/// What the heater of a cell looks like from above.
enum class HeaterForm
{
  pillar,         ///< a disc of one material
  core_and_shell, ///< a disc whose rim is another material
  ring,           ///< a conducting rim round a dielectric core
  wall            ///< a thin rectangle: the edge of a blade
};

/// What all cells with a heater below a blanket layer have in common: bottom electrode, heater in dielectric,
/// and a top electrode on whatever lies between.
struct HeaterCell : UprightFrame
{
  HeaterForm heater_form                 = HeaterForm::pillar;
  double     heater_radius               = 20 * units::nm;
  double     shell_thickness             = 1.5 * units::nm;
  double     wall_thickness              = 5 * units::nm;
  double     wall_width                  = 40 * units::nm;
  double     heater_offset               = 0;
  double     cell_radius                 = 150 * units::nm;
  double     bottom_electrode_thickness  = 30 * units::nm;
  double     heater_height               = 65 * units::nm;
  double     top_electrode_thickness     = 30 * units::nm;
  double     thermal_boundary_resistance = 20e-9 * units::m * units::m * units::K / units::W;
  double     contact_resistance          = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const char *rp1 = "RP1 dimensions (after the 90 nm IBM mushroom, Sebastian 2017: r about 20 nm, l about 65 nm)";
    const Range size{0.5, 1e4};
    UprightFrame::describe(entry);
    entry(
        "heater form", &HeaterCell::heater_form,
        Names<HeaterForm>{{"pillar", HeaterForm::pillar},
                          {"core and shell", HeaterForm::core_and_shell},
                          {"ring", HeaterForm::ring},
                          {"wall", HeaterForm::wall}},
        "pillar: materials/heater; core and shell: materials/heater core with a skin of materials/heater shell on its "
        "side; ring: a tube of materials/heater round materials/heater core, a dielectric; wall: the edge of a blade "
        "of "
        "materials/heater, three-dimensional only",
        "choice (RP1)");
    entry("heater radius", &HeaterCell::heater_radius, "nm", size, "outer radius of the heater; not of a wall", rp1);
    entry("shell thickness", &HeaterCell::shell_thickness, "nm", Range{0.1, 1e3},
          "core and shell, ring: of the shell, within the heater radius",
          "IEDM 2011, abstract: core of TaN with 1.5 nm of TiN, 39 nm across");
    entry("wall thickness", &HeaterCell::wall_thickness, "nm", size, "wall: along x", "choice");
    entry("wall width", &HeaterCell::wall_width, "nm", size, "wall: along y", "choice");
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
    if (heater_form == HeaterForm::wall)
      check_wall(rules);
    else
      check_round(rules);
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
    cell.regions   = {{"bottom electrode", column(R, 0, z1)}, {"dielectric", column(R, z1, z2)}};
    cell.contacts  = {{"bottom", column(R, 0, 0)}};
    cell.materials = {{"bottom electrode", "W", Role::conductor}};
    for (const Part &part : heater_parts())
    {
      cell.regions.push_back({part.slot.name, part.box});
      cell.materials.push_back(part.slot);
    }
    cell.materials.push_back({"dielectric", "SiO2", Role::insulator});
    return cell;
  }

  /// The faces between the region above the heater and all that lies below it.
  void add_lower_faces(CellGeometry &cell, const std::string &above) const
  {
    cell.interfaces.push_back({above, "dielectric", thermal_boundary_resistance, 0});
    for (const Part &part : heater_parts())
      cell.interfaces.push_back({above, part.slot.name, thermal_boundary_resistance,
                                 part.slot.role == Role::conductor ? contact_resistance : 0});
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

  /// Edges of the heater's upper face, and where a dome of glass stands: on the heater's axis at height z.
  void add_sites(CellGeometry &cell, double z, const NamedLength &height) const
  {
    for (const Part &part : heater_parts())
    {
      Box face      = part.box;
      face.lower[2] = face.upper[2];
      append(cell.singular_edges, edges(face));
    }
    const bool wall    = heater_form == HeaterForm::wall;
    cell.phase_lengths = {height, {wall ? "wall width" : "heater radius", wall ? wall_width : heater_radius}};
    cell.glass.centre  = {heater_offset, 0, z};
    cell.glass.ball    = {height, {"cell radius", cell_radius - std::abs(heater_offset)}};
    cell.glass.slab    = {height};
  }

private:
  /// A region of the heater and its material.
  struct Part
  {
    MaterialSlot slot;
    Box          box;
  };

  /// From the outside to the core.
  std::vector<Part> heater_parts() const
  {
    const auto disc = [this](double radius) {
      return column(radius, bottom_electrode_thickness, heater_top(), heater_offset);
    };
    const MaterialSlot whole{"heater", "TiN", Role::conductor};
    if (heater_form == HeaterForm::pillar)
      return {{whole, disc(heater_radius)}};
    if (heater_form == HeaterForm::wall)
    {
      const double x = wall_thickness / 2, y = symmetry == Symmetry::none ? wall_width / 2 : 0;
      return {{whole, {{heater_offset - x, -y, bottom_electrode_thickness}, {heater_offset + x, y, heater_top()}}}};
    }
    const Box core = disc(heater_radius - shell_thickness);
    if (heater_form == HeaterForm::ring)
      return {{whole, disc(heater_radius)}, {{"heater core", "SiO2", Role::insulator}, core}};
    return {{{"heater shell", "TiN", Role::conductor}, disc(heater_radius)},
            {{"heater core", "TaN", Role::conductor}, core}};
  }

  void check_round(GeometryRules &rules) const
  {
    rules.below("heater radius", heater_radius, "cell radius", cell_radius);
    if (heater_radius < cell_radius)
      check_offset(rules, "heater offset", heater_offset, heater_radius, "cell radius", cell_radius);
    if (heater_form != HeaterForm::pillar)
      rules.below("shell thickness", shell_thickness, "heater radius", heater_radius);
  }

  void check_wall(GeometryRules &rules) const
  {
    rules.require(symmetry == Symmetry::none, "heater form", "wall",
                  "needs symmetry = three-dimensional. In a planar cell every heater is a wall of the cell's depth");
    rules.below("wall width", wall_width, "the width of the cell", 2 * half_width(cell_radius));
    rules.below("wall thickness", wall_thickness, "the width of the cell less twice the heater offset",
                2 * (half_width(cell_radius) - std::abs(heater_offset)));
  }
};
} // namespace quench::meshes
