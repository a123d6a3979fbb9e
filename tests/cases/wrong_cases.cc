// The golden list: what users get wrong, and what they are told. Every entry goes through the real program.
#include "program.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace quench;
using quench::test::holds;

namespace
{
using Texts = std::vector<std::string>;

/// A wrong case, and parts of the message about it.
struct Wrong
{
  const char          *what;
  std::string          text;
  Texts                told;
  Texts                options = {};
  friend std::ostream &operator<<(std::ostream &out, const Wrong &wrong) { return out << wrong.what; }
};

/// `subsection a / subsection b / content / end / end` in as many lines.
std::string in(const Texts &sections, const std::string &content)
{
  std::string text;
  for (const std::string &section : sections)
    text += "subsection " + section + "\n";
  text += content + "\n";
  for (std::size_t i = 0; i < sections.size(); ++i)
    text += "end\n";
  return text;
}

std::string mushroom(const std::string &content) { return in({"geometry", "mushroom"}, content); }
std::string program(const std::string &content) { return in({"program"}, content); }
std::string material(const std::string &region, const std::string &content)
{
  return in({"materials", region}, content);
}

const std::vector<Wrong> spelling = {
    {"misspelt key",
     mushroom("set heater raduis = 20 nm"),
     {"case.prm:3: geometry/mushroom/heater raduis = \"20 nm\"", "unknown key", "cell radius",
      "Did you mean \"heater radius\"?"}},
    {"misspelt subsection",
     in({"geometri"}, "set cell = mushroom"),
     {"case.prm:1: geometri", "unknown subsection", "time step", "Did you mean \"geometry\"?"}},
    {"key of another section",
     in({"geometry"}, "set heater radius = 20 nm"),
     {"case.prm:2: geometry/heater radius", "unknown key"}},
    {"misspelt choice",
     "set task = programm",
     {"case.prm:1: task = \"programm\"", "program, verify, steady", "Did you mean \"program\"?"}},
    {"unknown cell",
     in({"geometry"}, "set cell = mushrom"),
     {"case.prm:2", "geometry/cell", "Did you mean \"mushroom\"?"}},
    {"yes for true", in({"phase field"}, "set gibbs thomson = yes"), {"case.prm:2", "\"yes\"", "true or false"}},
    {"unknown material",
     material("heater", "set card = TaX"),
     {"case.prm:3: materials/heater/card = \"TaX\"", "TaN, TiN, W"}},
    {"two mistakes at once",
     "set task = x\n" + mushroom("set heater radius = 20"),
     {"case.prm:1: task", "case.prm:4: geometry/mushroom/heater radius"}},
};

const std::vector<Wrong> quantities = {
    {"no unit",
     mushroom("set heater radius = 20"),
     {"case.prm:3: geometry/mushroom/heater radius = \"20\"", "a length", "[0.5, 10000] nm", "20 nm"}},
    {"wrong dimension", mushroom("set heater radius = 20 K"), {"case.prm:3", "\"20 K\"", "a length"}},
    {"unknown unit", mushroom("set heater radius = 20 nn"), {"case.prm:3", "\"20 nn\"", "nn"}},
    {"below the range", mushroom("set heater radius = 0.1 nm"), {"case.prm:3", "[0.5, 10000] nm"}},
    {"negative", mushroom("set heater radius = -20 nm"), {"case.prm:3", "\"-20 nm\"", "[0.5, 10000] nm"}},
    {"above the range", in({"circuit"}, "set parasitic capacitance = 1 F"), {"case.prm:2", "\"1 F\"", "1e-09"}},
    {"a word for a number", mushroom("set heater radius = twenty nm"), {"case.prm:3", "\"twenty nm\""}},
    {"infinite", mushroom("set heater radius = 1e400 nm"), {"case.prm:3", "\"1e400 nm\""}},
    {"nothing", mushroom("set heater radius ="), {"case.prm:3", "\"\"", "[0.5, 10000] nm"}},
    {"a comma in a number", mushroom("set heater radius = 20,5 nm"), {"case.prm:3", "\"20,5 nm\""}},
    {"half a read", program("set reads per decade = 6.5"), {"case.prm:2", "\"6.5\"", "a whole number", "[1, 100]"}},
    {"too few reads", program("set reads per decade = 0"), {"case.prm:2", "\"0\"", "[1, 100]"}},
    {"a list without units", program("set probe times = 1, 2"), {"case.prm:2", "probe times", "a time"}},
    {"a list with a negative", program("set probe times = 1 ns, -2 ns"), {"case.prm:2", "probe times"}},
};

const std::vector<Wrong> grammar = {
    {"set twice",
     "set task = steady\nset task = program",
     {"case.prm:2: task = \"program\" is set twice", "\"steady\" at", "case.prm:1"}},
    {"set twice by an include", "include other.prm\nset task = program", {"case.prm:2: task", "other.prm:1"}},
    {"missing include", "include none.prm", {"case.prm:1: include", "none.prm", "relative to the folder"}},
    {"circle of includes", "include case.prm", {"case.prm:1: include \"case.prm\" goes in a circle"}},
    {"no end", "subsection geometry\nset cell = mushroom\n", {"case.prm:1: subsection \"geometry\" has no end"}},
    {"one end too many", "subsection geometry\nend\nend\n", {"case.prm:3: this end closes no subsection"}},
    {"no set", "task = steady", {"case.prm:1: \"task = steady\" is not a statement", "Write \"set task = steady\""}},
    {"no equals sign", "set task steady", {"case.prm:1: \"set task steady\" has no ="}},
    {"a control character", "set task = \x01steady", {"case.prm:1: column 12"}},
    {"a line too long", "# " + std::string(5000, 'x'), {"case.prm:1: the line is too long", "4096"}},
};

const std::vector<Wrong> pulses = {
    {"no width", program("set pulses = 2 V"), {"case.prm:2: program/pulses", "item 1", "AMPLITUDE for WIDTH"}},
    {"amplitude without unit", program("set pulses = 2 for 50 ns"), {"case.prm:2: program/pulses", "item 1", "\"2\""}},
    {"width in volt", program("set pulses = 2 V for 50 V"), {"case.prm:2: program/pulses", "\"50 V\"", "a time"}},
    {"a misspelt edge", program("set pulses = 2 V for 50 ns, ris 5 ns"), {"case.prm:2", "\"ris 5 ns\"", "rise TIME"}},
    {"wrong second item", program("set pulses = 2 V for 50 ns; 3 x 1 K for 1 ns"), {"case.prm:2", "item 2", "\"1 K\""}},
    {"no times", program("set pulses = 0 x 2 V for 50 ns"), {"case.prm:2: program/pulses", "item 1"}},
    {"no duration", program("set pulses = 2 V for 0 ns"), {"case.prm:2: program/pulses", "above 0 ns"}},
    {"millivolts taken for volts",
     program("set pulses = 2600 V for 50 ns"),
     {"case.prm:2: program/pulses", "between -100 V and 100 V"}},
    {"milliamperes taken for microamperes",
     program("set pulses = 500 mA for 50 ns"),
     {"case.prm:2: program/pulses", "between -0.1 A and 0.1 A"}},
    {"a mistake within a group",
     program("set pulses = 3 x (1 V for 5 ns; 2 V for 5)"),
     {"case.prm:2: program/pulses", "item 1 of the pulse list, character 28", "\"5\""}},
    {"a group that does not end", program("set pulses = (1 V for 5 ns"), {"case.prm:2", "closing parenthesis"}},
    {"a current without a resistance",
     program("set pulses = 5 uA for 5 ns") + in({"circuit"}, "set series resistance = 0 ohm"),
     {"case.prm:5: circuit/series resistance = 0 ohm", "pulses of current"}},
    {"a current through a compliance",
     program("set pulses = 5 uA for 5 ns") + in({"circuit"}, "set current compliance = 10 uA"),
     {"case.prm:2: program/pulses", "knows no compliance, transistor or selector"}},
};

const std::vector<Wrong> circuits = {
    {"a capacitance without resistance",
     in({"circuit"}, "set series resistance = 0 ohm\nset parasitic capacitance = 1 fF"),
     {"case.prm:3: circuit/parasitic capacitance", "circuit/series resistance = 0 ohm"}},
    {"a compliance without resistance",
     in({"circuit"}, "set series resistance = 0 ohm\nset current compliance = 10 uA"),
     {"case.prm:3: circuit/current compliance = 10 uA", "circuit/series resistance = 0 ohm"}},
    {"a selector without resistance",
     in({"circuit"}, "set series resistance = 0 ohm") + in({"circuit", "selector"}, "set current = 1 pA"),
     {"case.prm:6: circuit/selector/current", "circuit/series resistance = 0 ohm"}},
    {"two limits of the current",
     in({"circuit"}, "set current compliance = 10 uA") +
         in({"circuit", "transistor"}, "set transconductance = 100 uA/V^2"),
     {"case.prm:2: circuit/current compliance", "the transistor limits the current already"}},
    {"a transistor that blocks",
     in({"circuit", "transistor"}, "set transconductance = 100 uA/V^2\nset gate voltage = 0.4 V"),
     {"case.prm:4: circuit/transistor/gate voltage = 0.4 V", "threshold voltage (0.5 V)"}},
    {"a gate without transistor",
     in({"circuit", "transistor"}, "set gate voltage = 3 V"),
     {"case.prm:3: circuit/transistor/gate voltage", "transconductance = 0 uA/V^2"}},
    {"half a selector",
     in({"circuit", "selector"}, "set voltage = 0.1 V"),
     {"case.prm:3: circuit/selector/voltage = 0.1 V", "circuit/selector/current = 0 uA"}},
};

const std::vector<Wrong> verifications = {
    {"nothing said of what comes first", "set task = verify", {"case.prm:1: task = verify", "needs program/pulses"}},
    {"a target for a program",
     in({"verify"}, "set target = 5 uS"),
     {"case.prm:2: verify/target = 5 uS", "task = verify only"}},
    {"a SET that cannot be taken back",
     "set task = verify\n" + program("set pulses =") + in({"verify"}, "set branch = set"),
     {"case.prm:6: verify/branch = set", "needs a RESET in program/pulses"}},
    {"a tolerance above the target",
     "set task = verify\n" + program("set pulses =") + in({"verify"}, "set tolerance = 30 uS"),
     {"case.prm:6: verify/tolerance = 30 uS", "verify/target (20 uS)"}},
    {"a first amplitude above the highest",
     "set task = verify\n" + program("set pulses =") + in({"verify"}, "set first amplitude = 4 V"),
     {"case.prm:6: verify/first amplitude = 4 V", "verify/highest amplitude (3 V)"}},
    {"a read after the next pulse of a verification",
     "set task = verify\n" + program("set pulses =\nset rest = 1 us\nset read delay = 1 us"),
     {"case.prm:5: program/read delay", "program/rest (1000 ns)"}},
};

const std::vector<Wrong> rules = {
    {"heater wider than the cell",
     mushroom("set heater radius = 200 nm"),
     {"case.prm:3: geometry/mushroom/heater radius = 200 nm", "must be below cell radius (150 nm)"}},
    {"an interface of regions that do not touch",
     in({"interfaces", "phase change layer and bottom electrode"}, "set contact = sinh"),
     {"case.prm:2: interfaces/phase change layer and bottom electrode: no two regions of these names touch",
      "heater and phase change layer"}},
    {"a sinh contact without its voltage",
     in({"interfaces", "phase change layer and heater"}, "set contact = sinh\nset contact resistance = 1e-11 ohm m2"),
     {"interfaces/phase change layer and heater/contact voltage = 0 V", "must be above 0 V"}},
    {"a terminal on a plane that is taken",
     in({"terminals", "lid"}, "set faces = z high"),
     {"case.prm:3: terminals/lid/faces = z high", "shares a plane with the terminal top",
      "two conditions on one face"}},
    {"a terminal without planes",
     in({"terminals", "lid"}, "set thermal = held"),
     {"terminals/lid/faces = nothing", "needs planes"}},
    {"a terminal on the axis",
     in({"terminals", "lid"}, "set faces = x low"),
     {"case.prm:3: terminals/lid/faces = x low", "it has x high, z low, z high"}},
    {"two contradictions at once",
     mushroom("set heater radius = 200 nm\nset thermal boundary resistance = 0.05 m2K/GW"),
     {"case.prm:3: geometry/mushroom/heater radius", "case.prm:4: geometry/mushroom/thermal boundary resistance"}},
    {"a liner thicker than its layer",
     in({"geometry"}, "set cell = projected mushroom") +
         in({"geometry", "projected mushroom"}, "set liner thickness = 120 nm"),
     {"case.prm:6: geometry/projected mushroom/liner thickness = 120 nm", "must be below layer thickness (100 nm)"}},
    {"a material of another cell",
     in({"geometry"}, "set cell = line") + material("heater", "set card = TiN"),
     {"case.prm:5: materials/heater: unknown subsection",
      "known subsections here: left electrode, right electrode, dielectric, phase change layer"}},
    {"a front wider than a layer of the stack",
     in({"geometry"}, "set cell = superlattice layers") + in({"phase field"}, "set interface width = 2 nm"),
     {"case.prm:5: phase field/interface width = 2 nm", "geometry/superlattice/first layer thickness (2 nm)"}},
    {"a slab longer than its line",
     in({"geometry"}, "set cell = line") + in({"initial state"}, "set glass length = 200 nm"),
     {"case.prm:5: initial state/glass length = 200 nm", "geometry/line/line length (200 nm)"}},
    {"no mesh",
     in({"geometry"}, "set cell = gmsh file"),
     {"case.prm: geometry/gmsh file/file = nothing", "the name of a mesh file is needed"}},
    {"a mesh that is not there",
     in({"geometry"}, "set cell = gmsh file") + in({"geometry", "gmsh file"}, "set file = none.msh"),
     {"case.prm:6: geometry/gmsh file/file = none.msh", "there is no file", "relative to the folder of the case"}},
    {"a group that the mesh lacks",
     in({"geometry"}, "set cell = gmsh file") + in({"geometry", "gmsh file"},
                                                   "set file = " QUENCH_SOURCE_DIR
                                                   "/cases/gmsh/ring.msh\nset driven contacts = lid"),
     {"case.prm:7: geometry/gmsh file/driven contacts = lid", "no physical group \"lid\"", "known are bottom, top"}},
    {"a region without material",
     in({"geometry"}, "set cell = gmsh file") +
         in({"geometry", "gmsh file"}, "set file = " QUENCH_SOURCE_DIR "/cases/gmsh/ring.msh"),
     {"materials/heater/card = nothing", "this region of the mesh has no material"}},
    {"a boundary resistance that is none",
     mushroom("set thermal boundary resistance = 0.05 m2K/GW"),
     {"case.prm", "0 (continuous) or at least 0.1 m2K/GW"}},
    {"read after the next pulse",
     program("set pulses = 2 x 2 V for 50 ns\nset rest = 1 us\nset read delay = 1 us"),
     {"case.prm:4: program/read delay = 1000 ns", "program/rest (1000 ns)"}},
    {"reads end before they start",
     program("set first read = 1 s\nset last read = 1 ms"),
     {"case.prm:2: program/first read = 1 s", "program/last read (0.001 s)"}},
    {"nothing to compute",
     program("set pulses =\nset last read = 0 s"),
     {"case.prm:2: program/pulses", "computes nothing"}},
    {"a dome higher than the layer",
     in({"initial state"}, "set glass radius = 120 nm"),
     {"case.prm:2: initial state/glass radius = 120 nm", "geometry/mushroom/layer thickness (100 nm)"}},
    {"a dome wider than the cell",
     in({"initial state"}, "set glass radius = 50 nm") + mushroom("set cell radius = 45 nm"),
     {"case.prm:2: initial state/glass radius = 50 nm", "geometry/mushroom/cell radius (45 nm)"}},
    {"an interface wider than its dome",
     in({"initial state"}, "set glass radius = 2 nm\nset glass interface width = 3 nm"),
     {"case.prm:3: initial state/glass interface width = 3 nm", "initial state/glass radius (2 nm)"}},
    {"glass of a metal",
     material("phase change layer", "set card = W") + in({"initial state"}, "set glass radius = 20 nm"),
     {"case.prm:7: initial state/glass radius", "no material of the cell is glass forming"}},
    {"a heater that can melt",
     material("heater", "set card = GST225"),
     {"case.prm:3: materials/heater/card = GST225", "only the phase change layer"}},
    {"a heater that insulates",
     material("heater", "set card = SiO2"),
     {"case.prm:3: materials/heater/card = SiO2", "is an insulator"}},
    {"a glass that is no glass",
     in({"materials", "phase change layer", "phase change"}, "set glass temperature = 950 K"),
     {"case.prm:4: materials/phase change layer/phase change/glass temperature = 950 K",
      "the melting temperature (900 K)"}},
    {"an oven above the melting point",
     in({"charge and heat"}, "set ambient temperature = 950 K"),
     {"case.prm:2: charge and heat/ambient temperature = 950 K", "melting temperature", "900 K"}},
    {"an interface wider than the heater",
     in({"phase field"}, "set interface width = 25 nm"),
     {"case.prm:2: phase field/interface width = 25 nm", "geometry/mushroom/heater radius (20 nm)"}},
    {"an edge coarser than the rest",
     in({"mesh"}, "set edge cell size = 10 nm"),
     {"case.prm:2: mesh/edge cell size = 10 nm", "mesh/coarse cell size (8 nm)"}},
    {"far too many cells",
     in({"mesh"}, "set uniform refinements = 12"),
     {"mesh/coarse cell size", "mesh/uniform refinements = 12"}},
    {"a map of the whole wafer",
     in({"output"}, "set map spacing = 0.05 nm") + mushroom("set cell radius = 10 um"),
     {"case.prm:2: output/map spacing = 0.05 nm", "1e7 points"}},
    {"steps the wrong way round",
     in({"time step"}, "set first step = 1 ns\nset longest driven step = 0.5 ns"),
     {"case.prm:2: time step/first step = 1 ns", "time step/longest driven step (0.5 ns)"}},
    {"a shortest step above the first",
     in({"time step"}, "set shortest step = 1 ns"),
     {"case.prm:2: time step/shortest step = 1 ns", "time step/first step (0.001 ns)"}},
    {"a steady voltage for a program",
     "set steady voltage = 1 V",
     {"case.prm:1: steady voltage = 1 V", "task = steady only"}},
    {"pulses for a steady state",
     "set task = steady\n" + program("set pulses = 1 V for 1 ns"),
     {"case.prm:3: program/pulses = 1 V for 1 ns", "not used with task = steady"}},
};

const std::vector<Wrong> ovens = {
    {"an oven that goes back in time",
     in({"charge and heat"}, "set ambient program = 300 K until 1 d; 358 K until 1 h"),
     {"charge and heat/ambient program", "item 2 of the ambient program", "\"1 h\" goes back in time", "after 86400 s",
      "Order the items"}},
    {"an oven told twice",
     in({"charge and heat"}, "set ambient temperature = 310 K\nset ambient program = 300 K"),
     {"case.prm:2: charge and heat/ambient temperature = 310 K", "leave out one of the two"}},
    {"an oven that melts the layer",
     in({"charge and heat"}, "set ambient program = 300 K for 1 s; 950 K"),
     {"case.prm:2: charge and heat/ambient program", "the melting temperature of GST225"}},
    {"an oven for a steady state",
     "set task = steady\n" + in({"charge and heat"}, "set ambient program = 300 K"),
     {"case.prm:3: charge and heat/ambient program", "task = steady"}},
    {"crystals as rings", in({"nucleation"}, "set mode = seeds"), {":2: nucleation/mode", "rings", "hazard", "three"}},
    {"large precursors",
     in({"nucleation"}, "set mode = seeds") +
         in({"materials", "phase change layer"},
            in({"nucleation"}, "set precursors = true\nset precursor radius = 3 nm")),
     {"nucleation/precursor radius = 3 nm", "three times phase field/interface width (3 nm)"}},
};

const std::vector<Wrong> files = {
    {"missing in-situ script",
     in({"output"}, "set in situ script = none.py"),
     {"case.prm:2: output/in situ script = none.py", "there is no file", "relative to the folder of the case"}},
    {"missing material card",
     material("heater", "set card = my.prm"),
     {"case.prm:3: materials/heater/card = \"my.prm\""}},
    {"incomplete material card",
     material("heater", "set card = other.prm"),
     {"case.prm:3: materials/heater/card", "other.prm"}},
    {"override of an unknown key", "", {"command line: heater", "unknown key"}, {"--set", "heater=20 nm"}},
    {"override without unit",
     "",
     {"command line: geometry/mushroom/heater radius = \"20\"", "a length"},
     {"--set", "geometry/mushroom/heater radius=20"}},
    {"override without value", "", {"command line", "section/sub/key=value"}, {"--set", "task"}},
    {"misspelt option",
     "",
     {"\"--ouptut\" is unknown", "--output DIR", "Did you mean \"--output\"?"},
     {"--ouptut", "x"}},
    {"resume and overwrite", "", {"--resume and --overwrite", "only one"}, {"--resume", "--overwrite"}},
    {"two case files", "", {"\"more.prm\" is one word too many", "CASE.prm"}, {"more.prm"}},
    {"output into a file", "", {"other.prm", "is a file"}, {"--output", "other.prm"}},
};

struct Place : test::Folder
{
  Place() { write("other.prm", "set task = program\n"); }
};

/// The program refuses with code 2 and a message that holds all parts, and leaves nothing behind.
void check_refused(const std::string &command, const Wrong &wrong)
{
  const Place place;
  place.write("case.prm", wrong.text);
  std::vector<std::string> words{test::quench_program(), command, "case.prm"};
  words.insert(words.end(), wrong.options.begin(), wrong.options.end());
  const test::Outcome outcome = test::run(words, place.path());
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(outcome.output == "");
  BOOST_TEST(outcome.errors.starts_with("quench " + command + ": "), outcome.errors);
  for (const std::string &part : wrong.told)
    BOOST_TEST(holds(outcome.errors, part), "\"" << part << "\" is not in: " << outcome.errors);
  BOOST_TEST(place.content() == (Texts{"case.prm", "other.prm"}), boost::test_tools::per_element());
}

namespace data = boost::unit_test::data;
const auto all = data::make(spelling) + data::make(quantities) + data::make(grammar) + data::make(pulses) +
                 data::make(circuits) + data::make(verifications) + data::make(rules) + data::make(ovens) +
                 data::make(files);
} // namespace

BOOST_AUTO_TEST_SUITE(wrong_cases)

BOOST_DATA_TEST_CASE(check_refuses, all, wrong) { check_refused("check", wrong); }

/// `run` reads its input as `check` does; a few entries show it.
BOOST_DATA_TEST_CASE(run_refuses, data::make(files) + data::make(spelling), wrong) { check_refused("run", wrong); }

BOOST_AUTO_TEST_CASE(a_missing_case_is_an_input_error)
{
  const Place place;
  for (const char *name : {"none.prm", "."})
  {
    const test::Outcome outcome = test::run({test::quench_program(), "check", name}, place.path());
    BOOST_TEST(outcome.code == 2);
    BOOST_TEST(holds(outcome.errors, name));
  }
}

BOOST_AUTO_TEST_CASE(an_occupied_folder_is_refused_unless_told_otherwise)
{
  const Place place;
  place.write("case.prm", "");
  std::filesystem::create_directories(place.path("out/case"));
  place.write("out/case/results.json", "{}");
  for (const char *command : {"check", "run"})
  {
    const test::Outcome outcome = test::run({test::quench_program(), command, "case.prm"}, place.path());
    BOOST_TEST(outcome.code == 2);
    BOOST_TEST(holds(outcome.errors, "--overwrite"));
  }
  BOOST_TEST(test::run({test::quench_program(), "check", "case.prm", "--overwrite"}, place.path()).code == 0);
  BOOST_TEST(test::run({test::quench_program(), "check", "case.prm", "--output", "out/b"}, place.path()).code == 0);
  BOOST_TEST(place.read("out/case/results.json") == "{}");
}

BOOST_AUTO_TEST_SUITE_END()
