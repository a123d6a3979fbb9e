#include <postprocess/array/periphery.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>

using namespace quench;
using namespace quench::array;

BOOST_AUTO_TEST_CASE(eight_bits_are_254_steps)
{
  const Quantizer quantizer(8, 10);
  BOOST_CHECK_CLOSE(quantizer.step(), 20.0 / 254, 1e-12);
  Matrix x(1, 100001);
  for (int i = 0; i <= 100000; ++i)
    x(0, i) = -12 + 24e-5F * static_cast<float>(i);
  Matrix y = x;
  quantizer.apply(y);
  std::set<float> levels(y.data(), y.data() + y.size());
  BOOST_CHECK_EQUAL(levels.size(), 255U);
  BOOST_CHECK_EQUAL(levels.count(0.0F), 1U);
  for (Eigen::Index i = 0; i < x.size(); ++i)
  {
    const double nearest = std::round(std::clamp<double>(x(0, i), -10, 10) / (20.0 / 254)) * (20.0 / 254);
    const double error   = std::abs(y(0, i) - std::clamp<double>(x(0, i), -10, 10));
    BOOST_REQUIRE_LE(error, 0.5 * 20.0 / 254 + 1e-5); // half a step and rounding
    BOOST_REQUIRE(std::abs(y(0, i) - nearest) < 1e-5 || error > 0.5 * 20.0 / 254 - 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(levels_pass_unchanged_and_zero_bits_are_ideal)
{
  const Quantizer quantizer(4, 7); // 14 steps of 1
  Matrix          x(1, 15);
  for (int i = 0; i < 15; ++i)
    x(0, i) = static_cast<float>(i - 7);
  Matrix y = x;
  quantizer.apply(y);
  BOOST_CHECK(x == y);
  y                   = Matrix::Random(10, 10) * 100;
  const Matrix before = y;
  Quantizer(0, 1).apply(y);
  BOOST_CHECK(before == y);
  BOOST_CHECK_THROW(Quantizer(1, 1), InputError);
}

BOOST_AUTO_TEST_CASE(the_bound_covers_its_quantile)
{
  Matrix x(10, 10);
  for (int i = 0; i < 100; ++i)
    x.data()[i] = static_cast<float>(i % 2 == 0 ? i + 1 : -i - 1);
  BOOST_CHECK_EQUAL(covering_bound(x, 0.9), 90);
  BOOST_CHECK_EQUAL(covering_bound(x, 1), 100);
  BOOST_CHECK_THROW(covering_bound(Matrix::Zero(3, 3), 0.9), InputError);
}

BOOST_AUTO_TEST_CASE(compensation_is_the_ratio_of_mean_magnitudes)
{
  Matrix start(1, 3), now(1, 3);
  start << 1, -2, 3;
  now << -1, 1, -1;
  BOOST_CHECK_CLOSE(drift_compensation(start, now), 2, 1e-12);
}
