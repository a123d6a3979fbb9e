#include <solver/run/checkpoint_files.h>

#include <physics/base/checksum.h>
#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace quench::solver
{
namespace
{
namespace fs = std::filesystem;

constexpr const char      *manifest_name    = "manifest.json";
constexpr const char      *attempts_name    = "attempts";
constexpr std::string_view prefix           = "step_";
constexpr std::string_view own_sum_mark     = "\"manifest_sha256\": \"";
constexpr std::size_t      sum_length       = 64;
constexpr std::size_t      largest_manifest = std::size_t(1) << 20;
constexpr std::size_t      n_kept           = 2;
constexpr unsigned         most_attempts    = 2;

/// Step of a checkpoint folder by its name, nothing if it is not one.
std::optional<std::uint64_t> step_of(const fs::path &folder)
{
  const std::string name = folder.filename().string();
  std::uint64_t     step = 0;
  if (!name.starts_with(prefix))
    return {};
  const auto [end, error] = std::from_chars(name.data() + prefix.size(), name.data() + name.size(), step);
  return error == std::errc() && end == name.data() + name.size() ? std::optional(step) : std::nullopt;
}

/// All checkpoint folders, newest first.
std::vector<std::pair<std::uint64_t, std::string>> folders_in(const std::string &root)
{
  std::vector<std::pair<std::uint64_t, std::string>> folders;
  if (file_exists(root))
    for (const auto &entry : fs::directory_iterator(root))
      if (const auto step = step_of(entry.path()); step && entry.is_directory())
        folders.emplace_back(*step, entry.path().string());
  std::sort(folders.rbegin(), folders.rend());
  return folders;
}

/// The manifest text with its own checksum blanked: what that checksum is taken of.
std::string blanked(std::string text)
{
  const auto mark = text.find(own_sum_mark);
  if (mark == std::string::npos || mark + own_sum_mark.size() + sum_length > text.size())
    return "";
  return text.replace(mark + own_sum_mark.size(), sum_length, sum_length, '0');
}

void force_to_disk(const std::string &path)
{
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    throw IoError(path, std::string("cannot be opened: ") + std::strerror(errno));
  const int result = ::fsync(descriptor), reason = errno;
  ::close(descriptor);
  if (result != 0 && reason != EINVAL && reason != EROFS && reason != ENOTSUP)
    throw IoError(path, std::string("cannot be forced to the disk: ") + std::strerror(reason));
}

/// Names of the data files in a checkpoint folder, sorted.
std::set<std::string> data_files(const std::string &folder)
{
  std::set<std::string> names;
  for (const auto &entry : fs::directory_iterator(folder))
    if (const std::string name = entry.path().filename().string();
        name != attempts_name && name.find(".tmp.") == std::string::npos && name != manifest_name)
      names.insert(name);
  return names;
}

/// Delete a checkpoint, its commit mark first.
void remove_checkpoint(const std::string &folder)
{
  std::error_code error;
  fs::remove(fs::path(folder) / manifest_name, error);
  if (!error)
    fs::remove_all(folder, error);
  if (error)
    throw IoError(folder, "cannot be deleted: " + error.message());
}

bool is_complete(const std::string &folder) { return file_exists(fs::path(folder) / manifest_name); }

/// The manifest of a checkpoint if it is whole and stands where it belongs. Throws Error saying what is wrong.
Json read_manifest(const std::string &folder, std::uint64_t step)
{
  const std::string path = folder + "/" + manifest_name;
  if (!is_complete(folder))
    throw IoError(folder, "was interrupted while it was written");
  const std::string text = read_file(path, largest_manifest);
  const std::string rest = blanked(text);
  if (rest.empty() || text.substr(text.find(own_sum_mark) + own_sum_mark.size(), sum_length) != sha256(rest))
    throw IoError(path, "is damaged (its checksum does not fit)");
  Json           json = Json::parse(text, path);
  const JsonView view(json, path);
  if (view["format"].as_string() != "quench-checkpoint" || view["format_version"].as_integer() != 1)
    throw InputError(path, "is of a format this program does not know", "quench-checkpoint 1");
  if (static_cast<std::uint64_t>(view["step"].as_integer()) != step)
    throw IoError(folder, "holds the checkpoint of step " + std::to_string(view["step"].as_integer()));
  return json;
}

/// Throws IoError naming the first file that is not as the manifest says.
void verify_files(const std::string &folder, const Json &manifest)
{
  const JsonView        files = JsonView(manifest, folder + "/" + manifest_name)["files"];
  std::set<std::string> expected;
  for (std::size_t i = 0; i < files.size(); ++i)
  {
    const std::string name = files[i]["name"].as_string(), path = folder + "/" + name;
    expected.insert(name);
    std::error_code error;
    const auto      size = fs::file_size(path, error);
    if (error)
      throw IoError(path, "is missing: " + error.message());
    if (size != static_cast<std::uintmax_t>(files[i]["bytes"].as_integer()))
      throw IoError(path, "has " + std::to_string(size) + " bytes",
                    "the manifest says " + std::to_string(files[i]["bytes"].as_integer()));
    if (sha256_of_file(path) != files[i]["sha256"].as_string())
      throw IoError(path, "is damaged (its checksum does not fit)");
  }
  if (data_files(folder) != expected)
    throw IoError(folder, "holds files that are not in its manifest");
}

unsigned attempts_in(const std::string &folder)
{
  const std::string path = folder + "/" + attempts_name;
  if (!file_exists(path))
    return 0;
  const std::string text     = read_file(path, largest_manifest);
  unsigned          attempts = 0;
  return std::from_chars(text.data(), text.data() + text.size(), attempts).ec == std::errc() ? attempts : 0;
}
} // namespace

CheckpointDirectory::CheckpointDirectory(const std::string &run) : root_(run + "/checkpoint") {}

std::string CheckpointDirectory::folder(std::uint64_t step) const
{
  char name[32];
  std::snprintf(name, sizeof(name), "%s%08llu", prefix.data(), static_cast<unsigned long long>(step));
  return root_ + "/" + name;
}

std::string CheckpointDirectory::begin(std::uint64_t step)
{
  const std::string path = folder(step);
  if (file_exists(path))
    remove_checkpoint(path);
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw IoError(path, "the folder cannot be made: " + error.message());
  return path;
}

void CheckpointDirectory::commit(std::uint64_t step, const std::string &case_sha256)
{
  const std::string path  = folder(step);
  Json              files = Json::array();
  for (const std::string &name : data_files(path))
  {
    const std::string file = path + "/" + name;
    force_to_disk(file);
    Json entry = Json::object();
    entry.set("name", name).set("bytes", static_cast<std::int64_t>(fs::file_size(file)));
    entry.set("sha256", sha256_of_file(file));
    files.push_back(std::move(entry));
  }
  force_to_disk(path);
  Json json = Json::object();
  json.set("format", "quench-checkpoint").set("format_version", 1).set("step", static_cast<std::int64_t>(step));
  json.set("case_sha256", case_sha256).set("files", std::move(files));
  json.set("manifest_sha256", std::string(sum_length, '0'));
  std::string text = json.dump() + "\n";
  text.replace(text.find(own_sum_mark) + own_sum_mark.size(), sum_length, sha256(text));
  write_file_atomically(path + "/" + manifest_name, text);

  std::size_t n_complete = 0;
  for (const auto &[other, old] : folders_in(root_))
    if (other > step || !is_complete(old) || ++n_complete > n_kept)
      remove_checkpoint(old);
}

CheckpointDirectory::Search CheckpointDirectory::find_latest(const std::string &case_sha256) const
{
  Search     search;
  const auto folders = folders_in(root_);
  for (const auto &[step, path] : folders)
    try
    {
      const Json        manifest = read_manifest(path, step);
      const std::string written  = JsonView(manifest, path)["case_sha256"].as_string();
      if (written != case_sha256)
        throw InputError(path, "belongs to another case (SHA-256 " + written + ")", "this case is " + case_sha256,
                         "Restore the case, or start anew in another folder or with --overwrite");
      verify_files(path, manifest);
      const unsigned attempts = attempts_in(path);
      if (attempts >= most_attempts)
        throw IoError(path, "failed " + std::to_string(attempts) + " times right after the start", "",
                      std::string("Delete its file \"") + attempts_name + "\" to try it again");
      search.found = Found{path, step, attempts};
      if (!search.messages.empty())
        search.messages.push_back("continuing from the older checkpoint " + path);
      return search;
    }
    catch (const IoError &error)
    {
      search.messages.push_back(std::string("checkpoint passed over: ") + error.what());
    }
  if (folders.empty())
    return search;
  std::string reasons;
  for (const std::string &message : search.messages)
    reasons += "\n  " + message;
  throw IoError(root_, "none of the " + std::to_string(folders.size()) + " checkpoints can be used", "",
                "To start from zero, say so with --overwrite." + reasons);
}

void CheckpointDirectory::note_attempt(const Found &found) const
{
  write_file_atomically(found.folder + "/" + attempts_name, std::to_string(found.attempts + 1) + "\n");
}

void CheckpointDirectory::note_success(const Found &found) const
{
  std::error_code error;
  fs::remove(found.folder + "/" + attempts_name, error);
}
} // namespace quench::solver
