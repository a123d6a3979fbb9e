#include <postprocess/array/case_files.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <filesystem>

namespace quench::array
{
std::string find_case_file(const std::string &name, const std::string &folder, const std::string &key)
{
  namespace fs = std::filesystem;
  for (const fs::path &path : {fs::path(folder) / name, fs::path(name)})
    if (regular_file_exists(path))
      return path.string();
  throw InputError(key, name, "a file in the folder of the case or the current folder");
}
} // namespace quench::array
