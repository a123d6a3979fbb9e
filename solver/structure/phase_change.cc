#include <solver/structure/phase_change.h>

#include <solver/structure/grains.h>
#include <solver/transport/two_stages.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
/// Glass remembers up to here in the profile of a front (eq. C19, choice): what is left of it beyond counts for less
/// than 0.01 ell.
constexpr double crystal_above = 0.99;
} // namespace

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

template <int dim>
PhaseChange<dim>::PhaseChange(const Discretization<dim>            &discretization,
                              const std::vector<physics::Material> &materials_, const PhaseFieldParameters &phase_,
                              const NucleationSettings &nucleation_)
  : space(discretization), materials(materials_), nucleation(nucleation_), fictive(phase_.fictive),
    phase(std::make_unique<PhaseField<dim>>(space, materials, phase_)),
    nuclei(std::make_unique<Nucleation<dim>>(space, materials, nucleation, phase_.width, phase_.fictive)),
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
typename PhaseChange<dim>::Report PhaseChange<dim>::predict(const State &old, State &inner, State &next,
                                                            double dt) const
{
  Report report;
  report.appeared.assign(space.positions.size(), false);
  if (nucleation.mode == NucleationMode::rate_equation)
    crystallise(old, next, dt, report);
  else
    move_fronts(old, inner, next, dt, report);
  remember(old, next, dt, nullptr);
  inner.relaxation.sadd(1 - stage_fraction, stage_fraction, next.relaxation);
  inner.relaxation.update_ghost_values();
  return report;
}

/// Fronts up to the inner stage and from there to the end, in a temperature that changes evenly; then melt and crystals
/// that appear. Crystals too small to be fronts take no part in the first (eq. N10).
template <int dim>
void PhaseChange<dim>::move_fronts(const State &old, State &inner, State &next, double dt, Report &report) const
{
  nuclei->hide(inner);
  nuclei->hide(next);
  Vector rate = next.temperature, start;
  start       = next.crystallinity; // by assignment, which copies the ghosts
  rate.add(-1, old.temperature);
  rate *= 1 / dt;
  const auto first   = phase->advance(inner, old.temperature, rate, 0, stage_fraction * dt);
  next.crystallinity = inner.crystallinity;
  const auto second  = phase->advance(next, old.temperature, rate, stage_fraction * dt, dt);
  report.substeps    = first.substeps + second.substeps;
  report.travel      = std::max(first.speed, second.speed) * dt;
  if (!first.converged || !second.converged)
  {
    report.failed = "phase field";
    return;
  }
  for (unsigned int i = 0; report.substeps > 0 && i < space.positions.size(); ++i)
    inner.crystallinity.local_element(i) =
        staged_value(start.local_element(i), inner.crystallinity.local_element(i), next.crystallinity.local_element(i));
  melt_and_bear(old, inner, next, dt, report);
  inner.inclusions.sadd(1 - stage_fraction, stage_fraction, next.inclusions);
  inner.inclusions.update_ghost_values();
  nuclei->show(inner);
}

/// Part of the step after which the first of these places is as hot as melt needs, 1 where none of them gets more than
/// 2 K hotter than that within the step.
template <int dim>
double PhaseChange<dim>::melts_after(const State &old, const State &next,
                                     const std::vector<typename PhaseField<dim>::Seed> &seeds) const
{
  constexpr double allowed = 2 * units::K, aimed_at = 1 * units::K; // choice
  double           earliest = 1;
  for (const auto &seed : seeds)
    for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
      if (glass_region[i] == seed.region && space.positions[i].distance(seed.centre) < 1e-6 * units::nm)
      {
        const double T_old = old.temperature.local_element(i), T = next.temperature.local_element(i);
        const double needed = phase->seeding_temperature(seed.region);
        if (T > needed + allowed && T_old < needed)
          earliest = std::min(earliest, (needed + aimed_at - T_old) / (T - T_old));
      }
  return dealii::Utilities::MPI::min(earliest, space.communicator);
}

/// A crystal that is written in this step was an inclusion before, and is partly the one and partly the other at the
/// inner stage, so that writing it heats nothing.
template <int dim>
void PhaseChange<dim>::melt_and_bear(const State &old, State &inner, State &next, double dt, Report &report) const
{
  const auto seeds   = phase->seeds(next);
  report.melts_after = melts_after(old, next, seeds);
  report.melted      = static_cast<int>(seeds.size());
  for (const auto &seed : seeds)
  {
    phase->stamp(next, seed);
    for (unsigned int i = 0; i < report.appeared.size(); ++i)
      report.appeared[i] = report.appeared[i] || space.positions[i].distance(seed.centre) < 4 * seed.radius;
  }
  Vector fronts;
  fronts              = next.crystallinity; // by assignment, which copies the ghosts
  const auto crystals = nuclei->advance(next, dt, &old);
  for (unsigned int i = 0; crystals.stamped > 0 && i < space.positions.size(); ++i)
    inner.crystallinity.local_element(i) +=
        stage_fraction *
        (next.crystallinity.local_element(i) - next.inclusions.local_element(i) - fronts.local_element(i));
  report.births  = crystals.births;
  report.stamped = crystals.stamped;
  report.travel  = std::max(report.travel, crystals.travel);
  if (!phase->is_empty() && (report.substeps > 0 || !seeds.empty() || crystals.stamped > 0))
    settle_grains(space, materials, next);
}

/// Mean crystallinity of many small grains (eq. N7, N8), at the mean temperature of the step.
template <int dim>
void PhaseChange<dim>::crystallise(const State &old, State &next, double dt, Report &report) const
{
  for (unsigned int i = 0; i < glass_region.size(); ++i)
    if (glass_region[i] >= 0 && materials[glass_region[i]].changes_phase())
    {
      const double T   = 0.5 * (old.temperature.local_element(i) + next.temperature.local_element(i));
      const double T_f = fictive ? old.fictive.local_element(i) : physics::glass_of_card;
      const double X   = old.crystallinity.local_element(i);
      double      &phi = next.crystallinity.local_element(i);
      phi              = materials[glass_region[i]].rate_equation().advance(X, T, dt, T_f);
      report.crystal   = std::max(report.crystal, std::abs(phi - X));
    }
  report.crystal = dealii::Utilities::MPI::max(report.crystal, space.communicator);
}

template <int dim>
void PhaseChange<dim>::drift(const State &old, State &next, double dt) const
{
  remember(old, next, dt, nullptr);
  if (switches)
    switch_glass(old, next, dt, Loads());
}

template <int dim>
void PhaseChange<dim>::follow(const State &old, State &next, double dt) const
{
  const Loads at_nodes = switches || accelerates ? loads(next) : Loads();
  remember(old, next, dt, accelerates ? &at_nodes.field : nullptr);
  if (switches)
    switch_glass(old, next, dt, at_nodes);
}

namespace
{
/// Sigma of glass after a step of length dt in which the temperature went evenly from T_old to T (eq. R3, R4): exact at
/// the mean temperature, and from the moment on at which the glass has cooled below T_hold.
double relaxed(const physics::Material &m, double Sigma, double fresh, double T_old, double T, double dt, double field)
{
  const double T_hold = m.rejuvenation_temperature();
  if (T >= T_hold)
    return fresh;
  if (T_old <= T_hold)
    return m.relax(Sigma, 0.5 * (T_old + T), dt, field);
  return m.relax(fresh, 0.5 * (T_hold + T), dt * (T_hold - T) / (T_old - T), field);
}
} // namespace

/// What glass remembers: Sigma (eq. R3, R7) in the field at the nodes, if any; crystal and melt hold the value of fresh
/// glass. The fictive temperature (eq. P14), the age in time lags (eq. N5) and the clusters (eq. N6) likewise.
template <int dim>
void PhaseChange<dim>::remember(const State &old, State &next, double dt, const Vector *field) const
{
  for (unsigned int i = 0; i < glass_region.size(); ++i)
    if (glass_region[i] >= 0)
    {
      const physics::Material &m = materials[glass_region[i]];
      const double             T = next.temperature.local_element(i), T_old = old.temperature.local_element(i);
      const bool               crystal = next.crystallinity.local_element(i) > crystal_above;
      const double             E       = field == nullptr ? 0 : field->local_element(i);
      double                  &T_f     = next.fictive.local_element(i);
      T_f = crystal ? T : m.advance_fictive_temperature(old.fictive.local_element(i), T_old, T, dt);
      next.age.local_element(i) = crystal ? 0
                                          : m.nucleation().advance_age(old.age.local_element(i), 0.5 * (T_old + T), dt,
                                                                       fictive ? T_f : physics::glass_of_card);
      const double fresh        = m.initial_relaxation(T_f);
      next.relaxation.local_element(i) =
          crystal ? fresh : relaxed(m, old.relaxation.local_element(i), fresh, T_old, T, dt, E);
    }
  if (!next.clusters.empty())
    follow_clusters(materials, glass_region, old, next, dt, fictive);
}

template <int dim>
double PhaseChange<dim>::travel_error(const State &old, const State &next, double dt,
                                      const std::vector<bool> &appeared) const
{
  constexpr double inside = 0.2; // of the profile, where a front is
  double           worst  = 0;
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    const double phi = next.crystallinity.local_element(i);
    if (glass_region[i] < 0 || !materials[glass_region[i]].changes_phase() || phi < inside || phi > 1 - inside ||
        appeared[i])
      continue;
    const physics::Material &m = materials[glass_region[i]];
    const double T_old = old.temperature.local_element(i), T = 0.5 * (T_old + next.temperature.local_element(i));
    const double expected = T_old + 0.5 * dt * old.temperature_rate.local_element(i);
    const double T_f      = fictive ? old.fictive.local_element(i) : physics::glass_of_card;
    worst = std::max(worst, std::abs(m.growth_velocity(T, T_f) - m.growth_velocity(std::max(expected, 1.0), T_f)));
  }
  return dealii::Utilities::MPI::max(worst, space.communicator) * dt;
}

/// Field and current density at the nodes: means of the glass-forming cells round them.
template <int dim>
typename PhaseChange<dim>::Loads PhaseChange<dim>::loads(const State &state) const
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

/// On state of glass (eq. C13) by the field and current density at the nodes, none of them at rest. Explicit: its time
/// is short, and the next step sees what it did.
template <int dim>
void PhaseChange<dim>::switch_glass(const State &old, State &next, double dt, const Loads &loads) const
{
  for (unsigned int i = 0; i < glass_region.size(); ++i)
    if (glass_region[i] >= 0 && materials[glass_region[i]].has_switching_state())
    {
      const physics::Material &m     = materials[glass_region[i]];
      const bool               glass = next.crystallinity.local_element(i) <= crystal_above &&
                         next.temperature.local_element(i) < m.melting_temperature();
      const bool   loaded = loads.field.size() > 0;
      const double field = loaded ? loads.field.local_element(i) : 0, J = loaded ? loads.current.local_element(i) : 0;
      next.switched.local_element(i) =
          glass ? m.advance_switching_state(old.switched.local_element(i), field, J, dt) : 0;
    }
}

template class PhaseChange<2>;
template class PhaseChange<3>;
template physics::LocalState centre_of<2>(const Discretization<2>::Cell &, const State &, const State &);
template physics::LocalState centre_of<3>(const Discretization<3>::Cell &, const State &, const State &);
} // namespace quench::solver
