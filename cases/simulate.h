#pragma once

#include <cases/case.h>
#include <physics/base/error.h>
#include <postprocess/observe/output_folder.h>
#include <postprocess/observe/run_log.h>

#include <mpi.h>

#include <string>

namespace quench::cases
{
/// What surrounds a case: where it came from and where its results go.
struct RunRequest
{
  std::string                     case_name;      ///< file name without folder and ending
  std::string                     case_directory; ///< relative paths of the case start here
  std::string                     case_text;      ///< resolved: every key with its value
  std::string                     case_defaults;  ///< the same with the defaults, as LoadedCase has it
  std::string                     command_line;
  std::string                     output; ///< folder
  observe::OutputFolder::IfExists if_exists = observe::OutputFolder::IfExists::refuse;
  observe::Echo                   echo; ///< of the log
};

/// Runs a valid case to its end, or to a checkpoint when a signal asks for one; an interrupted run of it goes on. The
/// folder is locked meanwhile. Collective. Throws what RunFolder throws.
ExitCode simulate(const Case &c, RunRequest request, MPI_Comm communicator);

/// What a run would need, found without computing: printed by `quench check`.
struct Forecast
{
  std::uint64_t n_cells, n_nodes;
  double        memory_in_MB; ///< of one rank
  std::size_t   n_pulses, n_reads;
};
Forecast forecast(const Case &c, MPI_Comm communicator);
} // namespace quench::cases
