// Clusters below the critical size, and such as wait in the glass: docs/equations.md, N6 and N11.
#include <solver/structure/clusters.h>
#include <solver/structure/nucleation_local.h>

#include <physics/phase/cluster_population.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
bool keeps_clusters(const physics::Material &material)
{
  return material.changes_phase() && material.nucleation().is_enabled() &&
         material.nucleation().parameters().incubation == physics::Incubation::clusters;
}

std::size_t n_cluster_fields(const Materials &materials, NucleationMode mode)
{
  if (mode != NucleationMode::seeds)
    return 0;
  int largest = 1;
  for (const physics::Material &material : materials)
    if (keeps_clusters(material))
      largest = std::max(largest, material.nucleation().parameters().largest_cluster);
  return static_cast<std::size_t>(largest - 1);
}

void follow_clusters(const Materials &materials, const std::vector<int> &region, const State &old, State &next,
                     double dt, bool fictive)
{
  for (unsigned int i = 0; i < region.size(); ++i)
    if (region[i] >= 0 && keeps_clusters(materials[region[i]]))
    {
      const physics::Nucleation &law = materials[region[i]].nucleation();
      const auto                 n   = static_cast<std::size_t>(law.parameters().largest_cluster);
      const double               T_f = fictive ? next.fictive.local_element(i) : physics::glass_of_card;
      std::vector<double>        numbers(n, 0.0);
      numbers[0] = 1;
      if (next.crystallinity.local_element(i) <= 0.5)
      {
        for (std::size_t k = 1; k < n; ++k)
          numbers[k] = old.clusters[k - 1].local_element(i);
        physics::ClusterPopulation population(std::move(numbers));
        population.follow(law, old.temperature.local_element(i), next.temperature.local_element(i), dt, T_f);
        numbers = population.numbers();
      }
      for (std::size_t k = 1; k < n; ++k)
        next.clusters[k - 1].local_element(i) = numbers[k];
    }
}

namespace
{
constexpr std::uint32_t precursor_places = 0x77616974; ///< purpose of the stream
} // namespace

/// Waiting clusters (eq. N11): at fixed random places, each wakes as soon as it is supercritical, unless it has become
/// crystal or is awake.
template <int dim>
void Nucleation<dim>::wake_precursors(const Window &window, std::vector<Nucleus> &born) const
{
  double density = 0;
  for (const physics::Material &material : materials)
    if (const auto &law = material.nucleation().parameters(); material.changes_phase() && law.precursors)
      density = std::max(density, law.precursor_density);
  if (density == 0)
    return;
  dealii::Point<dim> anywhere;
  const double       volume = std::pow(BirthLattice::edge, dim) * space.measure(anywhere);
  for (const auto &[block, numbers] : volumes.in)
  {
    RandomStream random(p.seed, precursor_places, block.key(), 0);
    for (std::uint64_t n = random.poisson(density * volume); n > 0; --n)
    {
      std::array<double, 3> at{};
      for (std::size_t d = 0; d < dim; ++d)
        at[d] = (static_cast<double>(block.index[d]) + random.uniform()) * BirthLattice::edge;
      const double share = density * random.uniform(); // thins the process where a material has fewer
      for (const unsigned int k : numbers)
        wake(volumes.all[k], at, share, window, born);
    }
  }
}

template <int dim>
void Nucleation<dim>::wake(const Patch &patch, const std::array<double, 3> &at, double share, const Window &window,
                           std::vector<Nucleus> &born) const
{
  const int   region = space.cells[patch.cell].region;
  const auto &law    = materials[region].nucleation();
  Unit        unit;
  if (!law.parameters().precursors || share >= law.parameters().precursor_density || !locate(patch, at, unit))
    return;
  const auto &all = window.state.nuclei;
  if (std::any_of(all.begin(), all.end(), [&](const Nucleus &n) { return n.position == at; }))
    return;
  constexpr int n_moments = 8; // of the step, between which a change of temperature is not followed
  for (int k = 0; k <= n_moments; ++k)
  {
    const double after = window.dt * k / n_moments;
    const Place  here  = place(patch, unit, after, window);
    if (here.crystal < 0.5 && law.precursors_grow(here.T))
    {
      born.push_back({at, law.parameters().precursor_radius, double(window.start + after), 0, region});
      return;
    }
  }
}

template void Nucleation<2>::wake_precursors(const Window &, std::vector<Nucleus> &) const;
template void Nucleation<3>::wake_precursors(const Window &, std::vector<Nucleus> &) const;
} // namespace quench::solver
