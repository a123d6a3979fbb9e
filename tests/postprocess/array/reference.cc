// Reference values computed independently (a Monte-Carlo program in another language): rows A01 to A12 of the
// table of array reference values, reproduced through the classes the array stage uses.

#include <postprocess/array/array_case.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/study.h>
#include <tests/feature.h>
#include <tests/postprocess/array/outcome_value.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::array;
using quench::array::testing::value_of;

namespace
{
constexpr double second = units::s, hour = 3600 * second, day = 24 * hour, year = 365.25 * day;

/// Mean and standard deviation [uS] of read devices of one target, after `time`.
void check_distribution(const Crossbar &array, double time, std::uint32_t read, double mean, double deviation,
                        double tolerance)
{
  const DeviceMatrix g  = array.noisy_conductances(time, read).plus.bottomRows(699) / units::uS;
  const double       m  = g.mean();
  const double       sd = std::sqrt((g.array() - m).square().mean());
  BOOST_CHECK_SMALL(m - mean, tolerance);
  BOOST_CHECK_SMALL(sd - deviation, tolerance);
  BOOST_TEST_MESSAGE("mean " << m << " (" << mean << "), deviation " << sd << " (" << deviation << ") uS");
}

/// 489 300 devices with the target in uS; the first row sets the scale.
Crossbar devices(const PublishedDevice &device, double target_uS)
{
  DeviceMatrix w = DeviceMatrix::Constant(700, 700, target_uS);
  w.row(0).setConstant(25);
  MappingParameters mapping;
  mapping.weight_clip = 0;
  return {w, mapping, device, 1};
}

} // namespace

// Tolerances are those of the table (+-0.003 to 0.005 uS) plus 0.003 for our smaller sample.
BOOST_AUTO_TEST_CASE(A01_to_A07_single_devices)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const Crossbar        low = devices(device, 5), middle = devices(device, 15), high = devices(device, 25);
  check_distribution(low, 0, 1, 5.000, 0.804, 0.006);
  check_distribution(low, day, 2, 3.330, 0.713, 0.006);
  check_distribution(middle, 0, 1, 15.000, 1.279, 0.007);
  check_distribution(middle, day, 2, 9.975, 1.139, 0.007);
  check_distribution(high, 0, 1, 25.003, 1.399, 0.007);
  check_distribution(high, day, 2, 16.627, 1.515, 0.008);
  check_distribution(high, year, 3, 12.505, 1.650, 0.008);
}

// Error of 512 x 512 products; tolerance of the table.
BOOST_AUTO_TEST_CASE(A08_to_A12_products)
{
  ArrayCase c;
  c.study               = StudyKind::multiplication_error;
  c.times               = {0, hour, day, 30 * day, year};
  c.mapping.sampling    = NoiseSampling::each_read_time;
  c.mapping.weight_clip = 0;
  c.periphery.dac_bits = c.periphery.adc_bits = 0;
  c.periphery.output_noise                    = 0;
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const Outcome         outcome = run_study(c, {{"joshi2020", &device}}, [](const std::string &) {});

  const double raw[]         = {0.0988, 0.2463, 0.3506, 0.4478, 0.5101};
  const double compensated[] = {0.0988, 0.1133, 0.1297, 0.1514, 0.1695};
  const double alpha[]       = {1, 1.2912, 1.5071, 1.7771, 2.0047};
  for (int i = 0; i < 5; ++i)
  {
    const std::string at         = time_label(c.times[i]);
    const double      values[]   = {value_of(outcome, "error_raw_" + at), value_of(outcome, "error_compensated_" + at),
                                    value_of(outcome, "alpha_" + at)};
    const double      expected[] = {raw[i], compensated[i], alpha[i]};
    for (int k = 0; k < 3; ++k)
      BOOST_CHECK_SMALL(values[k] - expected[k], 0.001);
    BOOST_TEST_MESSAGE(time_label(c.times[i]) << ": " << values[0] << " " << values[1] << " " << values[2]);
  }
  const double day_raw = value_of(outcome, "error_raw_1d"), day_left = value_of(outcome, "error_compensated_1d");
  const double year_raw = value_of(outcome, "error_raw_1y"), year_left = value_of(outcome, "error_compensated_1y");
  char         text[100];
  std::snprintf(text, sizeof text, "512 x 512: 1 d %.4f -> %.4f, 1 y %.4f -> %.4f", day_raw, day_left, year_raw,
                year_left);
  test::record_feature("F48", "products", text,
                       std::abs(day_raw - 0.351) < 0.005 && std::abs(day_left - 0.130) < 0.005 &&
                           std::abs(year_raw - 0.510) < 0.005 && std::abs(year_left - 0.170) < 0.005);
  std::snprintf(text, sizeof text, "products of 512 x 512: %.2f bit at 1 d after global compensation, %.2f bit raw",
                value_of(outcome, "effective_bits_compensated_1d"), value_of(outcome, "effective_bits_raw_1d"));
  test::record_feature("F41", "products", text, value_of(outcome, "effective_bits_compensated_1d") > 0);
}
