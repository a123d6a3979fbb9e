// A bake of a mushroom cell through the program: what the fronts take, and what the hazard says.
#include <tests/feature.h>
#include <tests/regression/cell_runs.h>

#include <numbers>

using namespace quench::test;

BOOST_AUTO_TEST_CASE(a_cell_at_423_K_loses_its_glass_as_the_laws_say)
{
  const Folder folder;
  const auto   r      = run_case(folder, "mushroom/bake.prm", {});
  const auto   rows   = numbers_of(folder.path("run") + "/reads.csv");
  const auto   cold   = std::find_if(rows.begin(), rows.end(), [](const auto &row) { return row[2] > 1e-2; });
  const double volume = (*cold)[9] * 1e-27; // m3, at 300 K
  // eq. N1 at 423 K by a program of its own: 1.01e21 /(m3 s); the faces of the layer add to the volume
  const double expected = std::numbers::ln2 / (1.01e21 * volume);
  BOOST_TEST_MESSAGE("half time of the hazard " << r.at("hazard_half_time") << " s, of the volume alone " << expected);
  BOOST_TEST(r.at("hazard_half_time") < 1.1 * expected);
  BOOST_TEST(r.at("hazard_half_time") > 0.5 * expected);
  // 35 nm at 6.84e-11 m/s are 510 s; the plug of glass opens at its rim before
  BOOST_TEST(r.at("retention_time_50") > 30);
  BOOST_TEST(r.at("retention_time_50") < 510);
  BOOST_TEST(r.at("glass_volume") < 1e-3 * volume * 1e27);
  BOOST_TEST(r.at("steps") < 800);
  BOOST_TEST(r.at("energy_balance") < 1e-3);
  record_feature(
      "F78", "bake at 423 K",
      say("R halves after %.0f s, half of the cells bear a crystal within %.1f s, no glass after 1e4 s, %.0f steps",
          r.at("retention_time_50"), r.at("hazard_half_time"), r.at("steps")),
      r.at("glass_volume") < 1e-3 * volume * 1e27);
}

/// Ten years at 450 K: the glass is gone within seconds (fronts: 35 nm in 9 s).
BOOST_AUTO_TEST_CASE(a_cell_at_450_K_loses_its_glass_within_seconds)
{
  const Folder folder;
  const auto   r =
      run_case(folder, "mushroom/bake.prm",
               {"charge and heat/ambient program=450 K", "program/last read=3e8 s", "program/reads per decade=3"});
  BOOST_TEST(r.at("retention_time_50") < 10);
  BOOST_TEST(r.at("hazard_half_time") < 1);
  const auto rows = numbers_of(folder.path("run") + "/reads.csv");
  const auto late = std::find_if(rows.begin(), rows.end(), [](const auto &row) { return row[2] > 15; });
  BOOST_TEST((*late)[9] < 1e-2 * rows[1][9]);
  record_feature("F78", "bake at 450 K",
                 say("R halves after %.1f s; %.1e nm3 of %.2e nm3 of glass after %.0f s", r.at("retention_time_50"),
                     (*late)[9], rows[1][9], (*late)[2]),
                 r.at("retention_time_50") < 10);
}
