#pragma once

#include <cases/case.h>
#include <cases/history.h>
#include <postprocess/observe/run_results.h>

namespace quench::cases
{
/// What program-and-verify found and does next.
std::string in_words(const solver::VerifyParameters &p, const solver::Verify::Plan &plan, const Read &last);

/// The reported quantities of a finished pulse program, in the order they are printed.
std::vector<observe::Result> program_results(const Case &c, const solver::Program &program, const History &history,
                                             std::uint64_t steps);

/// Drift exponent of R(t) after the last pulse: least squares of ln R against ln t in [from, to] [ns].
struct DriftFit
{
  double nu = 0, sigma = 0;
  int    points = 0;
};
DriftFit fit_drift(const std::vector<Read> &reads, int pulse, double from, double to);

/// What speaks against the numbers of a run: an energy balance above 1 %, a charge imbalance above 1e-8 (design of the
/// solver, docs/verification.md). Empty where all is well.
std::vector<std::string> warnings_of(const std::vector<observe::Result> &results);
} // namespace quench::cases
