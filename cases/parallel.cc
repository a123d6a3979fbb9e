#include <cases/parallel.h>

#include <physics/base/program.h>
#include <postprocess/observe/hdf5.h>
#include <solver/algebra/petsc_errors.h>

#include <deal.II/base/mpi.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace quench::cases
{
namespace
{
constexpr auto patience = std::chrono::seconds(2); ///< for the other ranks to fail, too; then this much per rank
constexpr auto pause    = std::chrono::milliseconds(5);

/// Whether a launcher has started us, perhaps with others.
bool is_launched()
{
  for (const char *variable : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_SIZE", "SLURM_PROCID"})
    if (std::getenv(variable) != nullptr)
      return true;
  return false;
}

/// Largest code and lowest rank with an error, once all ranks are here. False if, after an error here, others do not
/// come.
bool agree(const Ending &mine, MPI_Comm communicator, int &code, int &speaker)
{
  int rank, n_ranks;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &n_ranks);
  const std::array<int, 2> own = {mine.code, mine.message.empty() ? -1 : n_ranks - rank};
  std::array<int, 2>       all = own;
  MPI_Request              request;
  MPI_Iallreduce(own.data(), all.data(), 2, MPI_INT, MPI_MAX, communicator, &request);
  const auto end      = std::chrono::steady_clock::now() + patience * (1 + static_cast<double>(rank) / n_ranks);
  int        together = 0;
  while (MPI_Test(&request, &together, MPI_STATUS_IGNORE), together == 0)
  {
    if (!mine.message.empty() && std::chrono::steady_clock::now() > end)
      return false;
    std::this_thread::sleep_for(pause);
  }
  code    = all[0];
  speaker = n_ranks - all[1];
  return true;
}
/// Ends the program now. A file that could not be closed, as on a full disk, HDF5 would try to close once more in
/// MPI_Finalize, and crash.
[[noreturn]] void end_without_closing(MPI_Comm communicator, int code)
{
  int n_ranks;
  MPI_Comm_size(communicator, &n_ranks);
  std::cout.flush();
  if (n_ranks > 1)
    MPI_Abort(communicator, code);
  std::_Exit(code);
}
} // namespace

int run_parallel(const std::string &name, const std::function<ParallelBody()> &prepare)
{
  const auto say = [&](const Ending &ending) { std::cerr << name << ": " << ending.message << std::endl; };

  ParallelBody body;
  Ending       mine = ending_of([&] {
    body = prepare();
    return ExitCode::done;
  });
  if (!body && !is_launched())
  {
    say(mine);
    return mine.code;
  }

  // PETSc must not read our options
  int                                      argc = 1;
  std::string                              word = name;
  std::array<char *, 2>                    words{word.data(), nullptr};
  char                                   **argv = words.data();
  dealii::Utilities::MPI::MPI_InitFinalize session(argc, argv, 1);
  const solver::PetscErrors                errors;

  MPI_Comm verdict;
  MPI_Comm_dup(MPI_COMM_WORLD, &verdict);
  if (body)
    mine = ending_of([&] { return body(MPI_COMM_WORLD); });
  int code = mine.code, speaker = 0, rank = 0;
  MPI_Comm_rank(verdict, &rank);
  const bool together = agree(mine, verdict, code, speaker);
  if (!mine.message.empty() && (!together || speaker == rank))
    say(mine);
  if (!together)
    MPI_Abort(verdict, mine.code);
  if (code == static_cast<int>(ExitCode::io) && observe::hdf5::has_open_objects())
    end_without_closing(verdict, code);
  MPI_Comm_free(&verdict);
  return code;
}
} // namespace quench::cases
