#include <physics/library.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(doping)

BOOST_AUTO_TEST_CASE(multiplies_conductivities)
{
  MaterialCard card;
  card.doping = {0.3, 0.5, 1, 1};
  const Material gst{MaterialCard{}}, with(card);
  for (const double T : {300.0, 600.0})
    BOOST_TEST(with.conductivity(local_state(T, 0, 1, 0)).v == 0.3 * gst.conductivity(local_state(T, 0, 1, 0)).v,
               tt::tolerance(1e-12));
  BOOST_TEST(with.conductivity(local_state(300, 0, 0, 0)).v == 0.5 * gst.conductivity(local_state(300, 0, 0, 0)).v,
             tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(shifts_the_crystallisation_temperature)
{
  // the temperature of the largest crystallisation rate at a given slowness: where the growth velocity is 1 um/s
  const auto T_x = [](const Material &material) {
    double T = 400;
    while (material.growth_velocity(T) < 1e-6)
      T += 0.1;
    return T;
  };
  MaterialCard card;
  card.doping.crystallisation = 1.05;
  const Material gst{MaterialCard{}}, with(card);
  BOOST_TEST(T_x(with) / T_x(gst) == 1.05, tt::tolerance(0.01));
  BOOST_TEST(with.rejuvenation_temperature() == 1.05 * 534, tt::tolerance(1e-14));
  BOOST_TEST(with.glass_temperature() == 1.05 * 534, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(neutral_doping_changes_no_bit)
{
  const Material a{MaterialCard{}};
  MaterialCard   card;
  card.doping = {1, 1, 1, 1};
  const Material b(card);
  for (const double T : {300.0, 550.0, 850.0})
  {
    BOOST_TEST(a.conductivity(local_state(T, 0.02, 0.3, 0.4)).v == b.conductivity(local_state(T, 0.02, 0.3, 0.4)).v);
    BOOST_TEST(a.growth_velocity(T) == b.growth_velocity(T));
  }
}

BOOST_AUTO_TEST_CASE(is_checked_with_its_factors)
{
  MaterialCard card;
  card.doping.crystallisation = 1.6; // T_hold = 854 K is still below T_m, and all is well
  validate(card, "here");
  card.relaxation.rejuvenation_temperature = 600; // 960 K is not
  BOOST_CHECK_THROW(validate(card, "here"), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
