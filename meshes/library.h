#pragma once

#include <meshes/cell_geometry.h>
#include <meshes/mushroom.h>

namespace quench::meshes
{
enum class CellKind
{
  mushroom
};

/// The cell of a case: which kind, and the parameters of each kind.
struct CellParameters
{
  CellKind cell = CellKind::mushroom;
  Mushroom mushroom;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("cell", &CellParameters::cell, Names<CellKind>{{"mushroom", CellKind::mushroom}}, "kind of cell", "choice");
    entry.subsection("mushroom", &CellParameters::mushroom);
  }
};

/// Geometry of the chosen cell. Throws InputError with the rule and the two numbers when it contradicts itself.
CellGeometry make_cell(const CellParameters &parameters);
} // namespace quench::meshes
