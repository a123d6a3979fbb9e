#include <cases/child_process.h>

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace quench::cases
{
namespace
{
constexpr std::array stop_signals = {SIGTERM, SIGINT, SIGUSR1};

volatile std::sig_atomic_t                            stop_wanted = 0; // all a handler may touch
std::array<struct sigaction, std::size(stop_signals)> former_actions;

extern "C" void note_stop(int) { stop_wanted = 1; }

/// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void become_program(char *const *words, int output)
{
  ::setpgid(0, 0); // an interrupt from the terminal is for the parent, which passes on SIGTERM
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  for (const int signal : stop_signals)
    ::signal(signal, SIG_DFL);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  ::execv(words[0], words);
  ::_exit(127);
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }
} // namespace

ChildProcess::ChildProcess(const std::vector<std::string> &words, const std::string &log)
{
  for (const char *variable : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "DEAL_II_NUM_THREADS"})
    ::setenv(variable, "1", 1);
  std::vector<char *> pointers;
  for (const std::string &word : words)
    pointers.push_back(const_cast<char *>(word.c_str()));
  pointers.push_back(nullptr);
  const int output = ::open(log.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0666);
  if (output < 0)
    throw IoError(log, std::string("cannot be written: ") + std::strerror(errno));
  id_ = ::fork();
  if (id_ == 0)
    become_program(pointers.data(), output);
  const int problem = errno;
  ::close(output);
  if (id_ < 0)
    throw IoError(words[0], std::string("cannot be started: ") + std::strerror(problem));
}

std::optional<int> ChildProcess::poll()
{
  int status = 0;
  if (::waitpid(id_, &status, WNOHANG) == 0)
    return std::nullopt;
  return code_of(status);
}

int ChildProcess::wait()
{
  int status = 0;
  while (::waitpid(id_, &status, 0) < 0 && errno == EINTR)
    ;
  return code_of(status);
}

void ChildProcess::terminate() const { ::kill(id_, SIGTERM); }

Said said_by(const std::vector<std::string> &words)
{
  std::string file = (std::filesystem::temp_directory_path() / "quench-said-XXXXXX").string();
  const int   open = ::mkstemp(file.data());
  if (open < 0)
    throw IoError(file, std::string("cannot be made: ") + std::strerror(errno));
  ::close(open);
  Said said;
  said.code = ChildProcess(words, file).wait();
  said.text = read_file(file);
  std::filesystem::remove(file);
  return said;
}

StopWish::StopWish()
{
  stop_wanted             = 0;
  struct sigaction action = {};
  action.sa_handler       = note_stop;
  for (std::size_t i = 0; i < stop_signals.size(); ++i)
    ::sigaction(stop_signals[i], &action, &former_actions[i]);
}

StopWish::~StopWish()
{
  for (std::size_t i = 0; i < stop_signals.size(); ++i)
    ::sigaction(stop_signals[i], &former_actions[i], nullptr);
}

bool StopWish::is_there() const { return stop_wanted != 0; }
} // namespace quench::cases
