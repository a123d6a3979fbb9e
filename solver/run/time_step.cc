#include <solver/run/time_step.h>

#include <physics/base/error.h>
#include <solver/structure/grains.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace quench::solver
{
std::string StepReport::reason() const
{
  char text[160];
  if (failed.empty())
  {
    std::snprintf(text, sizeof text, "change too large: %.3g K, front travel %.3g nm, ln sigma %.3g",
                  measures.temperature, measures.travel, measures.conductivity);
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

Moment StepControl::propose(const Moment &time, const Program &program) const
{
  const Moment corner = program.next_corner(time);
  double       dt     = wish > 0 ? wish : p.first;
  if (program.is_driven(time))
    dt = std::min(dt, p.longest_driven);
  // two equal steps rather than a full and a tiny one before a corner
  const double left = corner - time;
  return dt >= left * (1 - 1e-9) ? corner : time + (dt > 0.5 * left ? 0.5 * left : dt);
}

bool StepControl::accept(const StepReport &report, const Moment &end, const Program &program)
{
  const StepMeasures &m = report.measures;
  const double        load =
      std::max({m.temperature / p.temperature, m.travel / (p.travel * width), m.conductivity / p.conductivity, 1e-3});
  if (!report.converged || load > 2)
  {
    wish = report.dt * (report.converged ? std::clamp(0.9 / load, 0.1, 0.7) : 0.25);
    if (++rejected > 12 || wish < p.shortest)
    {
      char where[96];
      std::snprintf(where, sizeof(where), "time step to t = %.9g ns, dt = %.3g ns", double(end), report.dt);
      throw ConvergenceError(where, report.reason(),
                             rejected > 12 ? "rejected 12 times in a row" : "below shortest step",
                             "The last good state is on disk; see time step and solver keys of the case");
    }
    return false;
  }
  rejected = 0;
  // a step cut short by a corner or by the longest one says nothing about longer ones than wished for; half a wish, of
  // two equal steps before a corner, does
  constexpr double cut_short = 0.4;
  if (const double part = std::clamp(0.9 / load, 0.3, p.growth); report.dt > cut_short * wish || part < 1)
    wish = report.dt * part;
  if (std::abs(program.source(end + 2e-9).value - program.source(end).value) > 1e-3) // at a jump
    wish = p.first;
  return true;
}

namespace
{
/// Temperature and field of `fields`, crystal, relaxation and on state of `structure`, at the centre of a cell.
template <int dim>
physics::LocalState centre_of(const typename Discretization<dim>::Cell &cell, const State &fields,
                              const State &structure)
{
  constexpr unsigned int n          = Discretization<dim>::n;
  double                 slope[dim] = {}, E2 = 0;
  for (unsigned int i = 0; i < n; ++i)
    for (int d = 0; d < dim; ++d)
      slope[d] += ((i >> d) & 1 ? 2.0 : -2.0) / n / cell.size[d] * fields.potential.local_element(cell.nodes[i]);
  for (const double s : slope)
    E2 += s * s;
  physics::LocalState at =
      physics::local_state(at_centre<dim>(cell, fields.temperature), std::sqrt(E2),
                           at_centre<dim>(cell, structure.crystallinity), at_centre<dim>(cell, structure.relaxation));
  at.switched = at_centre<dim>(cell, structure.switched);
  return at;
}
} // namespace

template <int dim>
TimeStep<dim>::TimeStep(const Discretization<dim> &discretization, const Materials &materials_, const Circuit &circuit,
                        const ElectroThermalParameters &electro_thermal, const PhaseFieldParameters &phase,
                        const NucleationSettings &nucleation_, Sources<dim> sources)
  : space(discretization), materials(materials_), p(electro_thermal),
    equations(std::make_unique<ElectroThermal<dim>>(space, materials, circuit, electro_thermal, std::move(sources))),
    fronts(std::make_unique<PhaseField<dim>>(space, materials, phase)), nucleation(nucleation_),
    nuclei(std::make_unique<Nucleation<dim>>(space, materials, nucleation, phase.width, phase.fictive)),
    glass_region(space.positions.size(), -1)
{
  for (int r = static_cast<int>(materials.size()) - 1; r >= 0; --r)
    if (materials[r].forms_glass())
    {
      switches           = switches || materials[r].has_switching_state();
      accelerates        = accelerates || materials[r].field_accelerates_relaxation();
      const Vector marks = touched_nodes(space, [&](const auto &cell) { return cell.region == r; });
      for (unsigned int i = 0; i < glass_region.size(); ++i)
        if (marks.local_element(i) > 0)
          glass_region[i] = r;
    }
}

template <int dim>
bool TimeStep<dim>::is_at_rest(const State &state, const SourceValue &source) const
{
  const bool grows = std::any_of(materials.begin(), materials.end(), [&](const auto &material) {
    return material.forms_glass() && p.ambient > material.glass_temperature();
  });
  if (grows || !equations->is_off(state, source))
    return false;
  int warm = 0;
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (!(std::abs(state.temperature.local_element(i) - p.ambient) < 1e-3 * units::K)) // true for NaN
      warm = 1;
  return dealii::Utilities::MPI::max(warm, space.communicator) == 0;
}

template <int dim>
StepReport TimeStep<dim>::advance(const State &old, State &next, const Drive &drive, double dt) const
{
  StepReport report;
  report.dt     = dt;
  report.source = drive.end;
  next.time     = old.time + dt;
  next.step     = old.step + 1;
  if (drive.stage.value == 0 && is_at_rest(old, drive.end))
  {
    relax(old, next, dt, nullptr);
    report.converged = true;
    return report;
  }
  bool       stamped = false;
  const auto start   = std::chrono::steady_clock::now();
  move_fronts(next, dt, report, stamped);
  report.phase_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!report.failed.empty())
    return report;
  report.electro_thermal = equations->solve(old, next, drive, dt);
  if (!report.electro_thermal.converged)
  {
    report.failed = "charge and heat (" + report.electro_thermal.failed + ")";
    return report;
  }
  const Loads at_nodes = switches || accelerates ? loads(next) : Loads();
  relax(old, next, dt, accelerates ? &at_nodes.field : nullptr);
  if (switches)
    switch_glass(old, next, dt, at_nodes);
  const double travel    = report.measures.travel;
  report.measures        = measure(old, next);
  report.measures.travel = travel;
  if (stamped) // its latent heat warms or cools the place at any step size: no reason to repeat the step
    report.measures.temperature = report.measures.conductivity = 0;
  report.converged = std::isfinite(report.measures.temperature);
  return report;
}

/// Fronts, melt seeds and nuclei in the temperature of the start; or the mean crystallinity of the rate equation.
template <int dim>
void TimeStep<dim>::move_fronts(State &next, double dt, StepReport &report, bool &stamped) const
{
  if (nucleation.mode == NucleationMode::rate_equation)
    return crystallise(next, dt);
  const auto moved      = fronts->advance(next, dt);
  report.phase_substeps = moved.substeps;
  if (!moved.converged)
  {
    report.failed = "phase field";
    return;
  }
  const auto seed = fronts->seed(next);
  if (seed.wanted)
    fronts->stamp(next, seed);
  const auto crystals    = nuclei->advance(next, dt);
  report.births          = crystals.births;
  report.stamped         = crystals.stamped;
  stamped                = seed.wanted || crystals.stamped > 0;
  report.measures.travel = std::max(moved.speed, crystals.speed) * dt;
  if (!fronts->is_empty() && (moved.substeps > 0 || stamped))
    settle_grains(space, materials, next);
}

/// Mean crystallinity of many small grains (eq. N7, N8).
template <int dim>
void TimeStep<dim>::crystallise(State &next, double dt) const
{
  for (unsigned int i = 0; i < glass_region.size(); ++i)
    if (glass_region[i] >= 0 && materials[glass_region[i]].changes_phase())
    {
      double &phi = next.crystallinity.local_element(i);
      phi         = materials[glass_region[i]].rate_equation().advance(phi, next.temperature.local_element(i), dt);
    }
}

/// Exact update of Sigma in glass (eq. R3, R7) in the field at the nodes, if any; crystal and melt hold the value of
/// fresh glass. The fictive temperature (eq. P14), the age in time lags (eq. N5) and the clusters (eq. N6) likewise.
template <int dim>
void TimeStep<dim>::relax(const State &old, State &next, double dt, const Vector *field) const
{
  for (unsigned int i = 0; i < glass_region.size(); ++i)
    if (glass_region[i] >= 0)
    {
      const physics::Material &m = materials[glass_region[i]];
      const double             T = next.temperature.local_element(i), T_old = old.temperature.local_element(i);
      const bool               crystal = next.crystallinity.local_element(i) > 0.5;
      double                  &T_f     = next.fictive.local_element(i);
      T_f = crystal ? T : m.advance_fictive_temperature(old.fictive.local_element(i), T_old, T, dt);
      next.age.local_element(i)        = crystal ? 0 : m.nucleation().advance_age(old.age.local_element(i), T, dt);
      const double E                   = field == nullptr ? 0 : field->local_element(i);
      next.relaxation.local_element(i) = crystal || T >= m.rejuvenation_temperature()
                                             ? m.initial_relaxation(T_f)
                                             : m.relax(old.relaxation.local_element(i), T, dt, E);
    }
  if (!next.clusters.empty())
    follow_clusters(materials, glass_region, old, next, dt);
}

/// Field and current density at the nodes: means of the glass-forming cells round them.
template <int dim>
typename TimeStep<dim>::Loads TimeStep<dim>::loads(const State &state) const
{
  Loads  mean{space.make_field(), space.make_field()};
  Vector count = space.make_field();
  for (const auto &cell : space.cells)
    if (materials[cell.region].forms_glass())
    {
      const physics::LocalState at = centre_of<dim>(cell, state, state);
      const double              E = at.field.v, J = materials[cell.region].conductivity(at).v * E;
      for (const unsigned int node : cell.nodes)
      {
        mean.field.local_element(node) += E;
        mean.current.local_element(node) += J;
        count.local_element(node) += 1;
      }
    }
  for (Vector *sum : {&mean.field, &mean.current, &count})
    sum->compress(dealii::VectorOperation::add);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (const double cells = count.local_element(i); cells > 0)
    {
      mean.field.local_element(i) /= cells;
      mean.current.local_element(i) /= cells;
    }
  mean.field.update_ghost_values();
  mean.current.update_ghost_values();
  return mean;
}

/// On state of glass (eq. C13) by the field and current density at the nodes. Explicit: its time is short, and the next
/// step sees what it did.
template <int dim>
void TimeStep<dim>::switch_glass(const State &old, State &next, double dt, const Loads &loads) const
{
  for (unsigned int i = 0; i < glass_region.size(); ++i)
    if (glass_region[i] >= 0 && materials[glass_region[i]].has_switching_state())
    {
      const bool glass = next.crystallinity.local_element(i) <= 0.5;
      next.switched.local_element(i) =
          glass ? materials[glass_region[i]].advance_switching_state(
                      old.switched.local_element(i), loads.field.local_element(i), loads.current.local_element(i), dt)
                : 0;
    }
}

template <int dim>
StepMeasures TimeStep<dim>::measure(const State &old, const State &next) const
{
  StepMeasures m;
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    m.temperature =
        std::max(m.temperature, std::abs(next.temperature.local_element(i) - old.temperature.local_element(i)));
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
    if (materials[cell.region].forms_glass())
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
