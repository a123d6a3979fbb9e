// What must not depend on how a run is carried out: ranks, interruptions, repetition.
#include <tests/regression/background.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;
using quench::read_file;

BOOST_AUTO_TEST_CASE(two_ranks_give_the_numbers_of_one)
{
  const Folder folder;
  for (const int ranks : {1, 2})
  {
    const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path("on" + std::to_string(ranks)), quick),
                                folder.path(), "mpirun --oversubscribe -n " + std::to_string(ranks));
    BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  }
  for (const char *table : {"series.csv", "reads.csv"})
    BOOST_TEST(difference(numbers_of(folder.path(std::string("on1/") + table)),
                          numbers_of(folder.path(std::string("on2/") + table))) <= 1e-8);
}

namespace
{
/// Stops a run after so many steps, gives the same command again, and compares with a run that was not stopped.
void check_stop(const std::vector<std::string> &settings, std::size_t steps, int signal)
{
  const Folder folder;
  BOOST_REQUIRE_EQUAL(run(run_words("mushroom/reset.prm", folder.path("whole"), settings), folder.path()).code, 0);

  const pid_t child = start(run_words("mushroom/reset.prm", folder.path("cut"), settings), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("cut/series.csv"), steps));
  ::kill(child, signal);
  BOOST_TEST(wait_for_end(child) == 5);

  const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path("cut"), settings), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  BOOST_TEST(holds(outcome.output, "goes on from step"));
  for (const char *table : {"series.csv", "reads.csv"})
    BOOST_TEST(
        (read_file(folder.path(std::string("whole/") + table)) == read_file(folder.path(std::string("cut/") + table))));
  BOOST_TEST((results_of(folder.path("whole")) == results_of(folder.path("cut"))));
}
} // namespace

BOOST_AUTO_TEST_CASE(a_stopped_run_goes_on_bit_by_bit) { check_stop(quick, 30, SIGTERM); }

/// Ctrl-C and a terminal that is closed, at steps that are no multiple of 8 as likely as not.
BOOST_AUTO_TEST_CASE(what_a_terminal_sends_stops_a_run_with_a_checkpoint)
{
  check_stop(quick, 35, SIGINT);
  check_stop(quick, 51, SIGHUP);
}

BOOST_AUTO_TEST_CASE(a_stopped_verification_goes_on_bit_by_bit)
{
  auto settings = quick;
  for (const char *setting :
       {"task=verify", "program/pulses=", "program/last read=0 s", "verify/first amplitude=2.6 V",
        "verify/most pulses=3", "verify/width=3 ns", "verify/target=0.01 uS", "verify/tolerance=0.001 uS"})
    settings.insert(settings.end(), {"--set", setting});
  check_stop(settings, 150, SIGTERM); // within the second of three pulses
}

/// Voltages of nodes and currents of inductors are part of the state.
BOOST_AUTO_TEST_CASE(a_stopped_run_in_a_netlist_goes_on_bit_by_bit)
{
  auto settings = quick;
  for (const char *setting :
       {"circuit/netlist=R1 source a 1 kohm; R2 a b 1 kohm; L1 b top 1 nH; C1 b ground 1 fF; C2 top ground 1 fF",
        "circuit/parasitic capacitance=0 F", "terminals/top/node=top", "terminals/bottom/node=ground"})
    settings.insert(settings.end(), {"--set", setting});
  check_stop(settings, 30, SIGTERM);
}

BOOST_AUTO_TEST_CASE(a_killed_run_leaves_readable_tables_and_is_not_overwritten)
{
  const Folder folder;
  const pid_t  child = start(run_words("mushroom/reset.prm", folder.path("run"), quick), folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("run/series.csv"), 12));
  ::kill(child, SIGKILL);
  wait_for_end(child);
  BOOST_TEST(numbers_of(folder.path("run/series.csv")).size() >= 12u);
  const Outcome rows =
      run({"/usr/bin/python3", "-c",
           "import h5py; print(len(h5py.File('" + folder.path("run/results.h5") + "')['series/time']))"},
          folder.path());
  BOOST_REQUIRE_MESSAGE(rows.code == 0, rows.errors);
  BOOST_TEST(std::stoi(rows.output) >= 11);
  // results are never overwritten unasked
  const std::string before = read_file(folder.path("run/series.csv"));
  BOOST_TEST(run(run_words("mushroom/reset.prm", folder.path("run"), quick), folder.path()).code == 2);
  BOOST_TEST((read_file(folder.path("run/series.csv")) == before));
}
