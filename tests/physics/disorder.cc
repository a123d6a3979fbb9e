#include <physics/conduction/disorder.h>

#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

namespace
{
const DisorderParameters parameters{0.05, 3};

/// Mean over many seeds of the product of the values at the origin and at (x, y, z).
double correlation(double x, double y, double z)
{
  const int n   = 2000;
  double    sum = 0;
  for (int seed = 0; seed < n; ++seed)
  {
    const DisorderField field(parameters, std::uint64_t(seed));
    sum += field(0, 0, 0) * field(x, y, z);
  }
  return sum / n / (0.05 * 0.05);
}
} // namespace

BOOST_AUTO_TEST_SUITE(disorder)

BOOST_AUTO_TEST_CASE(is_correlated_as_a_gaussian_of_the_distance)
{
  // standard error of a product of normal numbers over 2000 seeds: at most sqrt(2 / 2000) = 0.032; three of them
  BOOST_TEST(std::abs(correlation(0, 0, 0) - 1) < 0.1);
  BOOST_TEST(std::abs(correlation(3, 0, 0) - std::exp(-0.5)) < 0.1);
  BOOST_TEST(std::abs(correlation(0, 0, 3) - std::exp(-0.5)) < 0.1);
  BOOST_TEST(std::abs(correlation(2, 2, 1) - std::exp(-0.5)) < 0.1);
  BOOST_TEST(std::abs(correlation(0, 12, 0)) < 0.1);
}

BOOST_AUTO_TEST_CASE(has_the_given_spread_over_space)
{
  const DisorderField field(parameters, 7);
  double              sum = 0, squares = 0;
  const int           n = 12;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
      {
        const double value = field(10.0 * i, 10.0 * j, 10.0 * k);
        sum += value;
        squares += value * value;
      }
  // 1728 nearly independent places, and 512 modes: 5 % of the spread
  BOOST_TEST(std::abs(sum / (n * n * n)) < 0.005);
  BOOST_TEST(std::sqrt(squares / (n * n * n)) == 0.05, tt::tolerance(0.1));
}

BOOST_AUTO_TEST_CASE(depends_on_seed_and_place_only)
{
  const DisorderField a(parameters, 7), b(parameters, 7), other(parameters, 8);
  const double        later = a(1, 2, 3);
  BOOST_TEST(a(4, 5, 6) == b(4, 5, 6));
  BOOST_TEST(later == b(1, 2, 3));
  BOOST_TEST(other(1, 2, 3) != later);
  BOOST_TEST(std::abs(a(1, 2, 3.001) - later) < 1e-4); // smooth
}

BOOST_AUTO_TEST_CASE(shifts_the_barrier_of_the_glass)
{
  MaterialCard card;
  BOOST_TEST(!Material(card).has_disorder());
  BOOST_TEST(Material(card).disorder(1)(3, 4, 5) == 0);
  card.disorder.spread = 0.05;
  const Material gst(card);
  BOOST_TEST(gst.has_disorder());
  LocalState at = local_state(300, 0, 0, 0.431725), shifted = at;
  shifted.disorder = 0.03;
  BOOST_TEST(gst.conductivity(shifted).v / gst.conductivity(at).v == std::exp(-0.03 / (units::kB * 300)),
             tt::tolerance(1e-12));
  at.crystallinity = shifted.crystallinity = 1;
  BOOST_TEST(gst.conductivity(shifted).v == gst.conductivity(at).v);
}

BOOST_AUTO_TEST_SUITE_END()
