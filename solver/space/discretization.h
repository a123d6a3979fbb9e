#pragma once

#include <meshes/cell_geometry.h>
#include <physics/base/described.h>
#include <physics/base/units.h>
#include <solver/algebra/linear_algebra.h>

#include <deal.II/distributed/tria.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>

#include <array>
#include <memory>
#include <vector>

namespace quench::solver
{
/// Values and gradients of the multilinear shape functions on the unit box at the Gauss points.
template <int dim>
struct ReferenceElement
{
  static constexpr unsigned int n = 1u << dim; ///< nodes, and Gauss points

  std::array<std::array<double, n>, n>                  value;    ///< [point][node]
  std::array<std::array<std::array<double, dim>, n>, n> gradient; ///< [point][node][direction]
  std::array<dealii::Point<dim>, n>                     point;

  ReferenceElement();
};

struct MeshParameters
{
  double coarse_size = 8 * units::nm;
  double edge_size   = 0.5 * units::nm;
  double grading     = 0.15;
  int    uniform     = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("coarse cell size", &MeshParameters::coarse_size, "nm", Range{0.05, 1e3},
          "largest edge of a cell; the mesh has a line on every interface", "choice");
    entry("edge cell size", &MeshParameters::edge_size, "nm", Range{1e-4, 1e3},
          "largest edge of the cells at singular points of the geometry (heater edge)", "choice");
    entry("grading", &MeshParameters::grading, "1", Range{0.01, 10},
          "edges of cells may grow by this much per distance from the nearest singular point", "choice");
    entry("uniform refinements", &MeshParameters::uniform, Range{0, 12}, "extra halvings of all cells", "choice");
  }
};

/// The mesh of a cell with its nodes: everything about the space that does not depend on the field.
///
/// All cells are axis-aligned boxes, so geometry is a corner and edge lengths. One multilinear node set serves
/// every field. A face on which fields may jump is an element of its own with the nodes of its two sides; it is
/// visited once, from the finer side or the lower CellId (docs/equations.md, D1).
template <int dim>
class Discretization
{
public:
  static constexpr unsigned int n = ReferenceElement<dim>::n;
  using Nodes                     = std::array<unsigned int, n>; ///< local indices: owned, then ghosts

  using Parameters = MeshParameters;

  struct Cell
  {
    Nodes                   nodes;
    int                     region;
    dealii::Point<dim>      corner; ///< lower [nm]
    std::array<double, dim> size;   ///< [nm]
    std::array<double, n>   JxW;    ///< measure at the Gauss points [nm^3]
    std::uint64_t           id;     ///< the same on every number of ranks; keys random numbers
  };

  /// A face with a jump: nodes of side 0, then of side 1; traces at the Gauss points of the finer face.
  struct Face
  {
    static constexpr unsigned int m = n / 2;

    Nodes                                               nodes;
    std::array<int, 2>                                  region;
    std::array<std::array<std::array<double, m>, m>, 2> trace; ///< [side][point][node of the side]
    std::array<double, m>                               JxW;   ///< [nm^2]
    std::uint64_t                                       id;    ///< as that of a cell
    std::array<double, 2>                               depth; ///< of the cell of each side along the normal [nm]
    std::array<Nodes, 2>                                inner; ///< all nodes of the cell of each side
    /// Gradients of the shape functions of that cell [side][point][direction][node] [1/nm].
    std::array<std::array<std::array<std::array<double, n>, dim>, m>, 2> gradient;
  };

  Discretization(MPI_Comm communicator, const meshes::CellGeometry &geometry, const Parameters &parameters);

  /// Longest edge allowed at that distance range from the singular points of the geometry [nm].
  double allowed_size(const dealii::Point<dim> &lower, const dealii::Point<dim> &upper) const;

  /// Numbers nodes and rebuilds all tables after `mesh` was refined, coarsened or loaded.
  void rebuild();

  Vector make_field() const { return Vector(partitioner); }
  double measure(const dealii::Point<dim> &p) const; ///< 2 pi r, depth, or 1
  bool   is_root() const;
  /// Number of unknowns of one field, over all ranks.
  std::uint64_t n_nodes() const { return dofs.n_dofs(); }

  const meshes::CellGeometry                                 geometry;
  const Parameters                                           parameters;
  const MPI_Comm                                             communicator;
  dealii::parallel::distributed::Triangulation<dim>          mesh;
  const dealii::FE_Q<dim>                                    element;
  dealii::DoFHandler<dim>                                    dofs;
  std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner;
  std::vector<Cell>                                          cells;     ///< locally owned
  std::vector<Face>                                          faces;     ///< visited by this rank
  std::vector<dealii::Point<dim>>                            positions; ///< of local nodes [nm]
  /// Electrical node (CellGeometry::nodes) of each local node, -1 for none; and the contact that holds it at ambient
  /// temperature.
  std::vector<int> contact, sink;
  /// Cells whose surface a resistance joins to ambient, with the contact and the area of each node [nm^2].
  struct Outer
  {
    std::size_t           cell;
    unsigned int          contact;
    std::array<double, n> area;
  };
  std::vector<Outer> outer; ///< locally owned

private:
  void                                                                grade();
  std::vector<typename dealii::DoFHandler<dim>::active_cell_iterator> ordered_cells() const;
  void                                                                collect_cells();
  void                                                                collect_faces();
  void                                                                mark_contacts();
  void                                                                collect_outer_faces();
  void  add_face(const typename dealii::DoFHandler<dim>::cell_iterator &cell, unsigned int face);
  Nodes local_nodes(const typename dealii::DoFHandler<dim>::cell_iterator &cell) const;
};

/// Value of a nodal field at the centre of a cell.
template <int dim>
double at_centre(const typename Discretization<dim>::Cell &cell, const Vector &field)
{
  double sum = 0;
  for (const unsigned int node : cell.nodes)
    sum += field.local_element(node) / Discretization<dim>::n;
  return sum;
}

/// Adds up marks of owned cells over ranks: result > 0 where some cell with `chosen(cell)` touches the node.
template <int dim, class Predicate>
Vector touched_nodes(const Discretization<dim> &space, const Predicate &chosen)
{
  Vector marks = space.make_field();
  for (const auto &cell : space.cells)
    if (chosen(cell))
      for (const unsigned int node : cell.nodes)
        marks.local_element(node) += 1;
  marks.compress(dealii::VectorOperation::add);
  marks.update_ghost_values();
  return marks;
}
} // namespace quench::solver
