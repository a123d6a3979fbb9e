#include <solver/space/field_space.h>

#include <meshes/mesh_builder.h>

#include <deal.II/dofs/dof_tools.h>

#include <algorithm>

namespace quench::solver
{
template <int dim>
FieldSpace<dim>::FieldSpace(const Discretization<dim> &discretization, const FieldRules &rules) : space(discretization)
{
  const Vector active = touched_nodes(space, [&](const auto &cell) { return rules.active(cell.region); });
  const auto   size   = space.positions.size();
  held.assign(size, false);
  for (unsigned int i = 0; i < size; ++i)
    held[i] = active.local_element(i) == 0;

  make_constraints(rules);

  const auto &part = *space.partitioner;
  fixed.assign(size, false);
  for (unsigned int i = 0; i < size; ++i)
    fixed[i] = constraints.is_constrained(part.local_to_global(i));
  for (unsigned int i = 0; i < part.locally_owned_size(); ++i)
    if (fixed[i] && !held[i])
    {
      Slave slave{i, {}};
      for (const auto &[master, weight] : *constraints.get_constraint_entries(part.local_to_global(i)))
        slave.masters.emplace_back(part.global_to_local(master), weight);
      slaves.push_back(slave);
    }
  for (const auto &cell : space.cells)
    condense_element(cell.nodes);
  for (const auto &face : space.faces)
    condense_element(face.nodes);
  for (unsigned int side = 0; side < 2; ++side)
    for (const auto &face : space.faces)
      condense_element(face.inner[side]);
}

template <int dim>
void FieldSpace<dim>::make_constraints(const FieldRules &rules)
{
  constraints.reinit(dealii::DoFTools::extract_locally_relevant_dofs(space.dofs));
  dealii::DoFTools::make_hanging_node_constraints(space.dofs, constraints);
  for (const auto &cell : space.dofs.cell_iterators_on_level(0))
    for (const unsigned int f : cell->face_indices())
      if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == meshes::cut_boundary_id)
      {
        const auto other = cell->periodic_neighbor(f);
        if (cell->index() < other->index() && rules.glued(cell->material_id(), other->material_id()))
          dealii::DoFTools::make_periodicity_constraints(cell->face(f), other->face(cell->periodic_neighbor_face_no(f)),
                                                         constraints, dealii::ComponentMask(), true, false, false);
      }
  for (unsigned int i = 0; i < held.size(); ++i)
    if (held[i] && !constraints.is_constrained(space.partitioner->local_to_global(i)))
      constraints.add_line(space.partitioner->local_to_global(i));
  constraints.close();
}

template <int dim>
void FieldSpace<dim>::condense_element(const typename Discretization<dim>::Nodes &nodes)
{
  if (std::none_of(nodes.begin(), nodes.end(), [&](unsigned int i) { return fixed[i]; }))
  {
    index.push_back(-1);
    return;
  }
  const auto &part = *space.partitioner;
  Condensed   c;
  const auto  column = [&](unsigned int node) {
    const auto at = std::find(c.masters.begin(), c.masters.end(), node);
    if (at != c.masters.end())
      return static_cast<unsigned int>(at - c.masters.begin());
    c.masters.push_back(node);
    return static_cast<unsigned int>(c.masters.size() - 1);
  };
  std::vector<std::array<double, 3>> entries; // row, column, weight
  for (unsigned int i = 0; i < n; ++i)
    if (!fixed[nodes[i]])
      entries.push_back({double(i), double(column(nodes[i])), 1.0});
    else if (const auto *line = constraints.get_constraint_entries(part.local_to_global(nodes[i])))
      for (const auto &[master, weight] : *line)
        entries.push_back({double(i), double(column(part.global_to_local(master))), weight});
  c.weights.assign(n * c.masters.size(), 0.0);
  for (const auto &[i, j, weight] : entries)
    c.weights[static_cast<unsigned int>(i) * c.masters.size() + static_cast<unsigned int>(j)] += weight;
  index.push_back(static_cast<int>(table.size()));
  table.push_back(std::move(c));
}

template <int dim>
void FieldSpace<dim>::scatter(std::size_t element, const typename Discretization<dim>::Nodes &nodes,
                              const double *local, Vector &residual) const
{
  const Condensed *c = condensed(element);
  if (!c)
  {
    for (unsigned int i = 0; i < n; ++i)
      residual.local_element(nodes[i]) += local[i];
    return;
  }
  const unsigned int m = c->masters.size();
  for (unsigned int j = 0; j < m; ++j)
  {
    double sum = 0;
    for (unsigned int i = 0; i < n; ++i)
      sum += c->weights[i * m + j] * local[i];
    residual.local_element(c->masters[j]) += sum;
  }
}

template <int dim>
void FieldSpace<dim>::distribute(Vector &field) const
{
  field.update_ghost_values();
  std::vector<double> values(slaves.size(), 0.0);
  for (std::size_t s = 0; s < slaves.size(); ++s)
    for (const auto &[master, weight] : slaves[s].masters)
      values[s] += weight * field.local_element(master);
  for (std::size_t s = 0; s < slaves.size(); ++s)
    field.local_element(slaves[s].node) = values[s];
  field.update_ghost_values();
}

template class FieldSpace<2>;
template class FieldSpace<3>;
} // namespace quench::solver
