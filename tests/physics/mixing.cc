#include <physics/conduction/mixing.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(mixing)

BOOST_AUTO_TEST_CASE(is_the_root_of_the_defining_equation_at_any_contrast)
{
  for (const double contrast : {1.0, 1.5, 1e3, 1e8, 1e15})
    for (const double c : {0.0, 0.01, 0.3, 1.0 / 3, 0.4, 0.5, 2.0 / 3, 0.7, 0.99, 1.0})
    {
      const double sigma_g = 2, sigma_c = sigma_g * contrast, sigma = bruggeman(sigma_c, sigma_g, c).v;
      const double crystal = c * (sigma_c - sigma) / (sigma_c + 2 * sigma);
      const double glass   = (1 - c) * (sigma_g - sigma) / (sigma_g + 2 * sigma);
      BOOST_TEST(std::abs(crystal + glass) < 1e-13, "contrast " << contrast << ", c " << c);
    }
}

BOOST_AUTO_TEST_CASE(ends_are_the_pure_phases)
{
  BOOST_TEST(bruggeman(1e6, 1e-9, 0).v == 1e-9, tt::tolerance(1e-15));
  BOOST_TEST(bruggeman(1e6, 1e-9, 1).v == 1e6, tt::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(does_not_care_which_phase_is_called_crystal)
{
  BOOST_TEST(bruggeman(5, 300, 0.2).v == bruggeman(300, 5, 0.8).v, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(percolates_at_one_third)
{
  // dilute limits: sigma_g / (1 - 3c) below, sigma_c (3c - 1) / 2 above
  BOOST_TEST(bruggeman(1e12, 1, 0.2).v == 1 / (1 - 0.6), tt::tolerance(1e-9));
  BOOST_TEST(bruggeman(1e12, 1, 0.5).v == 1e12 * 0.25, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(logarithmic_mixture_is_linear_in_the_logarithm)
{
  BOOST_TEST(logarithmic_mixture(1e6, 1e-2, 0.25).v == 1, tt::tolerance(1e-13));
  BOOST_TEST(logarithmic_mixture(1e6, 1e-2, 0).v == 1e-2, tt::tolerance(1e-13));
  BOOST_TEST(logarithmic_mixture(1e6, 1e-2, 1).v == 1e6, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_SUITE_END()
