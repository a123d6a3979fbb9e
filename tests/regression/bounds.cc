// Invariants of a whole run: the same bits when repeated, energy and charge balanced, fields within their bounds, and
// the end of all ranks with one of them.
#include <tests/regression/background.h>
#include <tests/regression/field_bounds.h>
#include <tests/reliability.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

using namespace quench::test;
using quench::read_file;
namespace fs = std::filesystem;

namespace
{
/// What may differ between the tables of two runs: nothing.
std::map<std::string, std::string> tables_of(const std::string &run)
{
  std::map<std::string, std::string> tables;
  for (const auto &entry : fs::recursive_directory_iterator(run))
    if (entry.path().extension() == ".csv")
      tables[fs::relative(entry.path(), run)] = read_file(entry.path());
  return tables;
}

/// Nothing that cools: no Peltier and no Thomson heat.
std::vector<std::string> without_thermoelectricity(const std::vector<std::string> &settings)
{
  std::vector<std::string> all = settings;
  for (const char *setting : {"crystal=0 V/K", "crystal activation energy=0 eV", "glass=0 V/K",
                              "glass activation energy=0 eV", "liquid=0 V/K"})
    all.insert(all.end(), {"--set", std::string("materials/phase change layer/thermoelectricity/") + setting});
  return all;
}

/// Gone, or a zombie that its new parent has not asked for yet and whose last thread, which holds its files and locks
/// as long as it lives, has gone.
bool ends_within_a_minute(pid_t process)
{
  const std::string of_process = "/proc/" + std::to_string(process);
  const auto        n_threads  = [&] {
    std::error_code                           gone;
    const std::filesystem::directory_iterator threads(of_process + "/task", gone);
    return gone ? 0 : std::distance(begin(threads), end(threads));
  };
  for (int tries = 0; tries < 600; ++tries)
  {
    std::ifstream status(of_process + "/stat");
    std::string   id, name, letter;
    if (!(status >> id >> name >> letter) || (letter == "Z" && n_threads() <= 1))
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

template <class... Numbers>
std::string say(const char *format, Numbers... numbers)
{
  std::array<char, 200> text;
  std::snprintf(text.data(), text.size(), format, numbers...);
  return text.data();
}
} // namespace

BOOST_AUTO_TEST_CASE(the_same_command_gives_the_same_bits)
{
  const Folder folder;
  for (const int ranks : {1, 2})
  {
    std::array<std::map<std::string, std::string>, 2> tables;
    for (auto &mine : tables)
    {
      auto words = run_words("mushroom/reset.prm", folder.path("run"), quick);
      words.insert(words.end(), {"--set", "program/last read=1 s", "--overwrite"});
      const Outcome outcome = run(words, folder.path(), "mpirun --oversubscribe -n " + std::to_string(ranks));
      BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
      mine = tables_of(folder.path("run"));
    }
    BOOST_TEST(tables[0].size() >= 3u);
    record_reliability("R11", say("ranks %d", ranks),
                       say("%zu tables of two runs, ", tables[0].size()) +
                           (tables[0] == tables[1] ? "equal byte by byte" : "not equal"),
                       tables[0] == tables[1]);
  }
}

/// On a coarse mesh, where bounds are hardest to keep. What is asserted keeps it from getting worse; whether the
/// requirement is met stands in the table.
BOOST_AUTO_TEST_CASE(fields_keep_within_their_bounds_and_balances_close)
{
  const Folder folder;
  auto         words = run_words("mushroom/reset.prm", folder.path("run"), without_thermoelectricity(quick));
  words.insert(words.end(), {"--set", "output/field steps=1", "--set", "program/last read=0 s"});
  const Outcome outcome = run(words, folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  auto r = results_of(folder.path("run"));
  record_reliability("R12", "RESET on a coarse mesh", say("energy balance %.1e", r["energy_balance"]),
                     r["energy_balance"] <= 1e-3);
  record_reliability("R13", "RESET on a coarse mesh", say("largest of all steps %.1e", r["charge_imbalance"]),
                     r["charge_imbalance"] <= 1e-8);

  const FieldBounds fields = field_bounds(folder.path("run"));
  BOOST_TEST(fields.n_fields > 20u);
  const double below = std::max(300 - fields.lowest_temperature, 0.0), outside = fields.outside();
  BOOST_TEST(below < 0.01);
  BOOST_TEST(outside < 0.01);
  write_reliability("R14", "temperature, coarse mesh",
                    say("%.1e K below the ambient in %zu fields", below, fields.n_fields), below <= 1e-6);
  write_reliability("R14", "crystallinity, coarse mesh",
                    say("%.1e outside 0 to 1 in %zu fields", outside, fields.n_fields), outside <= 1e-6);
}

/// Two ranks, one of which is killed: the other ends too, and the run goes on from its checkpoint.
BOOST_AUTO_TEST_CASE(a_rank_that_is_killed_ends_the_run_which_goes_on)
{
  const Folder folder;
  const auto   words = [&](const std::string &name) {
    auto all = run_words("mushroom/reset.prm", folder.path(name), quick);
    all.insert(all.end(), {"--set", "program/last read=1 s", "--set", "output/checkpoint steps=4"});
    return all;
  };
  const std::string launcher = "mpirun --oversubscribe -n 2";
  BOOST_REQUIRE_EQUAL(run(words("whole"), folder.path(), launcher).code, 0);

  std::vector<std::string> started{"/usr/bin/env", "mpirun", "--oversubscribe", "-n", "2"};
  for (const std::string &word : words("cut"))
    started.push_back(word);
  const pid_t child = start(started, folder.path("log"));
  BOOST_REQUIRE(wait_for_rows(folder.path("cut/series.csv"), 20));
  const std::vector<pid_t> ranks = children_of(child);
  BOOST_REQUIRE_EQUAL(ranks.size(), 2u);
  ::kill(ranks[1], SIGKILL);
  const int code = wait_for_end(child);
  BOOST_TEST(code != 0);
  for (const pid_t rank : ranks)
    BOOST_TEST(ends_within_a_minute(rank));
  const Outcome again = run(words("cut"), folder.path(), launcher);
  BOOST_TEST(again.code == 0, again.errors);
  const bool same = tables_of(folder.path("cut")) == tables_of(folder.path("whole"));
  record_reliability("R17", "SIGKILL of a rank of two",
                     say("mpirun ends with %d, no rank is left; resumed ", code) +
                         (same ? "to the same bits" : "with other bits"),
                     code != 0 && same);
}
