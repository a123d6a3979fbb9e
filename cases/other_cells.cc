#include <cases/other_cells.h>

#include <physics/base/key_place.h>
#include <physics/base/parameters.h>

namespace quench::cases
{
std::vector<meshes::BrokenRule> keys_of_other_cells(const meshes::CellParameters &geometry, const PrmTree &tree)
{
  std::vector<meshes::BrokenRule> dead;
  const auto                      sections = tree.sections.find("geometry");
  if (sections == tree.sections.end())
    return dead;
  const std::string own      = geometry.section().substr(geometry.section().find('/') + 1);
  const PrmTree     defaults = parse_prm(write_prm(meshes::CellParameters()), "defaults");
  for (const auto &[name, section] : sections->second.sections)
    for (const auto &[key, entry] : section.entries)
    {
      const PrmEntry *plain = find_entry(defaults, name + "/" + key);
      if (name != own && (plain == nullptr || plain->text != entry.text))
        dead.push_back({"geometry/" + name + "/" + key, entry.text,
                        "has no effect with geometry/cell = " + own + ": leave it out"});
    }
  return dead;
}
} // namespace quench::cases
