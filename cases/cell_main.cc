// quench-cell: the part of quench that solves the fields of a cell, and all that must know its case files.
//
// `run` and `check` start MPI; the others must work without it.

#include <cases/cell_commands.h>
#include <cases/describe.h>
#include <cases/program_parts.h>
#include <physics/base/command_line.h>

#include <iostream>

namespace
{
using namespace quench;
using namespace quench::cases;

constexpr const char *usage =
    "quench-cell is a part of quench: run, check, describe, explain, new, sketch, insitu-probe. "
    "See quench --help\n";

ExitCode talk(const std::string &command, const std::vector<std::string> &words)
{
  if (command == "describe")
    return describe(words);
  if (command == "explain")
    return explain(words);
  if (command == "new")
    return new_case(words);
  if (command == "check-points")
    return check_points(words);
  if (command == "libraries")
    return print_libraries(words);
  if (command == "sketch")
    return sketch(words);
  if (command == "insitu-probe")
    return probe_insitu(words);
  throw InputError("command line", "\"" + command + "\" is no command of this program", usage);
}
} // namespace

int main(int argc, char **argv)
{
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--help" || words[0] == "--version")
  {
    std::cout << (!words.empty() && words[0] == "--version" ? version_line() : usage);
    return static_cast<int>(words.empty() ? ExitCode::input : ExitCode::done);
  }
  const std::string command = words[0];
  words.erase(words.begin());
  if (command == "run" || command == "check")
    return run_or_check(command, words);
  return run_program("quench " + command, [&] { return talk(command, words); });
}
