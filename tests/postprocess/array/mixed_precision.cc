#include <postprocess/array/mixed_precision.h>

#include <postprocess/array/pulsed_layer.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;
using units::uS;

// Rows A13 and A14 of the reference table: Monte-Carlo over 4e5 devices in another program, +- 0.02 uS.
BOOST_AUTO_TEST_CASE(set_pulses_repeat_the_published_train)
{
  const PartialSetParameters  p;
  constexpr int               n = 20000;
  const std::array<int, 6>    after{1, 2, 5, 10, 20, 30};
  const std::array<double, 6> mean{2.059, 3.434, 5.916, 7.827, 9.400, 10.010};
  const std::array<double, 6> sigma{1.522, 1.973, 2.374, 2.463, 2.665, 2.833};
  std::vector<SetDevice>      devices(n, reset_device(p));
  DeviceMatrix                normal(1, n);
  std::size_t                 row = 0;
  for (int pulse = 1; pulse <= 30; ++pulse)
  {
    fill_normal(normal, {1, Purpose::pulses, 0, static_cast<std::uint32_t>(pulse)});
    double sum = 0, squares = 0;
    for (int k = 0; k < n; ++k)
    {
      devices[k] = set_pulse(p, devices[k], normal(0, k));
      sum += devices[k].g / uS;
      squares += std::pow(devices[k].g / uS, 2);
    }
    if (pulse != after[row])
      continue;
    const double error = 0.02 + 4 * sigma[row] / std::sqrt(n);
    BOOST_CHECK_SMALL(sum / n - mean[row], error);
    BOOST_CHECK_SMALL(std::sqrt(squares / n - std::pow(sum / n, 2)) - sigma[row], error);
    ++row;
  }
}

BOOST_AUTO_TEST_CASE(pulses_follow_the_digital_sum)
{
  MixedPrecisionParameters p;
  p.device.spread_slope = p.device.spread_offset = p.device.spread_history = 0;
  p.device.mean_history = p.device.mean_slope = p.device.read_slope = p.device.read_offset = 0;
  p.device.mean_offset = p.granularity;                 // exact steps
  PulsedLayer  layer(Matrix::Zero(2, 3), 8.0, p, 1, 0); // 1 uS is a weight of 1
  const float  third  = 0.77F / 3;
  const Matrix change = Matrix::Constant(2, 3, -third * 1.001F);
  for (std::uint32_t n = 0; n < 3; ++n)
  {
    BOOST_CHECK_EQUAL(layer.n_pulses(), 0U);
    layer.add(change, n);
  }
  BOOST_CHECK_EQUAL(layer.n_pulses(), 6U);
  BOOST_CHECK_SMALL((layer.read(1).array() + 0.77F).abs().maxCoeff(), 1e-5F);
  BOOST_CHECK_EQUAL(layer.endurance().written(1), 1U); // G- of the first weight
  BOOST_CHECK_EQUAL(layer.endurance().written(0), 0U);
}

BOOST_AUTO_TEST_CASE(learns_separable_patterns_with_noisy_devices)
{
  TrainingParameters t            = small_training();
  t.epochs                        = 25;
  t.learning_rate                 = 0.003;
  const Dataset              data = patterns(2000, 5), test = patterns(500, 6);
  const MixedPrecisionResult result = train_mixed_precision(data, t, MixedPrecisionParameters());
  BOOST_CHECK_GT(accuracy(forward(result.network, test.images), test.labels), 0.95);
  BOOST_CHECK_GT(result.n_pulses, 1000U);
  BOOST_CHECK_GT(result.repetitions, 1);
  TrainingParameters convolutional = t;
  convolutional.convolutions       = {4};
  BOOST_CHECK(contains(message_of([&] { train_mixed_precision(data, convolutional, MixedPrecisionParameters()); }),
                       "network/convolutions"));
}
