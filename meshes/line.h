#pragma once

#include <meshes/geometry_rules.h>
#include <physics/base/described.h>

namespace quench::meshes
{
/// Line cell: a bar of phase-change material between two electrodes, on an oxidised substrate and under a cap. Planar:
/// the section along the line, `line width` deep; three-dimensional: with dielectric on both sides.
///
///         |              cap              |
///         +--------+-------------+--------+
///   z     |  left  | phase change| right  |
///   ^     +--------+-------------+--------+
///   |     |          dielectric           |
///         +-------------------------------+ -> x, ambient below
struct Line
{
  Symmetry symmetry                    = Symmetry::planar;
  double   line_length                 = 200 * units::nm;
  double   line_thickness              = 20 * units::nm;
  double   line_width                  = 80 * units::nm;
  double   side_width                  = 100 * units::nm;
  double   electrode_length            = 60 * units::nm;
  double   substrate_thickness         = 100 * units::nm;
  double   cap_thickness               = 60 * units::nm;
  double   thermal_boundary_resistance = 20e-9 * units::m * units::m * units::K / units::W;
  double   contact_resistance          = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const Range size{0.5, 1e4};
    entry("symmetry", &Line::symmetry,
          Names<Symmetry>{{"planar", Symmetry::planar}, {"three-dimensional", Symmetry::none}},
          "planar: a section along the line, as deep as it is wide; three-dimensional: with dielectric on both sides",
          "choice");
    entry("line length", &Line::line_length, "nm", size, "from electrode to electrode", "choice");
    entry("line thickness", &Line::line_thickness, "nm", size, "of the phase-change film",
          "arXiv 2401.04909: line cells 20 nm thick and 70-100 nm wide");
    entry("line width", &Line::line_width, "nm", size, "across the current", "arXiv 2401.04909");
    entry("side width", &Line::side_width, "nm", size, "three-dimensional only: dielectric on each side of the line",
          "choice");
    entry("electrode length", &Line::electrode_length, "nm", size,
          "of each electrode, to the plane where voltage and temperature are held", "choice");
    entry("substrate thickness", &Line::substrate_thickness, "nm", size,
          "of the dielectric below; its lower plane is at ambient and insulated", "choice");
    entry("cap thickness", &Line::cap_thickness, "nm", size, "of the dielectric above; its upper plane is adiabatic",
          "choice");
    entry("thermal boundary resistance", &Line::thermal_boundary_resistance, "m2K/GW", Range{0, 1000},
          "on every face of the phase-change material; 0 or at least 0.1",
          "Reifenberg 2010, Lee 2013; default 20, range 5-40");
    entry("contact resistance", &Line::contact_resistance, "ohm m2", Range{0, 1e-6},
          "between the phase-change material and each electrode", "choice (0)");
  }

  void check(GeometryRules &rules) const
  {
    rules.boundary_resistance("thermal boundary resistance", thermal_boundary_resistance);
  }

  CellGeometry build() const { return build_with(0); }

protected:
  /// A piece of the film's cross-section between two x and two z.
  Box bar(double x_low, double x_high, double z_low, double z_high) const
  {
    const double y = symmetry == Symmetry::none ? 0.5 * line_width : 0;
    return {{x_low, -y, z_low}, {x_high, y, z_high}};
  }

  /// The cell with a liner of that thickness below the film; the electrodes cover both.
  CellGeometry build_with(double liner_thickness) const
  {
    const double x1 = 0.5 * line_length, x2 = x1 + electrode_length, z1 = substrate_thickness,
                 z2 = z1 + liner_thickness, z3 = z2 + line_thickness, z4 = z3 + cap_thickness;
    const double y    = symmetry == Symmetry::none ? 0.5 * line_width + side_width : 0;
    const char  *film = "phase change layer";
    CellGeometry cell;
    cell.symmetry  = symmetry;
    cell.depth     = line_width;
    cell.regions   = {{"dielectric", {{-x2, -y, 0}, {x2, y, z4}}},
                      {"left electrode", bar(-x2, -x1, z1, z3)},
                      {"right electrode", bar(x1, x2, z1, z3)}};
    cell.materials = {{"left electrode", "W", Role::conductor},
                      {"right electrode", "W", Role::conductor},
                      {"dielectric", "SiO2", Role::insulator}};
    if (liner_thickness > 0)
    {
      cell.regions.push_back({"liner", bar(-x1, x1, z1, z2)});
      cell.materials.push_back({"liner", "TiN", Role::conductor});
    }
    cell.regions.push_back({film, bar(-x1, x1, z2, z3), thermal_boundary_resistance > 0 || contact_resistance > 0});
    cell.materials.push_back({film, "GST225", Role::phase_change});
    cell.contacts = {{"left", bar(-x2, -x2, z1, z3), {{{-x2, -y, 0}, {x2, y, 0}}}}, {"right", bar(x2, x2, z1, z3)}};
    cell.interfaces.push_back({film, "dielectric", thermal_boundary_resistance, 0});
    for (const char *electrode : {"left electrode", "right electrode"})
      cell.interfaces.push_back({film, electrode, thermal_boundary_resistance, contact_resistance});
    for (const double x : {-x1, x1})
      for (const double z : {z2, z3})
        cell.singular_edges.push_back(bar(x, x, z, z));
    cell.phase_lengths = {{"line thickness", line_thickness}, {"line length", line_length}};
    cell.glass         = {
                {0, 0, 0.5 * (z2 + z3)}, 0, {{"half the line length", 0.5 * line_length}}, {{"line length", line_length}}};
    return cell;
  }
};

/// Line with a resistive liner below the film, which carries the read current past the glass (Koelmans 2015: 400 nm x
/// 50 nm).
struct ProjectedLateral : Line
{
  double liner_thickness          = 6 * units::nm;
  double liner_contact_resistance = 0;

  ProjectedLateral()
  {
    line_length = 400 * units::nm;
    line_width  = 50 * units::nm;
  }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    Line::describe(entry);
    entry("liner thickness", &ProjectedLateral::liner_thickness, "nm", Range{0.5, 1e3},
          "resistive layer below the phase-change film, from electrode to electrode", "choice");
    entry("liner contact resistance", &ProjectedLateral::liner_contact_resistance, "ohm m2", Range{0, 1e-6},
          "between the phase-change film and the liner", "choice (0)");
  }

  void check(GeometryRules &rules) const
  {
    Line::check(rules);
    rules.below("liner thickness", liner_thickness, "line thickness", line_thickness);
  }

  CellGeometry build() const
  {
    CellGeometry cell = build_with(liner_thickness);
    cell.interfaces.push_back({"phase change layer", "liner", thermal_boundary_resistance, liner_contact_resistance});
    if (liner_contact_resistance > 0)
      cell.regions.back().own_vertices = true;
    return cell;
  }
};
} // namespace quench::meshes
