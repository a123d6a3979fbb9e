#include <solver/run/time_step.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace quench::solver
{
namespace
{
template <int dim>
Vector node_volumes(const Discretization<dim> &space)
{
  static const ReferenceElement<dim> reference;
  Vector                             volume = space.make_field();
  for (const auto &cell : space.cells)
    for (std::size_t q = 0; q < cell.JxW.size(); ++q)
      for (std::size_t i = 0; i < cell.nodes.size(); ++i)
        volume.local_element(cell.nodes[i]) += cell.JxW[q] * reference.value[q][i];
  volume.compress(dealii::VectorOperation::add);
  return volume;
}

/// Charge and heat see the fronts of the phase field.
ElectroThermalParameters with_front_width(ElectroThermalParameters parameters, double width)
{
  parameters.front_width = width;
  return parameters;
}
} // namespace

template <int dim>
TimeStep<dim>::TimeStep(const Discretization<dim> &discretization, const Materials &materials_, const Circuit &circuit,
                        const ElectroThermalParameters &electro_thermal, const PhaseFieldParameters &phase,
                        const NucleationSettings &nucleation, Sources<dim> sources)
  : space(discretization), materials(materials_), scheme(electro_thermal.scheme),
    equations(std::make_unique<ElectroThermal<dim>>(
        space, materials, circuit, with_front_width(electro_thermal, phase.width), std::move(sources))),
    structure(space, materials, phase, nucleation),
    still(space, materials, *equations, structure.crystals(), phase, structure.regions()), volume(node_volumes(space))
{}

template <int dim>
void TimeStep<dim>::settle(State &state) const
{
  equations->temperature_space().distribute(state.temperature);
  equations->temperature_space().distribute(state.temperature_rate);
  equations->potential_space().distribute(state.potential);
}

template <int dim>
StepReport TimeStep<dim>::advance(const State &old, State &next, const Drive &drive, double dt) const
{
  if (old.step % steps_between_restarts == 0)
    equations->forget();
  StepReport report;
  report.dt     = dt;
  report.source = drive.end;
  next.time     = old.time + dt;
  next.step     = old.step + 1;
  if (still.is_at_rest(old, drive, dt))
    drift(old, next, dt, report);
  else if (still.can_bake(old, drive))
    bake(old, next, dt, report);
  else
    solve(old, next, drive, dt, report);
  next.hazard = still.hazard_after(old, next, drive, dt);
  return report;
}

/// Only the glass relaxes.
template <int dim>
void TimeStep<dim>::drift(const State &old, State &next, double dt, StepReport &report) const
{
  next.temperature_rate = 0;
  structure.drift(old, next, dt);
  report.converged = true;
}

/// A step of a cell as warm as its surroundings.
template <int dim>
void TimeStep<dim>::bake(const State &old, State &next, double dt, StepReport &report) const
{
  const Ambient &ambient = equations->ambient();
  const double   before = ambient.at(old.time), after = ambient.at(next.time); // no corner within a step
  State          inner  = next;
  inner.temperature     = before + stage_fraction * (after - before);
  next.temperature      = after;
  next.temperature_rate = 0;
  for (Vector *field : {&inner.temperature, &next.temperature, &next.temperature_rate})
    field->update_ghost_values();
  report.baked = true;
  move_structure(old, inner, next, dt, report);
  report.converged            = report.failed.empty();
  report.measures.temperature = std::abs(after - before);
}

template <int dim>
void TimeStep<dim>::solve(const State &old, State &next, const Drive &drive, double dt, StepReport &report) const
{
  for (const Vector *field : {&old.temperature, &old.crystallinity, &old.potential})
    if (!std::isfinite(field->l1_norm()))
    {
      report.failed = "state (not a number)";
      return;
    }
  next.read_change = 0;
  State inner      = next;
  inner.time       = old.time + stage_fraction * dt;
  expect(old, inner, stage_fraction * dt);
  expect(old, next, dt);
  const std::vector<bool> appeared = move_structure(old, inner, next, dt, report);
  if (!report.failed.empty() || report.melts_after < 1)
    return;
  report.electro_thermal = equations->solve(old, inner, next, drive, dt);
  if (!report.electro_thermal.converged)
  {
    report.failed = "charge and heat (" + report.electro_thermal.failed + ")";
    return;
  }
  structure.follow(old, next, dt);
  judge(old, inner, next, dt, appeared, report);
}

/// The temperature that the rate at the start of the step leads to, within a factor of two.
template <int dim>
void TimeStep<dim>::expect(const State &old, State &at, double dt) const
{
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const double T = old.temperature.local_element(i), change = dt * old.temperature_rate.local_element(i);
    at.temperature.local_element(i) = T + std::clamp(change, -0.5 * std::abs(T), std::abs(T));
  }
}

template <int dim>
std::vector<bool> TimeStep<dim>::move_structure(const State &old, State &inner, State &next, double dt,
                                                StepReport &report) const
{
  const auto start        = std::chrono::steady_clock::now();
  auto       moved        = structure.predict(old, inner, next, dt);
  report.phase_seconds    = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report.phase_substeps   = moved.substeps;
  report.births           = moved.births;
  report.stamped          = moved.stamped;
  report.failed           = moved.failed;
  report.melts_after      = moved.melts_after;
  report.melted           = moved.melted;
  report.measures.travel  = moved.travel;
  report.measures.crystal = moved.crystal;
  return moved.appeared;
}

template <int dim>
double TimeStep<dim>::relative_to_rise(const std::function<double(unsigned int)> &temperature, const State &state) const
{
  constexpr double least_rise = 50 * units::K;
  const double     ambient    = equations->ambient().at(state.time);
  double           sum[2]{};
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    const double rise = std::max(std::abs(state.temperature.local_element(i) - ambient), least_rise);
    const double part = volume.local_element(i), T = temperature(i);
    sum[0] += part * T * T;
    sum[1] += part * rise * rise;
  }
  for (double &one : sum)
    one = dealii::Utilities::MPI::sum(one, space.communicator);
  return std::sqrt(sum[0] / sum[1]);
}

template <int dim>
double TimeStep<dim>::relative_error(const State &old, const State &next, double dt,
                                     const std::vector<bool> &appeared) const
{
  // of the two elementary differentials of third order the scheme has -0.0202 of the one and 0.0101 of the other
  constexpr double constant = 0.0202;
  const bool       two      = scheme == TimeScheme::sdirk2;
  return relative_to_rise(
      [&](unsigned int i) {
        const double T_old = old.temperature.local_element(i), T = next.temperature.local_element(i);
        const double rate = next.temperature_rate.local_element(i), old_rate = old.temperature_rate.local_element(i);
        if (appeared[i])
          return 0.0;
        // the third derivative of the cubic through both ends with their rates; the second one of the parabola
        return two ? constant * (12 * (T_old - T) + 6 * dt * (old_rate + rate)) : 0.5 * dt * (rate - old_rate);
      },
      next);
}

/// Rate at the end of the step, its estimated errors (eq. D11), and how much it changed.
template <int dim>
void TimeStep<dim>::judge(const State &old, const State &inner, State &next, double dt,
                          const std::vector<bool> &appeared, StepReport &report) const
{
  for (unsigned int i = 0; i < space.positions.size(); ++i)
  {
    const double T_old = old.temperature.local_element(i), T = next.temperature.local_element(i);
    next.temperature_rate.local_element(i) =
        scheme == TimeScheme::sdirk2 ? end_rate(T_old, inner.temperature.local_element(i), T, dt) : (T - T_old) / dt;
  }
  const StepMeasures moved = report.measures;
  report.measures          = measure(old, next, appeared);
  report.measures.travel   = moved.travel;
  report.measures.crystal  = moved.crystal;
  report.errors            = {relative_error(old, next, dt, appeared), structure.travel_error(old, next, dt, appeared)};
  report.converged         = std::isfinite(report.measures.temperature);
}

template <int dim>
StepMeasures TimeStep<dim>::measure(const State &old, const State &next, const std::vector<bool> &appeared) const
{
  StepMeasures m;
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (const double change = next.temperature.local_element(i) - old.temperature.local_element(i); !appeared[i])
      m.temperature = std::max(m.temperature, std::abs(change));
  const auto melts = [&](const auto &cell) {
    return std::any_of(cell.nodes.begin(), cell.nodes.end(), [&](unsigned int node) { return appeared[node]; });
  };
  // by temperature and field alone: where a front passes, its travel is the measure
  const auto conductivity = [&](const auto &cell, const State &state) {
    return materials[cell.region].conductivity(centre_of<dim>(cell, state, next)).v;
  };
  // by the on state alone, which the potential of this step has not seen yet
  const auto switching = [&](const auto &cell) {
    physics::LocalState at  = centre_of<dim>(cell, next, next);
    const double        now = materials[cell.region].conductivity(at).v;
    at.switched             = at_centre<dim>(cell, old.switched);
    return std::abs(std::log(now / materials[cell.region].conductivity(at).v));
  };
  for (const auto &cell : space.cells)
    if (materials[cell.region].forms_glass() && !melts(cell))
    {
      m.conductivity = std::max(m.conductivity, std::abs(std::log(conductivity(cell, next) / conductivity(cell, old))));
      if (materials[cell.region].has_switching_state())
        m.conductivity = std::max(m.conductivity, switching(cell));
    }
  m.temperature  = dealii::Utilities::MPI::max(m.temperature, space.communicator);
  m.conductivity = dealii::Utilities::MPI::max(m.conductivity, space.communicator);
  return m;
}

template class TimeStep<2>;
template class TimeStep<3>;
} // namespace quench::solver
