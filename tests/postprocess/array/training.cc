#include <postprocess/array/training.h>

#include <physics/base/error.h>
#include <physics/base/units.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/table_device.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double year = 31557600 * units::s;

Hardware hardware(const DeviceModel &device) { return {device, MappingParameters(), PeripheryParameters()}; }

TrainingParameters aware(Awareness kind)
{
  TrainingParameters p = small_training();
  p.hardware.kind      = kind;
  return p;
}
} // namespace

BOOST_AUTO_TEST_CASE(learns_separable_patterns)
{
  const Network network = train(patterns(2000, 5), small_training());
  const Dataset test    = patterns(500, 6);
  BOOST_CHECK_GT(accuracy(forward(network, test.images), test.labels), 0.97);
}

BOOST_AUTO_TEST_CASE(a_convolutional_network_learns_them_too)
{
  TrainingParameters p  = small_training();
  p.convolutions        = {8, 16};
  const Network network = train(patterns(2000, 5), p);
  BOOST_REQUIRE_EQUAL(network.layers.size(), 4);
  BOOST_CHECK_EQUAL(network.layers[1].weights.cols(), 9 * 8);
  BOOST_CHECK_EQUAL(network.layers[2].weights.cols(), 2 * 2 * 16);
  const Dataset test = patterns(500, 6);
  BOOST_CHECK_GT(accuracy(forward(network, test.images), test.labels), 0.8); // the patterns are not local; chance 0.1
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_network)
{
  const Dataset         data = patterns(300, 5);
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  for (const Awareness kind : {Awareness::none, Awareness::drift})
  {
    TrainingParameters p = aware(kind);
    const Network      a = train(data, p, hardware(device)), b = train(data, p, hardware(device));
    p.seed          = 2;
    const Network c = train(data, p, hardware(device));
    for (std::size_t l = 0; l < a.layers.size(); ++l)
    {
      BOOST_CHECK(a.layers[l].weights == b.layers[l].weights);
      BOOST_CHECK(a.layers[l].bias == b.layers[l].bias);
      BOOST_CHECK(a.layers[l].weights != c.layers[l].weights);
    }
  }
}

// Without noise, drift, clipping and converters there is nothing to be aware of.
BOOST_AUTO_TEST_CASE(awareness_of_perfect_arrays_is_digital_training)
{
  PublishedParameters p;
  p.programming.clear();
  p.nu_min = p.nu_max = p.spread_min = p.spread_max = p.q_max = 0;
  const PublishedDevice perfect(p, 25 * units::uS);
  Hardware              ideal  = hardware(perfect);
  ideal.mapping.weight_clip    = 0;
  ideal.periphery.dac_bits     = 0;
  ideal.periphery.adc_bits     = 0;
  ideal.periphery.output_noise = 0;
  const Dataset      data      = patterns(300, 5);
  TrainingParameters one       = aware(Awareness::drift);
  one.epochs                   = 1;
  const Network a = train(data, one, ideal), b = train(data, one);
  BOOST_CHECK_SMALL((a.layers[0].weights - b.layers[0].weights).cwiseAbs().maxCoeff(), 1e-4F); // rounding, Adam
}

BOOST_AUTO_TEST_CASE(a_diverging_training_is_an_error)
{
  TrainingParameters p = small_training();
  p.learning_rate      = 1e30;
  BOOST_CHECK_THROW(train(patterns(500, 5), p), ConvergenceError);
}

BOOST_AUTO_TEST_CASE(convolutions_that_leave_no_pixel_are_refused)
{
  TrainingParameters p = small_training();
  p.convolutions       = {4, 4, 4, 4};
  BOOST_CHECK(contains(message_of([&] { train(patterns(100, 5), p); }), "network/convolutions"));
}

BOOST_AUTO_TEST_CASE(rules_between_keys_are_checked)
{
  TrainingParameters p = aware(Awareness::drift);
  validate(p);
  p.hardware.digital_epochs = p.epochs - 1;
  validate(p);
  p.hardware.digital_epochs = p.epochs;
  BOOST_CHECK(contains(message_of([&] { validate(p); }), "digital epochs"));
  p.hardware.kind = Awareness::none;
  validate(p);
  p.hardware.earliest = 2 * p.hardware.latest;
  BOOST_CHECK(contains(message_of([&] { validate(p); }), "earliest time"));
}

// With all statistics off, the moments of a table are the table: 10^(-0.1 x) per decade of time for the state x g_max.
BOOST_AUTO_TEST_CASE(moments_of_a_table_follow_it_in_time_and_temperature)
{
  DriftTables tables{{300 * units::K, 350 * units::K}, {1 * units::s, 1e9 * units::s}, {1, 2}, {}};
  const auto  ln_g = [](int T, int t, int state) {
    return std::log((state + 1) * 10 * units::uS) + (T == 1 ? 0.4 : 0) -
           0.9 * std::log(10.0) * t * (state == 1 ? 1 : 0.5);
  };
  for (int T = 0; T < 2; ++T)
    for (int t = 0; t < 2; ++t)
      for (int state = 0; state < 2; ++state)
        tables.ln_g.push_back(ln_g(T, t, state));
  DeviceParameters p;
  p.programming = p.drift_spread = p.read_noise = Statistics::none;
  const TableDevice   device(tables, p);
  const DeviceMoments moments(device, device.g_min());
  const double        t = 86400 * units::s, decades = std::log10((t + p.verify_time) / p.verify_time);
  Age                 warm(t);
  warm.read_temperature = 350 * units::K;
  const double window   = device.g_max() - device.g_min();
  for (const Age &age : {Age(t), warm})
  {
    const DeviceMoments::Table table = moments.at(age);
    const double               heat  = age.read_temperature ? std::exp(0.4) : 1;
    BOOST_CHECK_CLOSE(table.mean.back(), heat * device.g_max() / window * std::pow(10, -0.1 * decades), 1e-3);
    BOOST_CHECK_CLOSE(table.mean.front(), heat * device.g_min() / window * std::pow(10, -0.05 * decades), 1e-3);
  }
}

// Eq. T1 against the arrays themselves: mean and deviation of 20 000 devices per weight.
BOOST_AUTO_TEST_CASE(injected_moments_are_those_of_programmed_arrays)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  MappingParameters     mapping;
  mapping.weight_clip = 0;
  mapping.sampling    = NoiseSampling::each_read_time;
  const DeviceMoments moments(device, 0);
  for (const double time : {0.0, 86400 * units::s, year})
  {
    const DeviceMoments::Table table = moments.at(time);
    for (const int sixteenths : {1, 4, 8, 16})
    {
      constexpr int n = 20000;
      DeviceMatrix  w = DeviceMatrix::Constant(1, n + 1, sixteenths / 16.0);
      w(0, n)         = 1; // sets the scale
      const Crossbar     array(w, mapping, device, 1);
      const Conductances g      = array.noisy_conductances(time, 1);
      const auto         values = (g.plus.leftCols(n) / (25 * units::uS)).array();
      const double       mean = values.mean(), deviation = std::sqrt((values - mean).square().mean());
      const std::size_t  k = sixteenths * (table.mean.size() - 1) / 16;
      BOOST_CHECK_SMALL(table.mean[k] - mean, 4 * deviation / std::sqrt(n) + 0.002 * mean); // grid of the kink at 0
      BOOST_CHECK_SMALL(table.deviation[k] / deviation - 1, 0.03); // 6 standard errors; the noise is clipped at 0
    }
  }
}
