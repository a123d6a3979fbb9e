#include <postprocess/compact/extract.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <tests/postprocess/export/sample_model.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sys/wait.h>

using namespace quench;
using namespace quench::compact;

namespace
{
int exit_code(const std::string &command)
{
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The folders of a quickstart and the program to extract from them.
struct Tree
{
  synthetic::TemporaryFolder folder;
  std::string all   = folder.path() + "/reset " + folder.path() + "/reset_curve " + folder.path() + "/set_train";
  std::string model = folder.path() + "/model.json", log = folder.path() + "/log.txt";

  Tree() { synthetic::write_tree({}, folder.path()); }
  int extract(const std::string &arguments) const
  {
    return exit_code(std::string(QUENCH_COMPACT) + " extract " + arguments + " > " + log + " 2>&1");
  }
};
} // namespace

BOOST_AUTO_TEST_CASE(the_model_follows_the_truth_of_the_cell)
{
  const synthetic::TemporaryFolder folder;
  const synthetic::Cell            cell;
  synthetic::write_sweep(cell, {0.9, 1.2, 1.3, 1.6, 1.9}, folder.path());
  const CompactModel model = extract({read_result_set(folder.path())}, {});
  BOOST_TEST(model.g_min_uS == 1e6 / synthetic::resistance_ohm(cell, 1.9, 20), boost::test_tools::tolerance(1e-3));
  BOOST_TEST(model.g_max_uS == 1e6 / cell.series_ohm, boost::test_tools::tolerance(1e-9));
  // a series resistance of 1 % of the glass takes 1 % off nu at most
  BOOST_TEST(model.drift.nu.front().value == cell.nu, boost::test_tools::tolerance(0.01));
  BOOST_TEST(std::abs(model.drift.nu.back().value) < 1e-12);
  BOOST_TEST((!model.programming && !model.read_noise && model.drift.nu_spread.empty()));
  BOOST_TEST(model.provenance.inputs.size() == 5u);
  // ten years and the 20 s before the first read of an array
  BOOST_TEST(drifted_conductance(model.drift, model.g_min_uS, 10 * 365.25 * 86400 + 20) < model.g_min_uS);
}

BOOST_AUTO_TEST_CASE(the_program_writes_a_model_that_fits_the_schema)
{
  const Tree tree;
  BOOST_REQUIRE(tree.extract(tree.all + " -o " + tree.model) == 0);
  const std::string log = read_file(tree.log);
  for (const char *line :
       {"result g_min = ", "result nu_at_g_min = 0.1", "result set_pulses = 24 1", "result reset_amplitudes = 10 1"})
    BOOST_TEST(log.find(line) != std::string::npos, line);
  const std::string before = read_file(tree.model);
  write_model(read_model(tree.model), tree.model);
  BOOST_TEST(read_file(tree.model) == before);
  BOOST_TEST(exit_code(std::string(QUENCH_SYSTEM_PYTHON) + " -W ignore -m jsonschema -i " + tree.model +
                       " " QUENCH_SOURCE_DIR "/postprocess/compact/compact_model.schema.json > " + tree.log +
                       " 2>&1") == 0);
}

/// The reads of a run as a spreadsheet with decimal commas has them, without what only a simulation knows.
void write_as_measured(const std::string &path)
{
  std::string text =
      "\xEF\xBB\xBF# device 7\npulse; amplitude_V; time_s; read_voltage_V; conductance_uS; temperature_K\n";
  for (const Read &read : read_reads(path))
  {
    char line[160];
    std::snprintf(line, sizeof line, "%d; %.17g; %.17g; %.17g; %.17g; %.17g\n", read.pulse, read.amplitude_V,
                  read.time_s, read.read_voltage_V, read.conductance_uS, read.temperature_K);
    text += line;
  }
  std::replace(text.begin(), text.end(), '.', ',');
  write_file_atomically(path, text);
}

BOOST_AUTO_TEST_CASE(a_measurement_from_a_spreadsheet_gives_the_same_model_but_for_the_glass)
{
  const Tree tree;
  BOOST_REQUIRE(tree.extract(tree.all + " -o " + tree.model) == 0);
  const CompactModel simulated = read_model(tree.model);
  for (const auto &entry : std::filesystem::recursive_directory_iterator(tree.folder.path()))
    if (entry.path().filename() == "reads.csv")
      write_as_measured(entry.path().string());
  BOOST_REQUIRE_MESSAGE(tree.extract(tree.all + " -o " + tree.model + " --overwrite") == 0, read_file(tree.log));
  const CompactModel measured = read_model(tree.model);
  BOOST_TEST(measured.drift.nu.front().value == simulated.drift.nu.front().value, boost::test_tools::tolerance(1e-12));
  BOOST_TEST((measured.update.reset.has_value() && measured.update.reset->glass_volume_nm3.empty()));
  BOOST_REQUIRE(simulated.update.reset.has_value());
  BOOST_TEST(measured.update.reset->conductance_uS == simulated.update.reset->conductance_uS,
             boost::test_tools::tolerance(1e-12) << boost::test_tools::per_element());
  BOOST_TEST(exit_code(std::string(QUENCH_SYSTEM_PYTHON) + " -W ignore -m jsonschema -i " + tree.model +
                       " " QUENCH_SOURCE_DIR "/postprocess/compact/compact_model.schema.json > " + tree.log +
                       " 2>&1") == 0);
}

BOOST_AUTO_TEST_CASE(a_model_with_every_part_fits_the_schema)
{
  const synthetic::TemporaryFolder folder;
  const std::string                path = folder.path() + "/model.json", log = folder.path() + "/log.txt";
  write_model(test::sample_model(), path);
  const int code = exit_code(std::string(QUENCH_SYSTEM_PYTHON) + " -W ignore -m jsonschema -i " + path +
                             " " QUENCH_SOURCE_DIR "/postprocess/compact/compact_model.schema.json > " + log + " 2>&1");
  BOOST_TEST(code == 0, read_file(log));
}

BOOST_AUTO_TEST_CASE(states_at_other_temperatures_show_how_drift_depends_on_it)
{
  const synthetic::TemporaryFolder folder;
  synthetic::Cell                  cell;
  cell.series_ohm = 1; // the onset of the glass alone
  ResultSet all;
  for (const double T : {280.0, 300.0, 320.0})
  {
    cell.ambient_K = T;
    cell.tau0_s    = 1e-3 * T / 300 * std::exp(160 / 8.617333262e-2 * (1 / T - 1 / 300.0));
    synthetic::write_reset_run(cell, 1.6, folder.path() + "/" + std::to_string(T), false);
    all.runs.push_back(read_run(folder.path() + "/" + std::to_string(T)));
  }
  cell.ambient_K = 300;
  synthetic::write_reset_run(cell, 1.3, folder.path() + "/second", false);
  all.runs.push_back(read_run(folder.path() + "/second"));
  const CompactModel model = extract({all}, {});
  BOOST_TEST(model.drift.temperature_K == 300.0);
  BOOST_TEST(model.drift.conductance_uS.size() == 2u);
  BOOST_REQUIRE(model.onset_temperature.has_value());
  BOOST_REQUIRE(model.onset_temperature->barrier_meV.has_value());
  BOOST_TEST(model.onset_temperature->barrier_meV->value == 160.0, boost::test_tools::tolerance(1e-3));
  BOOST_REQUIRE(model.drift_temperature.has_value());
  BOOST_TEST(model.drift_temperature->nu[2].value == cell.nu, boost::test_tools::tolerance(0.01));
  ExtractOptions options;
  options.temperature_K = 320;
  BOOST_TEST(extract({all}, options).drift.temperature_K == 320.0);
  options.temperature_K = 350;
  BOOST_CHECK_THROW(extract({all}, options), InputError);
}

BOOST_AUTO_TEST_CASE(the_schema_refuses_another_unit)
{
  const Tree tree;
  BOOST_REQUIRE(tree.extract(tree.all + " -o " + tree.model) == 0);
  std::string text = read_file(tree.model);
  text.replace(text.find("\"unit\": \"uS\""), 12, "\"unit\": \"S\"");
  write_file_atomically(tree.model, text);
  BOOST_TEST(exit_code(std::string(QUENCH_SYSTEM_PYTHON) + " -W ignore -m jsonschema -i " + tree.model +
                       " " QUENCH_SOURCE_DIR "/postprocess/compact/compact_model.schema.json > " + tree.log +
                       " 2>&1") == 1);
}

BOOST_AUTO_TEST_CASE(the_program_refuses_to_overwrite_and_says_what_is_wrong)
{
  const Tree tree;
  write_file_atomically(tree.model, "mine");
  BOOST_TEST(tree.extract(tree.all + " -o " + tree.model) == 2);
  BOOST_TEST(read_file(tree.model) == "mine");
  BOOST_TEST(tree.extract(tree.all + " --overwrite -o " + tree.model) == 0);
  BOOST_TEST(tree.extract(tree.folder.path() + "/nothing -o " + tree.folder.path() + "/new.json") == 2);
  BOOST_TEST(tree.extract(tree.all + " --t0 20 -o " + tree.folder.path() + "/new.json") == 2);
  BOOST_TEST(read_file(tree.log).find("--t0") != std::string::npos);
  BOOST_TEST(tree.extract(tree.all + " --tO 20 -o " + tree.folder.path() + "/new.json") == 2);
  BOOST_TEST(tree.extract(tree.all + " -o " + tree.folder.path() + "/no/such/folder/new.json") == 4);
}
