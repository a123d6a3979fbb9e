// The part `retention` of a compact model: activation energies against known ones, and what is lost.
#include <postprocess/compact/retention_fit.h>

#include <physics/base/random.h>
#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>

using namespace quench;
using namespace quench::compact;
namespace tt = boost::test_tools;

namespace
{
constexpr double k = 8.617333262e-5; // eV/K

/// A run that was baked at T: E_a = 2.47 eV for the fronts and 2.7 eV for the hazard, each with a scatter of ln t.
Run baked(double T, double scatter_front = 0, double scatter_hazard = 0)
{
  Run run;
  run.directory = "bake_" + std::to_string(T);
  run.results   = {{"retention_time_50", 1e4 * std::exp(2.47 / k * (1 / T - 1 / 400.0) + scatter_front), "s"},
                   {"hazard_half_time", 1e3 * std::exp(2.70 / k * (1 / T - 1 / 400.0) + scatter_hazard), "s"}};
  Read read;
  read.pulse          = 1;
  read.temperature_K  = T;
  read.conductance_uS = 0.7;
  run.reads           = {read};
  return run;
}

std::optional<Retention> fitted(const std::vector<Run> &runs)
{
  return make_retention({{"folder", true, runs, {}}}, [](const std::string &) {});
}
} // namespace

BOOST_AUTO_TEST_CASE(activation_energies_are_those_of_the_data)
{
  const auto part = fitted({baked(423), baked(373), baked(400)});
  BOOST_TEST_REQUIRE(part.has_value());
  BOOST_TEST(part->front_eV.value == 2.47, tt::tolerance(1e-9));
  BOOST_TEST(part->hazard_eV.value == 2.70, tt::tolerance(1e-9));
  BOOST_TEST(part->temperature_K == (std::vector<double>{373, 400, 423}), tt::per_element());
  BOOST_TEST(part->conductance_uS == 0.7);
  BOOST_TEST(arrhenius_time_s(part->ln_front_s, part->front_eV, part->reference_K, 400) == 1e4, tt::tolerance(1e-9));
  BOOST_TEST(arrhenius_time_s(part->ln_hazard_s, part->hazard_eV, part->reference_K, 358) ==
                 1e3 * std::exp(2.70 / k * (1 / 358.0 - 1 / 400.0)),
             tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_error_of_the_activation_energy_holds_the_truth)
{
  int              inside = 0;
  constexpr int    seeds = 200, n = 6;
  constexpr double t95 = 2.776; // Student's t of 4 degrees of freedom
  for (int seed = 0; seed < seeds; ++seed)
  {
    RandomStream     random(static_cast<std::uint64_t>(seed), 1, 2, 3);
    std::vector<Run> runs;
    for (int i = 0; i < n; ++i)
    {
      double noise = 0; // nearly normal
      for (int j = 0; j < 12; ++j)
        noise += random.uniform() - 0.5;
      runs.push_back(baked(370 + 15 * i, 0.2 * noise));
    }
    const auto part = fitted(runs);
    inside += std::abs(part->front_eV.value - 2.47) < t95 * part->front_eV.sigma ? 1 : 0;
  }
  test::record_feature("F78", "compact model",
                       "95 % interval of the activation energy holds the truth for " + std::to_string(inside) +
                           " of 200 seeds",
                       inside >= 0.90 * seeds && inside <= 0.985 * seeds);
  BOOST_TEST((inside >= 0.90 * seeds && inside <= 0.985 * seeds), inside << " of " << seeds);
}

BOOST_AUTO_TEST_CASE(too_few_temperatures_make_no_part)
{
  std::string why;
  BOOST_TEST(
      !make_retention({{"folder", true, {baked(373), baked(400)}, {}}}, [&](const std::string &text) { why = text; }));
  BOOST_TEST(why.find("needs 3") != std::string::npos, why);
  why.clear();
  BOOST_TEST(!make_retention({{"folder", true, {}, {}}}, [&](const std::string &text) { why = text; }));
  BOOST_TEST(why.empty());
}

BOOST_AUTO_TEST_CASE(what_is_lost_follows_the_hazard_until_the_fronts_come)
{
  const auto part = fitted({baked(423), baked(373), baked(400)});
  BOOST_TEST(lost_part(*part, 400, 1e3) == 0.5, tt::tolerance(1e-9));
  BOOST_TEST(lost_part(*part, 400, 2e3) == 0.75, tt::tolerance(1e-9));
  BOOST_TEST(lost_part(*part, 400, 1.01e4) == 1);
  BOOST_TEST(lost_part(*part, 400, 1e3, 0) == 0);
  BOOST_TEST(lost_part(*part, 400, 2e3, 0.5) == 0.5, tt::tolerance(1e-9)); // half of the glass
  BOOST_TEST(lost_part(*part, 300, 3e8) < 1e-3);
  // ten years: half by the hazard where 1e3 s exp(2.7 eV / k (1/T - 1/400 K)) is ten years
  const double years = 3.15576e8, T = 1 / (1 / 400.0 + k / 2.7 * std::log(years / 1e3));
  BOOST_TEST(highest_storage_K(*part, years, 0.5) == T, tt::tolerance(1e-5));
}
