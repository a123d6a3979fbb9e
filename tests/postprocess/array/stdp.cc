// Statement F46: learning by overlapping pulses.

#include <postprocess/array/stdp.h>

#include <postprocess/array/random_streams.h>
#include <tests/feature.h>
#include <tests/postprocess/array/digits.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double ms = 1e-3 * units::s;

const NandakumarUpdate &nandakumar()
{
  static const NandakumarUpdate update{NandakumarParameters()};
  return update;
}

/// Mean change of 4000 devices that have seen three SET pulses.
double mean_change(double dt)
{
  double sum = 0;
  for (int k = 0; k < 4000; ++k)
  {
    RandomStream random(1, static_cast<std::uint32_t>(Purpose::pulses), static_cast<std::uint64_t>(k), 0);
    PulsedDevice device = nandakumar().reset();
    for (int pulse = 0; pulse < 3; ++pulse)
      device = nandakumar().set(device, 1, random);
    sum += apply_spikes(StdpParameters(), nandakumar(), device, dt, random).g - device.g;
  }
  return sum / 4000;
}
} // namespace

BOOST_AUTO_TEST_CASE(overlapping_pulses_give_the_sign_of_the_time_difference)
{
  std::string after, before;
  bool        holds = true;
  for (int k = 1; k <= 10; ++k)
  {
    const double up = mean_change(9.5 * k * ms) / units::uS, down = mean_change(-9.5 * k * ms) / units::uS;
    holds = holds && up > 0 && down < 0;
    char text[60];
    std::snprintf(text, sizeof text, "%.2f ", up);
    after += text;
    std::snprintf(text, sizeof text, "%.2f ", down);
    before += text;
  }
  BOOST_CHECK_EQUAL(mean_change(101 * ms), 0); // no overlap
  BOOST_CHECK_EQUAL(mean_change(-101 * ms), 0);
  test::record_feature("F46", "window",
                       "mean dG / uS at dt = 9.5, 19, ... 95 ms: " + after + "and at -9.5, ... -95 ms: " + before,
                       holds);
}

BOOST_AUTO_TEST_CASE(three_layers_learn_handwritten_digits)
{
  const Dataset               all = all_digits(), training = digits(all, 0, 1400), test = digits(all, 1400, 1797);
  const StdpNetworkParameters p;
  double                      lowest = 1, mean = 0;
  for (const std::uint64_t seed : {1, 2, 3})
  {
    const double accuracy = StdpNetwork(training, p, nandakumar(), seed).accuracy(test);
    lowest                = std::min(lowest, accuracy);
    mean += accuracy / 3;
  }
  BOOST_CHECK_EQUAL(StdpNetwork(training, p, nandakumar(), 1).accuracy(test),
                    StdpNetwork(training, p, nandakumar(), 1).accuracy(test));
  char text[250];
  std::snprintf(text, sizeof text,
                "optdigits 8 x 8, 128 inputs, 300 outputs, 10 classes, PCM update of Nandakumar 2018: %.1f %% of 397 "
                "images not learned from, mean of three seeds; lowest %.1f %%",
                100 * mean, 100 * lowest);
  test::record_feature("F46", "three-layer demo", text, lowest >= 0.85);
}
