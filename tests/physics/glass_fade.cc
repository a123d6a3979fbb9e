#include <physics/conduction/glass_fade.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;

BOOST_AUTO_TEST_SUITE(glass_fade)

BOOST_AUTO_TEST_CASE(falls_from_one_to_zero)
{
  const GlassFade f(534, 900);
  BOOST_TEST(f(300).v == 1);
  BOOST_TEST(f(534).v == 1);
  BOOST_TEST(f(717).v == 0.5);
  BOOST_TEST(f(900).v == 0);
  BOOST_TEST(f(5000).v == 0);
}

BOOST_AUTO_TEST_CASE(starts_and_ends_with_zero_slope)
{
  const GlassFade f(534, 900);
  BOOST_TEST(std::abs(f(Scalar::variable(534.001, 0)).d[0]) < 1e-6);
  BOOST_TEST(std::abs(f(Scalar::variable(899.999, 0)).d[0]) < 1e-6);
  BOOST_TEST(f(Scalar::variable(717, 0)).d[0] < 0);
}

BOOST_AUTO_TEST_SUITE_END()
