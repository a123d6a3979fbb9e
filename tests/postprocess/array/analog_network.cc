#include <postprocess/array/analog_network.h>

#include <postprocess/array/published_device.h>
#include <postprocess/array/study.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double                year = 31557600 * units::s;
const std::vector<Compensation> schemes{Compensation::none, Compensation::global};

/// A trained network, its test images and the bounds of its converters.
struct Trained
{
  Network                 network = train(patterns(2000, 5), small_training());
  Dataset                 test    = patterns(1500, 6);
  PeripheryParameters     periphery;
  std::vector<LayerRange> ranges = calibrate(network, patterns(500, 7).images, periphery);
};

const Trained &trained()
{
  static const Trained result;
  return result;
}

PublishedParameters without_noise(double nu)
{
  PublishedParameters p;
  p.programming.clear();
  p.nu_min = p.nu_max = nu;
  p.spread_min = p.spread_max = 0;
  p.q_max                     = 0;
  return p;
}

PeripheryParameters ideal()
{
  PeripheryParameters p;
  p.dac_bits = p.adc_bits = 0;
  p.output_noise          = 0;
  return p;
}

MappingParameters unclipped()
{
  MappingParameters p;
  p.weight_clip = 0;
  return p;
}
} // namespace

BOOST_AUTO_TEST_CASE(ideal_arrays_and_converters_repeat_the_digital_network)
{
  const Trained        &t = trained();
  const PublishedDevice device(without_noise(0), 25 * units::uS);
  const AnalogNetwork   arrays(t.network, t.ranges, {device, unclipped(), ideal()}, 1);
  const AgedNetwork     aged = arrays.at(year, 1);
  const Matrix          y    = aged.multiply(0, t.test.images, 0);
  const Layer           first{t.network.layers[0].weights, RowVector::Zero(32), {}};
  BOOST_CHECK_SMALL((y - apply(first, t.test.images)).cwiseAbs().maxCoeff(), 1e-4F); // single precision
  BOOST_CHECK_EQUAL(aged.accuracies(t.test, schemes)[0], accuracy(forward(t.network, t.test.images), t.test.labels));
}

// F49: without a spread of nu, drift is one factor, and global compensation removes it.
BOOST_AUTO_TEST_CASE(compensation_is_exact_for_a_uniform_exponent)
{
  const Trained        &t = trained();
  const PublishedDevice device(without_noise(0.06), 25 * units::uS);
  const AnalogNetwork   arrays(t.network, t.ranges, {device, unclipped(), ideal()}, 1);
  const AgedNetwork     aged = arrays.at(year, 1);
  for (std::size_t l = 0; l < aged.n_layers(); ++l)
    BOOST_CHECK_CLOSE(aged.layer(l).tiles().front().alpha, std::pow(drift_time_ratio(device, year), 0.06),
                      1e-4); // percent; float weights
  BOOST_CHECK_EQUAL(aged.accuracies(t.test, schemes)[1], accuracy(forward(t.network, t.test.images), t.test.labels));
}

BOOST_AUTO_TEST_CASE(fresh_noise_has_the_variance_of_the_devices)
{
  const Trained          &t = trained();
  PublishedParameters     p;
  const PublishedDevice   device(p, 25 * units::uS);
  const AnalogNetwork     arrays(t.network, t.ranges, {device, unclipped(), ideal()}, 1);
  const AgedNetwork       aged    = arrays.at(year, 1);
  const EffectiveWeights &w       = aged.layer(0).tiles().front().weights;
  const Matrix            x       = t.test.images.row(0).replicate(4000, 1);
  const Matrix            y       = aged.multiply(0, x, 0);
  const Matrix            mean    = x.row(0) * w.mean.transpose();
  const Matrix            sigma_2 = x.row(0).cwiseAbs2() * w.variance.transpose();
  const Matrix            squares = (y.rowwise() - mean.row(0)).cwiseAbs2();
  const double            ratio   = (squares.colwise().mean().array() / sigma_2.array()).mean();
  BOOST_CHECK_SMALL(ratio - 1, 5 * std::sqrt(2.0 / 4000 / 32));
}

BOOST_AUTO_TEST_CASE(noise_does_not_depend_on_the_batch)
{
  const Trained        &t = trained();
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const AnalogNetwork   arrays(t.network, t.ranges, {device, MappingParameters(), t.periphery}, 1);
  const AgedNetwork     aged = arrays.at(year, 1);
  const Matrix          all  = aged.multiply(0, t.test.images, 0);
  BOOST_CHECK(aged.multiply(0, t.test.images.middleRows(100, 50), 100) == all.middleRows(100, 50));
}

BOOST_AUTO_TEST_CASE(ageing_costs_accuracy_and_compensation_returns_most_of_it)
{
  const Trained &t = trained();
  ArrayCase      c;
  c.arrays = 4;
  c.times  = {25 * units::s, 86400 * units::s, year, 10 * year};
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const auto            quiet = [](const std::string &) {};
  const Outcome         outcome =
      run_accuracy_study(c, {{"joshi2020", &device}}, t.network, patterns(500, 7).images, t.test, quiet);
  const auto mean = [&](const std::string &name) {
    for (const Result &r : outcome.results)
      if (r.name == name)
        return r.value;
    return -1.0;
  };
  const double digital = mean("float_accuracy"), early = mean("accuracy_raw_25s_mean"),
               late = mean("accuracy_raw_10y_mean"), compensated = mean("accuracy_compensated_10y_mean");
  BOOST_CHECK_GT(digital, 0.95);
  BOOST_CHECK_GT(early, digital - 0.05);
  BOOST_CHECK_LT(late, early);
  BOOST_CHECK_GT(compensated, late);
  BOOST_CHECK_EQUAL(outcome.tables[0].rows.size(), 4U * 4 * 2);
  BOOST_CHECK_EQUAL(outcome.tables[1].rows.size(), 4U * 2);

  c.threads = 2;
  const Outcome same =
      run_accuracy_study(c, {{"joshi2020", &device}}, t.network, patterns(500, 7).images, t.test, quiet);
  BOOST_CHECK(same.tables[0].rows == outcome.tables[0].rows); // the number of threads changes nothing
  c.seed = 100;
  const Outcome different =
      run_accuracy_study(c, {{"joshi2020", &device}}, t.network, patterns(500, 7).images, t.test, quiet);
  BOOST_CHECK(different.tables[0].rows != outcome.tables[0].rows);
}
