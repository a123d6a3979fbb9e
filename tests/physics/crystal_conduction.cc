#include <physics/conduction/crystal_conduction.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(crystal_conduction)

BOOST_AUTO_TEST_CASE(fcc_has_its_value_at_300_K_and_that_of_the_melt_at_the_melting_point)
{
  const CrystalConduction crystal({});
  BOOST_TEST(crystal.conductivity(300).v / (S / m) == 2.0e4, tt::tolerance(1e-14));
  BOOST_TEST(crystal.conductivity(900).v / (S / m) == 1 / 1.26e-5, tt::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(low_temperature_slope_is_the_activation_energy)
{
  const CrystalConduction crystal({});
  const Scalar            T     = Scalar::variable(100, 0);
  const Scalar            sigma = crystal.conductivity(T);
  // d ln sigma / d(1/kT) = -E_a; saturation changes it by sigma(T) rho_sat, which is below 1e-5 at 100 K
  BOOST_TEST(kB * 100 * 100 * sigma.d[0] / sigma.v == 0.14, tt::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(without_activation_it_is_constant)
{
  const CrystalConduction metal({.conductivity = 5, .activation_energy = 0, .saturation_resistivity = 0});
  BOOST_TEST(metal.is_constant());
  for (const double T : {1.0, 300.0, 5000.0})
  {
    BOOST_TEST(metal.conductivity(Scalar::variable(T, 0)).v == 5);
    BOOST_TEST(metal.conductivity(Scalar::variable(T, 0)).d[0] == 0);
  }
}

BOOST_AUTO_TEST_CASE(insulator_has_zero_conductivity)
{
  const CrystalConduction insulator({.conductivity = 0});
  BOOST_TEST(!insulator.conducts());
  BOOST_TEST(insulator.conductivity(300).v == 0);
}

BOOST_AUTO_TEST_CASE(metal_gets_more_resistive_with_temperature)
{
  const CrystalConduction metal(
      {.conductivity = 5, .activation_energy = 0, .saturation_resistivity = 0, .temperature_coefficient = 2e-3});
  BOOST_TEST(!metal.is_constant());
  BOOST_TEST(metal.conductivity(300).v == 5);
  BOOST_TEST(metal.conductivity(800).v == 2.5, tt::tolerance(1e-13));
  const CrystalConduction steep(
      {.conductivity = 5, .activation_energy = 0, .saturation_resistivity = 0, .temperature_coefficient = 0.01});
  for (const double T : {1.0, 100.0, 200.0})
    BOOST_TEST((steep.conductivity(T).v > 5 && std::isfinite(steep.conductivity(T).v)));
}

BOOST_AUTO_TEST_CASE(resistivity_may_rise_faster_than_the_temperature)
{
  const CrystalConduction metal({.conductivity            = 5,
                                 .activation_energy       = 0,
                                 .saturation_resistivity  = 0,
                                 .temperature_coefficient = 1e-3,
                                 .cubic_coefficient       = 1e-7});
  BOOST_TEST(metal.conductivity(400).v == 5 / 1.2, tt::tolerance(1e-13));
  BOOST_TEST(metal.conductivity(700).v == 5 / 7.8, tt::tolerance(1e-13));
  BOOST_TEST(metal.conductivity(200).v == 5 / 0.8, tt::tolerance(1e-13)); // falls on towards 0 K
}

BOOST_AUTO_TEST_SUITE_END()
