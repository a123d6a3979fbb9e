// Newton's method, stages of a time step, and reads: docs/equations.md, D3, D4, D8.
#include <solver/transport/electro_thermal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace quench::solver
{
namespace
{
std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

double seconds_since(std::chrono::steady_clock::time_point start)
{
  return std::chrono::duration<double>(now() - start).count();
}

/// First guess of the end of a step of two stages: what the inner stage has shown goes on.
void guess_end(const State &old, const Vector &predicted, const State &inner, State &next)
{
  constexpr double ahead = 1 / stage_fraction;
  for (unsigned int i = 0; i < predicted.locally_owned_size(); ++i)
  {
    const double surprise = inner.temperature.local_element(i) - predicted.local_element(i);
    const double T        = next.temperature.local_element(i) + ahead * surprise;
    const double low = inner.temperature.local_element(i) / 2, high = 2 * inner.temperature.local_element(i);
    next.temperature.local_element(i) = std::clamp(T, low, high);
  }
  next.temperature.update_ghost_values();
  next.potential    = inner.potential;
  next.cell_voltage = inner.cell_voltage;
  next.circuit      = inner.circuit;
  if (old.cell_voltage == 0) // perhaps a jump, which does not go on
    return;
  next.potential.sadd(ahead, 1 - ahead, old.potential);
  next.potential.update_ghost_values();
  next.cell_voltage += (ahead - 1) * (inner.cell_voltage - old.cell_voltage);
  for (std::size_t k = 0; k < old.circuit.voltage.size(); ++k)
    next.circuit.voltage[k] += (ahead - 1) * (inner.circuit.voltage[k] - old.circuit.voltage[k]);
}
} // namespace

/// Shortens a Newton step of the potential that overshoots. At given temperature the current is the gradient of a
/// convex function of the potential (J grows with |E|), so its slope along the step tells: regula falsi on it.
template <int dim>
void ElectroThermal<dim>::search_along(const Vector &before, State &next)
{
  Vector step = next.potential;
  step -= before;
  step.update_ghost_values();
  const auto slope = [&] {
    double sum = 0;
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      sum -= r_v.local_element(i) * step.local_element(i); // r_v holds minus the residual
    return dealii::Utilities::MPI::sum(sum, space.communicator);
  };
  const double start = slope();
  double       part  = 1;
  for (int tries = 0; tries < 10; ++tries)
  {
    assemble({next, next, 0, next.cell_voltage, steady, Mode::charge_only}, next, false);
    const double end = slope();
    if (!(end > 0.5 * std::abs(start)))
      return;
    part *= std::max(0.1, std::abs(start) / (std::abs(start) + end));
    next.potential = before;
    next.potential.add(part, step);
    next.potential.update_ghost_values();
  }
}

/// False where a node is colder than possible: heat that a strong current carries, on a mesh or in a step too coarse
/// for the thermoelectric terms; or another solution of the steady equations, as kappa ~ T has them at -T.
template <int dim>
bool ElectroThermal<dim>::is_physical(const Vector &temperature) const
{
  double lowest = std::numeric_limits<double>::max();
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    lowest = std::min(lowest, temperature.local_element(i));
  return dealii::Utilities::MPI::min(lowest, space.communicator) > 0;
}

/// How far the equations are from being met: the larger of charge over current and heat over the heat turned over.
double ElectroThermalScale::of(const Balance &b)
{
  constexpr double no_current = 1e-8 * units::uA, no_heat = 1e-9 * units::uW;
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const double     current =
      std::max({std::abs(b.current[0]), std::abs(b.current[1]), b.through, b.circulating, no_current});
  const double eps    = 8 * epsilon * b.content;
  const double heat   = std::max(b.heat_residual - eps, 0.0) / std::max(b.throughput, no_heat);
  const double charge = b.charge_residual / current;
  // potentials of the electrodes are rounded; the current through a cell of high resistance is small beside that
  rounding_of_charge = 2 * epsilon * b.charge_content / current;
  rounding           = std::max(1e-7, rounding_of_charge);
  return heat > charge || std::isnan(heat) ? heat : charge; // a NaN of either stays
}

/// Relative residual to which the linear system of a Newton step is solved (eq. D4): no further than the step itself
/// can get, which gains as much again as the last one left, nor than the tolerance asks for.
double forcing_term(double scaled, double tolerance, double finest)
{
  constexpr double coarsest = 1e-2, part = 0.1;
  return std::clamp(std::max(part * scaled, part * tolerance / scaled), finest, coarsest);
}

/// The same for charge alone (eq. D4), which is all but linear: down to the tolerance at once. It may start from a drop
/// of the whole voltage at one contact, and glass overdoes what is left of that.
double forcing_of_charge(double scaled, double tolerance, double coarsest)
{
  constexpr double finest = 1e-10, part = 0.1;
  return std::clamp(part * tolerance / scaled, finest, coarsest);
}

/// Newton's method with backtracking; near the solution the matrix of the last iteration serves on. Converged below the
/// tolerance, or where rounding allows no further gain.
template <int dim>
SolveReport ElectroThermal<dim>::newton(const Stage &stage, State &next)
{
  constexpr double    near = 1e-3, near_enough = 0.1; // for the last matrix, and for a whole step, to serve
  constexpr double    in_reads  = 0.1;                // what they find is the result itself
  const double        tolerance = stage.mode == Mode::charge_only ? in_reads * p.tolerance : p.tolerance;
  SolveReport         report;
  ElectroThermalScale scale;
  double              last = 1;
  Iterate             before;
  for (;; ++report.newton_iterations)
  {
    const auto start = now();
    report.balance   = assemble(stage, next, last > near);
    double scaled    = scale.of(report.balance);
    if (report.newton_iterations > 0 && stage.mode != Mode::charge_only)
      scaled = backtrack(stage, before, last, scaled, next, report, scale);
    report.assembly_seconds += seconds_since(start);
    report.history.push_back(scaled);
    report.converged = scaled <= tolerance || (scaled <= scale.rounding && scaled > 0.3 * last) ||
                       (stage.mode == Mode::charge_only && scaled <= scale.rounding_of_charge);
    if (!report.converged && (!std::isfinite(scaled) || report.newton_iterations == p.most_iterations))
      report.failed = "Newton iteration";
    if (report.converged && stage.mode != Mode::charge_only && !is_physical(next.temperature))
    {
      report.converged = false;
      report.failed    = too_cold;
    }
    if (report.converged || !report.failed.empty())
      return report;
    last                 = scaled;
    before               = {next.potential, next.temperature, next.circuit};
    const auto   middle  = now();
    const double forcing = stage.mode == Mode::charge_only ? forcing_of_charge(scaled, tolerance, p.linear_tolerance)
                                                           : forcing_term(scaled, p.tolerance, p.linear_tolerance);
    const LinearReport linear = update(next, stage.mode, forcing);
    report.linear_seconds += seconds_since(middle);
    report.linear_iterations += linear.iterations;
    if (!linear.converged)
    {
      report.failed = "linear solver";
      return report;
    }
    if (stage.mode == Mode::charge_only && scaled > near_enough)
      search_along(before.potential, next);
  }
}

/// Halves a Newton step that has led away, or to no number at all, up to six times. The first one may lead away by a
/// factor of a thousand: from a cold cell it finds the current, whose heat nothing answers yet; later ones by a factor
/// of two. Returns the scaled residual of what is left of it, with `report.balance` to match.
template <int dim>
double ElectroThermal<dim>::backtrack(const Stage &stage, const Iterate &before, double last, double scaled,
                                      State &next, SolveReport &report, ElectroThermalScale &scale)
{
  constexpr int most  = 6;
  const double  worse = report.newton_iterations == 1 ? 1e3 : 2;
  const auto    half  = [](Vector &x, const Vector &start) {
    x.sadd(0.5, 0.5, start);
    x.update_ghost_values();
  };
  for (int tries = 0; tries < most && !(scaled <= std::max(worse * last, p.tolerance)); ++tries)
  {
    half(next.potential, before.potential);
    half(next.temperature, before.temperature);
    for (std::size_t k = 0; k < before.circuit.voltage.size(); ++k)
      next.circuit.voltage[k] = 0.5 * (next.circuit.voltage[k] + before.circuit.voltage[k]);
    next.cell_voltage = network.cell_voltage(next.circuit);
    report.balance    = assemble(stage, next, true);
    scaled            = scale.of(report.balance);
  }
  return scaled;
}

template <int dim>
SolveReport ElectroThermal<dim>::solve(const State &old, State &next, const Drive &drive, double dt)
{
  State inner = next;
  inner.time  = old.time + stage_fraction * (dt == steady ? 0 : dt);
  inner.crystallinity.sadd(stage_fraction, 1 - stage_fraction, old.crystallinity);
  inner.crystallinity.update_ghost_values();
  return solve(old, inner, next, drive, dt);
}

template <int dim>
SolveReport ElectroThermal<dim>::solve(const State &old, State &inner, State &next, const Drive &drive, double dt)
{
  const bool off  = is_off(old, drive) && !sources.charge;
  const Mode mode = off ? Mode::heat_only : Mode::coupled;
  if (p.scheme == TimeScheme::sdirk2 && dt != steady)
    return two_stages(old, inner, next, drive, dt, mode);
  hold_contacts(next, drive.end, off);
  SolveReport report = newton({old, old, 0, drive.end, dt, mode}, next);
  report.inner_power = report.end_power = report.balance.joule;
  report.source_power                   = report.balance.source_power;
  return report;
}

template <int dim>
SolveReport ElectroThermal<dim>::two_stages(const State &old, State &inner, State &next, const Drive &drive, double dt,
                                            Mode mode)
{
  constexpr double gamma = stage_fraction;
  const bool       off   = mode == Mode::heat_only;
  Vector           predicted;
  predicted = inner.temperature;
  hold_contacts(inner, drive.stage, off);
  const SolveReport first = newton({old, old, 0, drive.stage, gamma * dt, mode}, inner);
  if (!first.converged)
    return first;
  guess_end(old, predicted, inner, next);
  hold_contacts(next, drive.end, off);
  SolveReport report  = newton({old, inner, (1 - gamma) / gamma, drive.end, gamma * dt, mode}, next);
  report.inner_power  = first.balance.joule;
  report.end_power    = report.balance.joule;
  report.source_power = (1 - gamma) * first.balance.source_power + gamma * report.balance.source_power;
  const auto mean     = [&](double &at_end, double at_inner) { at_end = (1 - gamma) * at_inner + gamma * at_end; };
  mean(report.balance.joule, first.balance.joule);
  mean(report.balance.stored, first.balance.stored);
  mean(report.balance.released, first.balance.released);
  for (unsigned int k = 0; k < report.balance.heat_out.size(); ++k)
    mean(report.balance.heat_out[k], first.balance.heat_out[k]);
  report.newton_iterations += first.newton_iterations;
  report.linear_iterations += first.linear_iterations;
  report.assembly_seconds += first.assembly_seconds;
  report.linear_seconds += first.linear_seconds;
  return report;
}

template <int dim>
SolveReport ElectroThermal<dim>::solve_charge(State &state, double cell_voltage)
{
  state.cell_voltage = cell_voltage;
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (space.contact[i] == 0 || space.contact[i] == 1)
      state.potential.local_element(i) = space.contact[i] == 1 ? cell_voltage : 0;
  v_field.distribute(state.potential);
  return newton({state, state, 0, cell_voltage, steady, Mode::charge_only}, state);
}

/// Starts from what the last two reads lead to, if the cell has changed little between them.
template <int dim>
SolveReport ElectroThermal<dim>::read(State &state, double cell_voltage)
{
  constexpr double little = 0.1;
  State            at     = state;
  at.potential            = state.read_potential;
  at.potential += state.read_change;
  at.potential.update_ghost_values();
  const SolveReport report = solve_charge(at, cell_voltage);
  state.read_change        = at.potential;
  state.read_change -= state.read_potential;
  if (state.read_change.linfty_norm() > little * std::abs(cell_voltage))
    state.read_change = 0;
  state.read_potential = at.potential;
  state.read_change.update_ghost_values();
  return report;
}

template <int dim>
void ElectroThermal<dim>::forget()
{
  block_solver.forget();
  heat_solver.forget();
  read_solver.forget();
}

template SolveReport ElectroThermal<2>::solve(const State &, State &, const Drive &, double);
template SolveReport ElectroThermal<3>::solve(const State &, State &, const Drive &, double);
template SolveReport ElectroThermal<2>::solve(const State &, State &, State &, const Drive &, double);
template SolveReport ElectroThermal<3>::solve(const State &, State &, State &, const Drive &, double);
template SolveReport ElectroThermal<2>::solve_charge(State &, double);
template SolveReport ElectroThermal<3>::solve_charge(State &, double);
template SolveReport ElectroThermal<2>::read(State &, double);
template SolveReport ElectroThermal<3>::read(State &, double);
template void        ElectroThermal<2>::forget();
template void        ElectroThermal<3>::forget();
} // namespace quench::solver
