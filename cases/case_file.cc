#include <cases/case_file.h>

#include <cases/describe.h>
#include <cases/rules.h>
#include <physics/base/checksum.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/key_place.h>
#include <physics/base/parameters.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace quench::cases
{
namespace
{
/// What cannot be read is the user's to put right: exit code 2, not 4.
PrmTree read_tree(const std::string &path)
{
  if (!file_exists(path))
    throw InputError(path, "there is no such file", "a case file is needed",
                     "quench new mushroom " + path + " writes one");
  try
  {
    return read_prm(path);
  }
  catch (const IoError &error)
  {
    throw InputError("case file", error.what());
  }
}

/// The materials of all kinds of cell, each name once.
std::vector<meshes::MaterialSlot> all_slots()
{
  std::vector<meshes::MaterialSlot> all;
  const auto                        add = [&](const meshes::CellParameters &cell) {
    for (const meshes::MaterialSlot &slot : meshes::material_slots(cell))
      if (std::none_of(all.begin(), all.end(), [&](const auto &known) { return known.name == slot.name; }))
        all.push_back(slot);
  };
  for (const auto &[name, kind] : meshes::cell_kinds())
    if (kind != meshes::CellKind::gmsh_file)
    {
      meshes::CellParameters cell;
      cell.cell                     = kind;
      cell.confined.liner_thickness = 1 * units::nm;
      add(cell);
      cell.mushroom.heater_form = meshes::HeaterForm::core_and_shell;
      add(cell);
    }
  return all;
}

/// Where a relative name of a mesh file starts: the folder of the file that sets it.
std::string mesh_directory(const PrmTree &tree)
{
  const PrmEntry *entry = find_entry(tree, "geometry/gmsh file/file");
  return entry ? entry->directory : tree.directory;
}

/// The materials of all kinds of cell and those that the case names, which may be regions of a mesh.
std::vector<meshes::MaterialSlot> possible_slots(const PrmTree &tree)
{
  std::vector<meshes::MaterialSlot> slots   = all_slots();
  const auto                        section = tree.sections.find("materials");
  const PrmEntry                   *cell    = find_entry(tree, "geometry/cell");
  if (section != tree.sections.end() && cell != nullptr && cell->text == "gmsh file")
    for (const auto &[name, content] : section->second.sections)
      if (std::none_of(slots.begin(), slots.end(), [&, key = name](const auto &slot) { return slot.name == key; }))
        slots.push_back({name, "", meshes::Role::any});
  return slots;
}

/// The materials of the cell that the case describes. Where its section cannot be read, all that are possible: the
/// mistakes are reported when the whole case is read.
std::vector<meshes::MaterialSlot> slots_of(const PrmTree &tree)
{
  meshes::CellParameters geometry;
  if (const auto section = tree.sections.find("geometry"); section != tree.sections.end())
    try
    {
      geometry = read_parameters<meshes::CellParameters>(section->second);
    }
    catch (const InputError &)
    {
      return possible_slots(tree);
    }
  geometry.gmsh.directory = mesh_directory(tree);
  try
  {
    return meshes::material_slots(geometry);
  }
  catch (const InputError &error)
  {
    throw InputError("case", located(tree, error.what(), geometry.section()));
  }
}

/// The interfaces that the case names. Where its geometry cannot be built all of them pass: what is wrong with it is
/// reported when the whole case is read.
InterfaceChoices interfaces_of(const PrmTree &tree)
{
  std::optional<meshes::CellGeometry> cell;
  try
  {
    meshes::CellParameters geometry;
    if (const auto section = tree.sections.find("geometry"); section != tree.sections.end())
      geometry = read_parameters<meshes::CellParameters>(section->second);
    geometry.gmsh.directory = mesh_directory(tree);
    cell                    = meshes::make_cell(geometry);
  }
  catch (const InputError &)
  {
    InterfaceChoices named;
    if (const auto section = tree.sections.find("interfaces"); section != tree.sections.end())
      for (const auto &[name, content] : section->second.sections)
        named.laws.emplace_back(name, physics::InterfaceParameters());
    return named;
  }
  return InterfaceChoices::of(tree, *cell);
}

/// The case with exactly the materials of its cell, so that sections for others are refused.
Case read_case(const PrmTree &tree)
{
  Case c;
  c.materials  = MaterialChoices::of(slots_of(tree));
  c.interfaces = interfaces_of(tree);
  c.terminals  = TerminalChoices::of(tree);
  fill_from_prm(bind_parameters(c), tree, "");
  c.geometry.gmsh.directory = mesh_directory(tree);
  if (c.geometry.cell == meshes::CellKind::gmsh_file && c.geometry.gmsh.checksum.empty())
    c.geometry.gmsh.checksum = sha256(read_file(c.geometry.gmsh.path()));
  return c;
}

/// Every key at the default it has for the materials, interfaces and terminals of this case.
std::string default_text(const PrmTree &tree)
{
  PrmTree cards;
  if (const auto materials = tree.sections.find("materials"); materials != tree.sections.end())
    for (const auto &[name, section] : materials->second.sections)
      if (const auto card = section.entries.find("card"); card != section.entries.end())
        cards.sections["materials"].sections[name].entries.insert(*card);
  Case c;
  c.materials  = MaterialChoices::of(slots_of(tree));
  c.interfaces = interfaces_of(tree);
  c.terminals  = TerminalChoices::of(tree);
  fill_from_prm(bind_parameters(c), cards, "");
  return write_prm(c);
}
} // namespace

LoadedCase load_case(const std::string &path, const std::vector<std::string> &overrides)
{
  const std::filesystem::path file(path);
  LoadedCase                  loaded; // filled step by step: GCC 12 destroys members of an aggregate twice on a throw
  loaded.path      = path;
  loaded.name      = file.stem().string();
  loaded.directory = file.parent_path().string();
  loaded.tree      = read_tree(path);
  for (const std::string &assignment : overrides)
    apply_override(loaded.tree, assignment);
  loaded.content = read_case(loaded.tree);
  validate(loaded.content, loaded.tree);
  loaded.text     = write_prm(loaded.content);
  loaded.defaults = default_text(loaded.tree);
  loaded.sha256   = sha256(loaded.text);
  return loaded;
}

std::vector<EntryInfo> cell_entries()
{
  Case c;
  c.materials                    = MaterialChoices::of(all_slots());
  c.terminals.terminals          = {{"top", {}}};                           // any contact, or a name of one's own
  c.interfaces.laws              = {{"heater and phase change layer", {}}}; // any two regions that touch
  const ParameterSection section = bind_parameters(c);
  fill_with_defaults(section);
  return entry_infos(section, "");
}
} // namespace quench::cases
