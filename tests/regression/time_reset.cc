// The default RESET against itself with steps ten times smaller.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;

BOOST_AUTO_TEST_CASE(steps_ten_times_smaller_change_the_default_reset_by_two_parts_in_a_thousand)
{
  const Folder folder;
  const auto   reset = [&](const std::string &name, const std::vector<std::string> &more) {
    std::vector<std::string> settings{"--set", "program/last read=1 s"};
    settings.insert(settings.end(), more.begin(), more.end());
    const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path(name), settings), folder.path());
    BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
    return results_of(folder.path(name));
  };
  auto plain = reset("plain", {});
  // the error of a step is of third order in its length
  auto fine = reset("fine", {"--set", "time step/time tolerance=1e-6", "--set", "time step/temperature change=6 K",
                             "--set", "time step/front travel=0.1", "--set", "time step/conductivity change=0.1",
                             "--set", "time step/longest driven step=1 ns"});
  BOOST_TEST(fine["steps"] > 5 * plain["steps"]);
  for (const char *name : {"pulse_energy", "peak_temperature", "glass_volume", "resistance_1s"})
  {
    std::printf("%-18s %.8g %.8g %.2e\n", name, plain[name], fine[name], plain[name] / fine[name] - 1);
    BOOST_TEST(std::abs(plain[name] / fine[name] - 1) < 2e-3, name);
  }
}
