// Weights on sets of devices: statements F36, F39, F40, F41 and row A19 of the array reference values.

#include <postprocess/array/encoding.h>

#include <physics/base/error.h>
#include <postprocess/array/bit_slices.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/effective_bits.h>
#include <postprocess/array/published_device.h>
#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
/// The same programming error for all conductances, no drift, no read noise.
PublishedParameters constant_error(double sigma_uS)
{
  PublishedParameters p;
  p.programming = {sigma_uS * units::uS};
  p.nu_min = p.nu_max = p.spread_min = p.spread_max = p.q_max = 0;
  return p;
}

PublishedParameters perfect()
{
  PublishedParameters p = constant_error(0);
  p.programming.clear();
  return p;
}

DeviceMatrix random_weights(int n, int m)
{
  DeviceMatrix w(n, m);
  fill_normal(w, {11, Purpose::reference_weights, 0, 0});
  return w;
}

MappingParameters mapping_with(const EncodingParameters &encoding)
{
  MappingParameters p;
  p.weight_clip = 0;
  p.encoding    = encoding;
  return p;
}

/// Standard deviation of the weights as programmed, of an array of equal weights.
double weight_error(const EncodingParameters &encoding)
{
  const PublishedDevice device(constant_error(0.2), 25 * units::uS);
  MappingParameters     mapping = mapping_with(encoding);
  mapping.reset_conductance     = 3 * units::uS; // no error leads below zero
  DeviceMatrix w                = DeviceMatrix::Constant(500, 500, 0.3);
  w(0, 0)                       = 1;
  const DeviceMatrix identity   = DeviceMatrix::Identity(500, 500);
  const DeviceMatrix error      = Crossbar(w, mapping, device, 3).multiply(identity, 0) - w.transpose();
  return std::sqrt(error.array().square().mean());
}

std::string text(const char *format, double a, double b = 0, double c = 0, double d = 0)
{
  char buffer[200];
  std::snprintf(buffer, sizeof buffer, format, a, b, c, d);
  return buffer;
}
} // namespace

// F36
BOOST_AUTO_TEST_CASE(a_pair_passes_gains_and_cancels_offsets)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  const Crossbar        array(random_weights(64, 64), mapping_with({}), device, 1);
  const Conductances    g = array.conductances(0);
  const DeviceMatrix    w = g.plus - g.minus, gained = 1.05 * g.plus - 1.05 * g.minus;
  const double          gain    = (gained.array() / w.array() - 1.05).abs().maxCoeff();
  const double          offset  = 0.7 * units::uS;
  const DeviceMatrix    shifted = (g.plus.array() + offset) - (g.minus.array() + offset);
  const double          change  = (shifted - w).cwiseAbs().maxCoeff() / w.cwiseAbs().maxCoeff();
  test::record_feature(
      "F36", "pair",
      text("5 %% on both devices: W changes by 5 %% to %.0e; 0.7 uS on both: by %.0e of the largest", gain, change),
      gain < 1e-12 && change <= 1e-12);
}

// Every encoding of perfect devices is the dense product.
BOOST_AUTO_TEST_CASE(perfect_devices_give_the_dense_product_in_every_encoding)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  const DeviceMatrix    w = random_weights(20, 30), x = random_weights(7, 30);
  EncodingParameters    single, several, slices, residual, scaled;
  single.polarity         = Polarity::single;
  several.devices         = 4;
  slices.significances    = {16, 1};
  residual.significances  = {4, 1};
  residual.splitting      = Splitting::residual;
  scaled.current_exponent = 0.4;
  for (const EncodingParameters &encoding : {single, several, slices, residual, scaled})
  {
    const Crossbar array(w, mapping_with(encoding), device, 1);
    BOOST_CHECK_SMALL((array.multiply(x, 0) - x * w.transpose()).norm() / (x * w.transpose()).norm(), 1e-12);
    double sum = 0;
    for (std::size_t k = 0; k < array.n_pairs(); ++k)
      sum += array.share(k);
    BOOST_CHECK_CLOSE(sum, 1, 1e-10);
  }
}

// F39 and A19: sqrt(F^2 + 1) / (F + 1) of the error of one pair, by propagation of two independent errors.
BOOST_AUTO_TEST_CASE(significance_trades_range_for_noise)
{
  const double one     = weight_error({});
  double       largest = 0;
  std::string  measured;
  for (const double F : {1.0, 2.0, 4.0, 16.0})
  {
    EncodingParameters two;
    two.significances     = {F, 1};
    const double factor   = weight_error(two) / one;
    const double expected = std::sqrt(F * F + 1) / (F + 1);
    largest               = std::max(largest, std::abs(factor / expected - 1));
    measured += text("%.4f (F = %.0f) ", factor, F);
  }
  test::record_feature("F39", "noise factor", measured + text("largest deviation %.2f %%", 100 * largest),
                       largest < 0.01);
}

BOOST_AUTO_TEST_CASE(more_devices_average_their_errors)
{
  const double one = weight_error({});
  for (const int n : {2, 4, 8})
  {
    EncodingParameters several;
    several.devices = n;
    BOOST_CHECK_CLOSE(weight_error(several) / one, 1 / std::sqrt(n), 1.0); // percent; 2.5e5 samples
  }
}

// A slice that corrects the slice before it leaves the error of the last slice alone.
BOOST_AUTO_TEST_CASE(a_residual_slice_corrects_the_one_before)
{
  EncodingParameters residual;
  residual.significances = {4, 1};
  residual.splitting     = Splitting::residual;
  BOOST_CHECK_CLOSE(weight_error(residual) / weight_error({}), 1.0 / 5,
                    3.0); // percent: the first slice sometimes clips
}

// F39: all 8-bit numbers on two slices of four bits; products with whole numbers are whole and exact.
BOOST_AUTO_TEST_CASE(eight_bit_integers_recombine_exactly)
{
  const PublishedDevice device(perfect(), 25 * units::uS);
  EncodingParameters    digits;
  digits.splitting = Splitting::digits;
  digits.bits      = {4, 4};
  DeviceMatrix w(2, 256), x(3, 256);
  for (int j = 0; j < 256; ++j)
  {
    w(0, j) = j;
    w(1, j) = j == 0 ? 255 : -j;
    for (int v = 0; v < 3; ++v)
      x(v, j) = (j * (v + 3)) % 11 - 5;
  }
  const Crossbar     array(w, mapping_with(digits), device, 1);
  const DeviceMatrix y     = array.multiply(x, 0);
  const bool         whole = (y.array().round() - (x * w.transpose()).array()).abs().maxCoeff() == 0;
  const double       error = (y - x * w.transpose()).cwiseAbs().maxCoeff();
  test::record_feature("F39", "8-bit integers",
                       text("two slices of 4 bits, zero noise: exact after rounding, %.0e before", error),
                       whole && error < 1e-6);
  const Conductances high = array.conductances(0, 0); // digits are levels: 16 of them
  for (Eigen::Index k = 0; k < high.plus.size(); ++k)
  {
    const double level = high.plus.data()[k] / (25 * units::uS) * 15;
    BOOST_CHECK_SMALL(level - std::round(level), 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(more_levels_than_the_device_has_are_refused)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  BOOST_CHECK_EQUAL(n_levels(device, 0, 2), 1 + std::floor(25 / (2 * 1.0863496))); // 1.0863 uS at x = 0.8375
  EncodingParameters digits;
  digits.splitting = Splitting::digits;
  digits.bits      = {4, 4};
  const auto make  = [&] { Crossbar(random_weights(3, 3), mapping_with(digits), device, 1); };
  BOOST_CHECK_THROW(make(), InputError);
  BOOST_CHECK(contains(message_of(make), "mapping/encoding/bits"));
  BOOST_CHECK(contains(message_of(make), "the device has 12 levels"));
  digits.bits = {3, 3, 2};
  BOOST_CHECK_NO_THROW(make());
  digits.bits.clear();
  BOOST_CHECK_THROW(make(), InputError);
  EncodingParameters wrong;
  wrong.significances = {1, 4};
  BOOST_CHECK_THROW(Crossbar(random_weights(3, 3), mapping_with(wrong), device, 1), InputError);
}

// F40, with the same number of devices per weight. Reference: the exact integer product.
BOOST_AUTO_TEST_CASE(unbalanced_slices_beat_balanced_ones_at_equal_devices)
{
  constexpr int n_inputs = 128, n_outputs = 64, n_vectors = 100;
  DeviceMatrix  w(n_outputs, n_inputs), x(n_vectors, n_inputs);
  fill_uniform(w, {1, Purpose::reference_weights, 0, 0});
  fill_uniform(x, {1, Purpose::reference_inputs, 0, 0});
  w                        = (w.array() * 127).round();
  x                        = (x.array() > 0.5).cast<double>();
  const DeviceMatrix exact = x * w.transpose();
  BitSlices          balanced, unbalanced;
  unbalanced.bits = {1, 2, 2, 3};
  for (BitSlices slices : {balanced, unbalanced})
    BOOST_CHECK((sliced_product(w, x, slices, 1) - exact).cwiseAbs().maxCoeff() == 0); // no error without G_min
  const auto error = [&](BitSlices slices, double sigma) {
    slices.off_ratio = 1.0 / 20;
    slices.sigma     = sigma;
    return (sliced_product(w, x, slices, 1) - exact).norm() / exact.norm();
  };
  balanced.off_ratio = unbalanced.off_ratio = 1.0 / 20;
  BOOST_CHECK_GT(margin_in_devices(unbalanced, 0), 2.9 * margin_in_devices(balanced, 0));
  const double b = error(balanced, 0), u = error(unbalanced, 0), bn = error(balanced, 0.02),
               un = error(unbalanced, 0.02);
  test::record_feature("F40", "on-off ratio 20",
                       text("128 rows, four devices per 8-bit weight: relative error 2-2-2-2 %.3f, 1-2-2-3: %.4f; with "
                            "2 %% programming error %.3f and %.3f",
                            b, u, bn, un),
                       u < b && un < bn);
}

// F41. 25 uS and 10 uS of the default model; numbers of the statement.
BOOST_AUTO_TEST_CASE(effective_bits_of_the_default_device)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  const auto            bits = [&](double g_uS) {
    return effective_bits(25 * units::uS, device.programming_sigma(g_uS * units::uS));
  };
  BOOST_CHECK_CLOSE(effective_bits(8 * std::sqrt(12.0), 1), 3, 1e-10);
  test::record_feature("F41", "default model", text("%.2f bit at 25 uS, %.2f bit at 10 uS", bits(25), bits(10)),
                       std::abs(bits(25) - 2.8) < 0.05 && std::abs(bits(10) - 3.1) < 0.05);
}
