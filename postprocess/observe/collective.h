#pragma once

#include <mpi.h>

#include <functional>
#include <string>
#include <vector>

namespace quench::observe
{
/// The texts (or bytes) of all ranks, on rank 0; elsewhere nothing. Any length. Collective.
std::vector<std::string> gather_on_root(const std::string &bytes, MPI_Comm communicator);

/// Do `work` on rank 0 only. If it throws, every rank throws an Error with the same code, so that all stop
/// together; the message is the original one on rank 0. Collective.
void on_root(MPI_Comm communicator, const std::function<void()> &work);

int rank_of(MPI_Comm communicator);
} // namespace quench::observe
