#include <postprocess/compact/drift.h>

#include <physics/base/error.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::compact;

namespace
{
/// A run of one pulse whose glass drifts with nu from tau0 on, without anything in series.
Run pure_run(double g0_uS, double nu, double tau0_s, double temperature_K = 300)
{
  Run run;
  run.directory = "run";
  for (const double t : synthetic::read_times_s())
  {
    Read read;
    read.pulse          = 1;
    read.time_s         = t;
    read.conductance_uS = g0_uS * std::pow(1 + t / tau0_s, -nu);
    read.temperature_K  = temperature_K;
    run.reads.push_back(read);
  }
  return run;
}
} // namespace

BOOST_AUTO_TEST_CASE(the_exponent_and_the_onset_are_found)
{
  const auto state = fit_drift(pure_run(2, 0.11, 1e-3), {});
  BOOST_REQUIRE(state);
  BOOST_TEST(state->law.nu.value == 0.11,
             boost::test_tools::tolerance(2e-4)); // (1 + t/tau0)^-nu is no power law at 1 s
  BOOST_REQUIRE(state->onset.has_value());
  BOOST_TEST(std::exp(state->onset->ln_tau0.value) == 1e-3, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(the_window_starts_at_ten_onsets)
{
  const auto late = fit_drift(pure_run(2, 0.11, 0.5), {});
  BOOST_TEST(late->law.t_min_s >= 5 * (1 - 1e-6));
  BOOST_TEST(late->law.t_min_s < 10);
}

BOOST_AUTO_TEST_CASE(an_origin_outside_the_window_is_refused)
{
  DriftOptions options;
  options.t0_s = 2;
  BOOST_CHECK_THROW(fit_drift(pure_run(2, 0.11, 0.5), options), InputError); // the window starts at 5 s
}

BOOST_AUTO_TEST_CASE(a_single_read_is_no_record)
{
  Run run = pure_run(2, 0.1, 1e-6);
  run.reads.resize(1);
  BOOST_TEST(!fit_drift(run, {}));
}

BOOST_AUTO_TEST_CASE(a_short_record_is_refused_with_run_and_rule)
{
  Run run = pure_run(2, 0.1, 1e-6);
  run.reads.resize(40);
  BOOST_CHECK_EXCEPTION(fit_drift(run, {}), InputError, [](const InputError &e) {
    const std::string text = e.what();
    return text.find("run/reads.csv") == 0 && text.find("at least 8 reads over 2 decades") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(states_are_sorted_and_equal_states_merged)
{
  const DriftOptions      options;
  std::vector<DriftState> states;
  for (const double g : {5.0, 0.1, 1.0, 1.001})
    states.push_back(*fit_drift(pure_run(g, 0.1 + 0.001 * g, 1e-6), options));
  const Drift drift = make_drift(states, options);
  BOOST_REQUIRE(drift.conductance_uS.size() == 3u);
  BOOST_TEST((drift.conductance_uS[0] < drift.conductance_uS[1] && drift.conductance_uS[1] < drift.conductance_uS[2]));
  BOOST_TEST(drift.nu[1].value == 0.1010005, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(drift.nu[1].sigma > 4e-7); // half of what the two disagree by
  BOOST_TEST(drift.nu_spread.empty());
}

BOOST_AUTO_TEST_CASE(states_of_different_temperature_are_refused)
{
  const DriftOptions options;
  BOOST_CHECK_THROW(
      make_drift({*fit_drift(pure_run(1, 0.1, 1e-6), options), *fit_drift(pure_run(2, 0.1, 1e-6, 350), options)},
                 options),
      InputError);
  BOOST_CHECK_THROW(make_drift({}, options), InputError);
}

BOOST_AUTO_TEST_CASE(a_temperature_that_changes_during_the_record_is_refused)
{
  Run run                        = pure_run(2, 0.1, 1e-6);
  run.reads.back().temperature_K = 310;
  BOOST_CHECK_THROW(fit_drift(run, {}), InputError);
}
