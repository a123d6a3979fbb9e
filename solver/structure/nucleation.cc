// Crystals from their birth until the mesh carries them: docs/equations.md, N9 and N10.
#include <solver/structure/nucleation_local.h>

#include <solver/structure/grains.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace quench::solver
{
namespace
{
/// Births of all ranks in an order that does not depend on them: by time, then place.
std::vector<Nucleus> gather(const std::vector<Nucleus> &mine, MPI_Comm communicator)
{
  constexpr int       numbers = 6;
  std::vector<double> packed;
  for (const Nucleus &n : mine)
    packed.insert(packed.end(), {n.born, n.position[0], n.position[1], n.position[2], n.radius, double(n.region)});
  std::vector<Nucleus> all;
  for (const auto &part : dealii::Utilities::MPI::all_gather(communicator, packed))
    for (std::size_t i = 0; i + numbers <= part.size(); i += numbers)
      all.push_back({{part[i + 1], part[i + 2], part[i + 3]},
                     part[i + 4],
                     part[i],
                     0,
                     static_cast<int>(part[i + 5]),
                     part[i + 4]});
  std::sort(all.begin(), all.end(), [](const Nucleus &a, const Nucleus &b) {
    return std::tie(a.born, a.position, a.region) < std::tie(b.born, b.position, b.region);
  });
  return all;
}

/// Crystallinity at a distance outside of a front of width ell (eq. P6).
double profile(double outside, double ell) { return 0.5 * (1 - std::tanh(outside / (std::numbers::sqrt2 * ell))); }

constexpr double swallowed = 1e-3; ///< choice: what is left of a crystal beside a front heats it by less than 1 K
constexpr double reach     = 10;   ///< of a profile, in interface widths: 7e-7 is left there

/// Takes out what fronts have run over and taken in; how many.
int drop_swallowed(std::vector<Nucleus> &nuclei, const std::vector<bool> &overrun, const std::vector<double> &seen)
{
  std::vector<Nucleus> kept;
  for (std::size_t k = 0; k < nuclei.size(); ++k)
    if (!overrun[k] || seen[k] >= swallowed)
      kept.push_back(nuclei[k]);
  std::swap(nuclei, kept);
  return static_cast<int>(kept.size() - nuclei.size());
}
} // namespace

template <int dim>
Nucleation<dim>::Nucleation(const Discretization<dim> &discretization, const Materials &materials_,
                            const NucleationSettings &settings, double interface_width, bool fictive_)
  : space(discretization), materials(materials_), p(settings), width(interface_width), fictive(fictive_),
    bodies(space, materials)
{
  collect_patches();
}

/// Where each nucleus is, in the middle of the step: means over the cells of its region that share the point.
template <int dim>
std::vector<typename Nucleation<dim>::Sample> Nucleation<dim>::sample(const Window &window) const
{
  constexpr double    slack   = 1e-9; // of a face on which it was born, in edges of a cell
  constexpr int       numbers = 4;    // weight, T, phi, T_f
  std::vector<double> found(numbers * window.state.nuclei.size(), 0.0), body(window.state.nuclei.size(), 0.0);
  for (std::size_t k = 0; k < window.state.nuclei.size(); ++k)
  {
    const Nucleus &nucleus = window.state.nuclei[k];
    const auto     near    = volumes.in.find(block_of(nucleus.position));
    if (near == volumes.in.end())
      continue;
    for (const unsigned int number : near->second)
    {
      const Patch &patch  = volumes.all[number];
      const auto  &cell   = space.cells[patch.cell];
      bool         inside = cell.region == nucleus.region;
      Unit         unit;
      for (int d = 0; d < dim && inside; ++d)
      {
        unit[d] = (nucleus.position[d] - cell.corner[d]) / cell.size[d];
        inside  = unit[d] >= -slack && unit[d] <= 1 + slack;
      }
      if (!inside)
        continue;
      const Place at = place(patch, unit, window.dt / 2, window);
      body[k]        = bodies.at(cell.region, cell.nodes[0]);
      found[numbers * k] += 1;
      found[numbers * k + 1] += at.T;
      found[numbers * k + 2] += at.front;
      found[numbers * k + 3] += at.T_f;
    }
  }
  dealii::Utilities::MPI::sum(found, space.communicator, found);
  dealii::Utilities::MPI::max(body, space.communicator, body);
  std::vector<Sample> samples(window.state.nuclei.size());
  for (std::size_t k = 0; k < samples.size(); ++k)
    if (const double n = found[numbers * k]; n > 0)
      samples[k] = {found[numbers * k + 1] / n, found[numbers * k + 2] / n, found[numbers * k + 3] / n, body[k]};
  return samples;
}

/// r* of a sphere, or half of it for a disc, whose rim bends in one direction only.
template <int dim>
double Nucleation<dim>::critical_radius(const physics::Material &material, double temperature) const
{
  const double sphere = material.nucleation().critical_radius(temperature);
  return space.geometry.symmetry == meshes::Symmetry::planar ? sphere / 2 : sphere;
}

/// dr/dt = v_g (1 - r_c/r) over dt by the midpoint rule, in steps in which r - r_c changes by at most a tenth.
template <int dim>
void Nucleation<dim>::grow(Nucleus &nucleus, const Sample &at, double dt, Report &report) const
{
  const physics::Material &material = materials[nucleus.region];
  const double             v_g      = material.growth_velocity(at.temperature, glass_temperature(at.fictive));
  const bool               melts    = at.temperature >= material.melting_temperature();
  const double             r_c      = melts ? 0 : critical_radius(material, at.temperature);
  const auto               speed    = [&](double r) { return v_g * (1 - r_c / std::max(r, smallest_crystal)); };
  double                   travel = 0, left = dt;
  while (left > 0 && nucleus.radius >= smallest_crystal && nucleus.radius < stamp_radius * width)
  {
    const double v    = speed(nucleus.radius);
    const double part = std::min(left, 0.1 * nucleus.radius / std::max(std::abs(v_g), 1e-30));
    const double step = part * speed(nucleus.radius + 0.5 * part * v);
    nucleus.radius += step;
    travel += std::abs(step);
    left -= part;
  }
  if (nucleus.radius >= stamp_radius * width)
    travel += left * v_g;
  report.travel = std::max(report.travel, travel);
}

/// see(node, crystallinity of a crystal of three interface widths there) for the nodes near a nucleus in its body.
template <int dim>
template <class See>
void Nucleation<dim>::nodes_near(const Nucleus &nucleus, double body, const See &see) const
{
  const double          radius = stamp_radius * width, far = radius + reach * width;
  dealii::Point<dim>    centre;
  std::array<double, 3> lower{}, upper{};
  for (int d = 0; d < dim; ++d)
  {
    centre[d] = nucleus.position[d];
    lower[d]  = centre[d] - far;
    upper[d]  = centre[d] + far;
  }
  const Block first = block_of(lower), last = block_of(upper);
  for (auto i = first.index[0]; i <= last.index[0]; ++i)
    for (auto j = first.index[1]; j <= last.index[1]; ++j)
      for (auto k = first.index[2]; k <= last.index[2]; ++k)
        if (const auto found = nodes.find(Block{{i, j, k}}); found != nodes.end())
          for (const unsigned int node : found->second)
            if (bodies.at(nucleus.region, node) == body)
              if (const double distance = space.positions[node].distance(centre); distance < far)
                see(node, profile(distance - radius, width));
}

template <int dim>
void Nucleation<dim>::stamp(State &state, const Nucleus &nucleus, double body) const
{
  nodes_near(nucleus, body, [&](unsigned int node, double crystal) {
    double &phi = state.crystallinity.local_element(node);
    if (phi <= 0.5 && crystal > 0.5)
      state.grain.local_element(node) = nucleus.grain;
    phi = std::max(phi, crystal);
  });
}

template <int dim>
void Nucleation<dim>::hide(State &state) const
{
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    state.crystallinity.local_element(i) -= state.inclusions.local_element(i);
}

/// Inclusions (eq. N10): the profile that a crystal will have when it is written, in proportion to the volume that it
/// has grown by. How much of each is seen beside the fronts, at the node where it is most.
template <int dim>
std::vector<double> Nucleation<dim>::include(State &state, const std::vector<double> &body) const
{
  std::vector<double> seen(state.nuclei.size(), 0.0);
  state.inclusions = 0;
  state.inclusions.update_ghost_values();
  const int power = space.geometry.symmetry == meshes::Symmetry::none ? 3 : 2;
  for (std::size_t k = 0; k < state.nuclei.size(); ++k)
  {
    const Nucleus &nucleus = state.nuclei[k];
    const double   least = std::pow(nucleus.least, power), most = std::pow(stamp_radius * width, power);
    const double   part = std::clamp((std::pow(nucleus.radius, power) - least) / std::abs(most - least), 0.0, 1.0);
    nodes_near(nucleus, body[k], [&](unsigned int node, double crystal) {
      double      &inclusion = state.inclusions.local_element(node);
      const double beside    = part * crystal - std::max(state.crystallinity.local_element(node), 0.0);
      inclusion              = std::max(inclusion, beside);
      seen[k]                = std::max(seen[k], beside);
    });
  }
  dealii::Utilities::MPI::max(seen, space.communicator, seen);
  return seen;
}

template <int dim>
void Nucleation<dim>::show(State &state) const
{
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    state.crystallinity.local_element(i) += state.inclusions.local_element(i);
}

template <int dim>
typename Nucleation<dim>::Report Nucleation<dim>::advance(State &next, double dt, const State *old) const
{
  Report report;
  if (p.mode != NucleationMode::seeds)
    return report;
  const Window window{next, old, next.time + -dt, dt, true};
  report.births = gather(births(window), space.communicator);
  for (Nucleus &nucleus : report.births)
    nucleus.grain = grain_label(next.n_grains++);
  next.nuclei.insert(next.nuclei.end(), report.births.begin(), report.births.end());
  const std::vector<Sample> at = sample(window);
  std::vector<Nucleus>      kept;
  std::vector<double>       body;
  std::vector<bool>         overrun;
  for (std::size_t k = 0; k < next.nuclei.size(); ++k)
  {
    Nucleus    nucleus    = next.nuclei[k];
    const bool is_overrun = at[k].crystallinity > 0.5; // by a front, into which its heat goes bit by bit
    if (!is_overrun) // late in a program a double no longer tells when in the step it was born
      grow(nucleus, at[k], std::clamp(next.time - nucleus.born, 0.0, dt), report);
    if (at[k].body == 0 || nucleus.radius < smallest_crystal)
      ++report.lost;
    else if (nucleus.radius >= stamp_radius * width)
    {
      stamp(next, nucleus, at[k].body);
      ++report.stamped;
    }
    else
    {
      kept.push_back(nucleus);
      body.push_back(at[k].body);
      overrun.push_back(is_overrun);
    }
  }
  next.nuclei                    = std::move(kept);
  const std::vector<double> seen = include(next, body);
  report.lost += drop_swallowed(next.nuclei, overrun, seen);
  show(next);
  return report;
}

template class Nucleation<2>;
template class Nucleation<3>;
} // namespace quench::solver
