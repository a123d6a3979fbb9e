#pragma once

#include <meshes/geometry_rules.h>
#include <physics/base/described.h>

#include <cmath>
#include <numbers>

namespace quench::meshes
{
/// Two equal pillar cells side by side on one bottom electrode. The left one is driven; both ends of the right one, the
/// neighbour, are grounded, so that it is heated by the left one alone (thermal disturb); a netlist may drive its top
/// too. Planar: two walls of that
/// depth, an upper limit of the disturb; three-dimensional: square pillars.
///
///            driven       grounded
///            +---+         +---+      top electrodes
///            |   |         |   |      phase change layer, neighbour phase change layer
///   z        +---+  diel.  +---+
///   ^        | H |         | H |      heaters
///   |     +--+---+---------+---+--+
///         |   bottom electrode    |
///         +-----------------------+ -> x
struct Disturb
{
  Symmetry symmetry                    = Symmetry::planar;
  double   depth                       = 20 * units::nm;
  double   pitch                       = 40 * units::nm;
  double   pillar_width                = 20 * units::nm;
  double   layer_thickness             = 30 * units::nm;
  double   heater_height               = 30 * units::nm;
  double   margin                      = 60 * units::nm;
  double   bottom_electrode_thickness  = 30 * units::nm;
  double   top_electrode_thickness     = 30 * units::nm;
  double   thermal_boundary_resistance = 20e-9 * units::m * units::m * units::K / units::W;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    const Range size{0.5, 1e4};
    entry("symmetry", &Disturb::symmetry,
          Names<Symmetry>{{"planar", Symmetry::planar}, {"three-dimensional", Symmetry::none}},
          "planar: two walls of the given depth; three-dimensional: two square pillars", "choice");
    entry("depth", &Disturb::depth, "nm", Range{0.5, 1e5}, "planar only: third extent", "choice");
    entry("pitch", &Disturb::pitch, "nm", size, "from axis to axis of the two cells", "choice, 2 F with F = 20 nm");
    entry("pillar width", &Disturb::pillar_width, "nm", size, "of heaters, phase-change layers and top electrodes",
          "choice, F = 20 nm");
    entry("layer thickness", &Disturb::layer_thickness, "nm", size, "of each phase-change layer", "choice");
    entry("heater height", &Disturb::heater_height, "nm", size, "of each heater", "choice");
    entry("margin", &Disturb::margin, "nm", size, "dielectric beyond the pillars; adiabatic outside", "choice");
    entry("bottom electrode thickness", &Disturb::bottom_electrode_thickness, "nm", size,
          "grounded and at ambient on its lower plane", "choice");
    entry("top electrode thickness", &Disturb::top_electrode_thickness, "nm", size,
          "of each cell; at ambient on its upper face", "choice");
    entry("thermal boundary resistance", &Disturb::thermal_boundary_resistance, "m2K/GW", Range{0, 1000},
          "on every face of the phase-change layers; 0 or at least 0.1",
          "Reifenberg 2010, Lee 2013; default 20, range 5-40");
  }

  void check(GeometryRules &rules) const
  {
    rules.below("pillar width", pillar_width, "pitch", pitch);
    rules.boundary_resistance("thermal boundary resistance", thermal_boundary_resistance);
  }

  CellGeometry build() const
  {
    const double z1 = bottom_electrode_thickness, z2 = z1 + heater_height, z3 = z2 + layer_thickness,
                 z4 = z3 + top_electrode_thickness, X = 0.5 * (pitch + pillar_width) + margin;
    const double y = symmetry == Symmetry::none ? 0.5 * pillar_width : 0, Y = y > 0 ? y + margin : 0;
    CellGeometry cell;
    cell.symmetry  = symmetry;
    cell.depth     = depth;
    cell.regions   = {{"bottom electrode", {{-X, -Y, 0}, {X, Y, z1}}}, {"dielectric", {{-X, -Y, z1}, {X, Y, z4}}}};
    cell.contacts  = {{"bottom", {{-X, -Y, 0}, {X, Y, 0}}}, {"top", {}}};
    cell.materials = {{"bottom electrode", "W", Role::conductor},
                      {"heater", "TiN", Role::conductor},
                      {"dielectric", "SiO2", Role::insulator},
                      {"phase change layer", "GST225", Role::phase_change},
                      {"top electrode", "TiN", Role::conductor}};
    for (const bool driven : {true, false})
    {
      const std::string prefix = driven ? "" : "neighbour ";
      const double      x      = driven ? -0.5 * pitch : 0.5 * pitch;
      const auto        pillar = [&](double low, double high) {
        return Box{{x - 0.5 * pillar_width, -y, low}, {x + 0.5 * pillar_width, y, high}};
      };
      const std::string layer = prefix + "phase change layer";
      cell.regions.push_back({prefix + "heater", pillar(z1, z2), false, "heater"});
      cell.regions.push_back({layer, pillar(z2, z3), thermal_boundary_resistance > 0, "phase change layer"});
      cell.regions.push_back({prefix + "top electrode", pillar(z3, z4), false, "top electrode"});
      for (const std::string &other : {prefix + "heater", prefix + "top electrode", std::string("dielectric")})
        cell.interfaces.push_back({layer, other, thermal_boundary_resistance, 0});
      if (driven)
        cell.contacts[1].face = pillar(z4, z4);
      else
        cell.contacts.push_back({"neighbour top", pillar(z4, z4), {}, Electrode::ground});
      for (const double side : {x - 0.5 * pillar_width, x + 0.5 * pillar_width})
        for (const double z : {z2, z3})
          cell.singular_edges.push_back({{side, -y, z}, {side, y, z}});
    }
    cell.phase_lengths = {{"pillar width", pillar_width}, {"layer thickness", layer_thickness}};
    cell.glass         = {{-0.5 * pitch, 0, 0.5 * (z2 + z3)},
                          2,
                          {{"half the pitch", 0.5 * pitch}},
                          {{"layer thickness", layer_thickness}}};
    cell.neighbour     = "neighbour phase change layer";
    return cell;
  }
};
} // namespace quench::meshes
