// The default RESET and ten years of reads, as shipped: the figures that must hold, with their reasons.
#include <tests/feature.h>
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;

BOOST_AUTO_TEST_CASE(the_default_reset_holds_its_figures)
{
  const Folder  folder;
  const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path("reset"), {}), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  auto r = results_of(folder.path("reset"));

  BOOST_TEST(r["peak_layer_temperature"] > r["melting_temperature"]); // F01
  BOOST_TEST(r["cooling_rate"] >= 1e9);                               // F01, K/s
  BOOST_TEST(r["resistance_ratio"] >= 100);                           // read at 0.1 V and 1 s
  BOOST_TEST(r["resistance_after_time"] == 1.0);
  BOOST_TEST(std::abs(r["nu"] - 0.11) <= 0.005); // F11: alpha/E_s of the defaults
  BOOST_TEST(r["nu_fit_residual"] < 1e-3);
  BOOST_TEST(r["energy_balance"] <= 1e-3);
  BOOST_TEST(r["charge_imbalance"] <= 1e-8);
  // F12: E_a rises by alpha kT ln 10/E_s per decade, so R by the factor 10^nu; one decade of the record itself
  char text[160];
  std::snprintf(text, sizeof text, "peak %.0f K in the layer, cooling %.2e K/s", r["peak_layer_temperature"],
                r["cooling_rate"]);
  record_feature("F01", "fast fall", text, r["peak_layer_temperature"] > 900 && r["cooling_rate"] >= 1e9);
  std::snprintf(text, sizeof text, "nu = %.5f, residual of the fit %.1e", r["nu"], r["nu_fit_residual"]);
  record_feature("F11", "default RESET", text, std::abs(r["nu"] - 0.11) <= 0.005);
  const double decade = std::log10(r["resistance_1e6s"] / r["resistance_1000s"]) / 3;
  std::snprintf(text, sizeof text, "%.4f meV per decade at 300 K", decade * std::log(10.0) * 300 * 8.617333e-2);
  record_feature("F12", "from the resistance of the cell", text, std::abs(decade - 0.165 / 1.5) < 0.01 * 0.165 / 1.5);
  // regression: 0.5 % for what an adaptive mesh and step sequence may change across compilers
  BOOST_TEST(std::abs(r["glass_volume"] / 74659 - 1) < 0.005);
  BOOST_TEST(std::abs(r["peak_temperature"] / 1110.7 - 1) < 0.005);
  BOOST_TEST(std::abs(r["resistance_before"] / 682.86 - 1) < 0.001);
  BOOST_TEST(outcome.output.find("result nu = ") != std::string::npos);
}
