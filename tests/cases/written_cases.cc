// Case files and meshes as people write them, through the real program.
#include "program.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace quench;
using quench::test::holds;

namespace
{
/// A bar of two blocks, 100 nm x 20 nm x 40 nm, sigma = 1e6 S/m, kappa = 10 W/(m K), 0.1 V:
/// R = L/(sigma A) = 125 ohm, highest temperature 300 K + V^2 sigma/(8 kappa) = 425 K.
const std::string block = R"(    set card = W
    subsection crystal conduction
      set conductivity = 1e6 S/m
    end
    subsection heat
      set crystal conductivity = 10 W/(m K)
    end
  end
)";
const std::string bar   = R"(set task = steady
set steady voltage = 0.1 V
subsection geometry
  set cell = gmsh file
  subsection gmsh file
    set file = bar.msh
    set symmetry = planar
    set depth = 40 nm
    set grounded contacts = left
    set driven contacts = right
  end
end
subsection materials
  subsection a
)" + block + "  subsection b\n" +
                        block + R"(end
subsection circuit
  set series resistance = 0 ohm
end
)";

const std::string mesh = R"($MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
4
1 1 "left"
1 2 "right"
2 1 "a"
2 2 "b"
$EndPhysicalNames
$Nodes
7
1 0 0 0
2 50 0 1e-16
3 50.0000001 20 0
4 0 20 0
3000000006 100 0 0
3000000008 100 20 0
77 -5 300 9
$EndNodes
$Elements
4
1 1 2 1 1 1 4
2 1 2 2 2 3000000006 3000000008
3 3 2 1 1 1 2 3 4
4 3 2 2 2 2 3000000006 3000000008 3
$EndElements
)";

std::string replaced(std::string text, const std::string &what, const std::string &by)
{
  const std::size_t at = text.find(what);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

struct Place : test::Folder
{
  explicit Place(const std::string &case_text = bar, const std::string &mesh_text = mesh)
  {
    write("bar.prm", case_text);
    write("bar.msh", mesh_text);
  }
  test::Outcome quench(std::vector<std::string> words) const
  {
    words.insert(words.begin(), test::quench_program());
    return test::run(words, path());
  }
};

/// A change of the case, and parts of what `check` says about it; `told` empty: no error.
struct Written
{
  const char *what;
  std::string part, by;
  std::string told;

  friend std::ostream &operator<<(std::ostream &out, const Written &written) { return out << written.what; }
};

std::string utf16(const std::string &text)
{
  std::string bytes = "\xFF\xFE";
  for (const char c : text)
    bytes += {c, '\0'};
  return bytes;
}

const std::vector<Written> cases = {
    {"no-break spaces", "set depth = 40 nm",
     "set\xC2\xA0"
     "depth = 40\xC2\xA0nm\xE2\x80\x89",
     ""},
    {"a typographic minus", "set depth = 40 nm",
     "set depth = 4e\xE2\x88\x92"
     "8 m",
     ""},
    {"a dash for a minus", "set steady voltage = 0.1 V",
     "set steady voltage = \xE2\x80\x93"
     "0.1 V",
     ""},
    {"a dash between numbers", "set depth = 40 nm",
     "set depth = 40\xE2\x80\x93"
     "50 nm",
     "bar.prm:8: geometry/gmsh file/depth = \"40\xE2\x80\x93"
     "50 nm\""},
    {"Latin-1", "set depth = 40 nm", "set depth = 40 nm # \xFC",
     "bar.prm:8: column 25 holds a control character or broken"},
    {"a unit left out", "set depth = 40 nm", "set depth = 40", "bar.prm:8: geometry/gmsh file/depth = \"40\""},
    {"a contact that is not there", "contacts = right", "contacts = lid",
     "bar.prm:10: geometry/gmsh file/driven contacts"},
    {"one group as both contacts", "contacts = right", "contacts = left", "cannot be grounded and driven"},
    {"a missing mesh", "bar.msh", "none.msh", "bar.prm:6: geometry/gmsh file/file = none.msh: there is no file"},
    {"no conducting path", "set conductivity = 1e6 S/m", "set conductivity = 0 S/m",
     "bar.prm:10: geometry/gmsh file/driven contacts = right: no conducting path leads from there to another contact. "
     "Conductors are b; insulators (crystal conduction/conductivity = 0 S/m) are a"}};
} // namespace

BOOST_AUTO_TEST_SUITE(written_cases)

BOOST_DATA_TEST_CASE(a_case_is_read_as_it_is_meant_or_refused_with_one_reason, boost::unit_test::data::make(cases),
                     written)
{
  const Place         place(replaced(bar, written.part, written.by));
  const test::Outcome outcome = place.quench({"check", "bar.prm", "--input-only"});
  BOOST_TEST(outcome.code == (written.told.empty() ? 0 : 2), outcome.errors);
  BOOST_TEST(holds(outcome.errors, written.told), outcome.errors);
  BOOST_TEST(std::count(outcome.errors.begin(), outcome.errors.end(), '\n') == (written.told.empty() ? 0 : 1),
             outcome.errors); // no false second error
}

BOOST_AUTO_TEST_CASE(a_case_in_utf16_is_read)
{
  BOOST_TEST(Place(utf16(bar)).quench({"check", "bar.prm", "--input-only"}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_wrong_key_of_the_mesh_makes_no_wrong_interfaces)
{
  const Place place(
      replaced(bar, "set depth = 40 nm", "set depth = 40") +
      "subsection interfaces\n  subsection a and b\n    set contact resistance = 1e-12 ohm m2\n  end\nend\n");
  const test::Outcome outcome = place.quench({"check", "bar.prm", "--input-only"});
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(std::count(outcome.errors.begin(), outcome.errors.end(), '\n') == 1, outcome.errors);
}

BOOST_AUTO_TEST_CASE(a_mesh_with_rounding_large_tags_and_an_unused_node_has_the_right_resistance)
{
  const Place         place;
  const test::Outcome outcome = place.quench({"run", "bar.prm"});
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  BOOST_TEST(holds(outcome.output, "result resistance = 125 ohm"), outcome.output);
  BOOST_TEST(holds(outcome.output, "result temperature_max = 425 K"), outcome.output);
}

/// Block b with nodes of its own where the blocks touch: today's gap of no width, then one of half a nanometre.
BOOST_AUTO_TEST_CASE(a_gap_is_closed_or_refused_and_never_a_wrong_resistance)
{
  const auto split = [](const std::string &x) {
    std::string text = replaced(mesh, "7\n1 0 0 0", "9\n71 " + x + " 0 0\n72 " + x + " 20 0\n1 0 0 0");
    return replaced(text, "2 3000000006 3000000008 3\n$End", "71 3000000006 3000000008 72\n$End");
  };
  const test::Outcome closed = Place(bar, split("50")).quench({"run", "bar.prm"});
  BOOST_TEST(holds(closed.output, "result resistance = 125 ohm"), closed.output + closed.errors);
  const test::Outcome narrow = Place(bar, split("50.02")).quench({"run", "bar.prm"});
  BOOST_TEST(narrow.code == 2);
  BOOST_TEST(holds(narrow.errors, "elements 3 and 4 touch at x = 50"), narrow.errors);
  BOOST_TEST(holds(narrow.errors, "but for a gap of 0.02 nm"), narrow.errors);
  const test::Outcome wide = Place(bar, split("60")).quench({"run", "bar.prm"});
  BOOST_TEST(wide.code == 2);
  BOOST_TEST(holds(wide.errors, "no conducting path"), wide.errors);
}

BOOST_AUTO_TEST_CASE(check_prints_the_box_and_suggests_the_unit)
{
  const Place place;
  const auto  said = [&](const std::string &unit) {
    return place.quench({"check", "bar.prm", "--set", "geometry/gmsh file/length unit=" + unit}).output;
  };
  BOOST_TEST(holds(said("1 nm"), "  cell     100 nm x 20 nm, 40 nm deep\n"), said("1 nm"));
  BOOST_TEST(holds(said("1 pm"),
                   "cell     0.1 nm x 0.02 nm, 40 nm deep; 1 in the file is 0.001 nm. Is the file in other "
                   "units? With geometry/gmsh file/length unit = 1 nm the largest extent is 100 nm"),
             said("1 pm"));
  const test::Outcome large =
      place.quench({"check", "bar.prm", "--input-only", "--set", "geometry/gmsh file/length unit=1 mm"});
  BOOST_TEST(large.code == 2);
  BOOST_TEST(holds(large.errors, "With geometry/gmsh file/length unit = 1 nm the largest extent is 100 nm"),
             large.errors);
}

BOOST_AUTO_TEST_SUITE_END()
