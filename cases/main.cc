// quench: from the case file of a phase-change cell to the accuracy of an array.
//
// The front: knows the subcommands and hands each to the program that does it. Those lie beside this one, so that the
// plain stages start in milliseconds without deal.II, PETSc or MPI.

#include <cases/program_parts.h>
#include <cases/sweep.h>
#include <physics/base/error.h>
#include <physics/base/provenance.h>
#include <physics/base/text.h>

#include <array>
#include <iostream>

namespace
{
using namespace quench;

constexpr const char *help = R"(quench - phase-change memory cells, from the physics of a cell to an array's accuracy

  quench new CELL [FILE.prm]             a case file to start from: mushroom, confined, line, ...
  quench sketch CASE.prm FILE.svg        a drawing of the cell
  quench explain KEY                     what a key means: unit, range, default, source
  quench describe [--json-schema]        all keys
  quench check CASE.prm                  everything that can be wrong, found before computing
  quench run CASE.prm                    simulate the cell; mpirun -n 2 quench run CASE.prm on two cores
  quench sweep SWEEP.prm                 a case at many values; continues what was interrupted
  quench extract RESULTS... -o M.json    a compact model from runs and sweeps
  quench export M.json --to TOOL -o DIR  a compact model for aihwkit, CrossSim, SPICE, ...
  quench array ARRAY.prm                 what arrays of such devices do to a neural network
  quench report DIR                      one page with plots of what a folder holds
  quench insitu-probe SCRIPT.py          try a ParaView script before a run

  quench COMMAND --help                  options of a command
  quench --version

Exit codes: 0 done, 1 internal error, 2 wrong input, 3 not converged, 4 file error, 5 stopped with a checkpoint.
)";

/// Who does what. `named`: the program wants to hear the subcommand, too.
struct Part
{
  const char *subcommand;
  const char *program;
  bool        named;
};

constexpr std::array parts{Part{"run", "quench-cell", true},          Part{"check", "quench-cell", true},
                           Part{"describe", "quench-cell", true},     Part{"explain", "quench-cell", true},
                           Part{"new", "quench-cell", true},          Part{"sketch", "quench-cell", true},
                           Part{"insitu-probe", "quench-cell", true}, Part{"extract", "quench-compact", true},
                           Part{"array", "quench-array", false},      Part{"export", "quench-export", false},
                           Part{"report", "quench-report", false}};

std::string version()
{
  const Provenance provenance = make_provenance();
  return "quench " + provenance.version + " (commit " + provenance.git_commit + ")\n";
}

[[noreturn]] void refuse(const std::string &subcommand)
{
  std::vector<std::string> known{"sweep"};
  for (const Part &part : parts)
    known.push_back(part.subcommand);
  throw InputError("command line", "\"" + subcommand + "\" is no command", "known are " + join(known, ", "),
                   did_you_mean(subcommand, known));
}

ExitCode dispatch(const std::vector<std::string> &words)
{
  if (words.empty())
    throw InputError("command line", "no command", "see quench --help");
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help")
    std::cout << help;
  else if (words[0] == "--version")
    std::cout << version();
  else if (words[0] == "sweep")
    return cases::run_sweep({words.begin() + 1, words.end()});
  else
  {
    for (const Part &part : parts)
      if (words[0] == part.subcommand)
        cases::become(part.program, {words.begin() + (part.named ? 0 : 1), words.end()});
    refuse(words[0]);
  }
  return ExitCode::done;
}
} // namespace

int main(int argc, char **argv)
{
  const std::vector<std::string> words(argv + 1, argv + argc);
  return run_program("quench", [&] { return dispatch(words); });
}
