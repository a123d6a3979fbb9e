#pragma once

#include <meshes/confined.h>
#include <meshes/disturb.h>
#include <meshes/film.h>
#include <meshes/gmsh_cell.h>
#include <meshes/line.h>
#include <meshes/mushroom.h>
#include <meshes/superlattice.h>

namespace quench::meshes
{
enum class CellKind
{
  mushroom,
  confined,
  line,
  projected_lateral,
  projected_mushroom,
  superlattice_layers,
  superlattice_effective,
  disturb,
  film,
  gmsh_file
};

/// The names of the kinds in case files.
const Names<CellKind> &cell_kinds();

/// The cell of a case: which kind, and the parameters of each kind.
struct CellParameters
{
  CellKind          cell = CellKind::mushroom;
  Mushroom          mushroom;
  Confined          confined;
  Line              line;
  ProjectedLateral  projected_lateral;
  ProjectedMushroom projected_mushroom;
  Superlattice      superlattice;
  Disturb           disturb;
  Film              film;
  GmshCell          gmsh;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("cell", &CellParameters::cell, cell_kinds(),
          "kind of cell (docs/cells.md); the section of the same name has its dimensions", "choice");
    entry.subsection("mushroom", &CellParameters::mushroom);
    entry.subsection("confined", &CellParameters::confined);
    entry.subsection("line", &CellParameters::line);
    entry.subsection("projected lateral", &CellParameters::projected_lateral);
    entry.subsection("projected mushroom", &CellParameters::projected_mushroom);
    entry.subsection("superlattice", &CellParameters::superlattice);
    entry.subsection("disturb", &CellParameters::disturb);
    entry.subsection("film", &CellParameters::film);
    entry.subsection("gmsh file", &CellParameters::gmsh);
  }

  /// Section with the dimensions of the chosen kind, e.g. "geometry/mushroom".
  std::string section() const;
};

/// The rules that the chosen cell breaks; keys with their section. A mesh file is looked at by make_cell.
std::vector<BrokenRule> broken_rules(const CellParameters &parameters);

/// Geometry of the chosen cell. Throws InputError with the rule and the two numbers when it contradicts itself.
CellGeometry make_cell(const CellParameters &parameters);

/// The materials of the chosen cell, also if its dimensions contradict each other.
std::vector<MaterialSlot> material_slots(const CellParameters &parameters);
} // namespace quench::meshes
