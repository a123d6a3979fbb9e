// Statements of features.csv that need several whole runs.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;

namespace
{
std::map<std::string, double> reset(const Folder &folder, const std::string &name, const std::vector<std::string> &more)
{
  const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path(name), more), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  return results_of(folder.path(name));
}
} // namespace

BOOST_AUTO_TEST_CASE(a_slow_fall_leaves_no_glass) // F01
{
  const Folder folder;
  auto         fast = reset(folder, "fast", {});
  auto         slow = reset(folder, "slow", {"--set", "program/pulses=2.1 V for 50 ns, rise 5 ns, fall 1 us"});
  BOOST_TEST(slow["glass_volume"] <= 0.05 * fast["glass_volume"]);
}

BOOST_AUTO_TEST_CASE(glass_and_resistance_rise_with_the_amplitude) // F02, F15
{
  const Folder folder;
  double       last_volume = 0, last_resistance = 0, last_nu = -1;
  for (const char *volts : {"1.74", "1.76", "1.78", "1.8", "1.9", "2.0", "2.1", "2.4"})
  {
    auto r =
        reset(folder, volts, {"--set", "program/pulses=" + std::string(volts) + " V for 50 ns, rise 5 ns, fall 3 ns"});
    BOOST_TEST(r["glass_volume"] > last_volume);
    BOOST_TEST(r["resistance_after"] > 1.1 * last_resistance);
    BOOST_TEST(r["nu"] >= last_nu - 1e-4);
    last_volume     = r["glass_volume"];
    last_resistance = r["resistance_after"];
    last_nu         = r["nu"];
  }
}
