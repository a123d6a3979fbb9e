// Sweeps with a stand-in for the cell solver, so that they end as a test wants: a folder with `quench` and a script
// `quench-cell`.
#include "program.h"

#include <postprocess/compact/table.h>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

using namespace quench;
using quench::test::holds;

namespace
{
/// `check-points` refuses 9 V, `run` notes its arguments and does what the amplitude asks for.
constexpr const char *stand_in = R"sh(#!/bin/sh
here=$(dirname "$0")
command=$1 case=$2
sum=$(cksum <"$case" | cut -d' ' -f1)
if [ $command = check-points ]; then
  comma='['
  grep -o 'program/pulses=[^"]*' "$3" | while read -r setting; do
    echo "$comma"
    work=1
    [ -e "$here/work_is_length" ] && work=${setting##*for } && work=${work% ns}
    case $setting in
      *"9 V"*) echo "{\"error\": \"9 V is too much\"}" ;;
      *) echo "{\"sha256\": \"$sum\", \"memory_MB\": 1.0, \"work\": $work.0}" ;;
    esac
    comma=,
  done
  echo ']'
  exit 0
fi
shift 2
setting= output= resume=
while [ $# -gt 0 ]; do
  case $1 in
    --set) setting=$2; shift ;;
    --output) output=$2; shift ;;
    --resume) resume=yes ;;
  esac
  shift
done
echo "$setting $resume threads=$OMP_NUM_THREADS" >>"$here/calls"
case $setting in
  *"2 V"*) [ -e "$here/mended" ] || exit 3 ;;
  *"3 V"*) [ -e "$here/mended" ] || kill -9 $$ ;;
  *"7 V"*) [ -e "$here/mended" ] || { touch "$here/waiting"; exec sleep 60; } ;;
  *"4 V"*) trap 'mkdir -p "$output/checkpoint/step_1"; exit 5' TERM
           if [ -z "$resume" ]; then touch "$here/waiting"; for i in $(seq 200); do sleep 0.05; done; fi ;;
esac
mkdir -p "$output"
volts=${setting#*=}
cat >"$output/results.json" <<END
{"complete": true, "case_sha256": "$sum", "warnings": [],
 "results": [{"name": "peak_temperature", "value": ${volts%% *}00.5, "unit": "K"},
             {"name": "nu", "value": 0.125, "unit": "1"}]}
END
)sh";

struct Stage : test::Folder
{
  explicit Stage(const std::string &amplitudes)
  {
    std::filesystem::create_directories(path("bin"));
    std::filesystem::copy_file(test::quench_program(), path("bin/quench"));
    write("bin/quench-cell", stand_in);
    std::filesystem::permissions(path("bin/quench-cell"), std::filesystem::perms::owner_all);
    write("reset.prm", "subsection program\n  set pulses = 1 V for 50 ns\nend\n");
    write("curve.prm", "set case = reset.prm\nset pulse amplitudes = " + amplitudes + "\n");
  }

  test::Outcome sweep(const std::vector<std::string> &options = {}) const
  {
    std::vector<std::string> words{path("bin/quench"), "sweep", "curve.prm", "--output", "out"};
    words.insert(words.end(), options.begin(), options.end());
    if (std::find(options.begin(), options.end(), "--jobs") == options.end())
      words.insert(words.end(), {"--jobs", "1"});
    return test::run(words, path());
  }
  void wait_for(const std::string &file) const
  {
    for (int i = 0; i < 1500 && !std::filesystem::exists(path(file)); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  /// A sweep that gets SIGTERM when a point waits.
  test::Outcome stopped_sweep() const
  {
    std::thread         killer([&] {
      wait_for("bin/waiting");
      test::run({"-c", "kill -TERM $(cat sweep.pid)"}, path(), "sh");
    });
    const test::Outcome outcome =
        test::run({"-c", "echo $$ > sweep.pid; exec bin/quench sweep curve.prm --output out --jobs 1"}, path(), "sh");
    killer.join();
    return outcome;
  }
  std::vector<std::string> statuses() const { return compact::Table(path("out/status.csv")).text("status"); }
  std::size_t              n_calls() const
  {
    const std::string calls = std::filesystem::exists(path("bin/calls")) ? read("bin/calls") : "";
    return static_cast<std::size_t>(std::count(calls.begin(), calls.end(), '\n'));
  }
};

using Texts = std::vector<std::string>;
} // namespace

BOOST_AUTO_TEST_SUITE(sweep)

BOOST_AUTO_TEST_CASE(a_point_that_fails_does_not_stop_the_others_and_can_be_repeated)
{
  const Stage         stage("1 V | 2 V | 3 V | 5 V");
  const test::Outcome first = stage.sweep();
  BOOST_TEST(first.code == 3); // the largest code of our own; a kill counts as 1
  BOOST_TEST(stage.statuses() == (Texts{"done", "failed", "failed", "done"}), boost::test_tools::per_element());
  const compact::Table table(stage.path("out/status.csv"));
  BOOST_TEST(table.text("exit_code") == (Texts{"0", "3", "137", "0"}), boost::test_tools::per_element());
  BOOST_TEST(table.text("point") == (Texts{"1", "2", "3", "4"}), boost::test_tools::per_element());
  BOOST_TEST(table.text("program/pulses")[3] == "5 V for 50 ns");
  BOOST_TEST(std::filesystem::exists(stage.path("out/" + table.text("directory")[0] + "/results.json")));
  BOOST_TEST(holds(stage.read("bin/calls"), "threads=1"));

  BOOST_TEST(stage.sweep().code == 3); // done points are not repeated, failed ones only if asked
  BOOST_TEST(stage.n_calls() == 4u);
  stage.write("bin/mended", "");
  BOOST_TEST(stage.sweep({"--only", "failed"}).code == 0);
  BOOST_TEST(stage.n_calls() == 6u);
  BOOST_TEST(stage.statuses() == (Texts{"done", "done", "done", "done"}), boost::test_tools::per_element());
  BOOST_TEST(stage.sweep({"--overwrite", "--jobs", "2"}).code == 0);
  BOOST_TEST(stage.n_calls() == 10u);
}

BOOST_AUTO_TEST_CASE(a_task_runs_exactly_its_point)
{
  const Stage stage("1 V | 5 V | 6 V");
  BOOST_TEST(stage.sweep({"--task", "2"}).code == 0);
  BOOST_TEST(stage.statuses() == (Texts{"not run", "done", "not run"}), boost::test_tools::per_element());
  BOOST_TEST(stage.sweep({"--task", "4"}).code == 2);
  BOOST_TEST(stage.sweep().code == 0);
  BOOST_TEST(stage.n_calls() == 3u);
}

BOOST_AUTO_TEST_CASE(tasks_at_the_same_time_share_the_table)
{
  const Stage stage("1 V | 5 V | 6 V | 7 V");
  std::string together;
  for (const char *task : {"1", "2", "3", "4"})
    together += test::quoted(stage.path("bin/quench")) + " sweep curve.prm --output out --task " + task + " & ";
  test::run({"-c", together + "wait"}, stage.path(), "sh");
  BOOST_TEST(stage.statuses() == (Texts{"done", "done", "done", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_wrong_point_is_found_before_anything_is_computed)
{
  const Stage         stage("1 V | 9 V");
  const test::Outcome outcome = stage.sweep();
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(holds(outcome.errors, "point 2 of 2 (02_amplitude=9V): 9 V is too much"));
  BOOST_TEST(!std::filesystem::exists(stage.path("out")));
  BOOST_TEST(stage.n_calls() == 0u);
}

BOOST_AUTO_TEST_CASE(results_of_another_case_or_sweep_are_refused)
{
  const Stage stage("1 V | 5 V");
  BOOST_TEST(stage.sweep().code == 0);
  stage.write("reset.prm", "subsection program\n  set pulses = 1 V for 50 ns\nend\n# changed\n");
  const test::Outcome changed = stage.sweep();
  BOOST_TEST(changed.code == 2);
  BOOST_TEST(holds(changed.errors, "was computed from another version of the case"));
  stage.write("curve.prm", "set case = reset.prm\nset pulse amplitudes = 1 V | 6 V\n");
  BOOST_TEST(holds(stage.sweep().errors, "belongs to another sweep: its point 2 is 02_amplitude=5V"));
  stage.write("curve.prm", "set case = reset.prm\nset pulse amplitudes = 1 V\n");
  BOOST_TEST(holds(stage.sweep().errors, "belongs to another sweep"));
}

BOOST_AUTO_TEST_CASE(the_folder_of_a_run_is_refused)
{
  const Stage stage("1 V");
  std::filesystem::create_directories(stage.path("out"));
  stage.write("out/results.json", "{}");
  const test::Outcome outcome = stage.sweep();
  BOOST_TEST(outcome.code == 2);
  BOOST_TEST(holds(outcome.errors, "holds the results of a run"));
}

BOOST_AUTO_TEST_CASE(sigterm_stops_with_checkpoints_and_the_same_command_continues)
{
  const Stage stage("1 V | 4 V | 5 V");
  BOOST_TEST(stage.stopped_sweep().code == 5);
  BOOST_TEST(stage.statuses() == (Texts{"done", "stopped", "not run"}), boost::test_tools::per_element());
  BOOST_TEST(stage.sweep().code == 0);
  BOOST_TEST(holds(stage.read("bin/calls"), "4 V for 50 ns yes"));
  BOOST_TEST(stage.statuses() == (Texts{"done", "done", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_point_that_had_not_begun_when_the_sweep_was_stopped_is_not_a_failure)
{
  const Stage stage("1 V | 7 V"); // the second dies of SIGTERM as a program does that is just being loaded
  BOOST_TEST(stage.stopped_sweep().code == 5);
  BOOST_TEST(stage.statuses() == (Texts{"done", "not run"}), boost::test_tools::per_element());
  stage.write("bin/mended", "");
  BOOST_TEST(stage.sweep().code == 0);
  BOOST_TEST(stage.statuses() == (Texts{"done", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(two_processes_share_a_sweep)
{
  const Stage stage("4 V | 1 V");
  std::thread first([&] { BOOST_TEST(stage.sweep().code == 0); });
  stage.wait_for("bin/waiting"); // it computes point 1
  const test::Outcome second = stage.sweep();
  BOOST_TEST(second.code == 0);
  BOOST_TEST(holds(second.output, "point 1 of 2 (01_amplitude=4V): another process computes it"));
  first.join();
  BOOST_TEST(stage.n_calls() == 2u);
  BOOST_TEST(stage.statuses() == (Texts{"done", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_point_of_a_dead_sweep_is_taken_over)
{
  const Stage stage("1 V | 5 V");
  BOOST_TEST(stage.sweep({"--task", "1"}).code == 0);
  std::string table = stage.read("out/status.csv");
  table.replace(table.find("not run"), 7, "running");
  stage.write("out/status.csv", table);
  stage.write("out/claims/02_amplitude=5V", "elsewhere 77 1\n");
  BOOST_TEST(holds(stage.sweep().output, "another process computes it"));
  std::filesystem::last_write_time(stage.path("out/claims/02_amplitude=5V"),
                                   std::filesystem::file_time_type::clock::now() - std::chrono::minutes(6));
  BOOST_TEST(stage.sweep().code == 0);
  BOOST_TEST(stage.statuses() == (Texts{"done", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_table_has_the_results_of_all_points)
{
  const Stage stage("1 V | 2 V | 500 mV");
  BOOST_TEST(stage.sweep().code == 3);
  compact::Table table(stage.path("out/results.csv"));
  BOOST_TEST(table.header() ==
                 (Texts{"point", "directory", "status", "amplitude_V", "peak_temperature_K", "nu", "warnings"}),
             boost::test_tools::per_element());
  BOOST_TEST(table.text("status") == (Texts{"done", "failed", "done"}), boost::test_tools::per_element());
  BOOST_TEST(table.text("amplitude_V") == (Texts{"1", "2", "0.5"}), boost::test_tools::per_element());
  BOOST_TEST(table.text("peak_temperature_K") == (Texts{"100.5", "", "50000.5"}), boost::test_tools::per_element());
  BOOST_TEST(table.text("nu") == (Texts{"0.125", "", "0.125"}), boost::test_tools::per_element());
  // one that cannot be read takes nothing from the others
  const std::string point = "out/" + table.text("directory")[0] + "/results.json";
  stage.write("bin/mended", "");
  stage.write(point, "{");
  BOOST_TEST(stage.sweep({"--task", "2"}).code == 0);
  table = compact::Table(stage.path("out/results.csv"));
  BOOST_TEST(table.text("peak_temperature_K") == (Texts{"", "200.5", "50000.5"}), boost::test_tools::per_element());
  BOOST_TEST(holds(table.text("warnings")[0], "results.json:1"));
}

BOOST_AUTO_TEST_CASE(processes_that_share_a_sweep_make_one_table_of_results)
{
  const Stage stage("1 V | 5 V | 6 V | 8 V");
  std::string together;
  for (const char *task : {"1", "2", "3", "4"})
    together += test::quoted(stage.path("bin/quench")) + " sweep curve.prm --output out --task " + task + " & ";
  test::run({"-c", together + "wait"}, stage.path(), "sh");
  BOOST_TEST(compact::Table(stage.path("out/results.csv")).numbers("peak_temperature_K") ==
                 (std::vector<double>{100.5, 500.5, 600.5, 800.5}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_check_says_what_would_run_and_leaves_nothing)
{
  const Stage         stage("1 V | 5 V");
  const test::Outcome fresh = stage.sweep({"--check"});
  BOOST_TEST(fresh.code == 0);
  BOOST_TEST(holds(fresh.output, "2 of 2 points to run, 1 at a time, would be in out"), fresh.output);
  BOOST_TEST(holds(fresh.output, "up to 1 MB per point"), fresh.output);
  BOOST_TEST(!std::filesystem::exists(stage.path("out")));
  BOOST_TEST(stage.n_calls() == 0u);
  stage.sweep({"--task", "1"});
  BOOST_TEST(holds(stage.sweep({"--check"}).output, "1 of 2 points to run"));
  BOOST_TEST(stage.n_calls() == 1u);
  stage.write("curve.prm", "set case = reset.prm\nset pulse amplitudes = 9 V | 1 V\n");
  BOOST_TEST(stage.sweep({"--check"}).code == 2);
}

BOOST_AUTO_TEST_CASE(the_longest_points_come_first)
{
  const Stage stage("1 V");
  stage.write("bin/work_is_length", "");
  stage.write("curve.prm", "set case = reset.prm\nsubsection axis 1\n  set key = program/pulses\n"
                           "  set text = 1 V for @\n  set values = 20 ns | 300 ns | 50 ns\nend\n");
  BOOST_TEST(stage.sweep().code == 0);
  const std::string calls = stage.read("bin/calls");
  BOOST_TEST(calls.find("300 ns") < calls.find("50 ns"));
  BOOST_TEST(calls.find("50 ns") < calls.find("20 ns"));
}

BOOST_AUTO_TEST_CASE(without_jobs_as_many_run_as_are_free)
{
  const Stage         stage("1 V | 5 V");
  const test::Outcome outcome =
      test::run({stage.path("bin/quench"), "sweep", "curve.prm", "--output", "out"}, stage.path());
  BOOST_TEST(outcome.code == 0);
  BOOST_TEST(holds(outcome.output, " at a time"));
  BOOST_TEST(stage.statuses() == (Texts{"done", "done"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
