#include <postprocess/observe/field_output.h>

#include <deal.II/base/mpi.h>

#include <utility>

namespace quench::observe
{
namespace
{
/// Our nodes count lexicographically, VTK goes round each face.
template <int dim>
constexpr std::array<unsigned int, (1u << dim)> vtk_order()
{
  if constexpr (dim == 2)
    return {0, 1, 3, 2};
  else
    return {0, 1, 3, 2, 4, 5, 7, 6};
}

/// Position of each local node among the nodes that owned cells use, -1 for others; and how many there are.
template <int dim>
std::pair<std::vector<std::int64_t>, std::size_t> used_nodes(const solver::Discretization<dim> &space)
{
  std::vector<std::int64_t> place(space.positions.size(), -1);
  for (const auto &cell : space.cells)
    for (const unsigned int node : cell.nodes)
      place[node] = 0;
  std::size_t n = 0;
  for (std::int64_t &p : place)
    if (p == 0)
      p = static_cast<std::int64_t>(n++);
  return {place, n};
}

template <int dim>
void add_mesh(FieldSnapshot &snapshot, const solver::Discretization<dim> &space, const std::vector<std::int64_t> &place,
              std::size_t n_points)
{
  snapshot.dim = dim;
  snapshot.points.assign(3 * n_points, 0.0);
  for (std::size_t node = 0; node < place.size(); ++node)
    if (place[node] >= 0)
      for (int d = 0; d < dim; ++d)
        snapshot.points[3 * place[node] + d] = space.positions[node][d] / units::nm;
  snapshot.connectivity.reserve(space.cells.size() << dim);
  for (const auto &cell : space.cells)
    for (const unsigned int i : vtk_order<dim>())
      snapshot.connectivity.push_back(place[cell.nodes[i]]);
}
} // namespace

template <int dim>
FieldSnapshot take_snapshot(const solver::Discretization<dim> &space, const std::vector<NamedField> &fields,
                            std::vector<FieldSnapshot::Array> cell_arrays)
{
  FieldSnapshot snapshot;
  const auto [place, n_points] = used_nodes(space);
  add_mesh(snapshot, space, place, n_points);
  for (const NamedField &field : fields)
  {
    FieldSnapshot::Array array{field.name, 1, std::vector<double>(n_points)};
    for (std::size_t node = 0; node < place.size(); ++node)
      if (place[node] >= 0)
        array.values[place[node]] = field.values->local_element(node) / field.unit;
    snapshot.point_arrays.push_back(std::move(array));
  }
  FieldSnapshot::Array region{"region", 1, {}};
  for (const auto &cell : space.cells)
    region.values.push_back(cell.region);
  const double rank    = dealii::Utilities::MPI::this_mpi_process(space.communicator);
  snapshot.cell_arrays = {std::move(region), {"rank", 1, std::vector<double>(space.cells.size(), rank)}};
  for (FieldSnapshot::Array &array : cell_arrays)
    snapshot.cell_arrays.push_back(std::move(array));
  for (const auto &one : space.geometry.regions)
    snapshot.region_names.push_back(one.name);
  return snapshot;
}

template FieldSnapshot take_snapshot<2>(const solver::Discretization<2> &, const std::vector<NamedField> &,
                                        std::vector<FieldSnapshot::Array>);
template FieldSnapshot take_snapshot<3>(const solver::Discretization<3> &, const std::vector<NamedField> &,
                                        std::vector<FieldSnapshot::Array>);
} // namespace quench::observe
