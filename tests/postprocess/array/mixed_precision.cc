#include <postprocess/array/mixed_precision.h>

#include <postprocess/array/pulsed_layer.h>
#include <tests/feature.h>
#include <tests/postprocess/array/digits.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

BOOST_AUTO_TEST_CASE(pulses_follow_the_digital_sum)
{
  MixedPrecisionParameters p;
  p.device.sigma_slope = p.device.sigma_offset = p.device.sigma_history = 0;
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

// A quick look; MNIST itself, of which the published 0.6 points are, is in mixed_precision_case.cc (slow). Batch and
// rate of the descent were chosen among seven settings on four other splits (97.5 to 98.2 %).
BOOST_AUTO_TEST_CASE(devices_learn_handwritten_digits_as_well_as_digital_weights)
{
  const Dataset            all      = all_digits();
  constexpr int            n_splits = 5;
  MixedPrecisionParameters p;
  p.batch          = 10;
  p.learning_rate  = 0.2;
  double of_digits = 0, of_devices = 0;
  for (std::uint64_t split = 1; split <= n_splits; ++split)
  {
    const Dataset      data = digits(all, 0, 1400, split), test = digits(all, 1400, 1797, split);
    TrainingParameters t;
    t.hidden            = {250};
    t.epochs            = 50;
    t.batch             = 50;
    t.learning_rate     = 0.002;
    t.weight_decay      = 0;
    t.seed              = split;
    const auto error_of = [&](const Network &n) { return 1 - accuracy(forward(n, test.images), test.labels); };
    of_digits += error_of(train(data, t)) / n_splits;
    of_devices += error_of(train_mixed_precision(data, t, p).network) / n_splits;
  }
  const double loss = 100 * (of_devices - of_digits);
  char         text[320];
  std::snprintf(text, sizeof text,
                "optdigits 8 x 8, 64-250-10, %d splits of 1400 and 397 images: float %.2f %%, phase-change weights "
                "%.2f %%, loss %.2f points",
                n_splits, 100 * (1 - of_digits), 100 * (1 - of_devices), loss);
  test::record_feature("F57", "handwritten digits", text, loss <= 0.6);
}
