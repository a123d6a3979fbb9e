#include <postprocess/compact/measurement.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <filesystem>

using namespace quench;
using namespace quench::compact;

namespace
{
std::string replaced(std::string text, const std::string &from, const std::string &to)
{
  const auto at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// A good run with one thing changed, and what reading it says.
std::string message_after(const std::string &file, const std::string &from, const std::string &to)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_set_train({}, 3, folder.path());
  const std::string path = folder.path() + "/" + file;
  write_file_atomically(path, replaced(read_file(path), from, to));
  try
  {
    read_run(folder.path());
  }
  catch (const Error &error)
  {
    return error.what();
  }
  return "no error";
}

bool holds(const std::string &text, const std::string &part)
{
  BOOST_TEST_INFO(text);
  return text.find(part) != std::string::npos;
}
} // namespace

BOOST_AUTO_TEST_CASE(reads_survive_writing_and_reading_bit_by_bit)
{
  const synthetic::TemporaryFolder folder;
  std::vector<Read>                reads{{0, 0, 0, 1. / 3, .1, .7, 125, 8e3, 300, 0},
                          {1, 1.6, 1e-6, 2. / 3, .1, .1, .1, 1e7, 300, 1e5}};
  write_reads(reads, folder.path() + "/reads.csv");
  const auto again = read_reads(folder.path() + "/reads.csv");
  BOOST_REQUIRE(again.size() == 2u);
  BOOST_TEST((again[1].absolute_time_ns == 2. / 3 && again[0].conductance_uS == 125 && again[1].pulse == 1));
}

BOOST_AUTO_TEST_CASE(a_run_knows_its_results_and_pulses)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_set_train({}, 5, folder.path());
  const Run run = read_run(folder.path());
  BOOST_TEST(run.case_name == "set_train");
  BOOST_TEST(run.n_pulses() == 6);
  BOOST_TEST(run.after_pulse(2).size() == 1u);
  BOOST_TEST(run.results.front().name == "peak_temperature");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_refused_with_file_line_and_rule)
{
  BOOST_TEST(holds(message_after("results.json", "\"complete\": true", "\"complete\": false"), "complete"));
  BOOST_TEST(holds(message_after("results.json", "quench-results", "other"), "\"quench-results\" is needed"));
  BOOST_TEST(
      holds(message_after("reads.csv", "conductance_uS", "conductance"), "column \"conductance_uS\" is missing"));
  BOOST_TEST(holds(message_after("reads.csv", "\n0,0,0,", "\n0,0,nan,"), "reads.csv:2: time_s = \"nan\""));
  BOOST_TEST(holds(message_after("reads.csv", "\n2,", "\n0,"), "the pulse number never falls"));
  BOOST_TEST(holds(message_after("reads.csv", "\n2,", "\n1,"), "must be above that of the read before"));
  BOOST_TEST(holds(message_after("reads.csv", "\n2,", "\n1.5,"), "must be a whole number"));
}

BOOST_AUTO_TEST_CASE(a_measurement_needs_no_more_columns_than_it_has)
{
  const synthetic::TemporaryFolder folder;
  const std::string                path = folder.path() + "/reads.csv";
  write_file_atomically(path, "pulse;amplitude_V;time_s;read_voltage_V;conductance_uS;temperature_K\n"
                              "0;0;0;0,1;125;300\n1;1,6;1e-6;0,1;2,5;300\n");
  const auto reads = read_reads(path);
  BOOST_REQUIRE(reads.size() == 2u);
  BOOST_TEST(reads[1].current_uA == 0.25, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(reads[1].resistance_ohm == 4e5, boost::test_tools::tolerance(1e-15));
  BOOST_TEST((std::isnan(reads[1].glass_volume_nm3) && reads[1].absolute_time_ns == 0));
  write_file_atomically(path, "pulse,amplitude_current_uA,time_s,current_uA,resistance_ohm,temperature_K\n"
                              "0,0,0,1,8e3,300\n");
  BOOST_TEST(read_reads(path)[0].conductance_uS == 125, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(read_reads(path)[0].read_voltage_V == 8e-3, boost::test_tools::tolerance(1e-15));
  for (const std::string without : {"pulse", "time_s", "conductance_uS", "temperature_K", "amplitude_V"})
  {
    const std::string header = "pulse,amplitude_V,time_s,conductance_uS,temperature_K\n0,0,0,1,300\n";
    write_file_atomically(path, replaced(header, without, "other"));
    BOOST_CHECK_EXCEPTION(read_reads(path), InputError, [&](const InputError &error) {
      return holds(error.what(), "column \"" + without + "\" is missing");
    });
  }
}

BOOST_AUTO_TEST_CASE(a_noise_trace_may_have_reads_below_zero_and_other_tables_not)
{
  const synthetic::TemporaryFolder folder;
  const std::string                path = folder.path() + "/noise.csv";
  write_file_atomically(path, "time_s,conductance_uS,duration_s\n1,0.02,0.5\n2,-0.01,0.5\n");
  BOOST_TEST(read_noise_trace(path)[1].conductance_uS == -0.01);
  write_file_atomically(path, "pulse,amplitude_V,time_s,conductance_uS,temperature_K\n0,0,0,-0.1,300\n");
  BOOST_CHECK_EXCEPTION(read_reads(path), InputError, [](const InputError &error) {
    return holds(error.what(), "noise.csv:2: conductance_uS = -0.100000: must be above 0. The fits take logarithms");
  });
}

BOOST_AUTO_TEST_CASE(a_sweep_skips_points_that_are_not_done_and_says_so)
{
  const synthetic::TemporaryFolder folder;
  synthetic::write_sweep({}, {1.2, 1.6}, folder.path());
  const std::string status = folder.path() + "/status.csv";
  write_file_atomically(status, read_file(status) + "2,02_failed,failed,3,1.9 V\n");
  const ResultSet set = read_result_set(folder.path());
  BOOST_TEST(set.is_sweep);
  BOOST_TEST(set.runs.size() == 2u);
  BOOST_REQUIRE(set.skipped.size() == 1u);
  BOOST_TEST(set.skipped[0] == "02_failed: failed");
}

BOOST_AUTO_TEST_CASE(a_folder_without_results_is_refused)
{
  const synthetic::TemporaryFolder folder;
  BOOST_CHECK_THROW(read_result_set(folder.path()), InputError);
  BOOST_CHECK_THROW(read_result_set(folder.path() + "/none"), InputError);
}

BOOST_AUTO_TEST_CASE(conductance_between_reads_follows_the_power_law)
{
  std::vector<Read> reads(2);
  reads[0].time_s         = 1;
  reads[0].conductance_uS = 4;
  reads[1].time_s         = 100;
  reads[1].conductance_uS = 1;
  BOOST_TEST(conductance_at(reads, 10) == 2.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(conductance_at(reads, 0.1) == 4.0);
  BOOST_TEST(conductance_at(reads, 1e4) == 1.0);
}
