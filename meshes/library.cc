#include <meshes/library.h>

#include <physics/base/error.h>

namespace quench::meshes
{
namespace
{
/// Calls `visit` with the struct of the chosen kind.
template <class Visit>
auto with_chosen(const CellParameters &p, const Visit &visit)
{
  switch (p.cell)
  {
  case CellKind::confined:
    return visit(p.confined);
  case CellKind::line:
    return visit(p.line);
  case CellKind::projected_lateral:
    return visit(p.projected_lateral);
  case CellKind::projected_mushroom:
    return visit(p.projected_mushroom);
  case CellKind::superlattice_layers:
  case CellKind::superlattice_effective:
    return visit(p.superlattice);
  case CellKind::disturb:
    return visit(p.disturb);
  case CellKind::film:
    return visit(p.film);
  case CellKind::gmsh_file:
    return visit(p.gmsh);
  default:
    return visit(p.mushroom);
  }
}

CellGeometry build(const CellParameters &p)
{
  return with_chosen(p, [&](const auto &cell) {
    if constexpr (requires { cell.build(); })
      return cell.build();
    else
      return p.cell == CellKind::superlattice_layers ? cell.build_layers() : cell.build_effective();
  });
}

/// Names of lengths become paths of keys.
void locate(std::vector<NamedLength> &lengths, const std::string &section)
{
  for (NamedLength &length : lengths)
    length.key = section + "/" + length.key;
}
} // namespace

const Names<CellKind> &cell_kinds()
{
  static const Names<CellKind> names = {{"mushroom", CellKind::mushroom},
                                        {"confined", CellKind::confined},
                                        {"line", CellKind::line},
                                        {"projected lateral", CellKind::projected_lateral},
                                        {"projected mushroom", CellKind::projected_mushroom},
                                        {"superlattice layers", CellKind::superlattice_layers},
                                        {"superlattice effective", CellKind::superlattice_effective},
                                        {"disturb", CellKind::disturb},
                                        {"film", CellKind::film},
                                        {"gmsh file", CellKind::gmsh_file}};
  return names;
}

std::string CellParameters::section() const
{
  std::string name;
  for (const auto &[text, kind] : cell_kinds())
    if (kind == cell)
      name = text.starts_with("superlattice") ? "superlattice" : text;
  return "geometry/" + name;
}

std::vector<BrokenRule> broken_rules(const CellParameters &parameters)
{
  GeometryRules rules;
  with_chosen(parameters, [&](const auto &cell) { cell.check(rules); });
  for (BrokenRule &rule : rules.broken)
    rule.key = parameters.section() + "/" + rule.key;
  return rules.broken;
}

CellGeometry make_cell(const CellParameters &parameters)
{
  if (const auto broken = broken_rules(parameters); !broken.empty())
    throw InputError(broken[0].key + " = " + broken[0].value, broken[0].allowed);
  CellGeometry cell = build(parameters);
  for (auto *lengths : {&cell.phase_lengths, &cell.glass.ball, &cell.glass.slab})
    locate(*lengths, parameters.section());
  return cell;
}

std::vector<MaterialSlot> material_slots(const CellParameters &parameters) { return build(parameters).materials; }
} // namespace quench::meshes
