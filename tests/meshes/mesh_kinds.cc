// Meshes as people and programs write them: read right, or refused with the reason.
#include <meshes/conducting_path.h>
#include <meshes/msh_file.h>
#include <tests/meshes/mesh_text.h>

#include <boost/test/data/test_case.hpp>

#include <ostream>

using namespace quench;
using namespace quench::meshes;
using test::MeshFile;
using test::message_of;
using test::replaced;
using test::two_boxes_22;
using test::two_boxes_41;
namespace tt   = boost::test_tools;
namespace data = boost::unit_test::data;

namespace
{
struct Change
{
  std::string part, by;
};
using Changes = std::vector<Change>;

std::string changed(std::string text, const Changes &changes)
{
  for (const Change &change : changes)
    text = replaced(text, change.part, change.by);
  return text;
}

/// A file that is unusual and right.
struct Usable
{
  const char *what;
  std::string text;

  friend std::ostream &operator<<(std::ostream &out, const Usable &usable) { return out << usable.what; }
};

/// Block of two nodes in one more surface, listed first: their tags and places.
const std::string more_nodes_41 = "2 21 0 2\n71\n72\n3 1 0\n50 -9 4\n";

const std::vector<Usable> usables = {
    {"2.2 as it is", two_boxes_22},
    {"4.1 as it is", two_boxes_41},
    {"an unused node, 2.2", changed(two_boxes_22, {{"6\n1 0 0 0", "7\n99 5 -8 4\n1 0 0 0"}})},
    {"an unused node, 4.1",
     changed(two_boxes_41, {{"2 6 1 6\n", "3 8 1 72\n" + more_nodes_41}})},
    {"a plane flat within rounding", changed(two_boxes_22, {{"3 3 1 0", "3 3 1 1e-16"}, {"6 0 3 0", "6 0 3 -2e-16"}})},
    {"a plane that is not at z = 0",
     changed(two_boxes_22, {{"1 0 0 0\n2 3 0 0\n3 3 1 0\n4 0 1 0\n5 3 3 0\n6 0 3 0",
                             "1 0 0 7\n2 3 0 7\n3 3 1 7\n4 0 1 7\n5 3 3 7\n6 0 3 7"}})},
    {"sides straight within rounding",
     changed(two_boxes_22, {{"3 3 1 0", "3 3.0000001 1 0"}, {"4 0 1 0", "4 0 0.99999994 0"}})},
    {"large tags, 2.2",
     changed(two_boxes_22, {{"\n6 0 3 0", "\n3000000006 0 3 0"}, {"5 6\n", "5 3000000006\n"}, {"3 5 6 4", "3 5 3000000006 4"}})},
    {"large tags, 4.1",
     changed(two_boxes_41, {{"4\n5\n6\n", "4\n5\n9000000006\n"}, {"3 5 6\n", "3 5 9000000006\n"}, {"3 5 6 4", "3 5 9000000006 4"}})},
    {"neighbours with nodes of their own",
     changed(two_boxes_22, {{"6\n1 0 0 0", "8\n71 3.00000000000001 1 0\n72 0 0.99999999999999 0\n1 0 0 0"},
                            {"5 3 2 7 2 3 5 6 4", "5 3 2 7 2 71 5 6 72"}})},
    {"a contact in two groups, 2.2",
     changed(two_boxes_22, {{"5\n0 9", "6\n1 5 \"all\"\n0 9"}, {"5\n1 15", "6\n6 1 2 5 1 1 2\n1 15"}})},
    {"a contact in two groups, 4.1",
     changed(two_boxes_41, {{"5\n0 9", "6\n1 5 \"all\"\n0 9"}, {"11 0 0 0 3 0 0 1 1 0", "11 0 0 0 3 0 0 2 5 1 0"}})},
    {"a region in a group without a name as well, 2.2",
     changed(two_boxes_22, {{"5\n1 15", "6\n6 3 2 55 1 1 2 3 4\n1 15"}})},
    {"a region in a group without a name as well, 4.1",
     changed(two_boxes_41, {{"21 0 0 0 3 1 0 1 1 1 11", "21 0 0 0 3 1 0 2 55 1 1 11"}})},
    {"a partitioned file, 2.2",
     changed(two_boxes_22, {{"4 3 2 1 1 1 2 3 4", "4 3 4 1 1 1 1 1 2 3 4"}, {"5 3 2 7 2 3", "5 3 5 7 2 2 2 -1 3"}})},
    {"a partitioned file, 4.1",
     changed(two_boxes_41, {{"$Nodes", "$PartitionedEntities\n2\n1\n9 2\n0 2 2 0\n"
                                       "12 1 12 1 2 0 3 0 3 3 0 1 2 0\n"
                                       "11 1 11 1 1 0 0 0 3 0 0 1 1 0\n"
                                       "31 2 21 1 1 0 0 0 3 1 0 1 1 1 11\n32 2 22 1 2 0 1 0 3 3 0 1 7 1 12\n"
                                       "$EndPartitionedEntities\n$Nodes"},
                            {"2 21 3 1\n4", "2 31 3 1\n4"},
                            {"2 22 3 1\n5", "2 32 3 1\n5"},
                            {"$EndElements\n", "$EndElements\n$GhostElements\n1\n5 2 1 1\n$EndGhostElements\n"}})},
    {"blanks in a name", changed(two_boxes_22, {{"\"high part\"", "\" high  part \""}})},
    {"names of contacts with / and #", changed(two_boxes_22, {{"\"singular\"", "\"a/b # c, \"d\"\""}})},
    {"lines that end as on Windows", [] {
       std::string text;
       for (const char c : two_boxes_41)
         text += c == '\n' ? std::string("\r\n") : std::string(1, c);
       return text;
     }()},
    {"comments of the program that wrote it",
     changed(two_boxes_22, {{"$PhysicalNames", "$Comments\ncosts 5 $ a\n$EndComments\n$PhysicalNames"}})}};
} // namespace

BOOST_AUTO_TEST_SUITE(mesh_kinds)

BOOST_DATA_TEST_CASE(an_unusual_mesh_is_read_as_it_is_meant, data::make(usables), usable)
{
  MeshFile mesh(usable.text);
  BOOST_REQUIRE_MESSAGE(message_of(mesh.cell) == "", message_of(mesh.cell));
  const CellGeometry cell = mesh.cell.build();
  BOOST_REQUIRE(cell.elements.size() == 2u);
  BOOST_TEST(cell.regions[1].name == "high part");
  BOOST_TEST(cell.elements[0].box.upper == (Coordinates{3, 0, 1}), tt::tolerance(1e-6) << tt::per_element());
  BOOST_TEST(cell.elements[0].box.upper[2] == cell.elements[1].box.lower[2]); // no gap, not of a last bit
  BOOST_TEST(cell.elements[0].box.upper[0] == cell.elements[1].box.upper[0]);
  BOOST_TEST(touching_regions(cell).size() == 1u);
  BOOST_TEST(cell.contacts[0].face.upper == (Coordinates{3, 0, 0}), tt::tolerance(1e-6) << tt::per_element());
  BOOST_TEST(cell.contacts[0].more_faces.empty());
}

/// What is wrong with a file, and what the message says.
struct Unusable
{
  const char *what;
  std::string text, told;

  friend std::ostream &operator<<(std::ostream &out, const Unusable &unusable) { return out << unusable.what; }
};

const std::vector<Unusable> unusables = {
    {"too few elements announced, 2.2", changed(two_boxes_22, {{"5\n1 15", "4\n1 15"}}),
     "4 elements are announced, 5 found"},
    {"too many elements announced, 2.2", changed(two_boxes_22, {{"5\n1 15", "7\n1 15"}}),
     "7 elements are announced, 5 found"},
    {"too few nodes announced, 2.2", changed(two_boxes_22, {{"6\n1 0", "5\n1 0"}}), "5 nodes are announced, 6 found"},
    {"too many names announced", changed(two_boxes_22, {{"5\n0 9", "6\n0 9"}}), "6 names are announced, 5 found"},
    {"too few elements announced, 4.1", changed(two_boxes_41, {{"5 5 1 5", "5 4 1 5"}}),
     "4 elements are announced, 5 found"},
    {"a block longer than announced, 4.1",
     changed(two_boxes_41, {{"2 21 3 1\n4 1 2 3 4", "2 21 3 1\n4 1 2 3 4\n9 1 2 3 4"}}),
     "the block before has more elements than it announces"},
    {"a block shorter than announced, 4.1", changed(two_boxes_41, {{"2 22 3 1", "2 22 3 2"}}),
     "a block announces 2 elements, 1 found"},
    {"too many blocks announced, 4.1", changed(two_boxes_41, {{"5 5 1 5", "6 5 1 5"}}),
     "6 blocks of elements are announced, 5 found"},
    {"a count that no file can hold", changed(two_boxes_41, {{"2 21 0 5", "2 21 0 5000000000000"}}),
     "more than the file can hold"},
    {"a negative count", changed(two_boxes_22, {{"6\n1 0", "-6\n1 0"}}), "-6 are announced"},
    {"a tag beyond 64 bits", changed(two_boxes_22, {{"\n6 0 3 0", "\n99999999999999999999 0 3 0"}}),
     "\"99999999999999999999\" is too large"},
    {"a tag with a fraction", changed(two_boxes_22, {{"\n6 0 3 0", "\n6.5 0 3 0"}}), "\"6.5\" is no whole number"},
    {"a node given twice", changed(two_boxes_22, {{"\n6 0 3 0", "\n5 0 3 0"}}), "node 5 is given twice"},
    {"a coordinate that is no number", changed(two_boxes_22, {{"6 0 3 0", "6 0 nan 0"}}),
     "\"nan\" is no finite number"},
    {"a coordinate too large", changed(two_boxes_22, {{"6 0 3 0", "6 0 1e999 0"}}), "is no finite number"},
    {"a line that ends early", changed(two_boxes_22, {{"6 0 3 0", "6 0 3"}}), "the line before this one ends early"},
    {"an element twice in one group", changed(two_boxes_22, {{"5\n1 15", "6\n6 3 2 1 1 1 2 3 4\n1 15"}}),
     "elements 6 and 4 have the same nodes and the same group \"low\""},
    {"two groups of one name", changed(two_boxes_22, {{"\"high part\"", "\"low\""}}),
     "two physical groups of dimension 2 are called \"low\""},
    {"two groups of one name but for blanks", changed(two_boxes_22, {{"\"high part\"", "\" low\""}}),
     "two physical groups of dimension 2 are called \"low\""},
    {"two materials, 4.1", changed(two_boxes_41, {{"22 0 1 0 3 3 0 1 7 1 12", "22 0 1 0 3 3 0 2 1 7 1 12"}}),
     "element 5 is in the physical groups \"low\" and \"high part\""},
    {"no $Entities, 4.1",
     [] {
       std::string       text  = two_boxes_41;
       const std::size_t start = text.find("$Entities"), end = text.find("$Nodes");
       return text.erase(start, end - start);
     }(),
     "the file has no section $Entities"},
    {"a region whose name no section can have", changed(two_boxes_22, {{"\"high part\"", "\"high/part\""}}),
     "\"high/part\" cannot be a region"},
    {"a region whose name is a comment", changed(two_boxes_22, {{"\"high part\"", "\"high #1\""}}),
     "\"high #1\" cannot be a region"},
    {"a name in another encoding", changed(two_boxes_22, {{"\"high part\"", "\"high \xB5\""}}),
     "bytes that are not UTF-8"},
    {"a group without elements", changed(two_boxes_22, {{"5\n0 9", "6\n2 8 \"none\"\n0 9"}}),
     "\"none\" has no elements"},
    {"elements that overlap",
     changed(two_boxes_22, {{"6\n1 0 0 0", "8\n71 3 0.5 0\n72 0 0.5 0\n1 0 0 0"}, {"3 5 6 4", "71 5 6 72"}}),
     "elements 4 and 5 overlap"},
    {"faces that do not match",
     changed(two_boxes_22,
             {{"6\n1 0 0 0", "8\n71 2 1 0\n72 2 3 0\n1 0 0 0"}, {"2 5 6\n", "2 72 6\n"}, {"3 5 6 4", "71 72 6 4"}}),
     "elements 4 and 5 touch at z = 1 nm, but their faces do not match"},
    {"a narrow gap",
     changed(two_boxes_22, {{"6\n1 0 0 0", "8\n71 3 1.003 0\n72 0 1.003 0\n1 0 0 0"}, {"3 5 6 4", "71 5 6 72"}}),
     "elements 4 and 5 touch at z = 1 nm but for a gap of 0.003 nm"},
    {"a group as both contacts", changed(two_boxes_22, {{"3 1 2 2 2 5 6", "3 1 2 2 2 1 2"}}),
     "\"top\" cannot be grounded and driven: element 2 is in grounded contacts (\"bottom\") already"},
    {"a contact on the axis", changed(two_boxes_22, {{"3 1 2 2 2 5 6", "3 1 2 2 2 4 6"}}),
     "\"top\" has no area at element 3, which lies on the axis"},
    {"a contact without length", changed(two_boxes_22, {{"3 1 2 2 2 5 6", "3 1 2 2 2 5 5"}}),
     "\"top\" has no area at element 3"},
    {"a contact inside", changed(two_boxes_22, {{"3 1 2 2 2 5 6", "3 1 2 2 2 3 4"}}),
     "\"top\" is not on the outer surface of the cell: element 3"},
    {"a contact of half a side",
     changed(two_boxes_22, {{"6\n1 0 0 0", "7\n71 2 3 0\n1 0 0 0"}, {"2 5 6\n", "2 71 6\n"}}),
     "\"top\" is not on the outer surface of the cell: element 3"},
    {"a comma in a name", changed(two_boxes_22, {{"\"top\"", "\"top, left\""}}),
     "known are bottom, top, left. A comma separates names"},
    {"another version", changed(two_boxes_22, {{"2.2 0 8", "4 0 8"}}), "format 4.0 in ASCII is not MSH 2.2 or 4.1"},
    {"a binary file", changed(two_boxes_41, {{"4.1 0 8", "4.1 1 8"}}), "format 4.1, binary, is not MSH 2.2 or 4.1"},
    {"metres taken for nanometres", changed(two_boxes_22, {{"1 0 0 0\n2 3", "1 0 0 0\n2 3e12"}}),
     "length unit = 1 nm: element 4 has a node at 3e12 nm; at most 1e9 nm are allowed"}};

BOOST_DATA_TEST_CASE(an_unusable_mesh_is_refused_with_the_reason, data::make(unusables), unusable)
{
  const MeshFile    mesh(unusable.text);
  const std::string message = message_of(mesh.cell);
  BOOST_TEST(message.find(unusable.told) != std::string::npos, "\"" << unusable.told << "\" is not in: " << message);
}

BOOST_AUTO_TEST_CASE(a_group_as_both_contacts_by_the_keys_of_the_case_is_refused)
{
  MeshFile mesh(two_boxes_22);
  mesh.cell.driven = {"bottom"};
  BOOST_TEST(message_of(mesh.cell).find("driven contacts = bottom: \"bottom\" cannot be grounded and driven") !=
             std::string::npos);
  mesh.cell.driven = {"top", "top"};
  BOOST_TEST(message_of(mesh.cell).find("driven contacts = top, top: \"top\" is named twice") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_path_leads_through_conductors_to_another_node)
{
  MeshFile     mesh(two_boxes_22);
  CellGeometry cell = mesh.cell.build();
  BOOST_TEST(has_conducting_path(cell, {true, true}));
  BOOST_TEST(!has_conducting_path(cell, {true, false}));
  BOOST_TEST(!has_conducting_path(cell, {false, true}));
  const Box side{{3, 0, 1}, {3, 0, 3}}; // of the upper block
  cell.contacts.push_back({"side", side, {}, Electrode::driven});
  BOOST_TEST(!has_conducting_path(cell, {false, true})); // at the node of the top
  cell.contacts.back().electrode = Electrode::floating;
  BOOST_TEST(has_conducting_path(cell, {false, true}));
  cell.contacts.back().face = {{3, 0, 0}, {3, 0, 3}}; // a plane over the sides of both blocks
  BOOST_TEST(has_conducting_path(cell, {false, true}));
  cell.contacts.back().face = {{3, 0, 0}, {3, 0, 1}};
  BOOST_TEST(!has_conducting_path(cell, {false, true}));
}

BOOST_AUTO_TEST_CASE(the_unit_of_the_file_moves_no_tolerance)
{
  MeshFile mesh(changed(two_boxes_22, {{"3 3 1 0", "3 3.0000001 1 0"}}));
  for (const double unit : {1e-3, 1.0, 1e3, 1e6})
  {
    mesh.cell.length_unit   = unit;
    const CellGeometry cell = mesh.cell.build();
    BOOST_TEST(cell.elements[0].box.upper[0] == 3 * unit, tt::tolerance(1e-6));
    BOOST_TEST(cell.elements[0].box.upper[0] == cell.elements[1].box.upper[0]);
  }
}

BOOST_AUTO_TEST_SUITE_END()
