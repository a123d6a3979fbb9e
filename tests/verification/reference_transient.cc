// The reference problem RP2 at two step sizes, extrapolated to none (backward Euler is of first order), against the
// converged answers of docs/verification.md.
#include <tests/verification/answers.h>

using namespace quench::test;

BOOST_AUTO_TEST_CASE(rp2_switched_on_and_off)
{
  const Folder folder;
  const auto   at = [&](const std::string &name, const std::string &change, const std::string &longest) {
    return answers_of(folder, "verification/rp2.prm", name,
                        {"time step/temperature change=" + change, "time step/longest driven step=" + longest,
                       "mesh/coarse cell size=4 nm", "mesh/edge cell size=0.1 nm", "mesh/grading=0.1"});
  };
  const auto coarse = at("coarse", "8 K", "0.8 ns"), fine = at("fine", "4 K", "0.4 ns");
  for (const auto &[time, answer] : std::map<std::string, double>{{"on_0.5ns", 1134.4},
                                                                  {"on_1ns", 1355.3},
                                                                  {"on_2ns", 1532.0},
                                                                  {"on_5ns", 1677.9},
                                                                  {"on_10ns", 1726.0},
                                                                  {"on_20ns", 1741.0},
                                                                  {"on_50ns", 1742.7},
                                                                  {"off_0.5ns", 1041.1},
                                                                  {"off_1ns", 809.1},
                                                                  {"off_2ns", 601.0},
                                                                  {"off_5ns", 397.8}})
  {
    const std::string name = "temperature_max_" + time;
    check({{name, 2 * fine.at(name) - coarse.at(name)}}, name, answer, 0.005, 300);
  }
  check(fine, "temperature_max_off_10ns", 324.24, 0.06, 300); // of little heat; first order sets in later
  BOOST_TEST(fine.at("energy_balance") < 1e-3);
}
