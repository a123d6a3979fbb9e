#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace quench::cases
{
/// A program started by us. Single-threaded by its environment; it gets SIGTERM if we die.
class ChildProcess
{
public:
  /// Start `words` (the first is the program's path) with output and errors going to the file `log`. Throws IoError.
  ChildProcess(const std::vector<std::string> &words, const std::string &log);

  /// Its exit code if it has ended, 128 + N if signal N killed it.
  std::optional<int> poll();
  /// Waits for the end.
  int  wait();
  void terminate() const;

private:
  pid_t id_;
};

/// What a program printed on both streams, and its exit code.
struct Said
{
  int         code = 0;
  std::string text;
};

/// Runs `words` (the first is the program's path) to its end. Throws IoError.
Said said_by(const std::vector<std::string> &words);

/// Turns SIGTERM, SIGINT and SIGUSR1 into a wish, for the lifetime of the object.
class StopWish
{
public:
  StopWish();
  ~StopWish();
  StopWish(const StopWish &)            = delete;
  StopWish &operator=(const StopWish &) = delete;

  bool is_there() const;
};
} // namespace quench::cases
