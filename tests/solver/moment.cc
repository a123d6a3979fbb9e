#include <solver/drive/moment.h>

#include <boost/test/unit_test.hpp>

using quench::solver::Moment;

BOOST_AUTO_TEST_SUITE(moment)

BOOST_AUTO_TEST_CASE(small_steps_count_after_decades)
{
  const Moment years = 3e17; // [ns]
  Moment       time  = years;
  for (int i = 0; i < 1000; ++i)
    time += 0.0009765625;           // 2^-10
  BOOST_TEST(double(time) == 3e17); // doubles are 64 ns apart there
  BOOST_TEST((time - years) == 0.9765625);
  BOOST_TEST((time > years && time == years + 0.9765625 && time < years + 0.98));
  BOOST_TEST((Moment(double(time), time.rest()) == time));
}

BOOST_AUTO_TEST_CASE(the_large_may_come_after_the_small)
{
  const Moment time = (Moment(0.125) + 1e17) + -1e17;
  BOOST_TEST(double(time) == 0.125);
  BOOST_TEST(time.rest() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
