#include <tests/verification/variational/front_mesh.h>

#include <deal.II/distributed/solution_transfer.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/grid_tools.h>

#include <algorithm>
#include <limits>

namespace quench::solver
{
namespace
{
__attribute__((target_clones("avx512f", "avx2", "default"))) void
add_minus_stiffness(const FrontMesh::Batch *batches, std::size_t n_batches, const double *u, double *y)
{
  Lanes value[FrontMesh::n], local[FrontMesh::n];
  for (const auto *batch = batches; batch != batches + n_batches; ++batch)
  {
    gather(*batch, u, local);
    minus_stiffness(local, value);
    for (Lanes &v : value)
      v *= batch->live;
    scatter(*batch, value, y);
  }
}

/// Dofs of a cell in lexicographic order.
std::array<dealii::types::global_dof_index, FrontMesh::n> nodes_of(const dealii::DoFHandler<2>::active_cell_iterator &c)
{
  std::vector<dealii::types::global_dof_index>              raw(FrontMesh::n);
  std::array<dealii::types::global_dof_index, FrontMesh::n> sorted;
  c->get_dof_indices(raw);
  // FE_Q(2): four vertices, then the lines left, right, lower, upper, then the interior.
  constexpr int place[FrontMesh::n] = {0, 6, 1, 4, 8, 5, 2, 7, 3};
  for (int k = 0; k < FrontMesh::n; ++k)
    sorted[k] = raw[place[k]];
  return sorted;
}
} // namespace

FrontMesh::FrontMesh(MPI_Comm comm, const Parameters &p)
  : parameters(p), communicator(comm), mesh_(std::make_unique<dealii::parallel::distributed::Triangulation<2>>(comm)),
    dofs_(std::make_unique<dealii::DoFHandler<2>>(*mesh_))
{
  dealii::GridGenerator::subdivided_hyper_cube(*mesh_, p.n_coarse, 0, p.extent, p.periodic);
  if (p.periodic)
  {
    std::vector<dealii::GridTools::PeriodicFacePair<dealii::Triangulation<2>::cell_iterator>> pairs;
    for (const int d : {0, 1})
      dealii::GridTools::collect_periodic_faces(*mesh_, 2 * d, 2 * d + 1, d, pairs);
    mesh_->add_periodicity(pairs);
  }
  mesh_->refine_global(p.levels);
  rebuild();
}

void FrontMesh::rebuild()
{
  dofs_->distribute_dofs(element_);
  number_nodes(make_constraints());
  collect_batches();
  weigh_nodes();
}

FrontMesh::Constraints FrontMesh::make_constraints() const
{
  dealii::IndexSet relevant;
  dealii::DoFTools::extract_locally_relevant_dofs(*dofs_, relevant);
  Constraints constraints(relevant);
  dealii::DoFTools::make_hanging_node_constraints(*dofs_, constraints);
  if (parameters.periodic)
    for (const int d : {0, 1})
      dealii::DoFTools::make_periodicity_constraints(*dofs_, 2 * d, 2 * d + 1, d, constraints);
  constraints.close();
  return constraints;
}

/// Ghosts are the nodes of owned cells and the masters of dependent ones among them.
void FrontMesh::number_nodes(const Constraints &constraints)
{
  dealii::IndexSet                             touched(dofs_->n_dofs());
  std::vector<dealii::types::global_dof_index> found;
  for (const auto &cell : dofs_->active_cell_iterators())
    if (cell->is_locally_owned())
      for (const auto node : nodes_of(cell))
        found.push_back(node);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  touched.add_indices(found.begin(), found.end());
  dealii::IndexSet ghosts = touched;
  for (const auto node : found)
    if (constraints.is_constrained(node))
      for (const auto &entry : *constraints.get_constraint_entries(node))
        ghosts.add_index(entry.first);
  partitioner =
      std::make_shared<dealii::Utilities::MPI::Partitioner>(dofs_->locally_owned_dofs(), ghosts, communicator);
  dependents.clear();
  for (const auto node : found)
    if (constraints.is_constrained(node))
    {
      Dependent dependent{partitioner->global_to_local(node), {}};
      for (const auto &[master, weight] : *constraints.get_constraint_entries(node))
        dependent.masters.emplace_back(partitioner->global_to_local(master), weight);
      dependents.push_back(std::move(dependent));
    }
}

void FrontMesh::collect_batches()
{
  batches.clear();
  positions.assign(partitioner->locally_owned_size(), {});
  int used = n_lanes;
  for (const auto &cell : dofs_->active_cell_iterators())
    if (cell->is_locally_owned())
    {
      if (used == n_lanes)
      {
        batches.emplace_back();
        used = 0;
      }
      const auto   nodes = nodes_of(cell);
      const double edge  = cell->vertex(1)[0] - cell->vertex(0)[0];
      Batch       &batch = batches.back();
      for (int k = 0; k < n; ++k)
      {
        const unsigned int node = partitioner->global_to_local(nodes[k]);
        for (int lane = used; lane < n_lanes; ++lane)
          batch.node[k][lane] = node;
        if (node < positions.size())
          positions[node] = cell->vertex(0) + dealii::Point<2>(k % 3, k / 3) * (edge / 2);
      }
      batch.area[used] = edge * edge;
      batch.live[used] = 1;
      ++used;
    }
}

void FrontMesh::weigh_nodes()
{
  constexpr double weight[3] = {1.0 / 6, 4.0 / 6, 1.0 / 6};
  mass                       = make_field();
  for (const Batch &batch : batches)
    for (int k = 0; k < n; ++k)
      for (int lane = 0; lane < n_lanes; ++lane)
        mass.local_element(batch.node[k][lane]) += weight[k % 3] * weight[k / 3] * batch.area[lane];
  collect(mass);
  inverse_mass = make_field();
  for (unsigned int i = 0; i < partitioner->locally_owned_size(); ++i)
    inverse_mass.local_element(i) = mass.local_element(i) > 0 ? 1 / mass.local_element(i) : 0;
}

Vector FrontMesh::interpolate(const std::function<double(const dealii::Point<2> &)> &function) const
{
  Vector field = make_field();
  for (unsigned int i = 0; i < positions.size(); ++i)
    field.local_element(i) = function(positions[i]);
  spread(field);
  return field;
}

void FrontMesh::spread(Vector &field) const
{
  field.zero_out_ghost_values();
  field.update_ghost_values();
  for (const Dependent &dependent : dependents)
  {
    double value = 0;
    for (const auto &[master, weight] : dependent.masters)
      value += weight * field.local_element(master);
    field.local_element(dependent.node) = value;
  }
}

void FrontMesh::collect(Vector &field) const
{
  for (const Dependent &dependent : dependents)
  {
    for (const auto &[master, weight] : dependent.masters)
      field.local_element(master) += weight * field.local_element(dependent.node);
    field.local_element(dependent.node) = 0;
  }
  field.compress(dealii::VectorOperation::add);
}

double FrontMesh::integral(const Vector &field) const
{
  double sum = 0;
  for (unsigned int i = 0; i < positions.size(); ++i)
    sum += mass.local_element(i) * field.local_element(i);
  return dealii::Utilities::MPI::sum(sum, communicator);
}

void FrontMesh::laplacian(const Vector &u, Vector &y) const
{
  y.zero_out_ghost_values();
  y = 0;
  add_minus_stiffness(batches.data(), batches.size(), u.begin(), y.begin());
  collect(y);
  for (unsigned int i = 0; i < positions.size(); ++i)
    y.local_element(i) *= inverse_mass.local_element(i);
}

double FrontMesh::gradient_energy(const Vector &u) const
{
  Vector y = make_field();
  add_minus_stiffness(batches.data(), batches.size(), u.begin(), y.begin());
  collect(y);
  double sum = 0;
  for (unsigned int i = 0; i < positions.size(); ++i)
    sum -= u.local_element(i) * y.local_element(i);
  return dealii::Utilities::MPI::sum(sum, communicator);
}

void FrontMesh::visit_lower_wall(const Vector                                                             &field,
                                 const std::function<void(double, double, const std::array<double, 3> &)> &visit) const
{
  for (const auto &cell : dofs_->active_cell_iterators())
    if (cell->is_locally_owned() && cell->vertex(0)[1] == 0)
    {
      std::array<double, 3> value;
      for (int k = 0; k < 3; ++k)
        value[k] = field.local_element(partitioner->global_to_local(nodes_of(cell)[k]));
      visit(cell->vertex(0)[0], cell->vertex(1)[0] - cell->vertex(0)[0], value);
    }
}

double FrontMesh::finest() const { return parameters.extent / (parameters.n_coarse * (1 << parameters.levels)); }

double FrontMesh::largest_eigenvalue() const
{
  constexpr double per_direction = 24, margin = 1.2; // 24/h^2: quadratic elements with their diagonal mass
  return margin * 2 * per_direction / (finest() * finest());
}

bool FrontMesh::mark(const Fields &fields, const std::vector<double> &limits)
{
  bool       changes = false;
  const auto share   = [&](const auto &cell) { // span of the fields over their limits, the largest
    double largest = 0;
    for (std::size_t f = 0; f < fields.size(); ++f)
    {
        double lower = std::numeric_limits<double>::max(), upper = -lower;
        for (const auto node : nodes_of(cell))
        {
          const double value = fields[f].local_element(partitioner->global_to_local(node));
          lower              = std::min(lower, value);
          upper              = std::max(upper, value);
      }
        largest = std::max(largest, (upper - lower) / limits[f]);
    }
    return largest;
  };
  for (const auto &cell : dofs_->active_cell_iterators())
    if (cell->is_locally_owned())
    {
      const double here = share(cell);
      if (here > 1 && cell->level() < parameters.levels)
        cell->set_refine_flag();
      else if (here < 0.25 && cell->level() > 0)
        cell->set_coarsen_flag();
      changes = changes || cell->refine_flag_set() || cell->coarsen_flag_set();
    }
  return dealii::Utilities::MPI::max(changes ? 1 : 0, communicator) > 0;
}

bool FrontMesh::adapt(Fields &fields, const std::vector<double> &limits)
{
  for (Vector &field : fields)
    spread(field);
  if (!mark(fields, limits))
    return false;
  mesh_->prepare_coarsening_and_refinement();
  dealii::parallel::distributed::SolutionTransfer<2, Vector> transfer(*dofs_);
  std::vector<const Vector *>                                before;
  for (const Vector &field : fields)
    before.push_back(&field);
  transfer.prepare_for_coarsening_and_refinement(before);
  mesh_->execute_coarsening_and_refinement();
  rebuild();
  Fields                carried(fields.size(), make_field());
  std::vector<Vector *> after;
  for (Vector &field : carried)
    after.push_back(&field);
  transfer.interpolate(after);
  for (Vector &field : carried)
    spread(field);
  fields = std::move(carried);
  return true;
}
} // namespace quench::solver
