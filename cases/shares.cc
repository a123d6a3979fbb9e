#include <cases/shares.h>

#include <deal.II/base/utilities.h>

#include <cstdio>
#include <numeric>

namespace quench::cases
{
namespace
{
struct Memory
{
  double resident, most; ///< [MB]
};

Memory memory_now()
{
  constexpr double                       kB_of_MB = 1000;
  dealii::Utilities::System::MemoryStats stats;
  dealii::Utilities::System::get_memory_stats(stats);
  return {stats.VmRSS / kB_of_MB, stats.VmHWM / kB_of_MB};
}
} // namespace

void Shares::add(const solver::StepReport &report)
{
  seconds[static_cast<std::size_t>(Part::assembly)] += report.electro_thermal.assembly_seconds;
  seconds[static_cast<std::size_t>(Part::linear)] += report.electro_thermal.linear_seconds;
  seconds[static_cast<std::size_t>(Part::phase)] += report.phase_seconds;
}

Shares::Shares() : program_MB(memory_now().resident), with_mesh_MB(program_MB) {}

void Shares::mesh_is_made() { with_mesh_MB = memory_now().resident; }

std::vector<std::string> Shares::in_words(MPI_Comm communicator) const
{
  const auto   part = [&](Part p) { return seconds[static_cast<std::size_t>(p)]; };
  const double all  = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double rest = all - std::accumulate(seconds.begin(), seconds.end(), 0.0);
  char         time[240], memory[160];
  std::snprintf(
      time, sizeof time,
      "time: %.1f s; charge and heat %.1f s (assembly %.1f s, linear systems %.1f s), phase field %.1f s, mesh "
      "changes %.1f s, reads %.1f s, files %.1f s, rest %.1f s",
      all, part(Part::assembly) + part(Part::linear), part(Part::assembly), part(Part::linear), part(Part::phase),
      part(Part::mesh), part(Part::reads), part(Part::files), rest);
  const double most  = memory_now().most;
  const double own[] = {most, program_MB, with_mesh_MB - program_MB, most - with_mesh_MB};
  double       sums[4];
  MPI_Allreduce(own, sums, 4, MPI_DOUBLE, MPI_SUM, communicator);
  std::snprintf(memory, sizeof memory,
                "memory: %.0f MB at most; program %.0f MB, mesh and fields %.0f MB, equations %.0f MB", sums[0],
                sums[1], sums[2], sums[3]);
  return {time, memory};
}
} // namespace quench::cases
