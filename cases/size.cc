#include <cases/size.h>

#include <cases/machine.h>
#include <cases/rules.h>
#include <physics/base/error.h>
#include <physics/base/quantity.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace quench::cases
{
namespace
{
// of the default RESET (docs/changes/2026-11-30-second-order-in-time.md): 87 steps to the end of the pulse, 117 in the
// 19.5 decades from 10 fs to ten years after it
constexpr double steps_of_a_pulse = 87, steps_per_decade = 6, first_step = 1e-5 * units::ns;
constexpr double steps_of_a_curve        = 100,
                 steps_of_a_steady_state = 10; ///< choices: they start a sweep's long points first
constexpr double memory_of_program_MB = 360, memory_per_node_MB = 0.02; ///< measured: libraries and a small mesh

double steps_of_a_rest(double length)
{
  return length <= 0 ? 0 : steps_per_decade * std::log10(1 + length / first_step);
}

/// Ranks in all over ranks on this machine.
double n_machines(MPI_Comm communicator)
{
  MPI_Comm here;
  int      n_here = 1, n_all = 1;
  MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
  MPI_Comm_size(here, &n_here);
  MPI_Comm_size(communicator, &n_all);
  MPI_Comm_free(&here);
  return double(n_all) / n_here;
}
} // namespace

ExpectedSteps::ExpectedSteps(const solver::Program &program, const solver::StepControl::Parameters &control)
  : end_(program.end())
{
  double steps = 0;
  parts_.push_back({0, 0, 0, 0});
  for (std::size_t i = 0; i < program.pulses().size(); ++i)
  {
    const solver::Moment start = program.pulse_start(i), end = program.pulse_end(i);
    const double         driven = std::max(steps_of_a_pulse, (end - start) / control.longest_driven);
    steps += parts_.back().driven_steps + steps_of_a_rest(start - parts_.back().driven_end);
    parts_.push_back({start, end, steps, driven});
  }
}

double ExpectedSteps::before(const solver::Moment &time) const
{
  const auto  after = std::upper_bound(parts_.begin() + 1, parts_.end(), time,
                                       [](const solver::Moment &t, const Part &part) { return t < part.start; });
  const Part &part  = *(after - 1);
  if (time < part.driven_end)
    return part.steps_before + part.driven_steps * (time - part.start) / (part.driven_end - part.start);
  return part.steps_before + part.driven_steps + steps_of_a_rest(time - part.driven_end);
}

double expected_steps(const Case &c)
{
  if (c.task == Task::steady)
    return steps_of_a_steady_state;
  if (c.task == Task::curve)
    return steps_of_a_curve;
  const double given = ExpectedSteps(solver::Program(c.program, c.electro_thermal.surroundings()), c.time_step).all();
  return c.task == Task::verify ? given + c.verify.most_pulses * steps_of_a_pulse : given;
}

double expected_memory_MB(double n_nodes) { return memory_of_program_MB + memory_per_node_MB * n_nodes; }

void require_memory(const Case &c, MPI_Comm communicator)
{
  constexpr double GB    = 1000;
  const double     cells = estimate_cells(c), needed = expected_memory_MB(cells);
  const double     there = this_machine().memory_MB * n_machines(communicator);
  char             text[200];
  if (needed <= there)
    return;
  std::snprintf(text, sizeof text, "makes about %.1g cells, which need some %.2g GB of memory", cells, needed / GB);
  const std::string got = text;
  std::snprintf(text, sizeof text, "there are %.2g GB", there / GB);
  throw InputError("mesh/edge cell size = " + display_quantity(c.mesh.edge_size, "nm") +
                       ", mesh/grading = " + display_quantity(c.mesh.grading, "1") +
                       ", mesh/coarse cell size = " + display_quantity(c.mesh.coarse_size, "nm"),
                   got, text, "Coarsen the mesh, or run it on ranks of several machines");
}
} // namespace quench::cases
