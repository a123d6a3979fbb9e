// BM3s: the quick dendrite (PFHub benchmark 3 on a square of 96 to t = 50), for comparison with dolfinx on the same
// machine: tests/performance/bm3s installs the peer, runs both in turn and prints the ratio.
//
//   performance_bm3s [CELLS] [LEVELS] [STEP]      default 8 3 0.1: cells of 12, halved three times at the front
#include <tests/verification/variational/dendrite.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace quench::solver;

int main(int argc, char **argv)
{
  dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const int    n_coarse = argc > 1 ? std::atoi(argv[1]) : 8, levels = argc > 2 ? std::atoi(argv[2]) : 3;
  const double dt = argc > 3 ? std::atof(argv[3]) : 0.1, end = 50;

  FrontMesh mesh(MPI_COMM_WORLD, {.extent = 96, .n_coarse = n_coarse, .levels = levels});
  Dendrite  dendrite(mesh, {});
  Fields    fields = dendrite.seed(8, 0.5, -0.3);

  const auto start   = std::chrono::steady_clock::now();
  const int  n_steps = static_cast<int>(std::lround(end / dt)), n_between = static_cast<int>(std::lround(2 / dt));
  for (int step = 0; step < n_steps; ++step)
  {
    if (levels > 0 && step % n_between == 0)
      mesh.adapt(fields, {0.02, 0.02});
    dendrite.advance(fields, dt);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double tip = dendrite.tip(fields), area = dendrite.area(fields);
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    std::printf("quench wall=%.3fs tip=%.4f solid_area=%.4f nodes=%llu steps=%d\n", seconds, tip, area,
                static_cast<unsigned long long>(mesh.n_nodes()), n_steps);
}
