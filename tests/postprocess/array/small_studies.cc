// Small cases at the ends of what a study allows.

#include <postprocess/array/study.h>

#include <physics/base/error.h>
#include <tests/postprocess/array/case_text.h>
#include <tests/postprocess/array/outcome_value.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
bool has(const Outcome &outcome, const std::string &name)
{
  return std::any_of(outcome.results.begin(), outcome.results.end(), [&](const Result &r) { return r.name == name; });
}

const std::string quiet = "  set programming noise = none\n  set drift spread = none\n  set read noise = none\n";
const std::string ideal = "subsection device\n" + quiet +
                          "end\nsubsection periphery\n set DAC bits = 0\n set ADC bits = 0\n"
                          " set output noise = 0\nend\n";

std::string programming(const std::string &device, const std::string &rest)
{
  return "set study = programming\nset times = 0 s, 1 d\nsubsection device\n set model = " + device + "\n" + rest +
         "\nend\nsubsection programming\n set devices = 300\n subsection tile\n  set size = 2\n"
         "  subsection gradient\n   set iterations = 1\n   set vectors = 4\n  end\n end\nend\n";
}
} // namespace

BOOST_AUTO_TEST_CASE(an_ideal_product_is_exact)
{
  const Outcome outcome =
      run_text("set study = mvm error\nset times = 0 s\nsubsection mvm error\n set size = 64\nend\n" + ideal);
  BOOST_CHECK_SMALL(value_of(outcome, "error_raw_0s"), 1e-6);
  BOOST_CHECK_CLOSE(value_of(outcome, "alpha_0s"), 1, 1e-4);
  BOOST_CHECK(!has(outcome, "effective_bits_raw_0s")); // infinite
}

// One weight has no deviation to clip at.
BOOST_AUTO_TEST_CASE(a_matrix_of_one_weight_has_an_error)
{
  const Outcome outcome =
      run_text("set study = mvm error\nset times = 0 s\nsubsection mvm error\n set size = 1\nend\n");
  BOOST_CHECK(std::isfinite(value_of(outcome, "error_raw_0s")));
  BOOST_CHECK_LT(value_of(outcome, "error_raw_0s"), 1);
}

// Two matrices that differ in the number of vectors have the same window: the bits do not grow with the sample.
BOOST_AUTO_TEST_CASE(effective_bits_do_not_grow_with_the_number_of_vectors)
{
  const auto bits = [](int vectors) {
    return value_of(run_text("set study = mvm error\nset times = 0 s\nsubsection periphery\n"
                             " set range quantile = 0.99\nend\nsubsection mvm error\n set size = 64\n"
                             " set vectors = " +
                             std::to_string(vectors) + "\nend\n"),
                    "effective_bits_raw_0s");
  };
  BOOST_CHECK_SMALL(bits(4000) - bits(200), 0.1); // the range of the sample would add 0.4
}

// A published exponent of 0.05 loses about a third in a day; stored warm it loses more (eq. A2).
BOOST_AUTO_TEST_CASE(programmed_devices_drift_as_their_model_says)
{
  const auto lost = [](const std::string &text) {
    const Outcome outcome = run_text(text);
    return 1 - value_of(outcome, "verify_mean_1d") / value_of(outcome, "verify_mean_0s");
  };
  const double cool = lost(programming("joshi2020", ""));
  const double warm =
      lost(programming("joshi2020", "") + "subsection conditions\n set storage temperature = 358 K\nend\n");
  BOOST_CHECK_GT(cool, 0.2);
  BOOST_CHECK_GT(warm, 1.1 * cool);
  // the projected cell: its exponent of 1e-3 times ln(86400 / 38.6)
  BOOST_CHECK_SMALL(lost(programming("projected", quiet)), 0.02);
  for (const std::string model : {"sonos", "rram", "flash"})
    BOOST_CHECK_THROW(run_text(programming(model, "")), InputError);
  const std::string early = "subsection programming\n subsection verify\n  set verify delay = 1e-9 s\n end\nend\n";
  BOOST_CHECK_THROW(
      run_text(programming(std::string(QUENCH_SOURCE_DIR) + "/cases/array/models/mushroom.json", quiet) + early),
      InputError);
}
