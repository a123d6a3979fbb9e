#pragma once

#include <cases/recorder.h>
#include <cases/size.h>

#include <chrono>
#include <string>

namespace quench::cases
{
/// Where a run stands, for who watches it: one line, and which part is done by the steps that are expected.
class Progress
{
public:
  /// A program begins, or goes on at `now` (of a checkpoint, or with further pulses).
  Progress(const solver::Program &program, const solver::StepControl::Parameters &control, const solver::Moment &now);

  /// "pulse 1 of 2": what the program does at `now`, after so many reads.
  static std::string phase(const solver::Program &program, const solver::Moment &now, std::size_t n_reads);

  /// Part of the program that is done, in [0, 1].
  double done(const solver::Moment &now) const;

  /// Wall time [s] until the end if it goes on as since the start of this object; below 0 as long as too little is done
  /// to say.
  double time_left(const solver::Moment &now, double wall_seconds) const;

  /// One line of time, phase, step, V, I, T_max, percent and time left.
  std::string line(std::uint64_t step, const StepRecord &record, const std::string &phase,
                   const solver::Moment &now) const;

private:
  ExpectedSteps                         expected_;
  double                                done_at_start_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};
} // namespace quench::cases
