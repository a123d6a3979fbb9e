#include <meshes/mesh_builder.h>

#include <deal.II/grid/grid_tools.h>

#include <algorithm>
#include <cmath>
#include <map>

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

/// The cells of the raster that the cuts make, in the directions of the mesh.
template <int dim>
std::vector<Element> raster(const CellGeometry &cell, double size)
{
  const auto                           cuts = cell.cuts();
  std::array<std::vector<double>, dim> lines;
  std::size_t                          n_cells = 1;
  for (int d = 0; d < dim; ++d)
  {
    lines[d] = subdivide(cuts[geometry_axis<dim>(d)], size);
    n_cells *= lines[d].size() - 1;
  }
  std::vector<Element> elements;
  for (std::size_t number = 0; number < n_cells; ++number)
  {
    Element     element{};
    Coordinates centre{};
    std::size_t rest = number;
    for (int d = 0; d < dim; ++d)
    {
      const std::size_t i     = rest % (lines[d].size() - 1);
      const int         axis  = geometry_axis<dim>(d);
      element.box.lower[axis] = lines[d][i];
      element.box.upper[axis] = lines[d][i + 1];
      centre[axis]            = 0.5 * (lines[d][i] + lines[d][i + 1]);
      rest /= lines[d].size() - 1;
    }
    element.region = cell.region_at(centre);
    if (element.region >= 0)
      elements.push_back(element);
  }
  return elements;
}

/// Coarse mesh as deal.II wants it, before it becomes a triangulation.
template <int dim>
struct CoarseMesh
{
  std::vector<Point<dim>>            vertices;
  std::vector<dealii::CellData<dim>> cells;

  CoarseMesh(const CellGeometry &cell, double size)
  {
    for (const Element &element : cell.elements.empty() ? raster<dim>(cell, size) : cell.elements)
    {
      const int             owner = cell.regions[element.region].own_vertices ? element.region : -1;
      dealii::CellData<dim> data;
      for (unsigned int v = 0; v < dealii::GeometryInfo<dim>::vertices_per_cell; ++v)
      {
        Point<dim> corner;
        for (int d = 0; d < dim; ++d)
          corner[d] = ((v >> d) & 1 ? element.box.upper : element.box.lower)[geometry_axis<dim>(d)];
        data.vertices[v] = vertex(owner, corner);
      }
      data.material_id = element.region;
      cells.push_back(data);
    }
  }

private:
  /// Number of the vertex there; regions with vertices of their own share none.
  unsigned int vertex(int owner, const Point<dim> &corner)
  {
    std::array<long long, dim> place;
    for (int d = 0; d < dim; ++d)
      place[d] = std::llround(corner[d] * 1e6);
    const auto [entry, is_new] = numbers.try_emplace({owner, place}, vertices.size());
    if (is_new)
      vertices.push_back(corner);
    return entry->second;
  }

  std::map<std::pair<int, std::array<long long, dim>>, unsigned int> numbers;
};

template <int dim>
bool lies_on_face(const Point<dim> &p, const Box &face)
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
bool lies_on(const Point<dim> &p, const Contact &contact)
{
  return lies_on_face(p, contact.face) || std::any_of(contact.more_faces.begin(), contact.more_faces.end(),
                                                      [&](const Box &face) { return lies_on_face(p, face); });
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
          if (lies_on(centre, cell.contacts[i]))
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
