// The program as a user meets it: commands that run nothing, and what right cases are told.
#include "program.h"

#include <physics/base/json.h>
#include <physics/base/text.h>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <sys/stat.h>

using namespace quench;
using quench::test::holds;

namespace
{
test::Outcome quench_says(const std::vector<std::string> &words, const std::string &folder = QUENCH_SOURCE_DIR)
{
  std::vector<std::string> all{test::quench_program()};
  all.insert(all.end(), words.begin(), words.end());
  return test::run(all, folder);
}

const std::vector<std::string> shipped = {"cases/mushroom/reset.prm",
                                          "cases/mushroom/bake.prm",
                                          "cases/mushroom/core_shell.prm",
                                          "cases/mushroom/ibm90.prm",
                                          "cases/mushroom/ring.prm",
                                          "cases/mushroom/seeds.prm",
                                          "cases/mushroom/three_dimensional.prm",
                                          "cases/confined/reset.prm",
                                          "cases/disturb/reset.prm",
                                          "cases/gmsh/reset.prm",
                                          "cases/line/reset.prm",
                                          "cases/projected/lateral.prm",
                                          "cases/projected/mushroom.prm",
                                          "cases/physics/precursors.prm",
                                          "cases/superlattice/core_shell.prm",
                                          "cases/superlattice/crystals.prm",
                                          "cases/superlattice/effective.prm",
                                          "cases/superlattice/layers.prm",
                                          "cases/superlattice/nanocomposite.prm",
                                          "cases/quickstart/reset.prm",
                                          "cases/quickstart/set_train.prm",
                                          "cases/verification/rp1.prm",
                                          "cases/verification/rp2.prm",
                                          "cases/verification/rp6.prm",
                                          "cases/verification/rp6_liner.prm"};

std::string last_word(const std::string &text)
{
  const std::string line(trimmed(text.substr(0, text.find_last_not_of('\n') + 1)));
  return line.substr(line.rfind(' ') + 1);
}
} // namespace

BOOST_AUTO_TEST_SUITE(front)

BOOST_AUTO_TEST_CASE(help_fits_on_one_screen_and_names_every_command)
{
  const test::Outcome help = quench_says({"--help"});
  BOOST_TEST(help.code == 0);
  BOOST_TEST(std::count(help.output.begin(), help.output.end(), '\n') <= 24);
  for (const char *command : {"run", "check", "describe", "explain", "new", "sweep", "extract", "array", "report"})
  {
    BOOST_TEST(holds(help.output, std::string("quench ") + command));
    const test::Outcome own = quench_says({command, "--help"});
    BOOST_TEST(own.code == 0, command);
    BOOST_TEST(own.output != "", command);
  }
  BOOST_TEST(holds(quench_says({"--version"}).output, "quench 0.1.0 (commit "));
}

BOOST_AUTO_TEST_CASE(an_unknown_command_is_refused_with_the_nearest)
{
  const test::Outcome outcome = quench_says({"rnu", "case.prm"});
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(holds(outcome.errors, "Did you mean \"run\"?"));
  BOOST_TEST(quench_says({}).code == 2);
}

BOOST_AUTO_TEST_CASE(a_key_is_explained_by_its_name_or_its_path)
{
  const test::Outcome by_name = quench_says({"explain", "heater radius"});
  BOOST_TEST(by_name.code == 0);
  for (const char *part : {"geometry/mushroom/heater radius", "20 nm", "[0.5, 10000] nm", "RP1"})
    BOOST_TEST(holds(by_name.output, part));
  BOOST_TEST(holds(quench_says({"explain", "materials/heater/card"}).output, "TiN"));
  BOOST_TEST(holds(quench_says({"explain", "pulse amplitudes"}).output, "program/pulses"));
  BOOST_TEST(quench_says({"explain", "flux compensator"}).code == 2);
}

BOOST_AUTO_TEST_CASE(the_schema_is_json)
{
  const test::Outcome outcome = quench_says({"describe", "--json-schema"});
  BOOST_TEST(outcome.code == 0);
  const Json schema = Json::parse(outcome.output, "schema");
  BOOST_TEST(schema.find("properties") != nullptr);
  BOOST_TEST(quench_says({"describe", "array", "--json-schema"}).code == 0);
  BOOST_TEST(quench_says({"describe", "cel"}).code == 2);
}

BOOST_AUTO_TEST_CASE(a_new_case_is_right_and_never_replaces_a_file)
{
  const test::Folder  folder;
  const test::Outcome printed = quench_says({"new", "mushroom"}, folder.path());
  BOOST_TEST(printed.output == read_file(QUENCH_SOURCE_DIR "/cases/mushroom/reset.prm"));
  BOOST_TEST(quench_says({"new", "mushroom", "my.prm"}, folder.path()).code == 0);
  BOOST_TEST(folder.read("my.prm") == printed.output);
  BOOST_TEST(quench_says({"new", "mushroom", "my.prm"}, folder.path()).code == 2);
  BOOST_TEST(quench_says({"new", "mushrom"}, folder.path()).code == 2);
  BOOST_TEST(quench_says({"check", "my.prm"}, folder.path()).code == 0);
}

BOOST_AUTO_TEST_CASE(every_cell_can_be_started_from)
{
  const test::Folder folder;
  for (const char *cell : {"mushroom", "confined", "line", "projected-lateral", "projected-mushroom",
                           "superlattice-layers", "superlattice-effective", "disturb"})
  {
    BOOST_TEST(quench_says({"new", cell, std::string(cell) + ".prm"}, folder.path()).code == 0, cell);
    const test::Outcome outcome = quench_says({"check", std::string(cell) + ".prm", "--input-only"}, folder.path());
    BOOST_TEST(outcome.code == 0, cell << ": " << outcome.errors);
    BOOST_TEST(holds(quench_says({"new", "--help"}).output, cell));
  }
}

BOOST_AUTO_TEST_CASE(a_cell_is_drawn)
{
  const test::Folder folder;
  const std::string  path = QUENCH_SOURCE_DIR "/cases/confined/reset.prm";
  BOOST_TEST(quench_says({"sketch", path, "cell.svg", "--set", "geometry/confined/liner thickness=3 nm"}, folder.path())
                 .code == 0);
  BOOST_TEST(folder.read("cell.svg").starts_with("<svg"));
  BOOST_TEST(holds(folder.read("cell.svg"), "liner"));
  BOOST_TEST(quench_says({"sketch", path}, folder.path()).code == 2);
}

/// A case is the same wherever it is started from, and its resolved text names the mesh it was made for.
BOOST_AUTO_TEST_CASE(a_mesh_is_found_beside_its_case_and_pinned)
{
  const test::Folder folder;
  const std::string  path = QUENCH_SOURCE_DIR "/cases/gmsh/reset.prm";
  BOOST_TEST(quench_says({"check", path, "--input-only"}, folder.path()).code == 0);
  const test::Outcome other = quench_says(
      {"check", path, "--input-only", "--set", "geometry/gmsh file/checksum=" + std::string(64, '0')}, folder.path());
  BOOST_TEST(other.code == 2);
  BOOST_TEST(holds(other.errors, "geometry/gmsh file/checksum"));
}

BOOST_AUTO_TEST_CASE(the_narrated_case_is_the_default)
{
  const test::Folder folder;
  folder.write("empty.prm", "");
  const auto sum = [&](const std::string &path) {
    return last_word(quench_says({"check", path, "--input-only"}, folder.path()).output);
  };
  BOOST_TEST(sum("empty.prm").size() == 64u);
  BOOST_TEST(sum("empty.prm") == sum(QUENCH_SOURCE_DIR "/cases/mushroom/reset.prm"));
}

BOOST_AUTO_TEST_CASE(shipped_cases_are_right)
{
  for (const std::string &path : shipped)
  {
    const test::Folder  folder;
    const test::Outcome outcome = quench_says({"check", std::string(QUENCH_SOURCE_DIR) + "/" + path}, folder.path());
    BOOST_TEST(outcome.code == 0, path << ": " << outcome.errors);
    for (const char *part : {"no errors", "cells", "MB", "output", "sha256"})
      BOOST_TEST(holds(outcome.output, part));
    BOOST_TEST(folder.content().empty());
  }
}

BOOST_AUTO_TEST_CASE(overrides_and_neighbours_of_broken_rules_are_accepted)
{
  const std::vector<std::vector<std::string>> right = {
      {"geometry/mushroom/heater radius=149 nm"},
      {"geometry/mushroom/thermal boundary resistance=0.1 m2K/GW"},
      {"program/pulses=2 x 2 V for 50 ns", "program/rest=1 us", "program/read delay=999 ns"},
      {"program/first read=1 s", "program/last read=1 s"},
      {"program/pulses=", "program/last read=1 s"},
      {"circuit/series resistance=1 ohm", "circuit/parasitic capacitance=1 fF"},
      {"circuit/series resistance=1 ohm", "circuit/current compliance=1 uA", "circuit/selector/current=1 pA"},
      {"circuit/series resistance=0 ohm", "circuit/transistor/transconductance=100 uA/V^2",
       "circuit/parasitic capacitance=1 fF", "circuit/selector/current=1 pA"},
      {"program/pulses=3 x (50 uA for 5 ns, rest 20 ns; 2 x 1 V for 3 ns), rest 1 us; 1 V to 2 V in 3 steps for 1 ns"},
      {"program/pulses=2 x 2 V for 50 ns, rest 1 us", "program/rest=1 us", "program/read delay=1 us"},
      {"task=verify", "program/pulses="},
      {"task=verify", "program/pulses=2 V for 50 ns", "verify/branch=set", "verify/first amplitude=0.5 V"},
      {"initial state/glass radius=99 nm"},
      {"initial state/glass length=99 nm"},
      {"geometry/cell=projected mushroom", "geometry/projected mushroom/liner thickness=99 nm"},
      {"geometry/cell=line", "materials/left electrode/card=W", "initial state/glass length=99 nm"},
      {"geometry/cell=superlattice layers", "geometry/superlattice/first layer thickness=1.1 nm"},
      {"initial state/glass radius=3.1 nm", "initial state/glass interface width=3 nm"},
      {"materials/phase change layer/card=W"},
      {"materials/heater/card=W"},
      {"materials/dielectric/card=TiN"},
      {"charge and heat/ambient temperature=400 K"},
      {"phase field/interface width=19 nm"},
      {"mesh/edge cell size=8 nm"},
      {"time step/first step=1 ns", "time step/longest driven step=1 ns"},
      {"time step/shortest step=0.001 ns"},
      {"task=steady", "steady voltage=1 V"},
      {"output/in situ script=script.py"},
      {"output/map spacing=0.1 nm"},
      {"program/pulses=100 V for 50 ns"}};
  // all at once, as a sweep asks for them
  const test::Folder folder;
  Json               points = Json::array();
  for (const auto &settings : right)
    points.push_back(Json(settings));
  folder.write("points.json", points.dump());
  folder.write("empty.prm", "");
  folder.write("script.py", "");
  const test::Outcome outcome =
      test::run({test::quench_program() + "-cell", "check-points", "empty.prm", "points.json"}, folder.path());
  BOOST_REQUIRE(outcome.code == 0);
  const Json answers = Json::parse(outcome.output, "answer");
  for (std::size_t i = 0; i < right.size(); ++i)
  {
    const JsonView answer = JsonView(answers, "answer")[i];
    BOOST_TEST(answer.has("sha256"), right[i][0] << ": " << answer.value().dump());
  }
}

BOOST_AUTO_TEST_CASE(commands_that_run_nothing_start_quickly)
{
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i)
    quench_says({"--version"});
  const std::chrono::duration<double> each = (std::chrono::steady_clock::now() - start) / 5;
  BOOST_TEST(each.count() < 0.2); // 4 ms and the shell on an idle machine
}

BOOST_AUTO_TEST_CASE(a_key_of_another_cell_is_refused)
{
  const test::Folder folder;
  folder.write("case.prm", "subsection geometry\n  subsection line\n    set line width = 33 nm\n  end\nend\n");
  const test::Outcome outcome = quench_says({"check", "case.prm", "--input-only"}, folder.path());
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(outcome.output == ""); // nothing is said before it is known
  BOOST_TEST(holds(outcome.errors,
                   "case.prm:3: geometry/line/line width = 33 nm: has no effect with geometry/cell = mushroom"),
             outcome.errors);
}

BOOST_AUTO_TEST_CASE(a_sketch_does_not_overwrite_a_case)
{
  const test::Folder folder;
  folder.write("case.prm", "");
  BOOST_TEST(quench_says({"sketch", "case.prm", "case.prm"}, folder.path()).code == 2);
  BOOST_TEST(folder.read("case.prm") == "");
  for (const std::vector<std::string> &more : {std::vector<std::string>{}, {"--overwrite"}})
  {
    std::vector<std::string> words{"sketch", "case.prm", "cell.svg"};
    words.insert(words.end(), more.begin(), more.end());
    BOOST_TEST(quench_says(words, folder.path()).code == 0);
  }
}

BOOST_AUTO_TEST_CASE(an_array_looks_at_its_folder_before_it_computes)
{
  const test::Folder folder;
  folder.write("file", "");
  folder.write("array.prm", "set times = 25 s, 20 s\n");
  const std::string shipped = std::string(QUENCH_SOURCE_DIR) + "/cases/array/programming.prm";
  for (const std::vector<std::string> &more : {std::vector<std::string>{}, {"--check"}})
  {
    std::vector<std::string> words{"array", shipped, "--output", "file/out"};
    words.insert(words.end(), more.begin(), more.end());
    const test::Outcome outcome = quench_says(words, folder.path());
    BOOST_TEST(outcome.code == 4, outcome.errors);
    BOOST_TEST(outcome.output == "");
  }
  // a rule between keys names program, file and line
  const test::Outcome wrong = quench_says({"array", "array.prm"}, folder.path());
  BOOST_TEST(wrong.errors.starts_with("quench array: array.prm:1: times: not ascending"), wrong.errors);
}

BOOST_AUTO_TEST_CASE(a_pipe_is_no_input)
{
  const test::Folder folder;
  BOOST_REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  const test::Outcome outcome = quench_says({"check", "pipe"}, folder.path());
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(holds(outcome.errors, "is a pipe"), outcome.errors);
}

BOOST_AUTO_TEST_SUITE_END()
