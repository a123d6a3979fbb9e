#include <meshes/mesh_builder.h>

#include <meshes/library.h>

#include <boost/test/unit_test.hpp>

#include <map>
#include <numbers>

using namespace quench;
using namespace quench::meshes;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(mesh_builder)

using Mesh = dealii::parallel::distributed::Triangulation<2>;

/// The default cell, meshed.
struct Meshed
{
  CellGeometry cell;
  Mesh         mesh{MPI_COMM_WORLD, dealii::Triangulation<2>::limit_level_difference_at_vertices};

  explicit Meshed(double size, double boundary_resistance = 1)
  {
    Mushroom m;
    m.thermal_boundary_resistance = boundary_resistance;
    cell                          = m.build();
    build_mesh(mesh, cell, size);
  }
};

BOOST_AUTO_TEST_CASE(cells_fill_their_regions_and_are_no_larger_than_asked)
{
  const Meshed               m(12);
  std::map<unsigned, double> area;
  for (const auto &c : m.mesh.cell_iterators_on_level(0)) // every rank knows the coarse mesh
  {
    const auto size = c->vertex(3) - c->vertex(0);
    BOOST_TEST((size[0] <= 12 + 1e-9 && size[1] <= 12 + 1e-9));
    const auto centre = c->center();
    BOOST_TEST(static_cast<int>(c->material_id()) == m.cell.region_at({centre[0], 0, centre[1]}));
    area[c->material_id()] += c->measure();
  }
  const double expected[] = {150 * 30, 130 * 65, 20 * 65, 150 * 100, 150 * 30};
  for (unsigned r = 0; r < 5; ++r)
    BOOST_TEST(area[r] == expected[r], tt::tolerance(1e-12));
}

/// Lengths of the boundary per id.
std::map<unsigned, double> boundary(const Meshed &m)
{
  std::map<unsigned, double> length;
  for (const auto &c : m.mesh.cell_iterators_on_level(0))
    for (const unsigned f : c->face_indices())
      if (c->face(f)->at_boundary())
        length[c->face(f)->boundary_id()] += c->face(f)->measure();
  return length;
}

BOOST_AUTO_TEST_CASE(contacts_cuts_and_outside_have_their_boundary_ids)
{
  auto cut = boundary(Meshed(12));
  BOOST_TEST(cut[contact_boundary_id(0)] == 150, tt::tolerance(1e-12));
  BOOST_TEST(cut[contact_boundary_id(1)] == 150, tt::tolerance(1e-12));
  BOOST_TEST(cut[cut_boundary_id] == 4 * 150, tt::tolerance(1e-12)); // two cuts with two sides
  BOOST_TEST(cut[0] == 2 * 225, tt::tolerance(1e-12));
  auto whole = boundary(Meshed(12, 0));
  BOOST_TEST(whole[cut_boundary_id] == 0);
}

BOOST_AUTO_TEST_CASE(a_cut_region_has_its_own_copies_of_all_vertices_round_it)
{
  const Meshed                             cut(12), whole(12, 0);
  std::map<std::pair<double, double>, int> copies;
  for (const auto &v : cut.mesh.get_vertices())
    ++copies[{v[0], v[1]}];
  for (const auto &[p, n] : copies)
    BOOST_TEST(n == (p.second == 95 || p.second == 195 ? 2 : 1)); // the rim included
  BOOST_TEST(cut.mesh.n_active_cells() == whole.mesh.n_active_cells());
}

BOOST_AUTO_TEST_CASE(both_sides_of_a_cut_find_each_other_and_stay_balanced)
{
  Meshed m(12);
  for (int pass = 0; pass < 4; ++pass) // towards the heater's edge, above the cut
  {
    for (const auto &c : m.mesh.active_cell_iterators())
      if (c->is_locally_owned() && c->center().distance({20, 97}) < 8 && c->center()[1] > 95)
        c->set_refine_flag();
    m.mesh.execute_coarsening_and_refinement();
  }
  unsigned seen = 0;
  for (const auto &c : m.mesh.active_cell_iterators())
    if (c->is_locally_owned())
      for (const unsigned f : c->face_indices())
        if (c->face(f)->at_boundary() && c->face(f)->boundary_id() == cut_boundary_id)
        {
          BOOST_REQUIRE(c->has_periodic_neighbor(f));
          const auto other = c->periodic_neighbor(f);
          BOOST_TEST(std::abs(other->level() - c->level()) <= 1);
          const auto face = other->face(c->periodic_neighbor_face_no(f));
          BOOST_TEST(std::abs(face->center()[1] - c->face(f)->center()[1]) < 1e-12);
          BOOST_TEST(other->material_id() != c->material_id());
          ++seen;
        }
  BOOST_TEST(dealii::Utilities::MPI::sum(seen, MPI_COMM_WORLD) > 0u);
}

BOOST_AUTO_TEST_CASE(parts_of_the_raster_without_a_region_are_left_out)
{
  CellGeometry cell;
  cell.symmetry = Symmetry::planar;
  cell.regions  = {{"foot", {{0, 0, 0}, {10, 0, 2}}}, {"pillar", {{0, 0, 2}, {4, 0, 6}}}};
  cell.contacts = {{"bottom", {{0, 0, 0}, {10, 0, 0}}}, {"top", {{0, 0, 6}, {4, 0, 6}}}};
  Mesh mesh(MPI_COMM_WORLD, dealii::Triangulation<2>::limit_level_difference_at_vertices);
  build_mesh(mesh, cell, 2);
  BOOST_TEST(mesh.n_global_active_cells() == 5u + 4u);
}

/// Every kind of cell: the mesh fills the regions, each contact is there, and both sides of every cut find each other.
BOOST_AUTO_TEST_CASE(every_kind_of_cell_is_meshed)
{
  for (const auto &[name, kind] : cell_kinds())
  {
    CellParameters p;
    p.cell                    = kind;
    p.gmsh.file               = QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh";
    p.gmsh.resistive          = {"phase change layer"};
    p.gmsh.contact_resistance = 1;
    const CellGeometry cell   = make_cell(p);
    Mesh               mesh(MPI_COMM_WORLD, dealii::Triangulation<2>::limit_level_difference_at_vertices);
    build_mesh(mesh, cell, 20);
    std::map<unsigned, double> length;
    double                     area = 0, cut_perimeter = 0;
    for (const auto &c : mesh.cell_iterators_on_level(0))
    {
      area += c->measure();
      BOOST_TEST((c->vertex(0)[0] < c->vertex(3)[0] && c->vertex(0)[1] < c->vertex(3)[1]));
      for (const unsigned f : c->face_indices())
        if (c->face(f)->at_boundary())
          length[c->face(f)->boundary_id()] += c->face(f)->measure();
    }
    const Box    all   = cell.extent();
    const double width = all.upper[0] - all.lower[0], height = all.upper[2] - all.lower[2];
    BOOST_TEST(area == width * height, tt::tolerance(1e-12));
    double outside = length[0];
    for (unsigned k = 0; k < cell.contacts.size(); ++k)
    {
      BOOST_TEST(length[contact_boundary_id(k)] > 0, name);
      outside += length[contact_boundary_id(k)];
    }
    BOOST_TEST(outside == 2 * (width + height), tt::tolerance(1e-12));
    for (const Region &region : cell.regions)
      if (region.own_vertices)
        cut_perimeter += region.box.upper[0] - region.box.lower[0];
    BOOST_TEST((cut_perimeter > 0 ? length[cut_boundary_id] > cut_perimeter : length[cut_boundary_id] == 0), name);
  }
}

BOOST_AUTO_TEST_CASE(boxes_are_meshed_in_three_dimensions)
{
  CellGeometry cell;
  cell.symmetry = Symmetry::none;
  cell.regions  = {{"block", {{0, 0, 0}, {4, 6, 8}}}, {"wire", {{1, 2, 0}, {3, 4, 8}}, true}};
  cell.contacts = {{"bottom", {{0, 0, 0}, {4, 6, 0}}}, {"top", {{0, 0, 8}, {4, 6, 8}}}};
  dealii::parallel::distributed::Triangulation<3> mesh(MPI_COMM_WORLD,
                                                       dealii::Triangulation<3>::limit_level_difference_at_vertices);
  build_mesh(mesh, cell, 2);
  double wire = 0, contact = 0, cut = 0;
  for (const auto &c : mesh.cell_iterators_on_level(0))
  {
    wire += c->material_id() == 1 ? c->measure() : 0;
    for (const unsigned f : c->face_indices())
      if (c->face(f)->at_boundary())
      {
        contact += c->face(f)->boundary_id() == contact_boundary_id(1) ? c->face(f)->measure() : 0;
        cut += c->face(f)->boundary_id() == cut_boundary_id ? c->face(f)->measure() : 0;
      }
  }
  BOOST_TEST(wire == 32, tt::tolerance(1e-12));
  BOOST_TEST(contact == 24, tt::tolerance(1e-12));
  BOOST_TEST(cut == 2 * 4 * 2 * 8, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
