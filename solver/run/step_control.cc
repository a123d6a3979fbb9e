#include <solver/run/step_control.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace quench::solver
{
namespace
{
/// Error of the energy that a step of two stages counts, (1 - gamma) P_inner + gamma P_end, by the rule of third order
/// through the powers at its start, inner stage and end (eq. D11) [eV].
double energy_error(double start, double inner, double end, double dt)
{
  constexpr double gamma    = stage_fraction;
  constexpr double at_inner = 1 / (6 * gamma * (1 - gamma)), at_end = 0.5 - gamma * at_inner;
  const double     third_order = (1 - at_inner - at_end) * start + at_inner * inner + at_end * end;
  return dt * std::abs((1 - gamma) * inner + gamma * end - third_order);
}

/// Whether the source jumps right after `time`.
bool jumps(const Program &program, const Moment &time)
{
  const double now = program.source(time).value, next = program.source(time + 2e-9 * units::ns).value,
               later = program.source(time + 1e-3 * units::ns).value;
  return std::abs(next - now) > 1e-3 * std::max(std::abs(now), std::abs(later));
}
} // namespace

std::string StepReport::reason() const
{
  char text[200];
  if (melts_after < 1)
    return "melt appears within the step";
  if (failed.empty())
  {
    std::snprintf(text, sizeof text,
                  "change or error too large: %.3g K, front travel %.3g nm, ln sigma %.3g, crystal %.3g; errors %.3g "
                  "of the rise, %.3g nm",
                  measures.temperature, measures.travel, measures.conductivity, measures.crystal, errors.temperature,
                  errors.travel);
    return text;
  }
  if (electro_thermal.failed == too_cold)
    return "charge and heat: a temperature below 0 K, from thermoelectric heat that the mesh does not resolve; make "
           "mesh/edge cell size or front mesh/front cell size smaller";
  std::string why = failed + " did not converge in " + std::to_string(electro_thermal.linear_iterations) +
                    " linear iterations; residuals";
  for (const double r : electro_thermal.history)
  {
    std::snprintf(text, sizeof text, " %.2e", r);
    why += text;
  }
  return why;
}

Moment StepControl::propose(const Moment &time, const Program &program, double longest) const
{
  const Moment corner = program.next_corner(time);
  double       dt     = std::min(kept.wish > 0 ? kept.wish : p.first, longest);
  if (program.is_driven(time))
    dt = std::min(dt, p.longest_driven);
  // two equal steps rather than a full and a tiny one before a corner
  const double left = corner - time;
  return dt >= left * (1 - 1e-9) ? corner : time + (dt > 0.5 * left ? 0.5 * left : dt);
}

/// Largest change over what is wished for.
double StepControl::change_load(const StepMeasures &m) const
{
  return std::max({m.temperature / p.temperature, m.travel / (p.travel * width), m.conductivity / p.conductivity,
                   m.crystal / p.crystal});
}

/// Largest estimated error over the tolerance; `left`: time to the next corner [ns], over which the power at the end
/// of the step may go on.
double StepControl::error_load(const StepReport &report, double left) const
{
  constexpr double   widths = 10, energies = 0.2, as_long_again = 0.9 * 0.9 * 0.9;
  const SolveReport &s      = report.electro_thermal;
  const double       energy = kept.energy + std::abs(s.balance.joule) * report.dt + std::abs(s.end_power) * left;
  const double       wrong  = energy_error(kept.power, s.inner_power, s.end_power, report.dt);
  double             fields = std::max(report.errors.temperature, report.errors.travel / (widths * width));
  if (jumped(report)) // no reason to try again, only none to make the next step longer
    fields = std::min(fields, as_long_again * p.tolerance);
  return std::max(fields, energy > 0 ? wrong / (energies * energy) : 0.0) / p.tolerance;
}

/// The heat that new melt takes from its surroundings, and what a new mesh sees better than the one before, are jumps,
/// whatever the length of the step.
bool StepControl::jumped(const StepReport &report) const { return report.melted > 0 || kept.new_mesh; }

bool StepControl::accept(const StepReport &report, const Moment &end, const Program &program)
{
  constexpr double tiny = 1e-6, after_a_corner = 0.1; // of the way to the next one: nothing is known of it yet
  const double     left = program.next_corner(end) - end;
  const double change = std::max(change_load(report.measures), tiny), error = std::max(error_load(report, left), tiny);
  // the error of a step is of third order in its length
  const double part = std::min(0.9 / change, 0.9 / std::cbrt(error));
  if (!report.converged || change > 2 || error > 2)
    return reject(report, end,
                  report.melts_after < 1 ? report.melts_after
                  : report.converged     ? std::clamp(part, 0.1, 0.7)
                                         : 0.25);
  rejected   = 0;
  kept.power = report.electro_thermal.end_power;
  kept.energy += std::abs(report.electro_thermal.balance.joule) * report.dt;
  // a step cut short by a corner or by the longest one says nothing about longer ones than wished for; half a wish, of
  // two equal steps before a corner, does
  constexpr double cut_short = 0.4;
  if (const double growth = std::clamp(part, 0.3, p.growth); report.dt > cut_short * kept.wish || growth < 1)
    kept.wish = report.dt * growth;
  if (const Moment start = end + -report.dt;
      program.is_driven(end) && program.next_corner(start) - end < tiny * report.dt)
    kept.wish = std::min(kept.wish, after_a_corner * left);
  if (report.melted > 0 || jumps(program, end))
    kept.wish = p.first;
  kept.new_mesh = false;
  return true;
}

bool StepControl::reject(const StepReport &report, const Moment &end, double part)
{
  kept.wish = report.dt * part;
  // nothing has grown up to the first birth
  if (const double unborn = report.births.empty() ? 0 : report.births.front().born - (double(end) - report.dt);
      report.converged && unborn < 0.99 * report.dt)
    kept.wish = std::max(kept.wish, unborn);
  if (++rejected <= 12 && kept.wish >= p.shortest)
    return false;
  char where[96];
  std::snprintf(where, sizeof(where), "time step to t = %.9g ns, dt = %.3g ns", double(end), report.dt);
  throw ConvergenceError(where, report.reason(), rejected > 12 ? "rejected 12 times in a row" : "below shortest step",
                         "The last good state is on disk; see time step and solver keys of the case");
}
} // namespace quench::solver
