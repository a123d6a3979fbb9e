#pragma once

#include <solver/run/time_step.h>

#include <array>
#include <chrono>
#include <mpi.h>
#include <string>
#include <vector>

namespace quench::cases
{
/// Where the wall time of a run goes, on this rank. Not part of results or checkpoints: it differs from run to run.
class Shares
{
public:
  enum class Part
  {
    assembly, ///< element terms of charge and heat, and filling the matrices
    linear,   ///< linear systems of charge and heat
    phase,    ///< fronts and seeds
    mesh,     ///< mesh changes, with all tables that depend on the mesh
    reads,
    files ///< fields, maps, in-situ
  };

  /// Adds what lies between its making and its end to a part.
  class Timer
  {
  public:
    explicit Timer(double &seconds_) : seconds(seconds_) {}
    Timer(const Timer &) = delete;
    ~Timer() { seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }

  private:
    double                                     &seconds;
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  };

  Timer time(Part part) { return Timer(seconds[static_cast<std::size_t>(part)]); }
  void  add(const solver::StepReport &report);

  Shares();

  /// What has been made since the beginning is mesh and fields; what comes is of the equations.
  void mesh_is_made();

  /// Two lines: seconds of each equation and of the rest on rank 0; and memory of all ranks at most, that of the
  /// program itself, of mesh and fields, and what the equations added (matrices, factors, work). Collective.
  std::vector<std::string> in_words(MPI_Comm communicator) const;

private:
  std::array<double, 6>                       seconds{};
  double                                      program_MB, with_mesh_MB; ///< memory of this rank at the start, later
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};
} // namespace quench::cases
