#include <solver/structure/nucleation.h>

#include <physics/base/random.h>
#include <physics/phase/cluster_population.h>
#include <solver/structure/grains.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quench::solver
{
namespace
{
/// Purposes of the random streams.
constexpr std::uint32_t volume_births = 0x766f6c75, interface_births = 0x66616365;

/// A new crystal is this much larger than the critical one, which would rest (choice).
constexpr double head_start = 1.1;
/// A crystal below this radius has dissolved (choice: one formula unit).
constexpr double smallest = 0.3 * units::nm;

/// Births of all ranks in an order that does not depend on them: by time, then place.
std::vector<Nucleus> gather(const std::vector<Nucleus> &mine, MPI_Comm communicator)
{
  constexpr int       numbers = 6;
  std::vector<double> packed;
  for (const Nucleus &n : mine)
    packed.insert(packed.end(), {n.born, n.position[0], n.position[1], n.position[2], n.radius, n.grain});
  std::vector<Nucleus> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(communicator, packed))
    for (std::size_t i = 0; i + numbers <= part.size(); i += numbers)
      all.push_back({{part[i + 1], part[i + 2], part[i + 3]}, part[i + 4], part[i], part[i + 5]});
  std::sort(all.begin(), all.end(), [](const Nucleus &a, const Nucleus &b) {
    return std::tie(a.born, a.position) < std::tie(b.born, b.position);
  });
  return all;
}
bool keeps_clusters(const physics::Material &material)
{
  return material.changes_phase() && material.nucleation().is_enabled() &&
         material.nucleation().parameters().incubation == physics::Incubation::clusters;
}
} // namespace

std::size_t n_cluster_fields(const std::vector<physics::Material> &materials, NucleationMode mode)
{
  if (mode != NucleationMode::seeds)
    return 0;
  int largest = 1;
  for (const physics::Material &material : materials)
    if (keeps_clusters(material))
      largest = std::max(largest, material.nucleation().parameters().largest_cluster);
  return static_cast<std::size_t>(largest - 1);
}

void follow_clusters(const std::vector<physics::Material> &materials, const std::vector<int> &region, const State &old,
                     State &next, double dt)
{
  for (unsigned int i = 0; i < region.size(); ++i)
    if (region[i] >= 0 && keeps_clusters(materials[region[i]]))
    {
      const physics::Nucleation &law = materials[region[i]].nucleation();
      const auto                 n   = static_cast<std::size_t>(law.parameters().largest_cluster);
      std::vector<double>        numbers(n, 0.0);
      numbers[0] = 1;
      if (next.crystallinity.local_element(i) <= 0.5)
      {
        for (std::size_t k = 1; k < n; ++k)
          numbers[k] = old.clusters[k - 1].local_element(i);
        physics::ClusterPopulation population(std::move(numbers));
        population.follow(law, old.temperature.local_element(i), next.temperature.local_element(i), dt);
        numbers = population.numbers();
      }
      for (std::size_t k = 1; k < n; ++k)
        next.clusters[k - 1].local_element(i) = numbers[k];
    }
}

template <int dim>
Nucleation<dim>::Nucleation(const Discretization<dim> &discretization, const std::vector<physics::Material> &materials_,
                            const NucleationSettings &settings, double interface_width, bool fictive_)
  : space(discretization), materials(materials_), p(settings), width(interface_width), fictive(fictive_)
{
  const Vector marks = touched_nodes(space, [&](const auto &cell) { return materials[cell.region].changes_phase(); });
  changes_phase.resize(space.positions.size());
  for (unsigned int i = 0; i < changes_phase.size(); ++i)
    changes_phase[i] = marks.local_element(i) > 0;
}

/// Crystals per volume and time in a cell, and the radius they are born with.
template <int dim>
typename Nucleation<dim>::Births Nucleation<dim>::births_in(const typename Discretization<dim>::Cell &cell,
                                                            const State                              &state) const
{
  const physics::Material &material = materials[cell.region];
  const auto              &law      = material.nucleation();
  const double T = at_centre<dim>(cell, state.temperature), glass = 1 - at_centre<dim>(cell, state.crystallinity);
  if (glass <= 0.5 || T >= material.melting_temperature())
    return {};
  const double T_f = at_centre<dim>(cell, state.fictive), steady = law.volume_rate(T);
  if (steady <= 0) // too cold for a number
    return {};
  Births births{(fictive ? law.volume_rate(T, T_f) : steady) * glass, head_start * law.critical_radius(T)};
  if (keeps_clusters(material))
  {
    const auto largest = static_cast<std::size_t>(law.parameters().largest_cluster) - 2;
    births.rate *= law.cluster_flux(T, at_centre<dim>(cell, state.clusters[largest])) / steady;
    births.radius = std::max(births.radius, law.counted_radius());
  }
  else
    births.rate *= law.incubated_part(at_centre<dim>(cell, state.age));
  births.radius = std::max(births.radius, smallest);
  return births;
}

template <int dim>
void Nucleation<dim>::bear_in_cells(const State &state, double dt, std::vector<Nucleus> &born) const
{
  for (const auto &cell : space.cells)
    if (materials[cell.region].changes_phase() && materials[cell.region].nucleation().is_enabled())
    {
      const Births births = births_in(cell, state);
      if (births.rate <= 0)
        continue;
      double volume = 0;
      for (const double JxW : cell.JxW)
        volume += JxW;
      RandomStream random(p.seed, volume_births, cell.id, state.step);
      for (std::uint64_t count = random.poisson(births.rate * volume * dt); count > 0; --count)
      {
        Nucleus nucleus;
        for (int d = 0; d < dim; ++d)
          nucleus.position[d] = cell.corner[d] + random.uniform() * cell.size[d];
        nucleus.born   = double(state.time) - dt * random.uniform();
        nucleus.radius = births.radius;
        born.push_back(nucleus);
      }
    }
}

template <int dim>
void Nucleation<dim>::bear_on_faces(const State &state, double dt, std::vector<Nucleus> &born) const
{
  constexpr unsigned int m = Discretization<dim>::Face::m;
  for (const auto &face : space.faces)
    for (unsigned int side = 0; side < 2; ++side)
    {
      const physics::Material &material = materials[face.region[side]];
      if (!material.changes_phase() || !material.nucleation().is_enabled())
        continue;
      double             T = 0, phi = 0, T_f = 0, area = 0;
      dealii::Point<dim> lower = space.positions[face.nodes[0]], upper = lower; // of the finer side
      for (unsigned int i = 0; i < m; ++i)
      {
        const unsigned int node = face.nodes[side * m + i];
        T += state.temperature.local_element(node) / m;
        phi += state.crystallinity.local_element(node) / m;
        T_f += state.fictive.local_element(node) / m;
        area += face.JxW[i];
        for (int d = 0; d < dim; ++d)
        {
          lower[d] = std::min(lower[d], space.positions[face.nodes[i]][d]);
          upper[d] = std::max(upper[d], space.positions[face.nodes[i]][d]);
        }
      }
      if (phi >= 0.5 || T >= material.melting_temperature())
        continue;
      RandomStream  random(p.seed, interface_births, face.id + side, state.step);
      const auto   &law   = material.nucleation();
      const double  rate  = fictive ? law.interface_rate(T, T_f) : law.interface_rate(T);
      std::uint64_t count = random.poisson(rate * (1 - phi) * area * dt);
      for (; count > 0; --count)
      {
        Nucleus nucleus;
        for (int d = 0; d < dim; ++d)
          nucleus.position[d] = lower[d] + random.uniform() * (upper[d] - lower[d]);
        nucleus.born   = double(state.time) - dt * random.uniform();
        nucleus.radius = std::max(smallest, head_start * material.nucleation().critical_radius(T));
        born.push_back(nucleus);
      }
    }
}

/// Temperature and crystallinity where each nucleus is.
template <int dim>
std::vector<typename Nucleation<dim>::Sample> Nucleation<dim>::sample(const State &state) const
{
  std::vector<double> found(4 * state.nuclei.size(), 0.0); // weight, T, phi, region: means where cells share the point
  for (const auto &cell : space.cells)
    if (materials[cell.region].changes_phase())
      for (std::size_t k = 0; k < state.nuclei.size(); ++k)
      {
        bool   inside = true;
        double unit[dim];
        for (int d = 0; d < dim && inside; ++d)
        {
          unit[d] = (state.nuclei[k].position[d] - cell.corner[d]) / cell.size[d];
          inside  = unit[d] >= 0 && unit[d] <= 1;
        }
        if (!inside)
          continue;
        found[4 * k] += 1;
        found[4 * k + 3] += cell.region;
        for (unsigned int i = 0; i < Discretization<dim>::n; ++i)
        {
          double N = 1;
          for (int d = 0; d < dim; ++d)
            N *= (i >> d) & 1 ? unit[d] : 1 - unit[d];
          found[4 * k + 1] += N * state.temperature.local_element(cell.nodes[i]);
          found[4 * k + 2] += N * state.crystallinity.local_element(cell.nodes[i]);
        }
      }
  dealii::Utilities::MPI::sum(found, space.communicator, found);
  std::vector<Sample> samples(state.nuclei.size());
  for (std::size_t k = 0; k < samples.size(); ++k)
    if (const double n = found[4 * k]; n > 0)
      samples[k] = {found[4 * k + 1] / n, found[4 * k + 2] / n, static_cast<int>(found[4 * k + 3] / n)};
  return samples;
}

/// dr/dt = v_g (1 - r*/r) over dt by the midpoint rule, in steps in which r - r* changes by at most a tenth.
template <int dim>
void Nucleation<dim>::grow(Nucleus &nucleus, const Sample &at, double dt, Report &report) const
{
  const physics::Material &material = materials[at.region];
  const double             v_g      = material.growth_velocity(at.temperature);
  const bool               melts    = at.temperature >= material.melting_temperature();
  const double             r_c      = melts ? 0 : material.nucleation().critical_radius(at.temperature);
  const auto               speed    = [&](double r) { return v_g * (1 - r_c / std::max(r, smallest)); };
  for (double left = dt; left > 0 && nucleus.radius >= smallest && nucleus.radius < stamp_radius * width;)
  {
    const double v    = speed(nucleus.radius);
    const double part = std::min(left, 0.1 * nucleus.radius / std::max(std::abs(v_g), 1e-30));
    report.speed      = std::max(report.speed, std::abs(v));
    nucleus.radius += part * speed(nucleus.radius + 0.5 * part * v);
    left -= part;
  }
}

template <int dim>
void Nucleation<dim>::stamp(State &state, const Nucleus &nucleus) const
{
  dealii::Point<dim> centre;
  for (int d = 0; d < dim; ++d)
    centre[d] = nucleus.position[d];
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (changes_phase[i])
    {
      const double distance = space.positions[i].distance(centre) - nucleus.radius;
      const double profile  = 0.5 * (1 - std::tanh(distance / (std::numbers::sqrt2 * width)));
      double      &phi      = state.crystallinity.local_element(i);
      if (phi <= 0.5 && profile > 0.5)
        state.grain.local_element(i) = nucleus.grain;
      phi = std::max(phi, profile);
    }
}

template <int dim>
typename Nucleation<dim>::Report Nucleation<dim>::advance(State &next, double dt) const
{
  Report report;
  if (p.mode != NucleationMode::seeds)
    return report;
  std::vector<Nucleus> mine;
  bear_in_cells(next, dt, mine);
  if (p.interfaces)
    bear_on_faces(next, dt, mine);
  report.births = gather(mine, space.communicator);
  for (Nucleus &nucleus : report.births)
    nucleus.grain = grain_label(next.n_grains++);
  next.nuclei.insert(next.nuclei.end(), report.births.begin(), report.births.end());
  const std::vector<Sample> at = sample(next);
  std::vector<Nucleus>      kept;
  for (std::size_t k = 0; k < next.nuclei.size(); ++k)
  {
    Nucleus nucleus = next.nuclei[k];
    if (at[k].region < 0 || at[k].crystallinity > 0.5)
    {
      ++report.lost; // a front has run over it
      continue;
    }
    // late in a program a double no longer tells when in the step it was born
    grow(nucleus, at[k], std::clamp(next.time - nucleus.born, 0.0, dt), report);
    if (nucleus.radius >= stamp_radius * width)
    {
      stamp(next, nucleus);
      ++report.stamped;
    }
    else if (nucleus.radius < smallest)
      ++report.lost;
    else
      kept.push_back(nucleus);
  }
  next.nuclei = std::move(kept);
  return report;
}

template class Nucleation<2>;
template class Nucleation<3>;
} // namespace quench::solver
