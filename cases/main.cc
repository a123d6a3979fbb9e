// quench: from the case file of a phase-change cell to the accuracy of an array.
//
// The front: knows the subcommands and hands each to the program that does it. Those lie beside this one, so that the
// plain stages start in milliseconds without deal.II, PETSc or MPI.

#include <cases/commands.h>
#include <cases/doctor.h>
#include <cases/manual.h>
#include <cases/program_parts.h>
#include <cases/submit.h>
#include <cases/sweep.h>
#include <physics/base/command_line.h>
#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <iostream>

namespace
{
using namespace quench;

std::string help()
{
  std::string text = "quench - phase-change memory cells, from the physics of a cell to an array's accuracy\n\n";
  for (const cases::FrontCommand &command : cases::front_commands)
  {
    std::string left = std::string("  quench ") + command.name + " " + command.form;
    left.resize(std::max<std::size_t>(41, left.size() + 2), ' ');
    text += left + command.what + "\n";
  }
  return text + "\n  quench COMMAND --help                  words and options of a command\n"
                "  quench --version\n\n"
                "Exit codes: 0 done, 1 internal error, 2 wrong input, 3 not converged, 4 file error, 5 stopped with a "
                "checkpoint.\n";
}

[[noreturn]] void refuse(const std::string &word)
{
  std::vector<std::string> known;
  for (const cases::FrontCommand &command : cases::front_commands)
    known.emplace_back(command.name);
  throw InputError("command line", "\"" + word + "\" is no command", "known are " + join(known, ", "),
                   did_you_mean(word, known));
}

/// A command of the front itself.
ExitCode do_it(const std::string &name, const std::vector<std::string> &words)
{
  if (name == "sweep")
    return cases::run_sweep(words);
  if (name == "doctor")
    return cases::doctor(words);
  if (name == "submit")
    return cases::submit(words);
  return name == "man" ? cases::print_manual(words) : cases::print_completion(words);
}

ExitCode dispatch(const std::vector<std::string> &words)
{
  if (words.empty())
    throw InputError("command line", "no command", "see quench --help");
  const bool wants_help = words[0] == "--help" || words[0] == "-h" || words[0] == "help";
  if (wants_help || words[0] == "--version")
  {
    std::cout << (wants_help ? help() : version_line());
    return ExitCode::done;
  }
  for (const cases::FrontCommand &command : cases::front_commands)
    if (words[0] == command.name && command.program)
      cases::become(command.program, {words.begin() + (command.named ? 0 : 1), words.end()});
    else if (words[0] == command.name)
      return do_it(words[0], {words.begin() + 1, words.end()});
  refuse(words[0]);
}
} // namespace

int main(int argc, char **argv)
{
  const std::vector<std::string> words(argv + 1, argv + argc);
  return run_program("quench", [&] { return dispatch(words); });
}
