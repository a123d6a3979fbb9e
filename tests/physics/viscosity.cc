#include <physics/phase/viscosity.h>

#include <tests/physics/csv.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

namespace
{
const Viscosity viscosity{PhaseChangeParameters{}};
}

BOOST_AUTO_TEST_SUITE(viscosity_of_gst)

BOOST_AUTO_TEST_CASE(rows_of_the_reference_table)
{
  for (const tests::Row &row : tests::read_table("vg_gst_sebastian2014_set.csv"))
    BOOST_TEST(std::exp(viscosity.ln_viscosity(row.at("T_K")).v) == row.at("eta_Pa_s"), tt::tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(is_continuous_at_the_glass_temperature)
{
  BOOST_TEST(viscosity.ln_viscosity(534 - 1e-9).v == viscosity.ln_viscosity(534).v, tt::tolerance(1e-10));
}

BOOST_AUTO_TEST_CASE(equilibrium_liquid_reaches_1e12_Pa_s_with_the_given_fragility)
{
  PhaseChangeParameters p;
  p.glass_temperature = 400; // so that the liquid's branch reaches T_g
  const Scalar ln_eta = Viscosity(p).ln_viscosity(Scalar::variable(472, 0));
  BOOST_TEST(ln_eta.v / std::numbers::ln10 == 12, tt::tolerance(1e-13));
  BOOST_TEST(-ln_eta.d[0] * 472 / std::numbers::ln10 == 140, tt::tolerance(1e-12)); // d log10 eta / d(T_g / T)
}

BOOST_AUTO_TEST_SUITE_END()
