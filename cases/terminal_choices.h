#pragma once

#include <meshes/cell_geometry.h>
#include <physics/base/described.h>
#include <physics/base/prm.h>
#include <physics/base/units.h>

#include <string>
#include <utility>
#include <vector>

namespace quench::cases
{
/// Conditions of one terminal.
struct TerminalParameters
{
  std::vector<std::string> faces;
  meshes::Electrode        electrode          = meshes::Electrode::none;
  meshes::Cooling          cooling            = meshes::Cooling::held;
  double                   thermal_resistance = 100e-9 * units::m * units::m * units::K / units::W;
  std::string              node;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TerminalParameters;
    entry("faces", &P::faces,
          "planes of the cell's surface: x low, x high, y low, y high, z low, z high (x is r in an axisymmetric cell). "
          "The cell's own contacts have theirs; a terminal of another name needs some",
          "choice");
    entry(
        "electrical", &P::electrode,
        Names<meshes::Electrode>{{"none", meshes::Electrode::none},
                                 {"ground", meshes::Electrode::ground},
                                 {"driven", meshes::Electrode::driven},
                                 {"floating", meshes::Electrode::floating}},
        "node of a terminal beside the cell's own two: none, the ground, the driven node of the circuit, or a node of "
        "its own at the voltage at which no net current passes (eq. E9)",
        "choice");
    entry("node", &P::node,
          "of circuit/netlist, at which the terminal is; with a netlist the cell's own contacts need theirs (eq. E10)",
          "choice");
    entry("thermal", &P::cooling,
          Names<meshes::Cooling>{{"held", meshes::Cooling::held},
                                 {"adiabatic", meshes::Cooling::adiabatic},
                                 {"resistance", meshes::Cooling::resistance}},
          "held at ambient temperature, no heat, or a resistance to ambient (eq. H11)", "choice");
    entry("thermal resistance", &P::thermal_resistance, "m2K/GW", Range{0, 1e12, true},
          "per area, to ambient; thermal = resistance only", "choice: 100 nm of a solid of 1 W/(m K)");
  }
};

/// Sections `terminals/NAME` of a case: thermal conditions of the cell's contacts, and terminals on other planes.
struct TerminalChoices
{
  std::vector<std::pair<std::string, TerminalParameters>> terminals;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry.subsections(&TerminalChoices::terminals);
  }

  /// Those that have a section in the case file.
  static TerminalChoices of(const PrmTree &tree);

  /// Gives the cell their conditions. Throws InputError "terminals/NAME/faces = ..." for planes that there are not, and
  /// for two conditions on one.
  void apply(meshes::CellGeometry &cell) const;
};
} // namespace quench::cases
