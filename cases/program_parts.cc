#include <cases/program_parts.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace quench::cases
{
std::string part_path(const std::string &program)
{
  std::error_code             error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path path = self.parent_path() / program;
  if (error || ::access(path.c_str(), X_OK) != 0)
    throw IoError(path.string(), error ? error.message() : std::strerror(errno),
                  "the parts of Quench lie beside each other",
                  program == "quench-cell" ? "It is built with QUENCH_FEM=ON" : "Build or install it");
  return path.string();
}

void become(const std::string &program, const std::vector<std::string> &arguments)
{
  const std::string   path = part_path(program);
  std::vector<char *> words{const_cast<char *>(path.c_str())};
  for (const std::string &argument : arguments)
    words.push_back(const_cast<char *>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(path.c_str(), words.data());
  throw IoError(path, std::string("cannot be started: ") + std::strerror(errno));
}
} // namespace quench::cases
