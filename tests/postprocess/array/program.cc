// The program as a user meets it: exit codes, messages, files.

#include <physics/base/json.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace quench;
using namespace quench::array::testing;

namespace
{
/// Runs quench-array; what it printed (both streams) and its exit code.
struct Run
{
  Run(const TemporaryFolder &folder, const std::string &arguments)
  {
    const std::string log = folder.path() + "/log";
    const int status      = std::system((std::string(QUENCH_ARRAY) + " " + arguments + " > " + log + " 2>&1").c_str());
    code                  = WEXITSTATUS(status);
    std::stringstream buffer;
    buffer << std::ifstream(log).rdbuf();
    output = buffer.str();
  }

  int         code = -1;
  std::string output;
};

/// A folder with a small data set and a case that uses it.
struct SmallCase
{
  SmallCase()
  {
    write_idx(folder.path(), "train", patterns(1000, 5));
    write_idx(folder.path(), "t10k", patterns(500, 6));
    std::ofstream(path) << "set arrays = 3\nset times = 25 s, 1 d\n"
                        << "subsection data set\n set folder = " << folder.path()
                        << "\n set training images = 1000\n set test images = 500\nend\n"
                        << "subsection network\n set hidden layers = 16\n set epochs = 4\nend\n";
  }

  TemporaryFolder folder;
  std::string     path = folder.path() + "/small.prm", output = " --output " + folder.path() + "/out ";
};

/// Processor time of the processes that have been waited for: on a busy machine they wait longer, not work longer.
double seconds_of_children()
{
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval &t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}
} // namespace

BOOST_AUTO_TEST_CASE(help_starts_at_once)
{
  const TemporaryFolder folder;
  double                fastest = 1;
  for (int i = 0; i < 20; ++i)
  {
    const double before = seconds_of_children();
    const Run    run(folder, "--help");
    fastest = std::min(fastest, seconds_of_children() - before);
    BOOST_CHECK_EQUAL(run.code, 0);
    BOOST_CHECK(contains(run.output, "quench array ARRAY.prm [options]"));
  }
  BOOST_CHECK_LT(fastest, 0.02); // best of twenty, shell included
}

BOOST_AUTO_TEST_CASE(a_run_writes_results_and_repeats_itself)
{
  const SmallCase c;
  const Run       first(c.folder, c.path + c.output);
  BOOST_REQUIRE_MESSAGE(first.code == 0, first.output);
  BOOST_CHECK(contains(first.output, "result float_accuracy = "));
  BOOST_CHECK(contains(first.output, "result accuracy_compensated_1d_mean = "));
  const Json     document = Json::read(c.folder.path() + "/out/results.json");
  const JsonView view(document, "results.json");
  BOOST_CHECK_EQUAL(view["results"].size(), 1U + 3 + 2 * 2 * 4);
  BOOST_CHECK_EQUAL(view["device_model"]["sources"]["drift"].as_string(), "joshi2020 (published)");
  BOOST_CHECK_EQUAL(view["case_name"].as_string(), "small");

  BOOST_CHECK_EQUAL(Run(c.folder, c.path + c.output).code, 2); // results are there
  const Run again(c.folder, c.path + c.output + "--overwrite --set threads=2");
  BOOST_CHECK_EQUAL(again.code, 0);
  const auto from = [](const std::string &text) { return text.substr(text.find("result ")); };
  BOOST_CHECK_EQUAL(from(again.output), from(first.output));
}

BOOST_AUTO_TEST_CASE(schemes_and_devices_stand_side_by_side)
{
  const SmallCase c;
  const Run       run(c.folder, c.path + c.output +
                                    "--set 'device/compare with=hermes1' --set 'compensation/schemes=raw, reference cells'");
  BOOST_REQUIRE_MESSAGE(run.code == 0, run.output);
  BOOST_CHECK(contains(run.output, "result accuracy_hermes1_reference_cells_1d_mean = "));
  const Json document = Json::read(c.folder.path() + "/out/results.json");
  BOOST_CHECK_EQUAL(JsonView(document, "results.json")["device_models"].size(), 2U);
}

BOOST_AUTO_TEST_CASE(devices_are_programmed_by_pulses)
{
  const SmallCase   c;
  const std::string path = c.folder.path() + "/programming.prm";
  std::ofstream(path) << "set study = programming\nset times = 1 d\n"
                      << "subsection programming\n set devices = 500\n subsection tile\n  set size = 32\n end\nend\n";
  const Run run(c.folder, path + c.output);
  BOOST_REQUIRE_MESSAGE(run.code == 0, run.output);
  for (const std::string name : {"linearity_ramp", "verify_sigma", "verify_std_1d", "tile_error_gradient"})
    BOOST_CHECK_MESSAGE(contains(run.output, "result " + name + " = "), name << ": " << run.output);
  BOOST_CHECK(std::filesystem::exists(c.folder.path() + "/out/train.csv"));
  const std::string other = path + " --output " + c.folder.path() + "/other ";
  BOOST_CHECK_EQUAL(Run(c.folder, other + "--set programming/target=30uS").code, 2);
  const Run dead(c.folder, other + "--set 'mapping/weight clip=2' --set 'periphery/ADC bits=2'");
  BOOST_CHECK_EQUAL(dead.code, 2);
  for (const std::string key : {"mapping/weight clip", "periphery/ADC bits"})
    BOOST_CHECK_MESSAGE(contains(dead.output, key + ": the study `programming` does not use it"), dead.output);
}

// A result names what it came from: no device where none was used.
BOOST_AUTO_TEST_CASE(provenance_is_that_of_what_was_used)
{
  const SmallCase   c;
  const std::string path = c.folder.path() + "/pulsed.prm";
  std::ofstream(path) << "set study = pulsed weights\nsubsection pulsed weights\n set weights = 4\n set updates = 100\n"
                      << " subsection capacitor\n  set transfer every = 10\n end\nend\n";
  const Run run(c.folder, path + c.output);
  BOOST_REQUIRE_MESSAGE(run.code == 0, run.output);
  const Json document = Json::read(c.folder.path() + "/out/results.json");
  const auto member   = [](const Json &object, const std::string &name) -> const Json   *{
    for (const auto &[key, value] : object.as_object())
      if (key == name)
        return &value;
    return nullptr;
  };
  BOOST_CHECK(member(document, "device_model") == nullptr);
  const Json *used = member(document, "case");
  BOOST_REQUIRE(used != nullptr);
  BOOST_CHECK(member(*used, "pulsed weights") != nullptr);
  for (const auto &[key, value] : used->as_object())
    BOOST_CHECK_MESSAGE(key == "title" || key == "study" || key == "seed" || key == "pulsed weights", key);
}

BOOST_AUTO_TEST_CASE(wrong_input_is_exit_code_2_and_writes_nothing)
{
  const SmallCase c;
  for (const std::string set : {"arrays=x", "times=25", "nothing=1", "'device/model=missing.json'",
                                "'data set/folder=no/folder'", "'data set/test images=501'"})
  {
    const Run run(c.folder, c.path + c.output + "--set " + set);
    BOOST_CHECK_MESSAGE(run.code == 2, set << ": exit code " << run.code << ", " << run.output);
    BOOST_CHECK(!std::filesystem::exists(c.folder.path() + "/out"));
  }
  BOOST_CHECK_EQUAL(Run(c.folder, "").code, 2);
  BOOST_CHECK_EQUAL(Run(c.folder, "--nonsense").code, 2);
  BOOST_CHECK_EQUAL(Run(c.folder, c.path + " --set").code, 2);
}

BOOST_AUTO_TEST_CASE(check_computes_nothing)
{
  const SmallCase c;
  const Run       run(c.folder, c.path + c.output + "--check");
  BOOST_CHECK_EQUAL(run.code, 0);
  BOOST_CHECK(contains(run.output, "no errors"));
  BOOST_CHECK(!std::filesystem::exists(c.folder.path() + "/out"));
}
