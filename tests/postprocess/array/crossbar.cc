#include <postprocess/array/crossbar.h>

#include <physics/base/error.h>
#include <postprocess/array/published_device.h>
#include <tests/postprocess/array/nodal.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numbers>

using namespace quench;
using namespace quench::array;

namespace
{
constexpr double day = 86400 * units::s;

/// Published drift with one exponent for all, without any noise.
PublishedParameters noiseless(double nu)
{
  PublishedParameters p;
  p.programming.clear();
  p.nu_min = p.nu_max = nu;
  p.spread_min = p.spread_max = 0;
  p.q_max                     = 0;
  return p;
}

DeviceMatrix random_weights(int n, int m)
{
  DeviceMatrix w(n, m);
  fill_normal(w, {11, Purpose::reference_weights, 0, 0});
  return w;
}

MappingParameters unclipped()
{
  MappingParameters p;
  p.weight_clip = 0;
  return p;
}

double relative_difference(const DeviceMatrix &a, const DeviceMatrix &b) { return (a - b).norm() / b.norm(); }

/// Mean of ratio^-|N(mu, s)| by the trapezoidal rule over +-9 standard deviations.
double mean_decay(double ratio, const Exponent &nu)
{
  constexpr int n   = 20000;
  double        sum = 0;
  for (int i = 0; i <= n; ++i)
  {
    const double z = -9 + 18.0 * i / n;
    sum += std::exp(-z * z / 2) * std::pow(ratio, -std::abs(nu.mean + nu.sigma * z));
  }
  return sum * 18 / n / std::sqrt(2 * std::numbers::pi);
}
} // namespace

BOOST_AUTO_TEST_CASE(without_noise_a_product_is_the_dense_product)
{
  const PublishedDevice device(noiseless(0), 25 * units::uS);
  for (const int n : {1, 17, 256, 1024})
  {
    const DeviceMatrix w = random_weights(n, 1024 / n * 3), x = random_weights(9, 1024 / n * 3);
    const Crossbar     array(w, unclipped(), device, 1);
    BOOST_CHECK_SMALL(relative_difference(array.multiply(x, 0), x * w.transpose()), 1e-12);
    // currents: (G+ - G-) x
    const Conductances g = array.conductances(0);
    DeviceMatrix       currents(9, n);
    for (int v = 0; v < 9; ++v)
      for (int i = 0; i < n; ++i)
      {
        double sum = 0;
        for (Eigen::Index j = 0; j < w.cols(); ++j)
          sum += (g.plus(i, j) - g.minus(i, j)) * x(v, j);
        currents(v, i) = sum;
      }
    BOOST_CHECK_SMALL(relative_difference(array.multiply(x, 0) * array.beta(), currents), 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(one_device_of_a_pair_carries_the_weight)
{
  const PublishedDevice device(noiseless(0), 25 * units::uS);
  const DeviceMatrix    w = random_weights(30, 40);
  const Conductances    g = Crossbar(w, unclipped(), device, 1).programmed();
  BOOST_CHECK_CLOSE(std::max(g.plus.maxCoeff(), g.minus.maxCoeff()) / units::uS, 25, 1e-12);
  for (Eigen::Index k = 0; k < w.size(); ++k)
  {
    BOOST_CHECK_EQUAL((w.data()[k] > 0 ? g.minus : g.plus).data()[k], 0);
    BOOST_CHECK_GT((w.data()[k] > 0 ? g.plus : g.minus).data()[k], 0);
  }
  MappingParameters raised = unclipped();
  raised.reset_conductance = 2 * units::uS;
  const Crossbar     array(w, raised, device, 1);
  const DeviceMatrix x = random_weights(3, 40);
  BOOST_CHECK_CLOSE(array.programmed().plus.minCoeff() / units::uS, 2, 1e-12);
  BOOST_CHECK_SMALL(relative_difference(array.multiply(x, 0), x * w.transpose()), 1e-12);
}

// F36: a common factor on both devices is a gain on the weight; a common offset cancels.
BOOST_AUTO_TEST_CASE(a_pair_cancels_offsets_and_passes_gains)
{
  const PublishedDevice device(noiseless(0), 25 * units::uS);
  const Crossbar        array(random_weights(30, 40), unclipped(), device, 1);
  const Conductances    g      = array.conductances(0);
  const DeviceMatrix    w      = (g.plus - g.minus) / array.beta();
  const DeviceMatrix    gained = (1.05 * g.plus - 1.05 * g.minus) / array.beta();
  BOOST_CHECK_SMALL(relative_difference(gained, 1.05 * w), 1e-14);
  const double       offset  = 0.7 * units::uS;
  const DeviceMatrix shifted = ((g.plus.array() + offset) - (g.minus.array() + offset)).matrix() / array.beta();
  BOOST_CHECK_SMALL(relative_difference(shifted, w), 1e-12);
}

// Drift with one exponent is such a gain: ((t + t_0) / t_0)^-nu with t_0 = 20 s.
BOOST_AUTO_TEST_CASE(uniform_drift_is_a_gain_on_the_weights)
{
  const PublishedDevice device(noiseless(0.06), 25 * units::uS);
  const DeviceMatrix    w = random_weights(30, 40), x = random_weights(5, 40);
  const Crossbar        array(w, unclipped(), device, 1);
  const double          gain = std::pow((86400.0 + 20) / 20, -0.06);
  BOOST_CHECK_SMALL(relative_difference(array.multiply(x, day), gain * x * w.transpose()), 1e-12);
}

// The loss of the array is that of the drift law: mean of ((t + t_0) / t_0)^-nu over the devices' nu.
BOOST_AUTO_TEST_CASE(the_mean_decay_is_that_of_the_drift_law)
{
  PublishedParameters p;
  p.programming.clear();
  p.q_max = 0;
  const PublishedDevice device(p, 25 * units::uS);
  for (const double weight : {0.1, 0.4, 1.0})
  {
    DeviceMatrix w = DeviceMatrix::Constant(300, 300, weight);
    w(0, 0)        = 1;
    const Crossbar array(w, unclipped(), device, 3);
    for (const double time : {3600 * units::s, day, 365 * day})
    {
      const double       ratio          = drift_time_ratio(device, time);
      const Exponent     nu             = device.drift_exponent(weight * 25 * units::uS);
      const DeviceMatrix decay          = array.conductances(time).plus.cwiseQuotient(array.programmed().plus);
      const double       mean           = decay.mean();
      const double       variance       = (decay.array() - mean).square().mean();
      const double       standard_error = std::sqrt(variance / static_cast<double>(w.size()));
      BOOST_CHECK_SMALL(mean - mean_decay(ratio, nu), 5 * standard_error);
    }
  }
}

BOOST_AUTO_TEST_CASE(devices_are_drawn_once_and_in_any_order)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  MappingParameters     frozen = unclipped();
  frozen.sampling              = NoiseSampling::each_read_time;
  const DeviceMatrix w         = random_weights(20, 30);
  const Crossbar     a(w, frozen, device, 5), b(w, frozen, device, 5), other_seed(w, frozen, device, 6),
      other_array(w, frozen, device, 5, 1);
  const Matrix late = a.read(day, 2).mean, early = a.read(0, 1).mean;
  BOOST_CHECK(b.read(0, 1).mean == early); // the other order
  BOOST_CHECK(b.read(day, 2).mean == late);
  BOOST_CHECK(b.read(day, 3).mean != late); // a new read, a new noise
  BOOST_CHECK(other_seed.read(day, 2).mean != late);
  BOOST_CHECK(other_array.read(day, 2).mean != late);
  BOOST_CHECK(a.exponents().plus == b.exponents().plus);
  BOOST_CHECK(a.exponents().plus != a.exponents().minus);
}

// Both ways to draw the read noise have the same variance: that of the sum over the devices.
BOOST_AUTO_TEST_CASE(frozen_and_fresh_noise_have_the_same_variance)
{
  PublishedParameters p;
  p.programming.clear();
  p.spread_min = p.spread_max = 0;
  p.q_max                     = 0.05; // small, so that no conductance is clipped at 0
  const PublishedDevice device(p, 25 * units::uS);
  const DeviceMatrix    w = random_weights(60, 80);
  const Crossbar        array(w, unclipped(), device, 5);
  const Conductances    g     = array.conductances(day);
  const Matrix          sigma = array.read(day, 0).variance.cwiseSqrt();
  DeviceMatrix          sum   = DeviceMatrix::Zero(60, 80);
  constexpr int         n     = 400;
  for (std::uint32_t k = 0; k < n; ++k)
  {
    const Conductances noisy = array.noisy_conductances(day, k);
    sum += ((noisy.plus - g.plus - noisy.minus + g.minus) / array.beta()).cwiseAbs2();
  }
  const DeviceMatrix ratio = (sum / n).cwiseQuotient(sigma.cast<double>().cwiseAbs2());
  BOOST_CHECK_SMALL(ratio.mean() - 1, 5 * std::sqrt(2.0 / n / 4800));
}

BOOST_AUTO_TEST_CASE(refuses_weights_that_cannot_be_mapped)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  DeviceMatrix          w = random_weights(3, 3);
  w(1, 1)                 = std::nan("");
  BOOST_CHECK_THROW(Crossbar(w, unclipped(), device, 1), InputError);
  BOOST_CHECK_THROW(Crossbar(DeviceMatrix::Zero(3, 3), unclipped(), device, 1), InputError);
  MappingParameters raised = unclipped();
  raised.reset_conductance = 25 * units::uS;
  BOOST_CHECK_THROW(Crossbar(random_weights(3, 3), raised, device, 1), InputError);
}

BOOST_AUTO_TEST_CASE(clipping_bounds_the_weights)
{
  const PublishedDevice device(noiseless(0), 25 * units::uS);
  MappingParameters     clipped;
  clipped.weight_clip       = 2;
  const DeviceMatrix w      = random_weights(100, 100);
  const double       sigma  = std::sqrt((w.array() - w.mean()).square().mean());
  const Matrix       mapped = Crossbar(w, clipped, device, 1).read(0, 0).mean;
  const Matrix       wanted = w.array().max(-2 * sigma).min(2 * sigma).matrix().cast<float>();
  BOOST_CHECK_SMALL((mapped - wanted).cwiseAbs().maxCoeff(), 1e-6F); // single precision
}

// With wires, products are those of the network of resistors of G+ minus that of G-.
BOOST_AUTO_TEST_CASE(wires_act_on_both_arrays_of_a_pair)
{
  const PublishedDevice device(noiseless(0), 25 * units::uS);
  MappingParameters     wired = unclipped();
  wired.wires.word_segment    = 30 * units::ohm;
  wired.wires.bit_segment     = 20 * units::ohm;
  wired.wires.tolerance       = 1e-11;
  const DeviceMatrix w = random_weights(20, 30), x = random_weights(1, 30);
  const Crossbar     array(w, wired, device, 1);
  const Conductances g        = array.conductances(0);
  const auto         currents = [&](const DeviceMatrix &of) {
    return test::nodal_currents(of.transpose(), wired.wires, x.transpose());
  };
  const Eigen::VectorXd expected = (currents(g.plus) - currents(g.minus)) / array.beta();
  BOOST_CHECK_SMALL(test::difference(array.multiply(x, 0).transpose(), expected), 1e-9);
  const Eigen::VectorXd read = (x * array.read(0, 1).mean.cast<double>().transpose()).transpose();
  BOOST_CHECK_SMALL(test::difference(read, expected), 1e-5); // single precision
  BOOST_CHECK_GT(test::difference(array.multiply(x, 0).transpose(), (x * w.transpose()).transpose()), 0.01);
}

// Fresh noise is scaled with the effective conductance; frozen noise goes through the wires itself. For the drop of a
// few per cent of a usual array both variances of an output agree within a few per cent.
BOOST_AUTO_TEST_CASE(fresh_noise_through_wires_is_close_to_the_exact_one)
{
  PublishedParameters p;
  p.programming.clear();
  p.spread_min = p.spread_max = 0;
  p.q_max                     = 0.02; // small: the frozen noise is clipped at 0
  const PublishedDevice device(p, 25 * units::uS);
  MappingParameters     wired = unclipped();
  wired.wires.word_segment = wired.wires.bit_segment = 2 * units::ohm;
  const DeviceMatrix       w = random_weights(40, 40), x = random_weights(1, 40);
  const Crossbar           array(w, wired, device, 5);
  const Eigen::RowVectorXd fresh = x.cwiseAbs2() * array.read(day, 0).variance.cast<double>().transpose();
  wired.sampling                 = NoiseSampling::each_read_time;
  const Crossbar           frozen(w, wired, device, 5);
  const Eigen::RowVectorXd quiet = frozen.multiply(x, day);
  Eigen::RowVectorXd       sum   = Eigen::RowVectorXd::Zero(40);
  constexpr int            n     = 600;
  for (std::uint32_t k = 0; k < n; ++k)
    sum += (x * frozen.read(day, k).mean.cast<double>().transpose() - quiet).cwiseAbs2();
  const double ratio = (sum / n).cwiseQuotient(fresh).mean();
  BOOST_TEST_MESSAGE("variance of the frozen noise in units of the fresh one: " << ratio);
  BOOST_CHECK_SMALL(ratio - 1, 0.05); // 5 standard deviations of 600 draws of 40 outputs
}
