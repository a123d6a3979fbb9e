#include <physics/heat/seebeck.h>

#include <physics/library.h>
#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
const Material   gst{MaterialCard{}};
constexpr double uV_per_K = 1e-6 * V / K;

double coefficient(double T, double c) { return gst.seebeck(local_state(T, 0, c, 0.5)).v / uV_per_K; }
} // namespace

BOOST_AUTO_TEST_SUITE(seebeck)

BOOST_AUTO_TEST_CASE(fcc_is_activated_like_its_conduction)
{
  BOOST_TEST(coefficient(300, 1) == 350, tt::tolerance(1e-12)); // Grosse et al.
  // Kato and Tanaka: 0.14 eV; from 300 to 400 K S falls by 0.14 V / 1200 K
  BOOST_TEST(coefficient(300, 1) - coefficient(400, 1) == 0.14e6 / 1200, tt::tolerance(1e-10));
  BOOST_TEST((coefficient(900, 1) > 0 && coefficient(900, 1) < 86)); // still of holes, and metallic like the melt
}

BOOST_AUTO_TEST_CASE(glass_is_activated_and_becomes_a_metallic_liquid)
{
  BOOST_TEST(coefficient(300, 0) == 1000, tt::tolerance(1e-12));
  BOOST_TEST(coefficient(300, 0) - coefficient(400, 0) == 0.30e6 / 1200, tt::tolerance(1e-10));
  BOOST_TEST(coefficient(900, 0) == 20, tt::tolerance(1e-12));
  BOOST_TEST(coefficient(2000, 0) == 20, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_field_takes_as_much_off_as_it_takes_off_the_barrier) // eq. H8
{
  const auto in_field = [](double T, double MV_per_m) {
    return gst.seebeck(local_state(T, MV_per_m * 1e6 * V / m, 0, 0.5)).v / uV_per_K;
  };
  // sinh law, hop distance 10 nm: at 300 K and 5 MV/m x = 0.9670, ln(sinh x / x) = 0.1508 and k/e = 86.17 uV/K: 13.0
  // uV/K
  BOOST_TEST(in_field(300, 5) == 1000 - 13.0, tt::tolerance(2e-4));
  BOOST_TEST(in_field(300, 0) == 1000, tt::tolerance(1e-12));
  double last = 1000;
  for (const double field : {10.0, 30.0, 100.0, 300.0})
  {
    BOOST_TEST((in_field(300, field) <= last && in_field(300, field) >= 20)); // towards the melt's value, never below
    last = in_field(300, field);
  }
  BOOST_TEST(in_field(900, 100) == 20, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(mixes_by_crystallinity)
{
  BOOST_TEST(coefficient(500, 0.25) == 0.25 * coefficient(500, 1) + 0.75 * coefficient(500, 0), tt::tolerance(1e-13));
  BOOST_TEST(coefficient(500, 1.1) == coefficient(500, 1));
  BOOST_TEST(coefficient(500, -0.1) == coefficient(500, 0));
  BOOST_TEST(gst.seebeck_by_crystallinity(500).v / uV_per_K == coefficient(500, 1) - coefficient(500, 0),
             tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(reference_problem_with_a_constant_coefficient_is_expressible) // RP4
{
  MaterialCard card;
  card.thermoelectricity = {350 * uV_per_K, 0, 0, 350 * uV_per_K, 0, 350 * uV_per_K};
  for (const double T : {300.0, 700.0, 1200.0})
    for (const double c : {0.0, 0.4, 1.0})
    {
      const Scalar value = Material(card).seebeck(local_state(T, 0, c, 0));
      BOOST_TEST(value.v / uV_per_K == 350, tt::tolerance(1e-13));
      BOOST_TEST(std::abs(value.d[0]) < 1e-18);
    }
}

BOOST_AUTO_TEST_CASE(metals_have_none)
{
  BOOST_TEST(gst.has_thermoelectricity());
  for (const char *name : {"W", "TiN", "SiO2"})
  {
    const Material solid(MaterialCard::preset(name, "."));
    BOOST_TEST(!solid.has_thermoelectricity());
    BOOST_TEST(solid.seebeck(local_state(700, 0, 0, 0)).v == 0);
    BOOST_TEST(solid.seebeck_by_crystallinity(700).v == 0);
  }
}

BOOST_AUTO_TEST_CASE(is_finite_anywhere)
{
  for (const double T : {0.5, 1.0, 77.0, 5000.0})
    BOOST_TEST(std::isfinite(coefficient(T, 0.5)));
}

BOOST_AUTO_TEST_SUITE_END()
