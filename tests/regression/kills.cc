// Runs that are killed without warning, while they compute and while they write a checkpoint: each goes on to the same
// bits as a run that nobody killed.
#include <tests/regression/background.h>
#include <tests/reliability.h>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace quench::test;
using quench::read_file;
namespace fs = std::filesystem;

namespace
{
std::vector<std::string> words(const Folder &folder, const std::string &name)
{
  std::vector<std::string> settings = quick;
  settings.insert(settings.end(), {"--set", "output/checkpoint steps=4", "--set", "program/last read=1 s"});
  return run_words("mushroom/reset.prm", folder.path(name), settings);
}

/// Whether there is a checkpoint that is complete, or one that is not: the run writes it, or died while it did.
bool has_checkpoint(const std::string &run, bool complete)
{
  std::error_code gone; // checkpoints come and go
  for (const auto &entry : fs::directory_iterator(run + "/checkpoint", gone))
    if (fs::exists(entry.path() / "manifest.json", gone) == complete)
      return true;
  return false;
}

std::uintmax_t size_of(const std::string &file)
{
  std::error_code none;
  const auto      size = fs::file_size(file, none);
  return none ? 0 : size;
}

/// Kills a new run once its table has `bytes` and a checkpoint is complete; `writing`: while it writes the next one.
/// Whether it still ran.
bool run_and_kill(const Folder &folder, std::uintmax_t bytes, bool writing, std::chrono::microseconds later)
{
  const std::string run   = folder.path("cut");
  const pid_t       child = start(words(folder, "cut"), folder.path("log"));
  const auto        due   = [&] {
    return size_of(run + "/series.csv") >= bytes && has_checkpoint(run, true) &&
           (!writing || has_checkpoint(run, false));
  };
  while (::waitpid(child, nullptr, WNOHANG) == 0)
  {
    if (due())
    {
      std::this_thread::sleep_for(later);
      ::kill(child, SIGKILL);
      return wait_for_end(child) == 128 + SIGKILL;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return false;
}

/// The files of a run that hold its numbers and its last state: all but those that say when and where it ran.
std::map<std::string, std::string> numbers_in(const std::string &run)
{
  std::map<std::string, std::string> files;
  for (const auto &entry : fs::recursive_directory_iterator(run))
    if (const std::string name = fs::relative(entry.path(), run); entry.is_regular_file())
      if (const std::string kind = entry.path().extension(); kind == ".csv" || kind == ".pvd" || kind == ".vtu")
        files[name] = read_file(entry.path());
  return files;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_killed_run_goes_on_to_the_same_bits)
{
  constexpr int kills = 20;
  const Folder  folder;
  BOOST_REQUIRE_EQUAL(run(words(folder, "whole"), folder.path()).code, 0);
  const auto   whole = numbers_in(folder.path("whole"));
  const auto   total = size_of(folder.path("whole/series.csv"));
  std::mt19937 random(20261201);
  int          n_equal = 0, n_writing = 0;
  BOOST_REQUIRE(whole.count("series.csv") + whole.count("reads.csv") == 2u);
  for (int i = 0; i < kills;)
  {
    fs::remove_all(folder.path("cut"));
    const auto bytes = total * (random() % 95) / 100;
    if (!run_and_kill(folder, bytes, i % 2 == 1, std::chrono::microseconds(random() % 5000)))
      continue; // it was faster
    n_writing += has_checkpoint(folder.path("cut"), false);
    const Outcome again = run(words(folder, "cut"), folder.path());
    BOOST_TEST(again.code == 0, again.errors);
    BOOST_TEST(holds(again.output, "goes on from step"), again.output);
    const bool equal =
        numbers_in(folder.path("cut")) == whole && results_of(folder.path("cut")) == results_of(folder.path("whole"));
    BOOST_TEST(equal, "killed at " << bytes << " bytes of series.csv");
    n_equal += equal;
    ++i;
  }
  record_reliability("R4", "SIGKILL of a run",
                     std::to_string(n_equal) + " of " + std::to_string(kills) + " resumed to the same bits, " +
                         std::to_string(n_writing) + " of them killed inside a checkpoint",
                     n_equal == kills && n_writing > 0);
}
