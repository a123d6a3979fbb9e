#pragma once

#include <physics/base/error.h>

#include <mpi.h>

#include <functional>
#include <string>

namespace quench::cases
{
/// Runs `body` on all ranks with MPI and PETSc at hand; returns the exit code, the same on every rank.
///
/// What `body` throws becomes one message on the error stream, starting with `name`. If all ranks throw, they agree and
/// end in order; if some do not, they may wait for ever in a communication, so after a few seconds the job is aborted
/// with the code of the error.
int run_parallel(const std::string &name, const std::function<ExitCode(MPI_Comm)> &body);
} // namespace quench::cases
