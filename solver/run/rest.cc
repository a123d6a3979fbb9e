#include <solver/run/rest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quench::solver
{
namespace
{
constexpr double same_temperature  = 1e-3 * units::K;           ///< choice
constexpr double no_travel         = 1e-4;                      ///< choice: in interface widths
constexpr double no_birth          = 1e-3;                      ///< choice: crystals in a step
constexpr double slow_ramp         = 1e3 * units::K / units::s; ///< choice: 1e-5 K in a thermal time of 10 ns
constexpr double change_of_ambient = 1 * units::K;              ///< choice: v_g changes by a fifth at 400 K
constexpr double heat_of_a_pulse   = 10 * units::K;             ///< choice: warmer than this is still cooling
} // namespace

template <int dim>
Rest<dim>::Rest(const Discretization<dim> &discretization, const Materials &materials_,
                const ElectroThermal<dim> &equations_, const Nucleation<dim> &nuclei_,
                const PhaseFieldParameters &phase, const std::vector<int> &glass_region)
  : space(discretization), materials(materials_), equations(equations_), nuclei(nuclei_), width(phase.width),
    fictive(phase.fictive), region(glass_region)
{}

template <int dim>
Rates Rest<dim>::rates(const State &state) const
{
  Rates               rates;
  std::vector<double> speed(materials.size(), -1); // of each material at this temperature
  double              extent = 0;
  for (int d = 0; d < 3; ++d)
    extent = std::max(extent, space.geometry.extent().upper[d] - space.geometry.extent().lower[d]);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
  {
    const int r = region[i];
    if (r < 0 || !materials[r].changes_phase() || state.crystallinity.local_element(i) > 0.99)
      continue;
    const physics::Material &m = materials[r];
    const double             T = state.temperature.local_element(i);
    if (fictive)
      speed[r] = std::max(speed[r], std::abs(m.growth_velocity(T, state.fictive.local_element(i))));
    else if (speed[r] < 0)
      speed[r] = std::abs(m.growth_velocity(T));
    const double kappa = m.heat_conductivity(physics::local_state(T, 0, 0, 0)).v;
    rates.rise         = std::max(rates.rise, speed[r] * m.latent_heat(T).v * extent / kappa);
    rates.speed        = std::max(rates.speed, speed[r]);
  }
  rates.speed  = dealii::Utilities::MPI::max(rates.speed, space.communicator);
  rates.rise   = dealii::Utilities::MPI::max(rates.rise, space.communicator);
  rates.births = nuclei.expected_births_per_time(state);
  return rates;
}

/// NaN counts as far.
template <int dim>
double Rest<dim>::farthest_from_ambient(const State &state) const
{
  const double ambient  = equations.ambient().at(state.time);
  double       farthest = 0;
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (const double difference = std::abs(state.temperature.local_element(i) - ambient); !(difference <= farthest))
      farthest = std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference;
  return dealii::Utilities::MPI::max(farthest, space.communicator);
}

template <int dim>
bool Rest<dim>::is_still(const State &state, const Drive &drive) const
{
  return equations.is_off(state, drive) && farthest_from_ambient(state) < same_temperature;
}

template <int dim>
bool Rest<dim>::is_at_rest(const State &state, const Drive &drive, double dt) const
{
  if (!is_still(state, drive) || equations.ambient().rate(state.time) != 0)
    return false;
  const Rates now = rates(state);
  return now.speed * dt < no_travel * width && now.births * dt < no_birth;
}

template <int dim>
bool Rest<dim>::can_bake(const State &state, const Drive &drive) const
{
  return space.geometry.is_cooled() && std::abs(equations.ambient().rate(state.time)) < slow_ramp &&
         is_still(state, drive) && rates(state).rise < same_temperature;
}

template <int dim>
double Rest<dim>::longest_step(const State &state, const Drive &drive, double travel) const
{
  double longest = std::numeric_limits<double>::infinity();
  if (!is_still(state, drive))
    return longest;
  if (const double speed = rates(state).speed; speed > 0)
    longest = travel / speed;
  if (const double rate = std::abs(equations.ambient().rate(state.time)); rate > 0 && rate < slow_ramp)
    longest = std::min(longest, change_of_ambient / rate);
  return longest;
}

template <int dim>
double Rest<dim>::hazard_after(const State &old, const State &next, const Drive &drive, double dt) const
{
  if (drive.end.value != 0 || drive.stage.value != 0)
    return 0;
  if (std::max(farthest_from_ambient(old), farthest_from_ambient(next)) > heat_of_a_pulse)
    return old.hazard;
  const double a = nuclei.expected_births_per_time(old), b = nuclei.expected_births_per_time(next);
  // exact for a rate that changes exponentially, as on a ramp
  const double mean = a > 0 && b > 0 && std::abs(b - a) > 1e-6 * a ? (b - a) / std::log(b / a) : (a + b) / 2;
  return old.hazard + mean * dt;
}

template class Rest<2>;
template class Rest<3>;
} // namespace quench::solver
