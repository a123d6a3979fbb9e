#include <postprocess/observe/output_folder.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <unistd.h>

namespace quench::observe
{
namespace
{
namespace fs = std::filesystem;

// Everything a run writes, by place. In insitu/ the user's script chooses names, so endings decide.
constexpr std::array       top_files      = {"case_defaults.prm", "case_resolved.prm", "curve.csv",   "log.txt",
                                             "nuclei.csv",        "reads.csv",         "report.html", "results.h5",
                                             "results.json",      "run.pvd",           "series.csv"};
constexpr std::array       insitu_endings = {".png", ".jpg",  ".csv",  ".vtp",  ".vtu",
                                             ".vti", ".pvtp", ".pvtu", ".vtpd", ".pvd"};
constexpr std::string_view step_prefix    = "step_";

bool ends_with_any(const std::string &name, const auto &endings)
{
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return name.ends_with(e); });
}

/// Whether the file at `relative` (generic path below the run folder) has a name only Quench gives there. What is
/// left of an interrupted atomic write (NAME.tmp.PID) counts as NAME.
bool is_own_file(const std::string &relative)
{
  const std::string path = relative.substr(0, relative.find(".tmp."));
  const auto        in   = [&](std::string_view folder) { return path.starts_with(folder); };
  if (path.find('/') == std::string::npos)
    return std::find(top_files.begin(), top_files.end(), path) != top_files.end();
  if (in("fields/"))
    return path.ends_with(".vtu") && path.starts_with("fields/" + std::string(step_prefix));
  if (in("maps/"))
    return path.ends_with(".csv");
  if (in("insitu/"))
    return ends_with_any(path, insitu_endings);
  return in("checkpoint/" + std::string(step_prefix));
}

bool is_own_folder(const std::string &path)
{
  return path == "fields" || path == "maps" || path == "insitu" || path == "checkpoint" ||
         path.starts_with("insitu/") || path.starts_with("checkpoint/" + std::string(step_prefix));
}

/// Delete what is ours; a folder only if it is empty then.
void remove_own_files(const std::string &path)
{
  for (const std::string &relative : find_own_files(path))
  {
    std::error_code error;
    const fs::path  full = fs::path(path) / relative;
    if (fs::is_directory(fs::symlink_status(full)) && !fs::is_empty(full, error))
      continue;
    if (!fs::remove(full, error) && error)
      throw IoError(full.string(), "cannot be deleted: " + error.message());
  }
}

/// One result in the folder (not an empty folder of ours), or "".
std::string any_result(const std::string &path)
{
  if (file_exists(path))
    for (const std::string &relative : find_own_files(path))
      if (!folder_exists(fs::path(path) / relative))
        return relative;
  return "";
}

void make_writable_folder(const fs::path &path)
{
  make_folder(path.string());
  if (::access(path.c_str(), W_OK | X_OK) != 0)
    throw IoError(path.string(), std::string("files cannot be written there: ") + std::strerror(errno));
}

/// What interrupted writes have left.
void remove_temporary_files(const std::string &path)
{
  for (const std::string &relative : find_own_files(path))
    if (relative.find(".tmp.") != std::string::npos)
    {
      std::error_code ignored;
      fs::remove(fs::path(path) / relative, ignored);
    }
}
} // namespace

OutputFolder::OutputFolder(const std::string &path, IfExists if_exists) : path_(fs::absolute(path).string())
{
  while (path_.size() > 1 && path_.back() == '/')
    path_.pop_back();
  if (file_exists(path_) && !folder_exists(path_))
    throw InputError(path_, "is a file", "the output must be a folder");
  const std::string result = if_exists == IfExists::refuse ? any_result(path_) : "";
  if (!result.empty())
    throw InputError(path_, "holds results already (" + result + ")", "",
                     "Continue that run with --resume, replace it with --overwrite, or choose another folder with "
                     "--output");
  make_writable_folder(path_);
  if (if_exists == IfExists::overwrite)
    remove_own_files(path_);
  remove_temporary_files(path_);
  for (const char *name : {"fields", "maps"})
    make_writable_folder(fs::path(path_) / name);
}

std::string OutputFolder::field_file(unsigned long step)
{
  char name[64];
  std::snprintf(name, sizeof(name), "fields/step_%08lu.vtu", step);
  return name;
}

std::string OutputFolder::map_file(const std::string &name) { return "maps/" + name + ".csv"; }

std::vector<std::string> find_own_files(const std::string &path)
{
  std::vector<std::string> found;
  for (auto entry = fs::recursive_directory_iterator(path); entry != fs::recursive_directory_iterator(); ++entry)
  {
    const std::string relative = fs::path(entry->path()).lexically_relative(path).generic_string();
    const bool        folder   = entry->is_directory() && !entry->is_symlink();
    if (folder && !is_own_folder(relative))
      entry.disable_recursion_pending();
    if (folder ? is_own_folder(relative) : is_own_file(relative))
      found.push_back(relative);
  }
  // a folder is a prefix of what is in it, so the reverse order has the files first
  std::sort(found.rbegin(), found.rend());
  return found;
}
} // namespace quench::observe
