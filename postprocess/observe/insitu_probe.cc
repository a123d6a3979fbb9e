#include <postprocess/observe/insitu_probe.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace quench::observe
{
namespace
{
namespace fs = std::filesystem;

constexpr std::chrono::seconds      time_limit{120};
constexpr std::chrono::milliseconds pause{20};
constexpr std::size_t               shown_output = 2000;
constexpr const char               *output_name  = "probe_output.txt";

/// A new folder, deleted with all it holds at the end.
class TemporaryFolder
{
public:
  TemporaryFolder()
  {
    std::string name = (fs::temp_directory_path() / "quench-insitu-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw IoError(name, std::string("a temporary folder cannot be made: ") + std::strerror(errno));
    path = name;
  }
  ~TemporaryFolder()
  {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder &)            = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  fs::path path;
};

/// Our environment without what would make the child a member of our MPI job.
std::vector<std::string> environment_without_mpi()
{
  constexpr std::string_view mpi[] = {"OMPI_", "PMIX_", "PMI_", "ORTE_", "PRTE_", "MPI_", "HYDRA_", "SLURM_"};
  std::vector<std::string>   kept;
  for (char **entry = ::environ; *entry != nullptr; ++entry)
  {
    bool ours = true;
    for (const std::string_view prefix : mpi)
      ours = ours && std::string_view(*entry).rfind(prefix, 0) != 0;
    if (ours)
      kept.emplace_back(*entry);
  }
  return kept;
}

std::vector<char *> pointers(std::vector<std::string> &words)
{
  std::vector<char *> list;
  for (std::string &word : words)
    list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

/// Start the program in `folder` with its output in a file there. Only async-signal-safe calls after fork.
pid_t start(std::vector<std::string> words, const std::string &folder)
{
  std::vector<std::string>  variables = environment_without_mpi();
  const std::vector<char *> arguments = pointers(words), environment = pointers(variables);
  const pid_t               child = ::fork();
  if (child < 0)
    throw IoError(words.front(), std::string("cannot be started: ") + std::strerror(errno));
  if (child > 0)
    return child;
  if (::chdir(folder.c_str()) == 0)
  {
    const int output = ::open(output_name, O_CREAT | O_WRONLY | O_TRUNC, 0600);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::execve(arguments.front(), arguments.data(), environment.data());
  }
  ::_exit(127);
}

/// Wait for the child, at most for the time limit.
void await(pid_t child, ProbeResult &result)
{
  const auto end    = std::chrono::steady_clock::now() + time_limit;
  int        status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0)
  {
    if (!result.late && std::chrono::steady_clock::now() > end)
    {
      result.late = true;
      ::kill(child, SIGKILL);
    }
    std::this_thread::sleep_for(pause);
  }
  result.exited = WIFEXITED(status);
  result.code   = result.exited ? WEXITSTATUS(status) : WTERMSIG(status);
}

std::string last_words(const std::string &output)
{
  return output.size() > shown_output ? "..." + output.substr(output.size() - shown_output) : output;
}
} // namespace

ProbeResult probe_script(const std::string &program, const std::string &script, const std::vector<std::string> &arrays)
{
  if (::access(program.c_str(), X_OK) != 0)
    throw IoError(program, std::string("the program that tries in-situ scripts cannot be run: ") + std::strerror(errno),
                  "", "It is built and installed beside quench");
  const TemporaryFolder    folder;
  std::vector<std::string> words = {program, fs::absolute(script).string()};
  words.insert(words.end(), arrays.begin(), arrays.end());
  ProbeResult result;
  await(start(words, folder.path.string()), result);
  for (const auto &entry : fs::recursive_directory_iterator(folder.path))
    result.n_files += entry.is_regular_file() && entry.path().filename() != output_name;
  result.output = read_file((folder.path / output_name).string());
  return result;
}

namespace
{
bool lacks_display(const ProbeResult &result)
{
  const auto said = [&](const char *words) { return result.output.find(words) != std::string::npos; };
  return !(result.exited && result.code == 0) && (said("bad X server connection") || said("DISPLAY"));
}
} // namespace

bool ProbeResult::died() const { return !late && (!exited || (lacks_display(*this) && std::getenv("DISPLAY"))); }

std::string probe_complaint(const ProbeResult &result)
{
  if (result.late)
    return "the trial of the script did not end within " + std::to_string(time_limit.count()) + " s";
  if (!(result.exited && result.code == 0))
  {
    if (lacks_display(result))
      return "ParaView found no display to draw on. Start with `" + std::string(display_command) +
             " quench ...`, or use a data-only script";
    return "the trial of the script failed (" + std::string(result.exited ? "exit code " : "signal ") +
           std::to_string(result.code) + "). Its last words:\n" + last_words(result.output);
  }
  if (result.n_files == 0)
    return "the trial of the script made no file. Is the channel name right, and are the array names? Its last "
           "words:\n" +
           result.output;
  return "";
}
} // namespace quench::observe
