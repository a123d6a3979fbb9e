#include <meshes/gmsh_cell.h>

#include <physics/base/checksum.h>
#include <tests/meshes/mesh_text.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace quench;
using namespace quench::meshes;
namespace tt = boost::test_tools;

namespace
{
using test::message_of;
using test::replaced;
using test::two_boxes_22;
using test::two_boxes_41;
using Mesh = test::MeshFile;
} // namespace

BOOST_AUTO_TEST_SUITE(gmsh_cell)

BOOST_DATA_TEST_CASE(groups_become_regions_and_contacts, boost::unit_test::data::make({two_boxes_22, two_boxes_41}),
                     text)
{
  Mesh mesh(text);
  mesh.cell.length_unit        = 10;
  mesh.cell.resistive          = {"high part"};
  mesh.cell.contact_resistance = 5;
  const CellGeometry cell      = mesh.cell.build();
  BOOST_REQUIRE(cell.regions.size() == 2u);
  BOOST_TEST(cell.regions[1].name == "high part");
  BOOST_TEST(cell.regions[1].box.lower == (Coordinates{0, 0, 10}), tt::per_element());
  BOOST_TEST(cell.regions[1].box.upper == (Coordinates{30, 0, 30}), tt::per_element());
  BOOST_TEST((!cell.regions[0].own_vertices && cell.regions[1].own_vertices));
  BOOST_TEST(cell.between(0, 1).contact_resistance == 5);
  BOOST_TEST(cell.elements.size() == 2u);
  BOOST_TEST(cell.region_at({15, 0, 20}) == 1);
  BOOST_TEST(cell.materials[0].card == "");
  BOOST_TEST((cell.contacts[0].name == "bottom" && cell.contacts[1].name == "top"));
  BOOST_TEST(cell.contacts[1].face.lower == (Coordinates{0, 0, 30}), tt::per_element());
  BOOST_TEST(cell.singular_edges.at(0).lower == (Coordinates{30, 0, 10}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(the_shipped_mesh_is_read)
{
  GmshCell ring;
  ring.file               = QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh";
  const CellGeometry cell = ring.build();
  BOOST_TEST(cell.regions.size() == 5u);
  BOOST_TEST(cell.elements.size() == 23u * 36u); // nr = 4 + 3 + 8 + 8, nz = 4 + 10 + 10 + 7 + 5 of ring.geo
  const auto name = [&](double r, double z) { return cell.regions[cell.region_at({r, 0, z})].name; };
  BOOST_TEST(name(10, 50) == "dielectric");
  BOOST_TEST(name(17, 50) == "heater");
  BOOST_TEST(name(30, 50) == "dielectric");
  BOOST_TEST(name(17, 100) == "phase change layer");
  BOOST_TEST(cell.singular_edges.size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_checksum_pins_the_mesh)
{
  Mesh mesh(two_boxes_22);
  mesh.cell.checksum = sha256(two_boxes_22);
  BOOST_TEST(message_of(mesh.cell) == "");
  mesh.cell.checksum[0] = mesh.cell.checksum[0] == '0' ? '1' : '0';
  BOOST_TEST(message_of(mesh.cell).find("checksum = ") != std::string::npos);
}

/// What is wrong with a mesh, how to make it wrong, and what the message says.
struct Wrong
{
  const char              *what;
  std::string              part, by; ///< of the right file
  std::vector<std::string> told;

  friend std::ostream &operator<<(std::ostream &out, const Wrong &wrong) { return out << wrong.what; }
};

const std::vector<Wrong> wrongs = {
    {"missing contact", "\"top\"", "\"lid\"", {"driven contacts = top", "no physical group \"top\"", "bottom, lid"}},
    {"unnamed region",
     "2 7 \"high part\"",
     "2 8 \"high part\"",
     {"file = cell.msh", "element 5 is in no physical group", "low, high part"}},
    {"a triangle", "4 3 2 1 1 1 2 3 4", "4 2 2 1 1 1 2 3", {"element 4 is no quadrangle", "Recombine"}},
    {"a slanted side", "3 3 1 0", "3 2.5 1 0", {"element 4 is not axis-parallel"}},
    {"beyond the axis", "1 0 0 0\n", "1 -1 0 0\n", {"element 4 is not axis-parallel"}},
    {"a contact inside", "3 1 2 2 2 5 6", "3 1 2 2 2 3 4", {"\"top\" is not on the outer surface"}},
    {"a mesh in space", "5 3 3 0", "5 3 3 1", {"symmetry = axisymmetric", "neither in x and y nor in x and z"}},
    {"two materials",
     "5\n1 15 2 9 3 3",
     "6\n6 3 2 7 2 1 2 3 4\n1 15 2 9 3 3",
     {"element 6 is in the physical groups \"low\" and \"high part\": a region has one material"}},
    {"a short file", "$EndElements\n", "", {"cell.msh:", "the file ends early"}},
    {"another format", "2.2 0 8", "2.2 1 8", {"cell.msh:2", "MSH 2.2 or 4.1"}},
    {"an unknown node", "4 3 2 1 1 1 2 3 4", "4 3 2 1 1 1 2 3 9", {"element 4 has an unknown node"}},
};

BOOST_DATA_TEST_CASE(a_mesh_that_cannot_be_used_is_refused, boost::unit_test::data::make(wrongs), wrong)
{
  const Mesh        mesh(replaced(two_boxes_22, wrong.part, wrong.by));
  const std::string message = message_of(mesh.cell);
  for (const std::string &part : wrong.told)
    BOOST_TEST(message.find(part) != std::string::npos, "\"" << part << "\" is not in: " << message);
}

BOOST_AUTO_TEST_CASE(names_that_the_mesh_does_not_have_are_refused_with_those_it_has)
{
  Mesh mesh(two_boxes_22);
  mesh.cell.resistive = {"layer"};
  BOOST_TEST(message_of(mesh.cell).find("resistive regions = layer: the mesh has no physical group \"layer\"") !=
             std::string::npos);
  mesh.cell.resistive.clear();
  mesh.cell.driven.clear();
  BOOST_TEST(message_of(mesh.cell).find("driven contacts = nothing: at least one group is needed; known are bottom, "
                                        "top") != std::string::npos);
  mesh.cell.driven   = {"top"};
  mesh.cell.symmetry = Symmetry::none;
  BOOST_TEST(message_of(mesh.cell).find("no physical group of volumes") != std::string::npos);
  mesh.cell.file = "none.msh";
  BOOST_TEST(message_of(mesh.cell).find("file = none.msh: there is no file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(boxes_are_read_in_three_dimensions)
{
  Mesh mesh(test::block_22);
  mesh.cell.symmetry      = Symmetry::none;
  const CellGeometry cell = mesh.cell.build();
  BOOST_TEST(cell.dimension() == 3);
  BOOST_TEST(cell.elements.at(0).box.upper == (Coordinates{2, 3, 4}), tt::per_element());
  BOOST_TEST(cell.contacts[1].face.lower == (Coordinates{0, 0, 4}), tt::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
