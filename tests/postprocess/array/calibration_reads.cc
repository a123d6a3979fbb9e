// Calibration reads of the compensation see what products see: converters, noise, storage.

#include <postprocess/array/published_device.h>
#include <postprocess/array/random_streams.h>
#include <postprocess/array/tiles/tiled_layer.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::array;

namespace
{
constexpr double hour = 3600 * units::s, year = 31557600 * units::s;

const std::vector<std::string> names{"compensated", "columns", "slope", "reference cells"};

PublishedParameters one_exponent()
{
  PublishedParameters p;
  p.programming.clear();
  p.nu_min = p.nu_max = 0.06;
  p.spread_min = p.spread_max = p.q_max = 0;
  return p;
}

Matrix weights()
{
  Matrix w(32, 32);
  fill_normal(w, {1, Purpose::reference_weights, 0, 0});
  return w;
}

AgedArray aged(const PeripheryParameters &periphery, double bound, const ConditionParameters &conditions = {})
{
  static const PublishedDevice device(one_exponent(), 25 * units::uS);
  CompensationParameters       compensation;
  compensation.schemes         = names;
  compensation.reference_cells = 700; // on two columns of a tile
  const TiledLayer layer(weights(), {1, bound, {}}, {device, {}, periphery, conditions}, compensation, 1);
  return layer.at(age_of(conditions, year), 1);
}

PeripheryParameters converters(int adc_bits, double noise)
{
  PeripheryParameters p;
  p.dac_bits     = 0;
  p.adc_bits     = adc_bits;
  p.output_noise = noise;
  return p;
}
} // namespace

// A converter whose step no single weight reaches tells nothing: no factor. Read past it, all were 2.35.
BOOST_AUTO_TEST_CASE(calibration_reads_go_through_the_converters)
{
  const AgedArray blind = aged(converters(8, 0), 2000), fine = aged(converters(16, 0), 10);
  for (const auto &[scheme, factor] : blind.tiles().front().factors)
    BOOST_CHECK_EQUAL(factor[0], 1.0F);
  const double exact = std::pow((year + 20 * units::s) / (20 * units::s), 0.06);
  for (const auto &[scheme, factor] : fine.tiles().front().factors)
    BOOST_CHECK_CLOSE(double(factor[0]), exact, 0.5); // percent: steps of 3e-4
}

// Noise of the outputs adds to the mean magnitude: E|w + n| of normal w and n is that of their root of squares.
BOOST_AUTO_TEST_CASE(calibration_reads_have_the_noise_of_the_outputs)
{
  const double exact = std::pow((year + 20 * units::s) / (20 * units::s), 0.06), sigma = 0.1 * 10;
  const auto   magnitude = [&](double scale) { return std::hypot(scale, sigma); };
  const double expected  = magnitude(1) / magnitude(1 / exact);
  const auto   factors   = aged(converters(0, 0.1), 10).tiles().front().factors;
  // 1024 reads of magnitudes with a relative deviation of 0.76: 2.4 % each, 3.4 % of the ratio
  BOOST_CHECK_SMALL(factors.at(Compensation::global)[0] / expected - 1, 4 * 0.034);
  BOOST_CHECK_SMALL(factors.at(Compensation::reference_cells)[0] / expected - 1, 5 * 0.034);
  BOOST_CHECK_LT(expected, 0.75 * exact); // past the noise it were that
}

// Stored at 358 K, the slope of the read after an hour is that of the warm store (array.md 6: 0.31 to 0.36 was left).
BOOST_AUTO_TEST_CASE(slope_correction_knows_the_storage_temperature)
{
  ConditionParameters conditions;
  conditions.storage_temperature = 358 * units::K;
  const auto   factors           = aged(converters(0, 0), 1, conditions).tiles().front().factors;
  const double global            = factors.at(Compensation::global)[0];
  BOOST_CHECK_GT(global, 2.6); // 2.35 at room temperature
  BOOST_CHECK_CLOSE(double(factors.at(Compensation::slope)[0]), global, 1e-3);
  BOOST_CHECK_CLOSE(double(factors.at(Compensation::reference_cells)[0]), global, 1e-3);
  conditions.read_temperature = 330 * units::K; // drift is told from reads at one temperature
  const auto warm             = aged(converters(0, 0), 1, conditions).tiles().front().factors;
  BOOST_CHECK_CLOSE(double(warm.at(Compensation::slope)[0]), global, 1e-3);
}
