#pragma once

#include <physics/base/error.h>

#include <functional>
#include <string>

/// What every program of ours has around its work: error messages, exit codes, and what the system may do to it.
namespace quench
{
/// How a program ended: its code, and the message of an error or "".
struct Ending
{
  int         code = 0;
  std::string message;
};

/// Does `body` and tells how it ended, whatever it throws: an Error with its code, a file system's refusal with 4, all
/// else with 1. A file that grows beyond the limit of the shell (`ulimit -f`) is an error like a full disk and no
/// signal (SIGXFSZ), in this program and those it starts.
Ending ending_of(const std::function<ExitCode()> &body);

/// Hands all that was printed to the system. Throws IoError if the standard output cannot take it (disk full).
void flush_output();

/// The whole of a main function: ending_of(body), then flush_output; a message goes to the error stream after `name`.
/// Returns the exit code.
int run_program(const std::string &name, const std::function<ExitCode()> &body);

/// A message as a terminal may show it: control characters escaped, lines of more than 1000 bytes shortened in the
/// middle. What was read may hold anything.
std::string printable(const std::string &message);
} // namespace quench
