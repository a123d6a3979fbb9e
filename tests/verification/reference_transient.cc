// The reference problem RP2 as shipped, against the converged answers of docs/verification.md: its own accuracy of
// 0.5 % of T - 300 K.
#include <tests/verification/answers.h>

using namespace quench::test;

BOOST_AUTO_TEST_CASE(rp2_switched_on_and_off)
{
  const Folder folder;
  const auto   shipped = answers_of(folder, "verification/rp2.prm", "shipped", {});
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
                                                                  {"off_5ns", 397.8},
                                                                  {"off_10ns", 324.2}})
    check(shipped, "temperature_max_" + time, answer, 0.005, 300);
  BOOST_TEST(shipped.at("energy_balance") < 1e-3);
}
