#pragma once

#include <physics/base/files.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

/// Programs run as a user runs them.
namespace quench::test
{
/// A new empty folder, deleted with all it holds at the end.
class Folder
{
public:
  Folder()
  {
    std::string name = (std::filesystem::temp_directory_path() / "quench-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder()
  {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder &)            = delete;
  Folder &operator=(const Folder &) = delete;

  std::string path(const std::string &file = "") const { return file.empty() ? path_ : path_ + "/" + file; }
  void        write(const std::string &file, const std::string &text) const { write_file_atomically(path(file), text); }
  std::string read(const std::string &file) const { return read_file(path(file)); }

  /// All files and folders in it, sorted.
  std::vector<std::string> content() const
  {
    std::vector<std::string> names;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(path_))
      names.push_back(entry.path().lexically_relative(path_).string());
    std::sort(names.begin(), names.end());
    return names;
  }

private:
  std::string path_;
};

struct Outcome
{
  int         code = 0; ///< exit code, 128 + N after signal N
  std::string output, errors;
};

inline std::string quoted(const std::string &word)
{
  std::string text = "'";
  for (const char c : word)
    text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

/// Run `words` in `folder`, with `before` (e.g. "X=1 mpirun -n 2") in front of them.
inline Outcome run(const std::vector<std::string> &words, const std::string &folder, const std::string &before = "")
{
  const Folder streams;
  std::string  command = "cd " + quoted(folder) + " && " + before;
  for (const std::string &word : words)
    command += " " + quoted(word);
  command += " >" + quoted(streams.path("out")) + " 2>" + quoted(streams.path("err")) + " </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), streams.read("out"), streams.read("err")};
}

inline std::string quench_program() { return std::string(QUENCH_BINARY_DIR) + "/bin/quench"; }

inline bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
} // namespace quench::test
