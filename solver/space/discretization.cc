#include <solver/space/discretization.h>

#include <meshes/mesh_builder.h>

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_renumbering.h>
#include <deal.II/dofs/dof_tools.h>

#include <algorithm>
#include <numbers>

namespace quench::solver
{
namespace
{
using dealii::Point;

/// Multilinear shape function number `node` of the unit box at p.
template <int dim>
double shape(unsigned int node, const Point<dim> &p)
{
  double value = 1;
  for (int d = 0; d < dim; ++d)
    value *= (node >> d) & 1 ? p[d] : 1 - p[d];
  return value;
}

/// Its derivative in direction d of the unit box.
template <int dim>
double slope(unsigned int node, Point<dim> p, unsigned int d)
{
  p[d]               = 1;
  const double upper = shape<dim>(node, p);
  p[d]               = 0;
  return upper - shape<dim>(node, p);
}

/// 64 bits of a CellId and a number (splitmix64's mixing: Steele, Lea, Flood 2014).
template <int dim>
std::uint64_t number_of(const dealii::CellId &id, std::uint64_t salt)
{
  std::uint64_t x = salt;
  for (const unsigned int part : id.template to_binary<dim>())
  {
    x += part + 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    x ^= x >> 31;
  }
  return x;
}
} // namespace

template <int dim>
ReferenceElement<dim>::ReferenceElement()
{
  const dealii::QGauss<dim> gauss(2);
  for (unsigned int q = 0; q < n; ++q)
  {
    point[q] = gauss.point(q);
    for (unsigned int i = 0; i < n; ++i)
    {
      value[q][i] = shape<dim>(i, point[q]);
      for (int d = 0; d < dim; ++d)
        gradient[q][i][d] = slope<dim>(i, point[q], d);
    }
  }
}

template <int dim>
Discretization<dim>::Discretization(MPI_Comm comm, const meshes::CellGeometry &cell, const Parameters &p)
  : geometry(cell), parameters(p), communicator(comm),
    mesh(comm, dealii::Triangulation<dim>::limit_level_difference_at_vertices), element(1), dofs(mesh)
{
  meshes::build_mesh(mesh, geometry, parameters.coarse_size);
  if (parameters.uniform > 0)
    mesh.refine_global(parameters.uniform);
  grade();
  rebuild();
}

template <int dim>
double Discretization<dim>::allowed_size(const Point<dim> &lower, const Point<dim> &upper) const
{
  double nearest = std::numeric_limits<double>::infinity();
  for (const meshes::Box &edge : geometry.singular_edges)
  {
    double distance2 = 0;
    for (int d = 0; d < dim; ++d)
    {
      const int    axis = meshes::geometry_axis<dim>(d);
      const double gap  = std::max({lower[d] - edge.upper[axis], edge.lower[axis] - upper[d], 0.0});
      distance2 += gap * gap;
    }
    nearest = std::min(nearest, std::sqrt(distance2));
  }
  return std::max(parameters.edge_size, parameters.grading * nearest);
}

/// Refines until every cell is as small as its distance from the singular points asks for.
template <int dim>
void Discretization<dim>::grade()
{
  bool again = !geometry.singular_edges.empty();
  while (again)
  {
    again = false;
    for (const auto &cell : mesh.active_cell_iterators())
      if (cell->is_locally_owned())
      {
        const Point<dim> &lower = cell->vertex(0), &upper = cell->vertex(n - 1);
        double            largest = 0;
        for (int d = 0; d < dim; ++d)
          largest = std::max(largest, upper[d] - lower[d]);
        if (largest > allowed_size(lower, upper) * (1 + 1e-9))
        {
          cell->set_refine_flag();
          again = true;
        }
      }
    again = dealii::Utilities::MPI::max(again ? 1 : 0, communicator) > 0;
    if (again)
      mesh.execute_coarsening_and_refinement();
  }
}

template <int dim>
void Discretization<dim>::rebuild()
{
  dofs.distribute_dofs(element);
  dealii::DoFRenumbering::hierarchical(dofs); // depends on the mesh alone, not on how it came about
  const auto relevant = dealii::DoFTools::extract_locally_relevant_dofs(dofs);
  partitioner =
      std::make_shared<const dealii::Utilities::MPI::Partitioner>(dofs.locally_owned_dofs(), relevant, communicator);
  collect_cells();
  collect_faces();
  mark_contacts();
  collect_outer_faces();
}

template <int dim>
double Discretization<dim>::measure(const Point<dim> &p) const
{
  switch (geometry.symmetry)
  {
  case meshes::Symmetry::axisymmetric:
    return 2 * std::numbers::pi * p[0];
  case meshes::Symmetry::planar:
    return geometry.depth;
  default:
    return 1;
  }
}

template <int dim>
bool Discretization<dim>::is_root() const
{
  return dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
}

template <int dim>
typename Discretization<dim>::Nodes
Discretization<dim>::local_nodes(const typename dealii::DoFHandler<dim>::cell_iterator &cell) const
{
  std::vector<dealii::types::global_dof_index> global(n);
  cell->get_dof_indices(global);
  Nodes local;
  for (unsigned int i = 0; i < n; ++i)
    local[i] = partitioner->global_to_local(global[i]);
  return local;
}

/// Owned and ghost cells in the order of their CellId.
template <int dim>
std::vector<typename dealii::DoFHandler<dim>::active_cell_iterator> Discretization<dim>::ordered_cells() const
{
  using CellOfMesh = typename dealii::DoFHandler<dim>::active_cell_iterator;
  std::vector<std::pair<dealii::CellId, CellOfMesh>> by_id; // an id takes time to find
  for (const auto &cell : dofs.active_cell_iterators())
    if (!cell->is_artificial())
      by_id.emplace_back(cell->id(), cell);
  std::sort(by_id.begin(), by_id.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
  std::vector<CellOfMesh> result;
  for (const auto &[id, cell] : by_id)
    result.push_back(cell);
  return result;
}

template <int dim>
void Discretization<dim>::collect_cells()
{
  static const ReferenceElement<dim> reference;
  cells.clear();
  positions.assign(partitioner->locally_owned_size() + partitioner->n_ghost_indices(), Point<dim>());
  for (const auto &c : ordered_cells())
  {
    const Nodes nodes = local_nodes(c);
    for (unsigned int i = 0; i < n; ++i)
      positions[nodes[i]] = c->vertex(i);
    if (!c->is_locally_owned())
      continue;
    Cell   cell{nodes, static_cast<int>(c->material_id()), c->vertex(0), {}, {}, number_of<dim>(c->id(), 0)};
    double volume = 1;
    for (int d = 0; d < dim; ++d)
      volume *= cell.size[d] = c->vertex(n - 1)[d] - c->vertex(0)[d];
    for (unsigned int q = 0; q < n; ++q)
    {
      Point<dim> p = cell.corner;
      for (int d = 0; d < dim; ++d)
        p[d] += reference.point[q][d] * cell.size[d];
      cell.JxW[q] = volume / n * measure(p);
    }
    cells.push_back(cell);
  }
}

template <int dim>
void Discretization<dim>::collect_faces()
{
  faces.clear();
  for (const auto &cell : ordered_cells())
    if (cell->is_locally_owned())
      for (const unsigned int f : cell->face_indices())
        if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == meshes::cut_boundary_id)
        {
          const auto other   = cell->periodic_neighbor(f);
          const bool coarser = cell->periodic_neighbor_is_coarser(f);
          if (other->has_children())
            continue; // seen from the finer side
          if (coarser || cell->id() < other->id())
            add_face(cell, f);
        }
}

template <int dim>
void Discretization<dim>::add_face(const typename dealii::DoFHandler<dim>::cell_iterator &cell, unsigned int f)
{
  const dealii::QGauss<dim - 1> gauss(2);
  const unsigned int            normal = f / 2;
  const std::array              side{cell, typename dealii::DoFHandler<dim>::cell_iterator(cell->periodic_neighbor(f))};
  const std::array              plane{f % 2, 1 - f % 2};
  Face                          face;
  for (unsigned int q = 0; q < Face::m; ++q)
  {
    Point<dim> p;
    double     area = 1;
    for (unsigned int d = 0, t = 0; d < dim; ++d)
    {
      const double lower = cell->vertex(0)[d], length = cell->vertex(n - 1)[d] - lower;
      p[d] = d == normal ? lower + plane[0] * length : lower + gauss.point(q)[t++] * length;
      area *= d == normal ? 1 : length;
    }
    face.JxW[q] = area * gauss.weight(q) * measure(p);
    for (unsigned int s = 0; s < 2; ++s)
    {
      const auto &c = side[s];
      Point<dim>  unit;
      for (unsigned int d = 0; d < dim; ++d)
        unit[d] = d == normal ? plane[s] : (p[d] - c->vertex(0)[d]) / (c->vertex(n - 1)[d] - c->vertex(0)[d]);
      for (unsigned int i = 0, k = 0; i < n; ++i)
        if (((i >> normal) & 1) == plane[s])
          face.trace[s][q][k++] = shape<dim>(i, unit);
      for (unsigned int d = 0; d < dim; ++d)
        for (unsigned int i = 0; i < n; ++i)
          face.gradient[s][q][d][i] = slope<dim>(i, unit, d) / (c->vertex(n - 1)[d] - c->vertex(0)[d]);
    }
  }
  face.id = number_of<dim>(cell->id(), 1 + f);
  for (unsigned int s = 0; s < 2; ++s)
  {
    face.inner[s]  = local_nodes(side[s]);
    face.region[s] = side[s]->material_id();
    face.depth[s]  = side[s]->vertex(n - 1)[normal] - side[s]->vertex(0)[normal];
    for (unsigned int i = 0, k = 0; i < n; ++i)
      if (((i >> normal) & 1) == plane[s])
        face.nodes[s * Face::m + k++] = face.inner[s][i];
  }
  faces.push_back(face);
}

template <int dim>
void Discretization<dim>::mark_contacts()
{
  contact.assign(positions.size(), -1);
  sink.assign(positions.size(), -1);
  const std::vector<int> nodes = geometry.nodes();
  for (unsigned int k = 0; k < geometry.contacts.size(); ++k)
  {
    Vector marks = make_field();
    for (const auto &cell : dofs.active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int f : cell->face_indices())
          if (cell->face(f)->at_boundary() && cell->face(f)->boundary_id() == meshes::contact_boundary_id(k))
          {
            const Nodes corners = local_nodes(cell);
            for (unsigned int i = 0; i < n; ++i)
              if (((i >> (f / 2)) & 1) == f % 2)
                marks.local_element(corners[i]) += 1;
          }
    marks.compress(dealii::VectorOperation::add);
    marks.update_ghost_values();
    for (unsigned int i = 0; i < contact.size(); ++i)
      if (marks.local_element(i) > 0)
      {
        if (nodes[k] >= 0)
          contact[i] = nodes[k];
        if (geometry.contacts[k].cooling == meshes::Cooling::held)
          sink[i] = static_cast<int>(k);
      }
  }
}

template <int dim>
void Discretization<dim>::collect_outer_faces()
{
  const dealii::QGauss<dim - 1> gauss(2);
  outer.clear();
  std::size_t number = 0;
  for (const auto &cell : ordered_cells())
  {
    if (!cell->is_locally_owned())
      continue;
    for (const unsigned int f : cell->face_indices())
      for (unsigned int k = 0; k < geometry.contacts.size(); ++k)
        if (geometry.contacts[k].cooling == meshes::Cooling::resistance && cell->face(f)->at_boundary() &&
            cell->face(f)->boundary_id() == meshes::contact_boundary_id(k))
        {
          Outer here{number, k, {}};
          for (unsigned int q = 0; q < gauss.size(); ++q)
          {
            Point<dim> unit, p;
            double     area = gauss.weight(q);
            for (unsigned int d = 0, t = 0; d < dim; ++d)
            {
              const double length = cell->vertex(n - 1)[d] - cell->vertex(0)[d];
              unit[d]             = d == f / 2 ? f % 2 : gauss.point(q)[t++];
              p[d]                = cell->vertex(0)[d] + unit[d] * length;
              area *= d == f / 2 ? 1 : length;
            }
            for (unsigned int i = 0; i < n; ++i)
              here.area[i] += area * measure(p) * shape<dim>(i, unit);
          }
          outer.push_back(here);
        }
    ++number;
  }
}

template struct ReferenceElement<2>;
template struct ReferenceElement<3>;
template class Discretization<2>;
template class Discretization<3>;
} // namespace quench::solver
