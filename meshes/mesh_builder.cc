#include <meshes/mesh_builder.h>

#include <deal.II/grid/grid_tools.h>

#include <cmath>
#include <map>
#include <tuple>

namespace quench::meshes
{
namespace
{
using dealii::Point;

/// Lines of the coarse mesh: every cut, and between cuts equal parts no longer than `size`.
std::vector<double> subdivide(const std::vector<double> &cuts, double size)
{
  std::vector<double> lines;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
  {
    const int parts = std::max(1, static_cast<int>(std::ceil((cuts[i + 1] - cuts[i]) / size - 1e-9)));
    for (int p = 0; p < parts; ++p)
      lines.push_back(cuts[i] + (cuts[i + 1] - cuts[i]) * p / parts);
  }
  lines.push_back(cuts.back());
  return lines;
}

/// Coarse mesh as deal.II wants it, before it becomes a triangulation.
template <int dim>
struct CoarseMesh
{
  std::vector<Point<dim>>            vertices;
  std::vector<dealii::CellData<dim>> cells;

  CoarseMesh(const CellGeometry &cell, double size)
  {
    const auto                           cuts = cell.cuts();
    std::array<std::vector<double>, dim> lines;
    unsigned int                         n_rasters = 1;
    for (int d = 0; d < dim; ++d)
    {
      lines[d] = subdivide(cuts[geometry_axis<dim>(d)], size);
      n_rasters *= lines[d].size() - 1;
    }
    for (unsigned int raster = 0; raster < n_rasters; ++raster)
    {
      std::array<unsigned int, dim> index;
      unsigned int                  rest = raster;
      for (int d = 0; d < dim; ++d)
      {
        index[d] = rest % (lines[d].size() - 1);
        rest /= lines[d].size() - 1;
      }
      add_cell(cell, lines, index);
    }
  }

private:
  void add_cell(const CellGeometry &cell, const std::array<std::vector<double>, dim> &lines,
                const std::array<unsigned int, dim> &index)
  {
    Coordinates centre{};
    for (int d = 0; d < dim; ++d)
      centre[geometry_axis<dim>(d)] = 0.5 * (lines[d][index[d]] + lines[d][index[d] + 1]);
    const int region = cell.region_at(centre);
    if (region < 0)
      return;
    const int             owner = cell.regions[region].own_vertices ? region : -1;
    dealii::CellData<dim> data;
    for (unsigned int v = 0; v < dealii::GeometryInfo<dim>::vertices_per_cell; ++v)
    {
      std::array<unsigned int, dim> corner = index;
      for (int d = 0; d < dim; ++d)
        corner[d] += (v >> d) & 1;
      data.vertices[v] = vertex(owner, corner, lines);
    }
    data.material_id = region;
    cells.push_back(data);
  }

  unsigned int vertex(int owner, const std::array<unsigned int, dim> &corner,
                      const std::array<std::vector<double>, dim> &lines)
  {
    const auto [entry, is_new] = numbers.try_emplace({owner, corner}, vertices.size());
    if (is_new)
    {
      Point<dim> p;
      for (int d = 0; d < dim; ++d)
        p[d] = lines[d][corner[d]];
      vertices.push_back(p);
    }
    return entry->second;
  }

  std::map<std::pair<int, std::array<unsigned int, dim>>, unsigned int> numbers;
};

template <int dim>
bool lies_on(const Point<dim> &p, const Box &face)
{
  for (int d = 0; d < dim; ++d)
  {
    const int axis = geometry_axis<dim>(d);
    if (p[d] < face.lower[axis] - 1e-6 || p[d] > face.upper[axis] + 1e-6)
      return false;
  }
  return true;
}

template <int dim>
using FacePair = dealii::GridTools::PeriodicFacePair<typename dealii::Triangulation<dim>::cell_iterator>;

/// Gives contacts and cuts their boundary ids and returns the pairs of coarse faces that a cut separates.
template <int dim>
std::vector<FacePair<dim>> tag_faces(dealii::Triangulation<dim> &mesh, const CellGeometry &cell)
{
  using Key = std::array<long long, dim>;
  std::map<Key, std::pair<typename dealii::Triangulation<dim>::cell_iterator, unsigned int>> open;
  std::vector<FacePair<dim>>                                                                 pairs;
  for (const auto &c : mesh.cell_iterators_on_level(0))
    for (const unsigned int f : c->face_indices())
      if (c->face(f)->at_boundary())
      {
        const Point<dim> centre = c->face(f)->center();
        for (unsigned int i = 0; i < cell.contacts.size(); ++i)
          if (lies_on(centre, cell.contacts[i].face))
            c->face(f)->set_boundary_id(contact_boundary_id(i));
        Key key;
        for (int d = 0; d < dim; ++d)
          key[d] = std::llround(centre[d] * 1e6);
        if (const auto partner = open.find(key); partner != open.end())
        {
          FacePair<dim> pair;
          pair.cell[0]        = partner->second.first;
          pair.cell[1]        = c;
          pair.face_idx[0]    = partner->second.second;
          pair.face_idx[1]    = f;
          pair.orientation[0] = true;
          c->face(f)->set_boundary_id(cut_boundary_id);
          pair.cell[0]->face(pair.face_idx[0])->set_boundary_id(cut_boundary_id);
          pairs.push_back(pair);
        }
        else
          open[key] = {c, f};
      }
  return pairs;
}
} // namespace

template <int dim>
void build_mesh(dealii::parallel::distributed::Triangulation<dim> &mesh, const CellGeometry &cell, double coarse_size)
{
  const CoarseMesh<dim> coarse(cell, coarse_size);
  mesh.create_triangulation(coarse.vertices, coarse.cells, dealii::SubCellData());
  const auto pairs = tag_faces(mesh, cell);
  if (!pairs.empty())
    mesh.add_periodicity(pairs);
}

template void build_mesh<2>(dealii::parallel::distributed::Triangulation<2> &, const CellGeometry &, double);
template void build_mesh<3>(dealii::parallel::distributed::Triangulation<3> &, const CellGeometry &, double);
} // namespace quench::meshes
