#include <cases/progress.h>

#include <physics/base/quantity.h>
#include <physics/base/terminal_line.h>

#include <algorithm>
#include <cstdio>

namespace quench::cases
{
namespace
{
constexpr double least_part = 0.02; ///< of the program done before its end can be guessed

/// A time of the program in a unit that suits it.
std::string time_text(double ns)
{
  return ns < 1e3   ? display_quantity(ns, "ns", 4)
         : ns < 1e6 ? display_quantity(ns, "us", 4)
                    : display_quantity(ns, "s", 4);
}
} // namespace

Progress::Progress(const solver::Program &program, const solver::StepControl::Parameters &control,
                   const solver::Moment &now)
  : expected_(program, control), done_at_start_(done(now))
{}

std::string Progress::phase(const solver::Program &program, const solver::Moment &now, std::size_t n_reads)
{
  const std::size_t n     = program.pulses().size();
  std::size_t       begun = 0;
  while (begun < n && program.pulse_start(begun) < now)
    ++begun;
  const std::string which = "pulse " + std::to_string(begun) + " of " + std::to_string(n);
  if (begun > 0 && now <= program.pulse_end(begun - 1))
    return which;
  if (begun < n)
    return begun == 0 ? "before the pulses" : "rest after " + which;
  const std::size_t n_all = program.reads().size();
  return "rest, read " + std::to_string(std::min(n_reads, n_all)) + " of " + std::to_string(n_all);
}

double Progress::done(const solver::Moment &now) const
{
  const double all = expected_.all();
  return all > 0 ? std::clamp(expected_.before(now) / all, 0.0, 1.0) : 1;
}

double Progress::time_left(const solver::Moment &now, double wall_seconds) const
{
  const double part = done(now), since_start = part - done_at_start_;
  return since_start < least_part ? -1 : wall_seconds * (1 - part) / since_start;
}

std::string Progress::line(std::uint64_t step, const StepRecord &r, const std::string &phase,
                           const solver::Moment &now) const
{
  using namespace units;
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start_;
  const double                        left = time_left(now, wall.count());
  char                                text[200];
  std::snprintf(text, sizeof text, "%s  %s  step %llu  %.3g V  %.4g uA  %.4g K  %.0f %%", time_text(r.time).c_str(),
                phase.c_str(), static_cast<unsigned long long>(step), r.cell_voltage / V, r.current / uA,
                r.temperature / K, 100 * done(now));
  return text + (left < 0 ? "" : "  " + rough_duration(left) + " left");
}
} // namespace quench::cases
