// What is seen of a run while it goes on, after it was stopped, and after it failed.
#include <tests/regression/background.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;
using quench::Json;
using quench::JsonView;
using quench::read_file;

namespace
{
std::vector<std::string> quick_run(const Folder &folder, const std::vector<std::string> &more = {})
{
  std::vector<std::string> settings = quick;
  settings.insert(settings.end(), more.begin(), more.end());
  return run_words("mushroom/reset.prm", folder.path("run"), settings);
}

std::string state_of(const Folder &folder)
{
  const Json json = Json::read(folder.path("run/results.json"));
  return JsonView(json, "results.json")["complete"].as_bool() ? "complete"
                                                              : JsonView(json, "results.json")["state"].as_string();
}

/// What the page of the run says of its state.
std::string page_of(const Folder &folder)
{
  const Outcome outcome = run({quench_program(), "report", folder.path("run"), "--overwrite"}, folder.path());
  BOOST_TEST(outcome.code == 0, outcome.errors);
  return read_file(folder.path("run/report.html"));
}

std::string in_shell(const std::vector<std::string> &words)
{
  std::string command;
  for (const std::string &word : words)
    command += quoted(word) + " ";
  return command;
}

std::size_t lines_of_steps(const std::string &output)
{
  std::istringstream lines(output);
  std::size_t        n = 0;
  for (std::string line; std::getline(lines, line);)
    n += line.starts_with("  ");
  return n;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_run_can_be_read_while_it_goes_on_and_after_it_was_stopped)
{
  const Folder folder;
  const pid_t  child = start(quick_run(folder, {"--set", "output/checkpoint steps=8"}), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 30));
  BOOST_TEST(state_of(folder) == "running");
  BOOST_TEST(results_of(folder.path("run")).contains("peak_temperature")); // of its last checkpoint
  // another process, without environment variables, again and again while rows are written
  const Outcome count = run({"-i", "/usr/bin/python3", "-c",
                             "import h5py\nfor i in range(20):\n  with h5py.File('" + folder.path("run/results.h5") +
                                 "', 'r') as f:\n    print(len(f['series/time']), f.attrs['complete'])"},
                            folder.path(), "env");
  BOOST_TEST(count.code == 0, count.errors);
  BOOST_TEST(std::stoul(count.output) >= 29u, count.output);
  BOOST_TEST(holds(page_of(folder), "Not complete: this run is running"));
  ::kill(child, SIGTERM);
  BOOST_TEST(wait_for_end(child) == 5);
  BOOST_TEST(state_of(folder) == "stopped");
  BOOST_TEST(holds(page_of(folder), "Not complete: this run stopped (stopped by SIGTERM after step"));
  BOOST_TEST(holds(read_file(folder.path("log")), "the same command goes on from step"));
  BOOST_TEST(run(quick_run(folder), folder.path()).code == 0);
  BOOST_TEST(state_of(folder) == "complete");
  BOOST_TEST(!holds(page_of(folder), "Not complete"));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_killed_or_fails_is_told_apart)
{
  const Folder folder;
  const pid_t  child = start(quick_run(folder), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 5));
  ::kill(child, SIGKILL);
  wait_for_end(child);
  BOOST_TEST(holds(page_of(folder), "Not complete: this run was interrupted: its process is gone"));
  const Outcome failed =
      run(quick_run(folder, {"--overwrite", "--set", "charge and heat/newton iterations=1", "--set",
                             "time step/shortest step=0.01 ns", "--set", "time step/first step=0.01 ns"}),
          folder.path());
  BOOST_TEST(failed.code == 3, failed.errors);
  BOOST_TEST(state_of(folder) == "failed");
  BOOST_TEST(holds(page_of(folder), "Not complete: this run failed ("));
}

BOOST_AUTO_TEST_CASE(pipes_get_some_steps_and_quiet_runs_none)
{
  const Folder  folder;
  const Outcome usual = run(quick_run(folder), folder.path());
  BOOST_REQUIRE(usual.code == 0);
  const std::size_t n_steps = numbers_of(folder.path("run/series.csv")).size();
  BOOST_TEST(lines_of_steps(usual.output) == (n_steps + 9) / 10);
  BOOST_TEST(holds(usual.output, "# time: "));
  BOOST_TEST(holds(usual.output, "# memory: "));
  const Outcome all = run(quick_run(folder, {"--overwrite", "--every", "1"}), folder.path());
  BOOST_TEST(lines_of_steps(all.output) == n_steps);
  const Outcome      quiet = run(quick_run(folder, {"--overwrite", "--quiet"}), folder.path());
  std::istringstream lines(quiet.output);
  for (std::string line; std::getline(lines, line);)
    BOOST_TEST(line.starts_with("result "), line);
  BOOST_TEST(lines_of_steps(read_file(folder.path("run/log.txt"))) == n_steps);
}

BOOST_AUTO_TEST_CASE(a_terminal_shows_one_line_and_answers_ctrl_c)
{
  const Folder folder;
  const pid_t  child =
      start({"/usr/bin/script", "-qefc", "exec " + in_shell(quick_run(folder)), folder.path("typescript")},
            folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 20));
  const std::string owner = read_file(folder.path("run/quench.lock")); // host and process
  std::string       host;
  pid_t             process = 0;
  std::istringstream(owner) >> host >> process;
  ::kill(process, SIGINT);
  BOOST_TEST(wait_for_end(child) == 5);
  const std::string shown = read_file(folder.path("typescript"));
  BOOST_TEST(holds(shown, "\r\033[K"));
  BOOST_TEST(holds(shown, "pulse 1 of 1  step "));
  BOOST_TEST(lines_of_steps(shown) == 0u);
  BOOST_TEST(holds(shown, "stopping: the step under way is finished, then a checkpoint is written"));
  BOOST_TEST(holds(shown, "# stopped by SIGINT after step"));
}
