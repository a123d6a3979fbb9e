#pragma once

#include <array>

/// The commands of `quench`, in the order of its help.
namespace quench::cases
{
struct FrontCommand
{
  const char *name;
  const char *form;    ///< words and what is needed, as --help shows it
  const char *what;    ///< one line
  const char *program; ///< who does it; nullptr: the front itself
  bool        named;   ///< that program wants to hear the command's name, too
};

inline constexpr std::array front_commands{
    FrontCommand{"new", "CELL [FILE.prm]", "a case file to start from: mushroom, confined, line, ...", "quench-cell",
                 true},
    FrontCommand{"sketch", "CASE.prm FILE.svg", "a drawing of the cell", "quench-cell", true},
    FrontCommand{"explain", "KEY", "what a key means: unit, range, default, source", "quench-cell", true},
    FrontCommand{"describe", "[KIND]", "all keys", "quench-cell", true},
    FrontCommand{"check", "CASE.prm", "everything that can be wrong, found before computing", "quench-cell", true},
    FrontCommand{"run", "CASE.prm", "simulate the cell; on two cores: mpirun -n 2 quench run CASE.prm", "quench-cell",
                 true},
    FrontCommand{"sweep", "SWEEP.prm", "a case at many values; continues what was interrupted", nullptr, false},
    FrontCommand{"submit", "SWEEP.prm", "a batch script for Slurm: the sweep as a job array", nullptr, false},
    FrontCommand{"extract", "RESULTS... -o M.json", "a compact model from runs and sweeps", "quench-compact", true},
    FrontCommand{"export", "M.json --to TOOL -o DIR", "a compact model for aihwkit, CrossSim, SPICE, ...",
                 "quench-export", false},
    FrontCommand{"array", "ARRAY.prm", "what arrays of such devices do to a neural network", "quench-array", false},
    FrontCommand{"report", "DIR", "one page with plots of what a folder holds", "quench-report", false},
    FrontCommand{"insitu-probe", "SCRIPT.py", "try a ParaView script before a run", "quench-cell", true},
    FrontCommand{"doctor", "", "what of Quench works here, and what to install where not", nullptr, false},
    FrontCommand{"man", "", "all this as a man page", nullptr, false},
    FrontCommand{"completion", "SHELL", "completion of commands and options for bash or zsh", nullptr, false}};
} // namespace quench::cases
