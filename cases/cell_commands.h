#pragma once

#include <physics/base/error.h>

#include <string>
#include <vector>

/// The commands that work on a case of the cell stage. `words` are those after the subcommand.
namespace quench::cases
{
/// `quench run` and `quench check`, from the command line to the exit code of the process.
int run_or_check(const std::string &subcommand, const std::vector<std::string> &words);

/// For sweeps: `check-points CASE.prm POINTS.json` checks the case with the settings of each point, [["KEY=VALUE",
/// ...], ...], and prints as JSON, per point, {"sha256": "...", "memory_MB": 300, "work": 1e6} or {"error": "..."}, as
/// soon as it is known. One start of the program for all points.
ExitCode check_points(const std::vector<std::string> &words);

/// `quench sketch CASE.prm FILE.svg`: a drawing of the cell.
ExitCode sketch(const std::vector<std::string> &words);

/// For `quench doctor`: `libraries` prints the versions of deal.II, PETSc, MPI and Catalyst ("": built without) as
/// JSON.
ExitCode print_libraries(const std::vector<std::string> &words);

/// `quench insitu-probe SCRIPT.py`: try a ParaView script with the arrays a run gives.
ExitCode probe_insitu(const std::vector<std::string> &words);
} // namespace quench::cases
