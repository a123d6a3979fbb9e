// Melt in superheated crystal: docs/equations.md, P9.
#include <solver/structure/phase.h>

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace quench::solver
{
namespace
{
constexpr double melt_distance = 8, melt_radius = 3; ///< in interface widths
} // namespace

/// Hotter than the seed temperature of the card, and so hot that the seed lives: its radius above the critical one,
/// 2 gamma / |DeltaG|.
template <int dim>
double PhaseField<dim>::seeding_temperature(const physics::Material &m) const
{
  const double needed = 2 * m.interface_energy() / (melt_radius * p.width);
  const auto   lack   = [&](double T) { return needed + m.driving_force(T); };
  const double low = m.melt_seed_temperature(), high = 3 * m.melting_temperature();
  if (!p.gibbs_thomson || lack(low) <= 0)
    return low;
  if (lack(high) > 0)
    return std::numeric_limits<double>::infinity();
  std::uintmax_t most = 100;
  return boost::math::tools::toms748_solve(lack, low, high, boost::math::tools::eps_tolerance<double>(), most).second;
}

/// Crystal nodes of all ranks that are hotter than their seed temperature, hottest first; those that differ by less
/// than a microkelvin in the order of their places, so that round-off does not choose.
template <int dim>
std::vector<typename PhaseField<dim>::Seed> PhaseField<dim>::superheated(const State &state) const
{
  constexpr int       numbers = dim + 3;
  std::vector<double> mine;
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (region[i] >= 0 && state.crystallinity.local_element(i) > 0.9)
    {
      const double excess = state.temperature.local_element(i) - seeded_from[region[i]];
      if (excess <= 0)
        continue;
      mine.insert(mine.end(), {-std::round(excess * 1e6), static_cast<double>(region[i]), parts.at(region[i], i)});
      mine.insert(mine.end(), space.positions[i].begin_raw(), space.positions[i].end_raw());
    }
  std::vector<std::array<double, numbers>> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(space.communicator, mine))
    for (std::size_t k = 0; k + numbers <= part.size(); k += numbers)
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(k), numbers, all.emplace_back().begin());
  std::sort(all.begin(), all.end());
  std::vector<Seed> places;
  for (const auto &entry : all)
  {
    Seed seed{{}, melt_radius * p.width, static_cast<int>(entry[1]), entry[2]};
    std::copy_n(entry.begin() + 3, dim, seed.centre.begin_raw());
    places.push_back(seed);
  }
  return places;
}

/// Which of the places have melt of their body within the distance.
template <int dim>
std::vector<bool> PhaseField<dim>::near_melt(const std::vector<Seed> &places, const State &state) const
{
  const double distance = melt_distance * p.width;
  using Box             = std::array<long long, dim>;
  const auto box_of     = [&](const dealii::Point<dim> &x) {
    Box box;
    for (int d = 0; d < dim; ++d)
      box[d] = std::llround(std::floor(x[d] / distance));
    return box;
  };
  std::map<Box, std::vector<std::size_t>> boxes;
  for (std::size_t k = 0; k < places.size(); ++k)
    boxes[box_of(places[k].centre)].push_back(k);
  std::vector<int> near(places.size(), 0);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (region[i] >= 0 && state.crystallinity.local_element(i) < 0.5)
    {
      const Box middle = box_of(space.positions[i]);
      for (int k = 0; k < std::lround(std::pow(3, dim)); ++k)
      {
        Box box = middle;
        for (int d = 0, rest = k; d < dim; ++d, rest /= 3)
          box[d] += rest % 3 - 1;
        if (const auto found = boxes.find(box); found != boxes.end())
          std::erase_if(found->second, [&](std::size_t place) {
            const bool met = parts.at(places[place].region, i) == places[place].body &&
                             space.positions[i].distance(places[place].centre) < distance;
            near[place] = near[place] || met;
            return met;
          });
      }
    }
  dealii::Utilities::MPI::max(near, space.communicator, near);
  return {near.begin(), near.end()};
}

template <int dim>
std::vector<typename PhaseField<dim>::Seed> PhaseField<dim>::seeds(const State &state) const
{
  std::vector<Seed> chosen;
  if (!any || !p.melting)
    return chosen;
  const std::vector<Seed> places = superheated(state);
  if (places.empty())
    return chosen;
  const std::vector<bool> near = near_melt(places, state);
  for (std::size_t k = 0; k < places.size(); ++k)
    if (!near[k] && std::none_of(chosen.begin(), chosen.end(), [&](const Seed &other) {
          return other.body == places[k].body && other.centre.distance(places[k].centre) < melt_distance * p.width;
        }))
      chosen.push_back(places[k]);
  return chosen;
}

template <int dim>
void PhaseField<dim>::stamp(State &state, const Seed &seed) const
{
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    if (region[i] >= 0 && parts.at(seed.region, i) == seed.body)
    {
      const double d       = space.positions[i].distance(seed.centre) - seed.radius;
      const double crystal = 0.5 * (1 + std::tanh(d / (std::numbers::sqrt2 * p.width)));
      double      &phi     = state.crystallinity.local_element(i);
      phi                  = std::min(phi, crystal);
    }
  field.distribute(state.crystallinity);
}

#define INSTANTIATE(dim)                                                                                               \
  template double PhaseField<dim>::seeding_temperature(const physics::Material &) const;                               \
  template std::vector<typename PhaseField<dim>::Seed> PhaseField<dim>::seeds(const State &) const;                    \
  template void                                        PhaseField<dim>::stamp(State &, const Seed &) const;
INSTANTIATE(2)
INSTANTIATE(3)
#undef INSTANTIATE
} // namespace quench::solver
