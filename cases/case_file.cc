#include <cases/case_file.h>

#include <cases/describe.h>
#include <cases/rules.h>
#include <physics/base/checksum.h>
#include <physics/base/error.h>
#include <physics/base/parameters.h>

#include <filesystem>

namespace quench::cases
{
namespace
{
/// What cannot be read is the user's to put right: exit code 2, not 4.
PrmTree read_tree(const std::string &path)
{
  if (!std::filesystem::exists(path))
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
  loaded.content = read_parameters<Case>(loaded.tree);
  validate(loaded.content, loaded.tree);
  loaded.text   = write_prm(loaded.content);
  loaded.sha256 = sha256(loaded.text);
  return loaded;
}

std::vector<EntryInfo> cell_entries() { return entry_infos<Case>(); }
} // namespace quench::cases
