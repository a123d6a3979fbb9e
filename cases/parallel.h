#pragma once

#include <physics/base/error.h>

#include <mpi.h>

#include <functional>
#include <string>

namespace quench::cases
{
/// What is to be done once MPI is there.
using ParallelBody = std::function<ExitCode(MPI_Comm)>;

/// Calls `prepare` (reads the input; no MPI yet), then what it returns on all ranks, with MPI and PETSc at hand.
/// Returns the exit code, the same on every rank.
///
/// What they throw becomes one message on the error stream, starting with `name`. If all ranks throw, they agree and
/// end in order; if some do not, they may wait for ever in a communication, so after a few seconds the job is aborted
/// with the code of the error.
int run_parallel(const std::string &name, const std::function<ParallelBody()> &prepare);
} // namespace quench::cases
