#include <postprocess/report/report.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/folder_lock.h>
#include <postprocess/compact/extract.h>
#include <tests/postprocess/report/figure_names.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sys/wait.h>

using namespace quench;
using namespace quench::report;
using quench::test::figure_names;

namespace
{
/// What quickstart leaves behind, the model included.
struct Tree
{
  synthetic::TemporaryFolder folder;
  std::string                path = folder.path();

  Tree()
  {
    synthetic::write_tree({}, path);
    auto model = compact::extract({compact::read_result_set(path + "/reset_curve")}, {});
    compact::write_model(model, path + "/model.json");
  }
};

bool reports_missing(const Page &page, const std::string &what)
{
  return std::any_of(page.missing.begin(), page.missing.end(),
                     [&](const Missing &m) { return m.what == what && !m.why.empty(); });
}

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

int exit_code(const std::string &arguments)
{
  const int status = std::system((std::string(QUENCH_REPORT) + " " + arguments + " > /dev/null 2>&1").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_tree_shows_all_figures_and_misses_nothing)
{
  const Tree tree;
  const Page page = make_page(tree.path);
  BOOST_TEST(figure_names(page) ==
                 (std::vector<std::string>{"drifts", "pulse-reset", "maps-reset", "drift-reset", "set-train-set_train",
                                           "reset-curve-reset_curve", "sweep-reset_curve", "drift-reset_curve",
                                           "exponent", "accuracy"}),
             boost::test_tools::per_element());
  for (const Missing &item : page.missing)
    BOOST_ERROR(item.what + ": " + item.why);
  BOOST_TEST(holds(page.summary, "an exponent of 0.11 at "));
  BOOST_TEST(!page.origins.empty());
}

BOOST_AUTO_TEST_CASE(the_page_needs_nothing_but_itself)
{
  const Tree  tree;
  std::string text = html(make_page(tree.path));
  BOOST_TEST(holds(text, "Chart.js v3"));
  for (auto at = text.find("<script"); at != std::string::npos; at = text.find("<script"))
    text.erase(at, text.find("</script>", at) + 9 - at); // what they ask for: tests/postprocess/report/look_at_page.py
  for (const char *part : {"http:", "https:", "src=", "<link", "@import", "url("})
    BOOST_TEST(!holds(text, part), part);
  for (auto at = text.find("href="); at != std::string::npos; at = text.find("href=", at + 1))
    BOOST_TEST((text.compare(at, 11, "href=\"data:") == 0 || text.compare(at, 7, "href=\"#") == 0));
  BOOST_TEST(text.size() < 2000000u);
  BOOST_TEST(!holds(text, "nan"));
}

BOOST_AUTO_TEST_CASE(every_axis_has_a_unit)
{
  const Tree        tree;
  const std::string text = html(make_page(tree.path));
  for (const char *label : {"Voltage (V)", "Current (µA)", "Time (ns)", "Resistance at 1 s (Ω)", "Pulse amplitude (V)",
                            "Conductance (µS)", "Time after the pulse (s)", "Accuracy (%)", "T (K)", "r (nm)"})
    BOOST_TEST(holds(text, label), label);
}

BOOST_AUTO_TEST_CASE(devices_and_schemes_are_drawn_side_by_side)
{
  const Tree  tree;
  std::string text = "time_s,scheme,mean,std,min,max,n,device\n";
  for (const char *device : {"joshi2020", "hermes1"})
    for (const char *scheme : {"raw", "reference cells"})
      for (const char *time : {"25", "86400"})
        text += std::string(time) + "," + scheme + ",0.8,0.01,0.79,0.81,5," + device + "\n";
  write_file_atomically(tree.path + "/array/accuracy_summary.csv", text);
  const std::string page = html(make_page(tree.path));
  for (const char *name : {"joshi2020, raw", "hermes1, raw", "hermes1, reference cells", "joshi2020, reference cells"})
    BOOST_TEST(holds(page, name), name);
}

BOOST_AUTO_TEST_CASE(parts_that_are_missing_are_named)
{
  const Tree tree;
  std::filesystem::remove_all(tree.path + "/array");
  std::filesystem::remove_all(tree.path + "/set_train");
  std::filesystem::remove(tree.path + "/reset/maps/peak.csv");
  const Page page = make_page(tree.path);
  BOOST_TEST(reports_missing(page, "Accuracy over time"));
  BOOST_TEST(reports_missing(page, "SET train"));
  BOOST_TEST(reports_missing(page, "Temperature and phase maps"));
  BOOST_TEST(page.n_figures() == 6u);
  BOOST_TEST(holds(html(page), "peak.csv"));
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_read_does_not_spoil_the_rest)
{
  const Tree tree;
  write_file_atomically(tree.path + "/set_train/reads.csv", "pulse\n1\n");
  const Page page = make_page(tree.path);
  BOOST_TEST(reports_missing(page, "set_train"));
  BOOST_TEST(page.n_figures() == 8u);
}

BOOST_AUTO_TEST_CASE(a_run_without_reads_has_a_page_that_says_so)
{
  const Tree        tree;
  const std::string reads = read_file(tree.path + "/reset/reads.csv");
  write_file_atomically(tree.path + "/reset/reads.csv", reads.substr(0, reads.find('\n') + 1));
  const Page page = make_page(tree.path + "/reset");
  BOOST_TEST(reports_missing(page, "Drift over time"));
  BOOST_TEST(!holds(html(page), "nan"));
}

BOOST_AUTO_TEST_CASE(a_run_that_is_not_complete_is_shown_and_marked)
{
  const Tree        tree;
  const std::string run = tree.path + "/reset", text = read_file(run + "/results.json");
  const std::string complete = "\"complete\": true";
  const auto        page_of  = [&](const std::string &instead) {
    std::string changed = text;
    write_file_atomically(run + "/results.json", changed.replace(changed.find(complete), complete.size(), instead));
    return make_page(run);
  };
  const Page stopped =
      page_of(R"("complete": false, "state": "stopped", "message": "stopped by SIGTERM after step 7")");
  BOOST_TEST(holds(stopped.title, "(not complete)"));
  BOOST_TEST(stopped.summary.starts_with("Not complete: this run stopped (stopped by SIGTERM after step 7)."));
  BOOST_TEST(figure_names(stopped) == (std::vector<std::string>{"pulse", "maps", "drift"}),
             boost::test_tools::per_element());
  BOOST_TEST(holds(page_of(R"("complete": false, "state": "failed", "message": "heat did not converge")").summary,
                   "this run failed (heat did not converge)"));
  const char *running = R"("complete": false, "state": "running")";
  BOOST_TEST(holds(page_of(running).summary, "was interrupted: its process is gone"));
  const FolderLock lock(lock_file(run));
  BOOST_TEST(holds(page_of(running).summary, "this run is running"));
  BOOST_TEST(!holds(page_of(complete).summary, "Not complete"));
}

BOOST_AUTO_TEST_CASE(a_pulse_of_current_is_named_as_one)
{
  const Tree        tree;
  const std::string reads  = tree.path + "/reset/reads.csv";
  std::string       text   = read_file(reads);
  const auto        rename = [&](const std::string &from, const std::string &to) {
    text.replace(text.find(from), from.size(), to);
  };
  BOOST_REQUIRE(holds(make_page(tree.path + "/reset").summary, " V heats the cell"));
  rename("amplitude_V", "other");
  rename("amplitude_current_uA", "amplitude_V");
  rename("other", "amplitude_current_uA");
  write_file_atomically(reads, text);
  BOOST_TEST(holds(make_page(tree.path + "/reset").summary, " µA heats the cell"));
}

BOOST_AUTO_TEST_CASE(a_sweep_says_what_its_points_are)
{
  const Tree        tree;
  const std::string sweep = tree.path + "/reset_curve";
  std::string       text  = read_file(sweep + "/status.csv");
  BOOST_TEST(!holds(make_page(sweep).summary, "Not complete"));
  text.replace(text.find("done"), 4, "running");
  write_file_atomically(sweep + "/status.csv", text);
  BOOST_TEST(holds(make_page(sweep).summary, " done, 1 running."));
  for (auto at = text.find("done"); at != std::string::npos; at = text.find("done", at))
    text.replace(at, 4, "failed");
  write_file_atomically(sweep + "/status.csv", text);
  const Page none = make_page(sweep); // also where nothing is done yet
  BOOST_TEST(holds(none.summary, " failed, 1 running."), none.summary);
  BOOST_TEST(none.n_figures() == 0u);
}

BOOST_AUTO_TEST_CASE(a_single_run_and_a_sweep_have_their_own_page)
{
  const Tree tree;
  BOOST_TEST(figure_names(make_page(tree.path + "/reset")) == (std::vector<std::string>{"pulse", "maps", "drift"}),
             boost::test_tools::per_element());
  BOOST_TEST(figure_names(make_page(tree.path + "/reset_curve")) ==
                 (std::vector<std::string>{"reset-curve", "sweep", "drift"}),
             boost::test_tools::per_element());
  BOOST_CHECK_THROW(make_page(tree.path + "/reset/maps"), InputError);
}

BOOST_AUTO_TEST_CASE(the_program_writes_the_page_and_overwrites_only_when_told)
{
  const Tree tree;
  BOOST_TEST(exit_code(tree.path) == 0);
  BOOST_TEST(holds(read_file(tree.path + "/report.html"), "</html>"));
  BOOST_TEST(exit_code(tree.path) == 2);
  BOOST_TEST(exit_code(tree.path + " --overwrite") == 0);
  BOOST_TEST(exit_code(tree.path + "/nothing") == 2);
  BOOST_TEST(exit_code(tree.path + " -o " + tree.path + "/no/such/page.html") == 4);
}
