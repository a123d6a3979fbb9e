// Births of crystals: docs/equations.md, N9.
#include <solver/structure/clusters.h>
#include <solver/structure/nucleation_local.h>

#include <meshes/mesh_builder.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
/// Purposes of the random streams; those of the lattice's levels lie within some hundred of them.
constexpr std::uint32_t volume_births = 0x766f6c75, interface_births = 0x66616365;

constexpr double temperature_part = 5 * units::K; ///< over which a rate is taken as smooth

/// The part of the steady rate that there is before the clusters have settled (eq. N5, N6).
double incubated_part(const physics::Material &material, double T, double T_f, double age, double clusters)
{
  const physics::Nucleation &law = material.nucleation();
  if (!keeps_clusters(material))
    return law.incubated_part(age);
  const double steady = law.volume_rate(T, T_f);
  return steady > 0 ? law.cluster_flux(T, clusters, T_f) / steady : 0;
}
} // namespace

template <int dim>
bool Nucleation<dim>::bears(int region) const
{
  return materials[region].changes_phase() && materials[region].nucleation().is_enabled();
}

template <int dim>
Block Nucleation<dim>::block_of(const std::array<double, 3> &place) const
{
  Block block;
  for (std::size_t d = 0; d < dim; ++d)
    block.index[d] = static_cast<std::int64_t>(std::floor(place[d] / BirthLattice::edge));
  return block;
}

/// Enters a patch in all blocks that it overlaps.
template <int dim>
void Nucleation<dim>::add(const Patch &patch)
{
  constexpr double      slack = 1e-6 * units::nm;
  const auto           &cell  = space.cells[patch.cell];
  std::array<double, 3> lower{}, upper{};
  for (int d = 0, t = 0; d < dim; ++d)
    if (d != patch.normal)
    {
      lower[t]   = cell.corner[d] - slack;
      upper[t++] = cell.corner[d] + cell.size[d] + slack;
    }
  Patches           &patches = patch.normal < 0 ? volumes : walls;
  const unsigned int number  = static_cast<unsigned int>(patches.all.size());
  patches.all.push_back(patch);
  if (p.mode != NucleationMode::seeds)
    return; // the expected rate needs no blocks
  const Block first = block_of(lower), last = block_of(upper);
  Block       block = first;
  if (patch.normal >= 0)
  {
    const double plane = cell.corner[patch.normal] + patch.side * cell.size[patch.normal];
    block.wall         = static_cast<std::uint64_t>(std::llround(plane * 1e6)) << 3 |
                 static_cast<std::uint64_t>(2 * patch.normal + patch.side + 1);
  }
  for (auto i = first.index[0]; i <= last.index[0]; ++i)
    for (auto j = first.index[1]; j <= last.index[1]; ++j)
      for (auto k = first.index[2]; k <= last.index[2]; ++k)
      {
        block.index = {i, j, k};
        patches.in[block].push_back(number);
      }
}

namespace
{
/// Whether another material slot lies behind a face of a cell, cut or not.
template <class Cell>
bool is_wall(const Cell &cell, unsigned int f, const meshes::CellGeometry &geometry)
{
  const auto slot = [&](dealii::types::material_id region) { return geometry.regions[region].slot(); };
  if (!cell->at_boundary(f))
    return slot(cell->neighbor(f)->material_id()) != slot(cell->material_id());
  return cell->face(f)->boundary_id() == meshes::cut_boundary_id &&
         slot(cell->periodic_neighbor(f)->material_id()) != slot(cell->material_id());
}
} // namespace

/// The cells that bear crystals, the nodes of all that change phase, and the cells' faces to other material slots.
template <int dim>
void Nucleation<dim>::collect_patches()
{
  const std::vector<int> region = Bodies<dim>::node_regions(space, materials);
  for (unsigned int i = 0; i < region.size(); ++i)
    if (region[i] >= 0 && p.mode == NucleationMode::seeds)
    {
      std::array<double, 3> at{};
      for (int d = 0; d < dim; ++d)
        at[d] = space.positions[i][d];
      nodes[block_of(at)].push_back(i);
    }
  std::vector<typename dealii::DoFHandler<dim>::active_cell_iterator> owned; // in the order of space.cells
  for (const auto &cell : space.dofs.active_cell_iterators())
    if (cell->is_locally_owned())
      owned.push_back(cell);
  std::sort(owned.begin(), owned.end(), [](const auto &a, const auto &b) { return a->id() < b->id(); });
  for (unsigned int c = 0; c < space.cells.size(); ++c)
    if (bears(space.cells[c].region))
    {
      add({c});
      for (const unsigned int f : owned[c]->face_indices())
        if (is_wall(owned[c], f, space.geometry))
          add({c, static_cast<int>(f / 2), static_cast<int>(f % 2)});
    }
}

/// Conditions at a node of a region, `after` the start of the step.
template <int dim>
typename Nucleation<dim>::Place Nucleation<dim>::at_node(int region, unsigned int node, double after,
                                                         const Window &window) const
{
  const State &state = window.state;
  Place        at;
  at.T       = window.temperature(node, after);
  at.T_f     = state.fictive.local_element(node);
  at.age     = state.age.local_element(node);
  at.front   = window.front(node, after);
  at.crystal = at.front + state.inclusions.local_element(node);
  if (keeps_clusters(materials[region]))
    at.clusters =
        state.clusters[static_cast<std::size_t>(materials[region].nucleation().parameters().largest_cluster) - 2]
            .local_element(node);
  return at;
}

/// The same at a point of a cell.
template <int dim>
typename Nucleation<dim>::Place Nucleation<dim>::place(const Patch &patch, const Unit &unit, double after,
                                                       const Window &window) const
{
  const auto &cell = space.cells[patch.cell];
  Place       at;
  for (unsigned int i = 0; i < Discretization<dim>::n; ++i)
  {
    double N = 1;
    for (int d = 0; d < dim; ++d)
      N *= (i >> d) & 1 ? unit[d] : 1 - unit[d];
    at.add(N, at_node(cell.region, cell.nodes[i], after, window));
  }
  return at;
}

/// Births per volume, or per area of a wall, and time [1/(nm3 ns)], [1/(nm2 ns)]: in all that lies on the glass's side
/// of a front, less the inclusions.
template <int dim>
double Nucleation<dim>::rate(const Patch &patch, const Place &at) const
{
  const physics::Material &material = materials[space.cells[patch.cell].region];
  if (at.front >= 0.5 || at.T >= material.melting_temperature() || at.T <= 0)
    return 0;
  const double T_f = glass_temperature(at.T_f);
  const double steady =
      patch.normal < 0 ? material.nucleation().volume_rate(at.T, T_f) : material.nucleation().interface_rate(at.T, T_f);
  if (steady < BirthLattice::lowest_of_all) // too cold for a number
    return 0;
  return steady * std::max(1 - (at.crystal - at.front), 0.0) * incubated_part(material, at.T, T_f, at.age, at.clusters);
}

/// No rate of this patch in the step is higher than this [per extent of the mesh and ns]: twice the highest of those at
/// temperatures between its coldest and its hottest node, 5 K apart.
template <int dim>
double Nucleation<dim>::bound(const Patch &patch, const Window &window) const
{
  const auto &cell = space.cells[patch.cell];
  Place       worst;
  double      coldest = 1e300, hottest = 0;
  worst.front = 1;
  for (const unsigned int node : cell.nodes)
  {
    const Place  start = at_node(cell.region, node, 0, window);
    const double end   = window.temperature(node, window.dt);
    coldest            = std::min({coldest, start.T, end});
    hottest            = std::max({hottest, start.T, end});
    worst.front        = std::min({worst.front, start.front, window.front(node, window.dt)});
    worst.T_f          = std::max(worst.T_f, start.T_f);
    worst.age          = std::max(worst.age, start.age);
    worst.clusters     = std::max(worst.clusters, start.clusters);
  }
  worst.crystal = worst.front; // no inclusions
  if (worst.front >= 0.5)
    return 0;
  hottest              = std::min(hottest, materials[cell.region].melting_temperature());
  const double part    = (hottest - coldest) / std::ceil(std::max(1.0, (hottest - coldest) / temperature_part));
  double       highest = 0;
  for (worst.T = coldest; worst.T <= hottest; worst.T += std::max(part, 1e-3 * units::K))
    highest = std::max(highest, rate(patch, worst));
  dealii::Point<dim> outer = cell.corner;
  outer[0] += cell.size[0];
  return 2 * highest * std::max(space.measure(cell.corner), space.measure(outer));
}

/// Whether the place lies in this cell, or on this wall; upper ends belong to the next.
template <int dim>
bool Nucleation<dim>::locate(const Patch &patch, const std::array<double, 3> &at, Unit &unit) const
{
  const auto &cell = space.cells[patch.cell];
  for (int d = 0, t = 0; d < dim; ++d)
    if (d == patch.normal)
      unit[d] = patch.side;
    else
    {
      unit[d] = (at[t++] - cell.corner[d]) / cell.size[d];
      if (unit[d] < 0 || unit[d] >= 1)
        return false;
    }
  return true;
}

/// The points of the random process that lie below the rate of their place and time.
template <int dim>
void Nucleation<dim>::bear(const Patches &patches, std::uint32_t purpose, int dimensions, const Window &window,
                           std::vector<Nucleus> &born) const
{
  std::vector<double> bounds; // of each patch
  double              highest = 0, extent = 0;
  for (const Patch &patch : patches.all)
    bounds.push_back(bound(patch, window));
  for (const double rate : bounds)
    highest = std::max(highest, rate);
  highest = dealii::Utilities::MPI::max(highest, space.communicator);
  extent  = std::pow(BirthLattice::edge, dimensions) *
           dealii::Utilities::MPI::sum(static_cast<double>(patches.in.size()), space.communicator);
  if (highest * extent * window.dt < BirthLattice::expects_nobody)
    return;
  const BirthLattice lattice(p.seed, purpose, dimensions, window.start, window.dt, highest);
  for (const auto &[block, numbers] : patches.in)
  {
    double rate = 0;
    for (const unsigned int k : numbers)
      rate = std::max(rate, bounds[k]);
    lattice.visit(block, rate, [&, &block = block, &numbers = numbers](const BirthLattice::Point &point) {
      std::array<double, 3> at{};
      for (std::size_t d = 0; d < static_cast<std::size_t>(dimensions); ++d)
        at[d] = (static_cast<double>(block.index[d]) + point.unit[d]) * BirthLattice::edge;
      Unit unit;
      for (const unsigned int k : numbers)
        if (locate(patches.all[k], at, unit))
          bear_at(patches.all[k], at, unit, point, window, born);
    });
  }
}

template <int dim>
void Nucleation<dim>::bear_at(const Patch &patch, const std::array<double, 3> &place_in_block, const Unit &unit,
                              const BirthLattice::Point &point, const Window &window, std::vector<Nucleus> &born) const
{
  const auto        &cell = space.cells[patch.cell];
  const Place        at   = place(patch, unit, point.after, window);
  dealii::Point<dim> where;
  Nucleus            nucleus;
  for (std::size_t d = 0, t = 0; d < dim; ++d)
    nucleus.position[d] = where[d] =
        int(d) == patch.normal ? cell.corner[d] + patch.side * cell.size[d] : place_in_block[t++];
  if (point.rate >= rate(patch, at) * space.measure(where))
    return;
  const physics::Material &material = materials[cell.region];
  nucleus.born                      = double(window.start + point.after);
  nucleus.region                    = cell.region;
  nucleus.radius                    = std::max(smallest_crystal, head_start * critical_radius(material, at.T));
  if (keeps_clusters(material))
    nucleus.radius = std::max(nucleus.radius, material.nucleation().counted_radius());
  born.push_back(nucleus);
}

template <int dim>
double Nucleation<dim>::integral(const Patch &patch, const Window &window) const
{
  const auto &cell    = space.cells[patch.cell];
  double      coldest = 1e300, hottest = 0, least_front = 1;
  for (const unsigned int node : cell.nodes)
  {
    coldest     = std::min(coldest, window.temperature(node, 0));
    hottest     = std::max(hottest, window.temperature(node, 0));
    least_front = std::min(least_front, window.front(node, 0));
  }
  if (least_front >= 0.5 || coldest >= materials[cell.region].melting_temperature())
    return 0;
  const int    parts = 2 * static_cast<int>(std::clamp(std::ceil((hottest - coldest) / temperature_part), 1.0, 64.0));
  const double gauss = 0.5 / std::sqrt(3.0);
  const int    n_dir = patch.normal < 0 ? dim : dim - 1;
  const int    n_points = static_cast<int>(std::lround(std::pow(parts, n_dir)));
  double       extent = 1, sum = 0;
  for (int d = 0; d < dim; ++d)
    extent *= d == patch.normal ? 1 : cell.size[d];
  for (int k = 0; k < n_points; ++k)
  {
    Unit               unit;
    dealii::Point<dim> where;
    for (int d = 0, rest = k; d < dim; ++d)
    {
      const int i = rest % parts; // two Gauss points in each of parts / 2 equal parts
      unit[d]     = d == patch.normal ? patch.side : (i / 2 + 0.5 + (i % 2 == 0 ? -gauss : gauss)) * 2 / parts;
      where[d]    = cell.corner[d] + unit[d] * cell.size[d];
      rest        = d == patch.normal ? rest : rest / parts;
    }
    sum += rate(patch, place(patch, unit, 0, window)) * space.measure(where);
  }
  return sum * extent / n_points;
}

template <int dim>
typename Nucleation<dim>::Rates Nucleation<dim>::expected_rate(const State &state) const
{
  const Window          window{state, nullptr, state.time, 0, false};
  std::array<double, 2> sums{};
  for (const Patch &patch : volumes.all)
    sums[0] += integral(patch, window);
  for (const Patch &patch : walls.all)
    sums[1] += integral(patch, window);
  sum_over_ranks(sums, space.communicator);
  return {sums[0], p.interfaces ? sums[1] : 0};
}

template <int dim>
std::vector<Nucleus> Nucleation<dim>::births(const Window &window) const
{
  std::vector<Nucleus> born;
  bear(volumes, volume_births, dim, window, born);
  if (p.interfaces)
    bear(walls, interface_births, dim - 1, window, born);
  wake_precursors(window, born);
  return born;
}

#define INSTANTIATE(dim)                                                                                               \
  template void                            Nucleation<dim>::collect_patches();                                         \
  template typename Nucleation<dim>::Rates Nucleation<dim>::expected_rate(const State &) const;                        \
  template std::vector<Nucleus>            Nucleation<dim>::births(const Window &) const;                              \
  template typename Nucleation<dim>::Place Nucleation<dim>::place(const Patch &, const Unit &, double, const Window &) \
      const;                                                                                                           \
  template bool  Nucleation<dim>::locate(const Patch &, const std::array<double, 3> &, Unit &) const;                  \
  template Block Nucleation<dim>::block_of(const std::array<double, 3> &) const;
INSTANTIATE(2)
INSTANTIATE(3)
#undef INSTANTIATE
} // namespace quench::solver
