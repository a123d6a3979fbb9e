#include <meshes/sketch.h>

#include <meshes/library.h>

#include <boost/test/unit_test.hpp>

using namespace quench::meshes;

BOOST_AUTO_TEST_SUITE(sketch)

BOOST_AUTO_TEST_CASE(a_drawing_names_every_material_and_contact)
{
  for (const auto &[name, kind] : cell_kinds())
  {
    CellParameters p;
    p.cell                  = kind;
    p.gmsh.file             = QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh";
    const CellGeometry cell = make_cell(p);
    const std::string  svg  = sketch_svg(cell, name);
    BOOST_TEST(svg.starts_with("<svg"));
    BOOST_TEST(svg.ends_with("</svg>\n"));
    for (const MaterialSlot &slot : cell.materials)
      BOOST_TEST(svg.find(">" + slot.name) != std::string::npos, slot.name);
    for (const Contact &contact : cell.contacts)
      BOOST_TEST(svg.find(": " + contact.name + "<") != std::string::npos, contact.name);
  }
}

/// The heater of the default mushroom: 40 of 300 nm wide and 65 of 225 nm high, drawn 460 wide.
BOOST_AUTO_TEST_CASE(a_drawing_is_to_scale)
{
  const std::string svg = sketch_svg(Mushroom{}.build(), "mushroom");
  BOOST_TEST(svg.find("width=\"61.33\" height=\"99.67\"") != std::string::npos, svg);
}

BOOST_AUTO_TEST_SUITE_END()
