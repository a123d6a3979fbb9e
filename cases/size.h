#pragma once

#include <cases/case.h>

#include <mpi.h>

#include <vector>

namespace quench::cases
{
/// How many steps a program is expected to take, and how many of them lie before a moment: for the progress of a run,
/// and to tell which point of a sweep takes longest. An estimate by the default RESET, to a factor of about two.
class ExpectedSteps
{
public:
  ExpectedSteps(const solver::Program &program, const solver::StepControl::Parameters &control);

  double before(const solver::Moment &time) const;
  double all() const { return before(end_); }

private:
  /// A pulse and the rest after it; before the first pulse comes one without length.
  struct Part
  {
    solver::Moment start, driven_end;
    double         steps_before, driven_steps;
  };

  std::vector<Part> parts_;
  solver::Moment    end_;
};

/// Steps of a case of any task.
double expected_steps(const Case &c);

/// Memory [MB] that a run needs in all, by the number of its nodes.
double expected_memory_MB(double n_nodes);

/// Refuses a case that needs more memory than the machine, or the machines of all ranks, have: InputError with both.
/// Collective.
void require_memory(const Case &c, MPI_Comm communicator);
} // namespace quench::cases
