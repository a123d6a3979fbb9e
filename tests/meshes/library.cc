#include <meshes/library.h>

#include <physics/base/error.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <numbers>
#include <ostream>

using namespace quench;
using namespace quench::meshes;
namespace tt = boost::test_tools;

namespace
{
/// A kind of cell in one symmetry.
struct Sample
{
  std::string    name;
  CellParameters parameters;

  friend std::ostream &operator<<(std::ostream &out, const Sample &sample) { return out << sample.name; }
};

/// Every kind with every symmetry it can have, and with its optional parts.
std::vector<Sample> samples()
{
  std::vector<Sample> all;
  for (const auto &[name, kind] : cell_kinds())
    for (const Symmetry symmetry : {Symmetry::axisymmetric, Symmetry::planar, Symmetry::none})
    {
      const bool lateral = kind == CellKind::line || kind == CellKind::projected_lateral || kind == CellKind::disturb;
      const bool planar_only = kind == CellKind::film && symmetry != Symmetry::planar;
      if (kind == CellKind::gmsh_file || planar_only || (lateral && symmetry == Symmetry::axisymmetric))
        continue;
      CellParameters p;
      p.cell                        = kind;
      p.confined.liner_thickness    = 3;
      p.mushroom.contact_resistance = 1;
      p.line.contact_resistance     = 1;
      p.projected_mushroom.heater_offset =
          symmetry == Symmetry::axisymmetric ? 0 : 5; // off the axis where that is possible
      for (Symmetry *own : {&p.mushroom.symmetry, &p.confined.symmetry, &p.line.symmetry, &p.projected_lateral.symmetry,
                            &p.projected_mushroom.symmetry, &p.superlattice.symmetry, &p.disturb.symmetry})
        *own = symmetry;
      p.superlattice.heater_form = HeaterForm::core_and_shell;
      all.push_back({name + (symmetry == Symmetry::planar ? ", planar"
                             : symmetry == Symmetry::none ? ", 3-D"
                                                          : ""),
                     p});
    }
  return all;
}

/// Volume (area, where there are two dimensions) of each region, by the raster of the cuts.
std::map<std::string, double> sizes(const CellGeometry &cell)
{
  std::map<std::string, double> size;
  auto                          cuts = cell.cuts();
  if (cell.dimension() == 2)
    cuts[1] = {0, 1};
  for (std::size_t i = 0; i + 1 < cuts[0].size(); ++i)
    for (std::size_t j = 0; j + 1 < cuts[1].size(); ++j)
      for (std::size_t k = 0; k + 1 < cuts[2].size(); ++k)
      {
        const Coordinates centre{(cuts[0][i] + cuts[0][i + 1]) / 2, (cuts[1][j] + cuts[1][j + 1]) / 2,
                                 (cuts[2][k] + cuts[2][k + 1]) / 2};
        if (const int region = cell.region_at(centre); region >= 0)
          size[cell.regions[static_cast<std::size_t>(region)].name] +=
              (cuts[0][i + 1] - cuts[0][i]) * (cuts[1][j + 1] - cuts[1][j]) * (cuts[2][k + 1] - cuts[2][k]);
      }
  return size;
}

CellParameters of(CellKind kind)
{
  CellParameters p;
  p.cell = kind;
  return p;
}
} // namespace

/// A cell with a heater of that form, 20 nm in radius and 65 nm long.
Mushroom with_heater(HeaterForm form, Symmetry symmetry)
{
  Mushroom m;
  m.heater_form     = form;
  m.symmetry        = symmetry;
  m.shell_thickness = 1.5;
  return m;
}

BOOST_AUTO_TEST_SUITE(library)

BOOST_DATA_TEST_CASE(a_cell_is_consistent, boost::unit_test::data::make(samples()), sample)
{
  const CellGeometry cell    = make_cell(sample.parameters);
  const auto         volumes = sizes(cell);
  const auto         is_slot = [&](const std::string &name) {
    return std::any_of(cell.materials.begin(), cell.materials.end(), [&](const auto &m) { return m.name == name; });
  };
  for (const Region &region : cell.regions)
  {
    BOOST_TEST(is_slot(region.slot()), region.name);
    BOOST_TEST(volumes.contains(region.name), region.name << " is overwritten by others");
  }
  for (const MaterialSlot &slot : cell.materials)
    BOOST_TEST(
        std::any_of(cell.regions.begin(), cell.regions.end(), [&](const Region &r) { return r.slot() == slot.name; }),
        slot.name);
  BOOST_TEST(cell.contacts.size() == (cell.neighbour.empty() ? 2u : 3u)); // the neighbour's own top
  const Box all = cell.extent();
  for (const Contact &contact : cell.contacts) // on the outer surface, flat in one direction
  {
    bool outside = false;
    for (const int d : {0, 2})
      outside = outside || (contact.face.lower[d] == contact.face.upper[d] &&
                            (contact.face.lower[d] == all.lower[d] || contact.face.lower[d] == all.upper[d]));
    BOOST_TEST(outside, contact.name);
  }
  for (const Interface &i : cell.interfaces)
  {
    const int  first = cell.region_index(i.first), second = cell.region_index(i.second);
    const bool jumps = i.thermal_resistance > 0 || i.contact_resistance > 0;
    BOOST_TEST((!jumps || cell.regions[first].own_vertices || cell.regions[second].own_vertices));
  }
  for (const Box &edge : cell.singular_edges)
    BOOST_TEST((contains(all, edge.lower, cell.symmetry) && contains(all, edge.upper, cell.symmetry)));
  for (const NamedLength &length : cell.phase_lengths)
    BOOST_TEST((length.length > 0 && length.key.starts_with(sample.parameters.section() + "/")), length.key);
  const double      inward = cell.glass.centre[0] < all.upper[0] ? 1e-3 : -1e-3; // the site of a film is its right end
  const Coordinates above{cell.glass.centre[0] + inward, cell.glass.centre[1], cell.glass.centre[2] + 1e-3};
  const int         host = cell.region_at(above);
  BOOST_REQUIRE(host >= 0);
  for (const MaterialSlot &slot : cell.materials)
    if (slot.name == cell.regions[host].slot())
      BOOST_TEST((slot.role == Role::phase_change));
  if (!cell.neighbour.empty())
    BOOST_TEST(cell.region_index(cell.neighbour) >= 0);
}

BOOST_AUTO_TEST_CASE(regions_have_the_sizes_they_are_given)
{
  auto confined                     = of(CellKind::confined);
  confined.confined.liner_thickness = 4;
  auto size                         = sizes(make_cell(confined));
  BOOST_TEST(size["phase change layer"] == 20 * 60, tt::tolerance(1e-12));
  BOOST_TEST(size["liner"] == 4 * 60, tt::tolerance(1e-12));
  BOOST_TEST(size["heater"] == 24 * 30, tt::tolerance(1e-12));
  BOOST_TEST(size["top electrode"] == 100 * 30, tt::tolerance(1e-12));
  confined.confined.form = ConfinedForm::pillar;
  BOOST_TEST(sizes(make_cell(confined))["top electrode"] == 24 * 30, tt::tolerance(1e-12));

  size = sizes(make_cell(of(CellKind::projected_lateral)));
  BOOST_TEST(size["phase change layer"] == 400 * 20, tt::tolerance(1e-12));
  BOOST_TEST(size["liner"] == 400 * 6, tt::tolerance(1e-12));
  BOOST_TEST(size["left electrode"] == 60 * 26, tt::tolerance(1e-12));

  size = sizes(make_cell(of(CellKind::superlattice_layers)));
  BOOST_TEST(size["first layer 1"] == 150 * 2, tt::tolerance(1e-12));
  BOOST_TEST(size["second layer 8"] == 150 * 4, tt::tolerance(1e-12));
  BOOST_TEST(sizes(make_cell(of(CellKind::superlattice_effective)))["superlattice"] == 150 * 48, tt::tolerance(1e-12));

  size = sizes(make_cell(of(CellKind::disturb)));
  BOOST_TEST(size["neighbour phase change layer"] == size["phase change layer"], tt::tolerance(1e-12));
}

/// RP6 with liner: liner at 95-100 nm, top of the layer at 195 nm, dome centred at z = 100 nm.
BOOST_AUTO_TEST_CASE(the_projected_mushroom_can_be_that_of_rp6)
{
  auto p                               = of(CellKind::projected_mushroom);
  p.projected_mushroom.layer_thickness = 95;
  const CellGeometry cell              = make_cell(p);
  BOOST_TEST(cell.cuts()[2] == (std::vector<double>{0, 30, 95, 100, 195, 225}), tt::per_element());
  BOOST_TEST(cell.glass.centre == (Coordinates{0, 0, 100}), tt::per_element());
}

BOOST_AUTO_TEST_CASE(squares_in_three_dimensions_have_the_area_of_the_circles)
{
  Mushroom m;
  m.symmetry      = Symmetry::none;
  m.heater_offset = 30;
  const auto size = sizes(m.build());
  BOOST_TEST(size.at("heater") == std::numbers::pi * 20 * 20 * 65, tt::tolerance(1e-12));
  BOOST_TEST(size.at("phase change layer") == std::numbers::pi * 150 * 150 * 100, tt::tolerance(1e-12));
  BOOST_TEST(m.build().region_at({30, 0, 50}) == m.build().region_index("heater"));
  BOOST_TEST(m.build().region_at({0, 0, 50}) == m.build().region_index("dielectric"));
  BOOST_TEST(m.build().singular_edges.size() == 4u);
}

BOOST_AUTO_TEST_CASE(both_ends_of_the_neighbour_are_grounded)
{
  const CellGeometry cell = make_cell(of(CellKind::disturb));
  BOOST_TEST(cell.contacts.size() == 3u);
  BOOST_TEST(cell.nodes() == (std::vector<int>{0, 1, 0}), boost::test_tools::per_element());
  BOOST_TEST(cell.contacts[2].face.lower[0] > 0.0);
  BOOST_TEST(cell.contacts[1].face.upper[0] < 0.0);
  BOOST_TEST(cell.contacts[1].face.lower[2] == cell.contacts[2].face.lower[2]);
}

/// A change that breaks a rule, one next to it that does not, and what the message must hold.
struct Rule
{
  const char                           *what;
  CellKind                              kind;
  std::function<void(CellParameters &)> bad, good;
  const char                           *key, *allowed;

  friend std::ostream &operator<<(std::ostream &out, const Rule &rule) { return out << rule.what; }
};

const double thin_resistance = 0.05e-9 * units::m * units::m * units::K / units::W;
using P                      = CellParameters;

const std::vector<Rule> rules = {
    {"heater wider than the cell", CellKind::mushroom, [](P &p) { p.mushroom.heater_radius = 150; },
     [](P &p) { p.mushroom.heater_radius = 149; }, "geometry/mushroom/heater radius = 150 nm",
     "must be below cell radius (150 nm)"},
    {"heater off the axis of a round cell", CellKind::mushroom, [](P &p) { p.mushroom.heater_offset = 5; },
     [](P &p) {
       p.mushroom.heater_offset = 5;
       p.mushroom.symmetry      = Symmetry::planar;
     },
     "geometry/mushroom/heater offset = 5 nm", "must be 0 nm with symmetry = axisymmetric"},
    {"heater beyond the edge", CellKind::mushroom,
     [](P &p) {
       p.mushroom.heater_offset = -131;
       p.mushroom.symmetry      = Symmetry::none;
     },
     [](P &p) {
       p.mushroom.heater_offset = -129;
       p.mushroom.symmetry      = Symmetry::none;
     },
     "geometry/mushroom/heater offset = -131 nm", "plus the radius of 20 nm must stay below cell radius (150 nm)"},
    {"a shell as thick as the heater", CellKind::mushroom,
     [](P &p) {
       p.mushroom.heater_form     = HeaterForm::core_and_shell;
       p.mushroom.shell_thickness = 20;
     },
     [](P &p) {
       p.mushroom.heater_form     = HeaterForm::ring;
       p.mushroom.shell_thickness = 19;
     },
     "geometry/mushroom/shell thickness = 20 nm", "must be below heater radius (20 nm)"},
    {"a wall in a round cell", CellKind::mushroom, [](P &p) { p.mushroom.heater_form = HeaterForm::wall; },
     [](P &p) {
       p.mushroom.heater_form = HeaterForm::wall;
       p.mushroom.symmetry    = Symmetry::none;
     },
     "geometry/mushroom/heater form = wall", "needs symmetry = three-dimensional"},
    {"a wall as wide as the cell", CellKind::mushroom,
     [](P &p) {
       p.mushroom            = with_heater(HeaterForm::wall, Symmetry::none);
       p.mushroom.wall_width = 266; // the cell is 150 sqrt(pi) = 265.87 nm wide
     },
     [](P &p) {
       p.mushroom            = with_heater(HeaterForm::wall, Symmetry::none);
       p.mushroom.wall_width = 265;
     },
     "geometry/mushroom/wall width = 266 nm", "must be below the width of the cell (265.868 nm)"},
    {"a wall beyond the edge", CellKind::mushroom,
     [](P &p) {
       p.mushroom               = with_heater(HeaterForm::wall, Symmetry::none);
       p.mushroom.heater_offset = -131;
     },
     [](P &p) {
       p.mushroom               = with_heater(HeaterForm::wall, Symmetry::none);
       p.mushroom.heater_offset = -130;
     },
     "geometry/mushroom/wall thickness = 5 nm",
     "must be below the width of the cell less twice the heater offset (3.868"},
    {"a resistance that is none", CellKind::mushroom,
     [](P &p) { p.mushroom.thermal_boundary_resistance = thin_resistance; },
     [](P &p) { p.mushroom.thermal_boundary_resistance = 2 * thin_resistance; },
     "geometry/mushroom/thermal boundary resistance = 0.05 m2K/GW", "at least 0.1 m2K/GW"},
    {"liner thicker than the layer", CellKind::projected_mushroom,
     [](P &p) { p.projected_mushroom.liner_thickness = 100; }, [](P &p) { p.projected_mushroom.liner_thickness = 99; },
     "geometry/projected mushroom/liner thickness = 100 nm", "must be below layer thickness (100 nm)"},
    {"plug wider than the cell", CellKind::confined, [](P &p) { p.confined.plug_radius = 100; },
     [](P &p) { p.confined.plug_radius = 99; }, "geometry/confined/plug radius = 100 nm",
     "must be below cell radius (100 nm)"},
    {"liner thicker than the plug", CellKind::confined, [](P &p) { p.confined.liner_thickness = 20; },
     [](P &p) { p.confined.liner_thickness = 19; }, "geometry/confined/liner thickness = 20 nm",
     "must be below plug radius (20 nm)"},
    {"liner beyond the cell", CellKind::confined,
     [](P &p) {
       p.confined.plug_radius     = 60;
       p.confined.liner_thickness = 40;
     },
     [](P &p) {
       p.confined.plug_radius     = 60;
       p.confined.liner_thickness = 39;
     },
     "geometry/confined/liner thickness = 40 nm", "must be below cell radius less plug radius (40 nm)"},
    {"a thin resistance of a plug", CellKind::confined,
     [](P &p) { p.confined.thermal_boundary_resistance = thin_resistance; },
     [](P &p) { p.confined.thermal_boundary_resistance = 0; },
     "geometry/confined/thermal boundary resistance = 0.05 m2K/GW", "at least 0.1 m2K/GW"},
    {"a thin resistance of a line", CellKind::line, [](P &p) { p.line.thermal_boundary_resistance = thin_resistance; },
     [](P &p) { p.line.thermal_boundary_resistance = 0; }, "geometry/line/thermal boundary resistance = 0.05 m2K/GW",
     "at least 0.1 m2K/GW"},
    {"liner thicker than the line", CellKind::projected_lateral, [](P &p) { p.projected_lateral.liner_thickness = 20; },
     [](P &p) { p.projected_lateral.liner_thickness = 19; }, "geometry/projected lateral/liner thickness = 20 nm",
     "must be below line thickness (20 nm)"},
    {"a thin resistance between layers", CellKind::superlattice_layers,
     [](P &p) { p.superlattice.layer_boundary_resistance = thin_resistance; },
     [](P &p) { p.superlattice.layer_boundary_resistance = 0; },
     "geometry/superlattice/layer boundary resistance = 0.05 m2K/GW", "at least 0.1 m2K/GW"},
    {"pillars that overlap", CellKind::disturb, [](P &p) { p.disturb.pitch = 20; }, [](P &p) { p.disturb.pitch = 21; },
     "geometry/disturb/pillar width = 20 nm", "must be below pitch (20 nm)"},
    {"a thin resistance of pillars", CellKind::disturb,
     [](P &p) { p.disturb.thermal_boundary_resistance = thin_resistance; },
     [](P &p) { p.disturb.thermal_boundary_resistance = 0; },
     "geometry/disturb/thermal boundary resistance = 0.05 m2K/GW", "at least 0.1 m2K/GW"},
    {"no mesh file", CellKind::gmsh_file, [](P &p) { p.gmsh.file = ""; },
     [](P &p) { p.gmsh.file = QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh"; }, "geometry/gmsh file/file = nothing",
     "the name of a mesh file is needed"},
    {"a thin resistance in a mesh", CellKind::gmsh_file,
     [](P &p) {
       p.gmsh.file                        = QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh";
       p.gmsh.thermal_boundary_resistance = thin_resistance;
     },
     [](P &p) { p.gmsh.file = QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh"; },
     "geometry/gmsh file/thermal boundary resistance = 0.05 m2K/GW", "at least 0.1 m2K/GW"},
};

BOOST_DATA_TEST_CASE(bad_geometry_is_refused_with_both_numbers, boost::unit_test::data::make(rules), rule)
{
  P good = of(rule.kind), bad = of(rule.kind);
  rule.good(good);
  BOOST_TEST(make_cell(good).regions.size() > 2u);
  rule.bad(bad);
  BOOST_TEST(broken_rules(bad).size() == 1u);
  BOOST_CHECK_EXCEPTION(make_cell(bad), InputError, [&](const InputError &e) {
    const std::string text = e.what();
    BOOST_TEST_INFO(text);
    return text.starts_with(rule.key) && text.find(rule.allowed) != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(heaters_have_the_cross_section_of_their_form)
{
  const double pi = std::numbers::pi, core = pi * 18.5 * 18.5, shell = pi * 20 * 20 - core;
  const auto   three = [](HeaterForm form) { return sizes(with_heater(form, Symmetry::none).build()); };
  const auto coated = three(HeaterForm::core_and_shell), ring = three(HeaterForm::ring), wall = three(HeaterForm::wall);
  BOOST_TEST(coated.at("heater core") / 65 == core, tt::tolerance(1e-12));
  BOOST_TEST(coated.at("heater shell") / 65 == shell, tt::tolerance(1e-12));
  BOOST_TEST(ring.at("heater core") / 65 == core, tt::tolerance(1e-12));
  BOOST_TEST(ring.at("heater") / 65 == shell, tt::tolerance(1e-12));
  BOOST_TEST(wall.at("heater") / 65 == 5.0 * 40, tt::tolerance(1e-12));
  const auto round = sizes(with_heater(HeaterForm::ring, Symmetry::axisymmetric).build()); // of the section
  BOOST_TEST(round.at("heater core") / 65 == 18.5, tt::tolerance(1e-12));
  BOOST_TEST(round.at("heater") / 65 == 1.5, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(current_enters_the_layer_from_what_conducts_of_the_heater)
{
  Mushroom m           = with_heater(HeaterForm::core_and_shell, Symmetry::axisymmetric);
  m.contact_resistance = 7;
  const auto contact   = [](const Mushroom &of, const char *part) {
    const CellGeometry cell  = of.build();
    const Interface    found = cell.between(cell.region_index("phase change layer"), cell.region_index(part));
    BOOST_TEST(found.thermal_resistance == of.thermal_boundary_resistance, part);
    return found.contact_resistance;
  };
  BOOST_TEST(contact(m, "heater shell") == 7);
  BOOST_TEST(contact(m, "heater core") == 7);
  BOOST_TEST(contact(m, "dielectric") == 0);
  BOOST_TEST(m.build().singular_edges.size() == 2u); // outer and inner edge of the shell
  m.heater_form = HeaterForm::ring;
  BOOST_TEST(contact(m, "heater") == 7);
  BOOST_TEST(contact(m, "heater core") == 0);
}

BOOST_AUTO_TEST_CASE(all_broken_rules_are_reported)
{
  P p                                    = of(CellKind::mushroom);
  p.mushroom.heater_radius               = 200;
  p.mushroom.thermal_boundary_resistance = thin_resistance;
  BOOST_TEST(broken_rules(p).size() == 2u);
}

BOOST_AUTO_TEST_CASE(materials_are_known_even_of_a_bad_cell)
{
  P p                      = of(CellKind::mushroom);
  p.mushroom.heater_radius = 200;
  BOOST_TEST(material_slots(p).size() == 5u);
}

BOOST_AUTO_TEST_SUITE_END()
