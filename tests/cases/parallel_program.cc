// What may happen to the ranks of a run, for the test parallel.cc: parallel_program EVENT
#include <cases/parallel.h>

#include <stdexcept>

namespace
{
using namespace quench;

ExitCode happen(const std::string &event, MPI_Comm communicator)
{
  int rank;
  MPI_Comm_rank(communicator, &rank);
  if (event == "all fail")
    throw ConvergenceError("heat", "diverged");
  if (event == "one fails" && rank == 1)
    throw IoError("series.csv", "disk full");
  if (event == "bug")
    throw std::logic_error("an assertion");
  if (event == "late" && rank == 0)
    throw IoError("results.json", "disk full"); // while the other has come to its end
  if (event == "one fails")
    MPI_Barrier(communicator);
  return event == "stop" ? ExitCode::stopped : ExitCode::done;
}
} // namespace

int main(int, char **argv)
{
  const std::string event = argv[1];
  return cases::run_parallel("quench run", [&]() -> cases::ParallelBody {
    if (event == "wrong input")
      throw InputError("case.prm:1", "nonsense");
    return [=](MPI_Comm communicator) { return happen(event, communicator); };
  });
}
