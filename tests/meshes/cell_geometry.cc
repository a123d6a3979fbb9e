#include <meshes/cell_geometry.h>

#include <meshes/library.h>
#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::meshes;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(cell_geometry)

BOOST_AUTO_TEST_CASE(later_regions_overwrite_earlier_ones)
{
  const CellGeometry cell = Mushroom{}.build();
  const auto         at   = [&](double r, double z) { return cell.regions[cell.region_at({r, 1e3, z})].name; };
  BOOST_TEST(at(0, 10) == "bottom electrode");
  BOOST_TEST(at(10, 50) == "heater");
  BOOST_TEST(at(30, 50) == "dielectric");
  BOOST_TEST(at(100, 150) == "phase change layer");
  BOOST_TEST(at(100, 200) == "top electrode");
  BOOST_TEST(cell.region_at({151, 0, 50}) == -1);
  BOOST_TEST(cell.region_at({0, 0, 226}) == -1);
}

BOOST_AUTO_TEST_CASE(cuts_are_all_interface_coordinates)
{
  const auto cuts = Mushroom{}.build().cuts();
  BOOST_TEST(cuts[0] == (std::vector<double>{0, 20, 150}), tt::per_element());
  BOOST_TEST(cuts[2] == (std::vector<double>{0, 30, 95, 195, 225}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(the_third_direction_counts_in_three_dimensions_only)
{
  CellGeometry cell;
  cell.symmetry = Symmetry::none;
  cell.regions  = {{"block", {{0, 0, 0}, {1, 1, 1}}}};
  BOOST_TEST(cell.region_at({0.5, 0.5, 0.5}) == 0);
  BOOST_TEST(cell.region_at({0.5, 1.5, 0.5}) == -1);
  cell.symmetry = Symmetry::planar;
  BOOST_TEST(cell.region_at({0.5, 1.5, 0.5}) == 0);
}

BOOST_AUTO_TEST_CASE(resistances_are_found_in_either_order_and_zero_elsewhere)
{
  Mushroom m;
  m.contact_resistance     = 7;
  const CellGeometry cell  = m.build();
  const int          layer = cell.region_index("phase change layer"), heater = cell.region_index("heater");
  for (const Interface &i : {cell.between(layer, heater), cell.between(heater, layer)})
  {
    BOOST_TEST(i.thermal_resistance == m.thermal_boundary_resistance);
    BOOST_TEST(i.contact_resistance == 7);
  }
  const Interface top = cell.between(layer, cell.region_index("top electrode"));
  BOOST_TEST((top.thermal_resistance == m.thermal_boundary_resistance && top.contact_resistance == 0));
  const Interface none = cell.between(heater, cell.region_index("dielectric"));
  BOOST_TEST((none.thermal_resistance == 0 && none.contact_resistance == 0));
}

BOOST_AUTO_TEST_CASE(an_unknown_region_is_refused_and_the_known_ones_are_named)
{
  BOOST_CHECK_EXCEPTION(Mushroom{}.build().region_index("haeter"), InputError, [](const InputError &e) {
    const std::string text = e.what();
    return text.find("haeter") != std::string::npos && text.find("heater") != std::string::npos;
  });
}

/// RP1's dimensions, and the layer cut off only if something jumps on its faces.
BOOST_AUTO_TEST_CASE(the_mushroom_is_cut_round_its_layer_if_fields_jump_there)
{
  Mushroom m;
  BOOST_TEST(m.build().regions[3].own_vertices);
  m.thermal_boundary_resistance = 0;
  BOOST_TEST(!m.build().regions[3].own_vertices);
  m.contact_resistance = 1;
  BOOST_TEST(m.build().regions[3].own_vertices);
  BOOST_TEST((m.build().contacts[0].name == "bottom" && m.build().contacts[1].face.lower[2] == 225));
  BOOST_TEST((m.build().singular_edges[0].lower == Coordinates{20, 0, 95}));
}

BOOST_AUTO_TEST_CASE(elements_of_a_mesh_file_own_their_points)
{
  CellGeometry cell;
  cell.symmetry = Symmetry::planar;
  cell.regions  = {{"left", {{0, 0, 0}, {2, 0, 1}}}, {"right", {{2, 0, 0}, {4, 0, 1}}}};
  cell.elements = {{{{0, 0, 0}, {2, 0, 1}}, 0}, {{{2, 0, 0}, {4, 0, 0.5}}, 1}};
  BOOST_TEST(cell.region_at({1, 9, 0.7}) == 0);
  BOOST_TEST(cell.region_at({3, 9, 0.2}) == 1);
  BOOST_TEST(cell.region_at({3, 9, 0.7}) == -1); // in the box of its region, but not in its element
}

BOOST_AUTO_TEST_SUITE_END()
