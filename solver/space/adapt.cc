#include <solver/space/adapt.h>

#include <solver/structure/grains.h>

#include <deal.II/distributed/solution_transfer.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quench::solver
{
namespace
{
/// Crystallinity within these ends means: nearer to the front than 2.2, 3.9 and 4.9 interface widths.
constexpr double must_be_fine = 4e-2, to_be_fine = 4e-3, may_be_coarse = 1e-3;

template <class Cell>
double largest_edge(const Cell &cell)
{
  return *std::max_element(cell.size.begin(), cell.size.end());
}

struct Ends
{
  double lowest = 2, highest = -1;

  bool in_band(double distance_of_ends) const { return lowest < 1 - distance_of_ends && highest > distance_of_ends; }
};

template <class Cell>
Ends crystallinity_ends(const Cell &cell, const State &state)
{
  Ends ends;
  for (const unsigned int node : cell.nodes)
  {
    ends.lowest  = std::min(ends.lowest, state.crystallinity.local_element(node));
    ends.highest = std::max(ends.highest, state.crystallinity.local_element(node));
  }
  return ends;
}

template <class Cell, class Point>
double distance(const Cell &cell, const Point &p)
{
  double d2 = 0;
  for (unsigned int d = 0; d < Point::dimension; ++d)
  {
    const double gap = std::max({cell.corner[d] - p[d], p[d] - cell.corner[d] - cell.size[d], 0.0});
    d2 += gap * gap;
  }
  return std::sqrt(d2);
}

/// Where melt may appear next: crystal nodes less than 60 K below their seed temperature that are not colder than the
/// crystal round them; beside a front the mesh is fine already. Several where a place is symmetric, so that round-off
/// (and with it the number of ranks) does not choose a side.
template <int dim>
std::vector<dealii::Point<dim>> next_to_melt(const Discretization<dim> &space, const Materials &materials,
                                             const State &state)
{
  constexpr double near = 60 * units::K, alike = 1e-3 * units::K, beside_a_front = std::numeric_limits<double>::max();
  Vector           highest = space.make_field(); // excess + 60 K of the hottest crystal in the cells round a node
  const auto       excess  = [&](const auto &cell, unsigned int node) {
    return state.crystallinity.local_element(node) > 0.9
                      ? near + state.temperature.local_element(node) - materials[cell.region].melt_seed_temperature()
                      : beside_a_front;
  };
  for (const auto &cell : space.cells)
    if (materials[cell.region].changes_phase())
      for (const unsigned int node : cell.nodes)
        for (const unsigned int other : cell.nodes)
          highest.local_element(node) = std::max(highest.local_element(node), excess(cell, other));
  highest.compress(dealii::VectorOperation::max);
  highest.update_ghost_values();
  std::vector<dealii::Point<dim>> mine, all;
  for (const auto &cell : space.cells)
    if (materials[cell.region].changes_phase())
      for (const unsigned int node : cell.nodes)
        if (const double own = excess(cell, node);
            own > 0 && own < beside_a_front && own >= highest.local_element(node) - alike)
          mine.push_back(space.positions[node]);
  for (const auto &points : dealii::Utilities::MPI::all_gather(space.communicator, mine))
    all.insert(all.end(), points.begin(), points.end());
  const auto before = [](const auto &a, const auto &b) {
    return std::lexicographical_compare(a.begin_raw(), a.end_raw(), b.begin_raw(), b.end_raw());
  };
  std::sort(all.begin(), all.end(), before);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}
} // namespace

/// Places that must be fine before anything is seen there: nuclei about to be written into the crystallinity, and where
/// melt is about to appear.
template <int dim>
std::vector<dealii::Point<dim>> MeshPolicy<dim>::hot_spots(const Discretization<dim> &space, const State &state) const
{
  std::vector<dealii::Point<dim>> spots = next_to_melt(space, materials, state);
  for (const Nucleus &nucleus : state.nuclei)
    if (nucleus.radius > width)
    {
      dealii::Point<dim> centre;
      for (int d = 0; d < dim; ++d)
        centre[d] = nucleus.position[d];
      spots.push_back(centre);
    }
  return spots;
}

template <int dim>
bool MeshPolicy<dim>::wants_change(const Discretization<dim> &space, const State &state) const
{
  if (!has_fronts)
    return false;
  const auto spots = hot_spots(space, state);
  bool       wants = false;
  for (const auto &cell : space.cells)
    if (materials[cell.region].forms_glass() && largest_edge(cell) > size * (1 + 1e-9))
    {
      wants = wants || crystallinity_ends(cell, state).in_band(must_be_fine);
      for (const auto &spot : spots)
        wants = wants || distance(cell, spot) < 6 * width;
    }
  return dealii::Utilities::MPI::max(wants ? 1 : 0, space.communicator) > 0;
}

template <int dim>
bool MeshPolicy<dim>::mark(Discretization<dim> &space, const State &state) const
{
  const auto spots = has_fronts ? hot_spots(space, state) : std::vector<dealii::Point<dim>>();
  bool       finer = false;
  for (const auto &cell : space.dofs.active_cell_iterators())
    if (cell->is_locally_owned())
    {
      typename Discretization<dim>::Cell           box{};
      std::vector<dealii::types::global_dof_index> global(Discretization<dim>::n);
      cell->get_dof_indices(global);
      box.corner = cell->vertex(0);
      for (unsigned int i = 0; i < Discretization<dim>::n; ++i)
        box.nodes[i] = space.partitioner->global_to_local(global[i]);
      for (int d = 0; d < dim; ++d)
        box.size[d] = cell->vertex(Discretization<dim>::n - 1)[d] - box.corner[d];
      const double edge    = largest_edge(box);
      double       allowed = space.allowed_size(box.corner, cell->vertex(Discretization<dim>::n - 1));
      bool         keep    = static_cast<int>(cell->level()) <= space.parameters.uniform;
      if (has_fronts && materials[cell->material_id()].forms_glass())
      {
        const Ends ends = crystallinity_ends(box, state);
        bool       band = ends.in_band(to_be_fine);
        keep            = keep || ends.in_band(may_be_coarse);
        for (const auto &spot : spots)
        {
          band = band || distance(box, spot) < 8 * width;
          keep = keep || distance(box, spot) < 12 * width;
        }
        if (band)
          allowed = std::min(allowed, size);
      }
      if (edge > allowed * (1 + 1e-9))
      {
        cell->set_refine_flag();
        finer = true;
      }
      else if (!keep && 2 * edge <= 0.999 * allowed)
        cell->set_coarsen_flag();
    }
  return dealii::Utilities::MPI::max(finer ? 1 : 0, space.communicator) > 0;
}

/// Whether marks remain once those of single siblings, and those that would leave neighbours two levels apart, are
/// gone.
template <int dim>
bool is_marked(Discretization<dim> &space)
{
  space.mesh.prepare_coarsening_and_refinement();
  bool marked = false;
  for (const auto &cell : space.mesh.active_cell_iterators())
    marked = marked || (cell->is_locally_owned() && (cell->refine_flag_set() || cell->coarsen_flag_set()));
  return dealii::Utilities::MPI::max(marked ? 1 : 0, space.communicator) > 0;
}

/// Until nothing is left to refine or to coarsen: cells beside those of other ranks are coarsened one pass later, and
/// the mesh shall not depend on ranks.
template <int dim>
void MeshPolicy<dim>::adapt(Discretization<dim> &space, State &state) const
{
  for (int pass = 0; pass < 12; ++pass)
  {
    const auto before = space.mesh.n_global_active_cells();
    const bool finer  = mark(space, state);
    if (pass > 0 && !is_marked(space))
      break;
    execute_and_transfer(space, state);
    if (!finer && space.mesh.n_global_active_cells() == before)
      break;
  }
  settle_grains(space, materials, state);
}

template <int dim>
void execute_and_transfer(Discretization<dim> &space, State &state)
{
  space.mesh.prepare_coarsening_and_refinement();
  dealii::parallel::distributed::SolutionTransfer<dim, Vector> transfer(space.dofs);
  std::vector<const Vector *>                                  before;
  for (const Vector *field : state.fields())
    before.push_back(field);
  transfer.prepare_for_coarsening_and_refinement(before);
  space.mesh.execute_coarsening_and_refinement();
  space.rebuild();
  State                 carried = state;
  std::vector<Vector *> after;
  for (Vector *field : carried.fields())
  {
    *field = space.make_field();
    after.push_back(field);
  }
  transfer.interpolate(after);
  for (Vector *field : after)
    field->update_ghost_values();
  state = std::move(carried);
}

template class MeshPolicy<2>;
template class MeshPolicy<3>;
template void execute_and_transfer<2>(Discretization<2> &, State &);
template void execute_and_transfer<3>(Discretization<3> &, State &);
} // namespace quench::solver
