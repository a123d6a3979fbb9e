#pragma once

#include <meshes/cell_geometry.h>
#include <physics/base/prm.h>
#include <physics/interface_law.h>
#include <solver/transport/electro_thermal.h>

#include <string>
#include <utility>
#include <vector>

namespace quench::cases
{
/// The laws that a case file gives to faces between two regions: sections `interfaces/REGION and REGION`. All other
/// faces have the constant resistances of the cell's own keys, which are also where these sections start from.
struct InterfaceChoices
{
  std::vector<std::pair<std::string, physics::InterfaceParameters>> laws;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry.subsections(&InterfaceChoices::laws);
  }

  /// The pairs that have a section in the case file, with the resistances of the cell. Throws InputError naming the
  /// pairs that touch if one of them does not.
  static InterfaceChoices of(const PrmTree &tree, const meshes::CellGeometry &cell);

  /// Cuts the mesh along the faces on which a field may jump.
  void cut(meshes::CellGeometry &cell) const;

  /// The laws by region for the solver.
  decltype(solver::ElectroThermalParameters::interfaces) by_region(const meshes::CellGeometry &cell) const;
};
} // namespace quench::cases
