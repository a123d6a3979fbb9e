#pragma once

#include <physics/base/error.h>

#include <mpi.h>

#include <string>
#include <vector>

/// The commands that work on a case of the cell stage.
namespace quench::cases
{
/// What `quench run` and `quench check` are asked for.
struct CellRequest
{
  std::string              path, output, command_line;
  std::vector<std::string> overrides;
  bool                     resume = false, overwrite = false, input_only = false, wants_help = false;
};

/// The words after `subcommand`, "run" or "check". Throws InputError.
CellRequest read_cell_request(const std::string &subcommand, const std::vector<std::string> &words);

std::string usage_of(const std::string &subcommand);

/// Simulate the case. Collective.
ExitCode run_case(const CellRequest &request, MPI_Comm communicator);

/// Everything that can be wrong, found without computing; a summary of the run to come. Collective.
ExitCode check_case(const CellRequest &request, MPI_Comm communicator);

/// The case file alone; prints the SHA-256 of the resolved case. Needs no MPI.
ExitCode check_input(const CellRequest &request);

/// For sweeps: `check-points CASE.prm POINTS.json` checks the case with the settings of each point, [["KEY=VALUE",
/// ...], ...], and prints as JSON, per point, {"sha256": "..."} or {"error": "..."}. One start of the program for all
/// points.
ExitCode check_points(const std::vector<std::string> &words);

/// `quench insitu-probe SCRIPT.py`: try a ParaView script with the arrays a run gives.
ExitCode probe_insitu(const std::vector<std::string> &words);
} // namespace quench::cases
