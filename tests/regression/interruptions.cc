// What a folder of results is worth: it belongs to one run, and what was interrupted goes on or is refused with a way
// out.
#include <tests/regression/background.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;

namespace
{
std::vector<std::string> quick_run(const Folder &folder, const std::vector<std::string> &more = {})
{
  std::vector<std::string> settings = quick;
  settings.insert(settings.end(), more.begin(), more.end());
  return run_words("mushroom/reset.prm", folder.path("run"), settings);
}

/// A run stopped with a checkpoint after about so many steps.
void leave_stopped(const Folder &folder, std::size_t steps)
{
  const pid_t child = start(quick_run(folder), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), steps));
  ::kill(child, SIGTERM);
  BOOST_REQUIRE_EQUAL(wait_for_end(child), 5);
}
} // namespace

BOOST_AUTO_TEST_CASE(a_folder_belongs_to_one_run_at_a_time)
{
  const Folder             folder;
  std::vector<std::string> long_run = quick_run(folder);
  long_run.insert(long_run.end(), {"--set", "time step/longest driven step=0.02 ns"}); // longer than what follows takes
  const pid_t child = start(long_run, folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 12));
  for (const std::vector<std::string> &more : {std::vector<std::string>{}, {"--resume"}, {"--overwrite"}})
  {
    const Outcome second = run(quick_run(folder, more), folder.path());
    BOOST_TEST(second.code == 2);
    BOOST_TEST(holds(second.errors, "process " + std::to_string(child) + " on "), second.errors);
  }
  BOOST_TEST(numbers_of(folder.path("run/series.csv")).size() >= 12u);
  ::kill(child, SIGKILL);
  wait_for_end(child);
  const Outcome after = run(quick_run(folder, {"--overwrite"}), folder.path());
  BOOST_TEST(after.code == 0, after.errors);
  BOOST_TEST(holds(after.output, "taken over from process " + std::to_string(child)));
  BOOST_TEST(!std::filesystem::exists(folder.path("run/quench.lock")));
}

BOOST_AUTO_TEST_CASE(a_changed_case_is_refused_with_the_keys_that_differ)
{
  const Folder folder;
  leave_stopped(folder, 9);
  for (const std::vector<std::string> &more : {std::vector<std::string>{}, {"--resume"}})
  {
    std::vector<std::string> words = quick_run(folder, more);
    words.insert(words.end(), {"--set", "mesh/grading=0.4"});
    const Outcome changed = run(words, folder.path());
    BOOST_TEST(changed.code == 2);
    for (const char *part : {"mesh/grading = \"0.5\" in the folder, \"0.4\" now", "--overwrite"})
      BOOST_TEST(holds(changed.errors, part), changed.errors);
  }
  // what changes no number may be changed, and a damaged results.h5 does not matter
  std::filesystem::resize_file(folder.path("run/results.h5"), 1000);
  const Outcome same =
      run(quick_run(folder, {"--set", "output/field steps=40", "--set", "output/checkpoint steps=40"}), folder.path());
  BOOST_TEST(same.code == 0, same.errors);
  BOOST_TEST(holds(same.output, "goes on from step"));
  const auto    rows = numbers_of(folder.path("run/series.csv")).size();
  const Outcome count =
      run({"/usr/bin/python3", "-c",
           "import h5py; print(len(h5py.File('" + folder.path("run/results.h5") + "')['series/time']))"},
          folder.path());
  BOOST_TEST(std::stoul(count.output) == rows);
  const Outcome again = run(quick_run(folder), folder.path());
  BOOST_TEST(again.code == 2);
  BOOST_TEST(holds(again.errors, "holds results of a run that is complete"));
}

BOOST_AUTO_TEST_CASE(without_a_checkpoint_there_is_one_way_out)
{
  const Folder folder;
  const pid_t  child = start(quick_run(folder), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 3));
  ::kill(child, SIGKILL);
  wait_for_end(child);
  for (const std::vector<std::string> &more : {std::vector<std::string>{}, {"--resume"}})
  {
    const Outcome outcome = run(quick_run(folder, more), folder.path());
    BOOST_TEST(outcome.code == 2);
    BOOST_TEST(holds(outcome.errors, "left no checkpoint: it cannot go on. Replace them with --overwrite"));
  }
}

BOOST_AUTO_TEST_CASE(checkpoints_come_by_wall_time)
{
  const Folder folder;
  const pid_t  child = start(quick_run(folder, {"--set", "output/checkpoint interval=1 ms"}), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 30));
  ::kill(child, SIGKILL);
  wait_for_end(child);
  const Outcome outcome = run(quick_run(folder), folder.path());
  BOOST_TEST(outcome.code == 0, outcome.errors);
  BOOST_TEST(holds(outcome.output, "goes on from step"));
}

BOOST_AUTO_TEST_CASE(a_reader_that_goes_away_does_not_end_a_run)
{
  const Folder folder;
  std::string  command = "set -o pipefail;";
  for (const std::string &word : quick_run(folder))
    command += " " + quoted(word);
  BOOST_TEST(run({"-c", command + " | head -n 1"}, folder.path(), "bash").code == 0);
  BOOST_TEST(results_of(folder.path("run")).size() > 3u);
}
