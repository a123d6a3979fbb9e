#pragma once

#include <tests/regression/run.h>

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <thread>

/// Runs that go on while a test looks at them, stops them or kills them.
namespace quench::test
{
/// Starts a program in the background; returns its process.
inline pid_t start(const std::vector<std::string> &words, const std::string &log)
{
  const pid_t child = ::fork();
  if (child == 0)
  {
    for (const int signal : {SIGINT, SIGHUP}) // the shell or nohup that started the test may have them ignored
      ::signal(signal, SIG_DFL);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(out, 1);
    ::dup2(out, 2);
    std::vector<char *> arguments;
    for (const std::string &word : words)
      arguments.push_back(const_cast<char *>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  return child;
}

/// Waits until the table has that many rows (at most two minutes).
inline bool wait_for_rows(const std::string &file, std::size_t rows)
{
  for (int i = 0; i < 1200; ++i)
  {
    if (std::filesystem::exists(file) && numbers_of(file).size() >= rows)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

/// The processes that a process has started and not waited for.
inline std::vector<pid_t> children_of(pid_t process)
{
  const std::string  id = std::to_string(process);
  std::ifstream      file("/proc/" + id + "/task/" + id + "/children");
  std::vector<pid_t> children;
  for (pid_t child; file >> child;)
    children.push_back(child);
  return children;
}

/// Waits for the end; exit code, 128 + N after signal N.
inline int wait_for_end(pid_t child)
{
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
} // namespace quench::test
