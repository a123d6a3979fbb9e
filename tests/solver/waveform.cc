#include <solver/drive/waveform.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(waveform)

constexpr auto volts = SourceKind::voltage, amperes = SourceKind::current;

/// Integral by Simpson's rule between corners: exact for straight lines, and to 1e-6 for decays cut in quarters of
/// their time constant.
double integral(const Pulse &pulse)
{
  double sum = 0, last = 0;
  for (const double corner : pulse.corners())
  {
    const double after = last + 1e-7, before = corner - 1e-7; // within the segment
    sum += (corner - last) / 6 * (pulse.value(after) + 4 * pulse.value((last + corner) / 2) + pulse.value(before));
    last = corner;
  }
  return sum;
}

BOOST_AUTO_TEST_CASE(a_trapezoid_delivers_its_charge)
{
  const Pulse pulse = trapezoid(amperes, 50 * uA, 100, {4, 6});
  BOOST_TEST(pulse.length() == 110);
  BOOST_TEST(integral(pulse) == 50 * uA * 105, tt::tolerance(1e-6)); // half of rise and fall
  BOOST_TEST(pulse.amplitude() == 50 * uA);
  BOOST_TEST(pulse.peak() == 104);
  BOOST_TEST(pulse.value(2) == 25 * uA, tt::tolerance(1e-14));
  BOOST_TEST((pulse.value(-1) == 0 && pulse.value(0) == 0 && pulse.value(110) == 0 && pulse.value(111) == 0));
}

BOOST_AUTO_TEST_CASE(an_edge_without_length_is_a_jump_after_its_value)
{
  const Pulse pulse = trapezoid(volts, 2, 10, {0, 0});
  BOOST_TEST((pulse.value(1e-6) == 2 && pulse.value(10) == 2 && pulse.value(10.001) == 0));
  BOOST_TEST(pulse.corners().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_staircase_holds_every_level)
{
  const Pulse pulse = staircase(volts, {0.5, 1, 0.25, -1}, 10, {2, 3});
  BOOST_TEST(pulse.length() == 4 * 12 + 3);
  int step = 0;
  for (const double level : {0.5, 1.0, 0.25, -1.0})
  {
    for (const double t : {2.0, 7.0, 12.0})
      BOOST_TEST(pulse.value(12 * step + t) == level);
    ++step;
  }
  BOOST_TEST(pulse.value(13) == 0.75, tt::tolerance(1e-14));
  BOOST_TEST(pulse.amplitude() == 1);
  // edges: 0 to 0.5, to 1, to 0.25, to -1 and to 0
  BOOST_TEST(integral(pulse) == 10 * 0.75 + 2 * (0.25 + 0.75 + 0.625 - 0.375) - 1.5, tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(a_spike_has_an_exponential_tail_that_ends_at_zero)
{
  const Pulse  pulse = spike(1, 10, {1, 1}, -0.4, 20);
  const double cut   = std::exp(-5.0);
  BOOST_TEST(pulse.length() == 12 + 5 * 20);
  BOOST_TEST(pulse.value(12 + 1e-8) == -0.4, tt::tolerance(1e-6));
  BOOST_TEST(pulse.value(12 + 20) == -0.4 * (std::exp(-1) - cut) / (1 - cut), tt::tolerance(1e-12));
  BOOST_TEST(std::abs(pulse.value(pulse.length())) < 1e-15);
  const double tail = -0.4 * 20 * (1 - cut - 5 * cut) / (1 - cut);
  BOOST_TEST(integral(pulse) == 11 + tail, tt::tolerance(1e-5));
  BOOST_TEST(pulse.corners().size() == 3 + 20u); // four in each time constant
}

BOOST_AUTO_TEST_CASE(a_pair_is_the_difference_of_two_spikes)
{
  const Pulse one = spike(0.8, 10, {1, 2}, -0.3, 15);
  for (const double after : {3.0, 12.5, 40.0, 200.0})
  {
    const Pulse pair = spike_pair(one, after), reversed = spike_pair(one, -after);
    BOOST_TEST(pair.length() == one.length() + after, tt::tolerance(1e-12));
    for (double t = 0.37; t < pair.length(); t += 1.13)
    {
      BOOST_TEST(std::abs(pair.value(t) - (one.value(t) - one.value(t - after))) < 1e-14);
      BOOST_TEST(std::abs(reversed.value(t) + pair.value(t)) < 1e-14);
    }
    BOOST_TEST(std::abs(integral(pair)) < 1e-5);
  }
  // the closer the spikes, the stronger head and tail add: |V| = 0.8 + 0.3 (e^{-t/15} - e^-5) / (1 - e^-5)
  const double t   = 27,
               cut = std::exp(-5.0); // 14 ns after the first head's end, when the second has reached its plateau
  BOOST_TEST(spike_pair(one, 26).value(t) == -0.8 - 0.3 * (std::exp(-14.0 / 15) - cut) / (1 - cut),
             tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
