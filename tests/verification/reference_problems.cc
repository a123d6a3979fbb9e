// The reference problems RP1 and RP6 as a user runs them, against the converged answers of docs/verification.md.
#include <tests/verification/answers.h>

using namespace quench::test;

BOOST_AUTO_TEST_SUITE(reference_problems)

BOOST_AUTO_TEST_CASE(rp1_a_linear_mushroom_cell)
{
  const Folder folder;
  const auto   r = answers_of(folder, "verification/rp1.prm", "rp1", {});
  check(r, "resistance", 684.89, 0.002);
  check(r, "temperature_max", 1742.7, 0.002, 300);
  check(r, "heat_bottom", 405.81, 0.002);
  check(r, "heat_top", 119.815, 0.002);
  BOOST_TEST(r.at("temperature_max_r") == 0);
  BOOST_TEST(std::abs(r.at("temperature_max_z") - 107.59) < 0.2);
  BOOST_TEST(r.at("energy_balance") < 1e-8);
  BOOST_TEST(r.at("charge_imbalance") < 1e-8);
}

/// A sharp dome: with an interface of 1/16 nm the resistance is 0.2 % below that of none at all.
BOOST_AUTO_TEST_CASE(rp6_drift_of_a_frozen_dome)
{
  const Folder folder;
  const auto   r = answers_of(folder, "verification/rp6.prm", "rp6",
                              {"initial state/glass interface width=0.0625 nm", "front mesh/front cell size=0.0625",
                               "mesh/coarse cell size=4 nm", "mesh/edge cell size=0.05 nm", "mesh/grading=0.075"});
  check(r, "resistance_1e-6s", 768.1e3, 0.005);
  check(r, "resistance_0.001s", 1640.3e3, 0.005);
  check(r, "resistance_1s", 3506.6e3, 0.005);
  check(r, "resistance_1000s", 7496.7e3, 0.005);
  check(r, "resistance_1e6s", 16027e3, 0.005);
  BOOST_TEST(std::abs(r.at("nu") - 0.10999) < 0.001);
  BOOST_TEST(r.at("charge_imbalance") < 1e-8);
}

/// A front against an independent solution: front tracking, the latent heat a point source on 3200 intervals with 40000
/// steps.
BOOST_AUTO_TEST_CASE(rp5_front_warmed_by_its_latent_heat)
{
  const Folder folder;
  const auto   r = answers_of(folder, "verification/rp5.prm", "rp5", {});
  check(r, "front_20ns", 29.468, 0.01);
  check(r, "front_50ns", 44.992, 0.01);
  check(r, "front_100ns", 69.367, 0.01);
  check(r, "temperature_front_20ns", 737.35, 0.01, 300);
  check(r, "temperature_front_50ns", 769.04, 0.01, 300);
  check(r, "temperature_front_100ns", 815.72, 0.01, 300);
  check(r, "temperature_far_20ns", 705.97, 0.01, 300);
  check(r, "temperature_far_50ns", 735.00, 0.01, 300);
  check(r, "temperature_far_100ns", 792.38, 0.01, 300);
  BOOST_TEST(r.at("energy_balance") < 0.01);
}

BOOST_AUTO_TEST_SUITE_END()
