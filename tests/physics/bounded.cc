#include <physics/conduction/bounded.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;

namespace
{
Scalar at(double x) { return Scalar::variable(x, 0); }

/// Value and slope on both sides of a joint agree to the distance between the two points.
template <class Function>
void check_joint(Function f, double x)
{
  const double step = 1e-7 * x;
  const Scalar left = f(at(x - step)), right = f(at(x + step));
  BOOST_TEST(left.v == right.v, boost::test_tools::tolerance(1e-4));
  BOOST_TEST(left.d[0] == right.d[0], boost::test_tools::tolerance(1e-4));
}
} // namespace

BOOST_AUTO_TEST_SUITE(bounded)

BOOST_AUTO_TEST_CASE(functions_are_exact_inside_their_range)
{
  BOOST_TEST(bounded_exp_minus(at(13.0)).v == std::exp(-13.0));
  BOOST_TEST(bounded_exp_minus(at(-5.0)).v == std::exp(5.0));
  BOOST_TEST(bounded_sinhc(at(2.0)).v == std::sinh(2.0) / 2, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(positive_part(at(0.3), 0.02).v == 0.3);
}

BOOST_AUTO_TEST_CASE(joints_are_once_differentiable)
{
  check_joint([](const Scalar &x) { return bounded_exp_minus(x); }, largest_exponent);
  check_joint([](const Scalar &x) { return bounded_sinhc(x); }, largest_hop);
  check_joint([](const Scalar &x) { return positive_part(x, 0.02); }, 0.02);
}

BOOST_AUTO_TEST_CASE(functions_stay_positive_and_finite_far_outside)
{
  BOOST_TEST(bounded_exp_minus(at(1e5)).v > 0);
  BOOST_TEST(positive_part(at(-1.0), 0.02).v > 0);
  BOOST_TEST(std::isfinite(bounded_sinhc(at(1e6)).v));
}

BOOST_AUTO_TEST_CASE(smooth_minimum_follows_the_smaller_and_takes_any_contrast)
{
  BOOST_TEST(smooth_minimum(at(1.0), 2.0).v == 1.0, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(smooth_minimum(at(2.0), 1.0).v == 1.0, boost::test_tools::tolerance(1e-3));
  BOOST_TEST(smooth_minimum(at(1.0), 1.0).v == std::pow(2.0, -0.125), boost::test_tools::tolerance(1e-15));
  const Scalar extreme = smooth_minimum(at(1e-87), 1e30);
  BOOST_TEST(extreme.v == 1e-87);
  BOOST_TEST(extreme.d[0] == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
