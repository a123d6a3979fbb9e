#include <cases/output_rules.h>

#include <physics/base/files.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <postprocess/observe/field_names.h>

#include <filesystem>

namespace quench::cases
{
namespace
{
constexpr const char *without_maps = "is used with output/maps = true only";

std::string known_fields()
{
  std::vector<std::string> names;
  for (const observe::FieldName &field : observe::field_names)
    names.emplace_back(field.name);
  return join(names, ", ");
}
} // namespace

std::vector<meshes::BrokenRule> broken_output_rules(const Output &output, const PrmTree &tree)
{
  std::vector<meshes::BrokenRule> broken;
  const bool                      has_script = !output.insitu_script.empty();
  if (!output.maps && output.map_steps != 0)
    broken.push_back({"output/map steps", std::to_string(output.map_steps), without_maps});
  if (!output.maps && output.map_spacing != Output().map_spacing)
    broken.push_back({"output/map spacing", display_quantity(output.map_spacing, "nm"), without_maps});
  if (!has_script && !output.insitu_fields.empty())
    broken.push_back({"output/in situ fields", output.insitu_fields, "is used with output/in situ script only"});
  for (const std::string &name : split(output.insitu_fields, ','))
    if (!observe::find_field(name))
      broken.push_back({"output/in situ fields", "\"" + name + "\"", "known fields are " + known_fields()});
  const auto path = std::filesystem::path(tree.directory) / output.insitu_script;
  if (has_script && !regular_file_exists(path))
    broken.push_back(
        {"output/in situ script", output.insitu_script,
         "there is no file " + path.lexically_normal().string() + "; the path is relative to the folder of the case"});
  return broken;
}
} // namespace quench::cases
