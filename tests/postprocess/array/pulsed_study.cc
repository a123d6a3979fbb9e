// Stationary error of pulsed updates: F58, F59, F60.

#include <postprocess/array/pulsed_study.h>

#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench::array;
using quench::test::record_feature;

namespace
{
std::string text_of(const char *format, double a, double b, double c)
{
  char text[200];
  std::snprintf(text, sizeof text, format, a, b, c);
  return text;
}
} // namespace

BOOST_AUTO_TEST_CASE(tiki_taka_removes_the_bias_of_asymmetric_steps)
{
  PulsedStudyParameters p;
  p.weights                 = 24;
  p.updates                 = 60000;
  p.tiki_taka.learning_rate = 0.004;
  p.tiki_taka.transfer_rate = 0.0005;
  const double direct       = stationary_error(UpdateScheme::direct, 1000, p, 1).bias;
  const double taka         = stationary_error(UpdateScheme::tiki_taka_1, 1000, p, 1).bias;
  record_feature(
      "F58", "stationary bias",
      text_of("soft bounds, steps 1.3 up and 0.7 down: bias %.4f with plain descent, %.4f with Tiki-Taka, %.1f %%",
              direct, taka, 100 * taka / direct),
      std::abs(taka) <= 0.1 * std::abs(direct));
  // eq. T13 without transfer: plain descent rests where E|g| times the asymmetry of the steps balances the gradient
  BOOST_CHECK_GT(direct, 0.25);
}

BOOST_AUTO_TEST_CASE(buffered_transfer_needs_fewer_states)
{
  PulsedStudyParameters p;
  p.weights                 = 48;
  p.updates                 = 200000;
  p.tiki_taka.learning_rate = 0.004;
  p.tiki_taka.transfer_rate = 5e-5;
  const double one          = stationary_error(UpdateScheme::tiki_taka_1, 80, p, 1).rms;
  const double two          = stationary_error(UpdateScheme::tiki_taka_2, 20, p, 1).rms;
  record_feature("F59", "states at equal error",
                 text_of("rms error %.4f of version 1 with 80 states, %.4f of version 2 with 20 states (ratio %.2f)",
                         one, two, two / one),
                 two <= one);
}

BOOST_AUTO_TEST_CASE(alternating_polarity_cancels_fixed_gains)
{
  CapacitorParameters p;
  p.transfer_every         = 2000;
  p.inverts                = false;
  const double fixed       = gain_asymmetry(p, 200, 4, 1);
  p.inverts                = true;
  const double alternating = gain_asymmetry(p, 200, 4, 1);
  BOOST_CHECK_SMALL(fixed / (0.2 * std::sqrt(2.0)) - 1, 0.2); // two independent gains; 4 standard errors of 200
  record_feature("F60", "gain asymmetry",
                 text_of("gains spread by %.0f %%: difference of up and down %.1f %% fixed, %.2f %% with inversion", 20,
                         100 * fixed, 100 * alternating),
                 alternating <= 0.01);
}
