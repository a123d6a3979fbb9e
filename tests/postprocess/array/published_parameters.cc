// Published devices against the curves of their sources.

#include <postprocess/compact/published_parameters.h>

#include <physics/base/error.h>
#include <postprocess/array/published_device.h>
#include <postprocess/compact/table.h>
#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
PublishedDevice device_named(const std::string &name)
{
  const PublishedParameters p = published_parameters(name);
  return {p, p.g_max};
}
} // namespace

// F66. tests/data/hermes_curves.csv: the formulas of IBM/aihwkit 4545f11 inference/noise/hermes.py (MIT) evaluated in
// Python at 41 relative conductances.
BOOST_AUTO_TEST_CASE(hermes_has_the_published_curves)
{
  const compact::Table table(std::string(QUENCH_SOURCE_DIR) + "/tests/data/hermes_curves.csv");
  const auto           x = table.numbers("x"), nu = table.numbers("nu_mean");
  double               worst_nu = 0, worst = 0;
  for (const std::string n : {"1", "2"})
  {
    const PublishedDevice device = device_named("hermes" + n);
    const auto            spread = table.numbers("nu_std_" + n), q = table.numbers("q_" + n),
               sigma = table.numbers("sigma_" + n + "_uS");
    for (std::size_t i = 0; i < x.size(); ++i)
    {
      const double g = x[i] * device.g_max();
      worst_nu       = std::max(worst_nu, std::abs(device.drift_exponent(g).mean - nu[i]));
      worst =
          std::max({worst, std::abs(device.drift_exponent(g).sigma - spread[i]), std::abs(device.read_noise(g) - q[i]),
                    std::abs(device.programming_sigma(g) / units::uS - sigma[i])});
    }
  }
  BOOST_CHECK_LT(worst, 1e-12);
  char text[100];
  std::snprintf(text, sizeof text, "41 states, one and two devices: largest difference of nu(g) %.0e", worst_nu);
  test::record_feature("F66", "coefficients", text, worst_nu <= 1e-12);
  BOOST_CHECK_CLOSE(device_named("hermes1").verify_time() / units::s, 200, 1e-12);
  BOOST_CHECK_CLOSE(device_named("hermes2").g_max() / units::uS, 20.7, 1e-12);
}

// CrossSim's own fit of the same devices agrees to 1 % at 25 uS.
BOOST_AUTO_TEST_CASE(two_fits_of_the_same_devices_agree)
{
  const double a = device_named("joshi2020").programming_sigma(25 * units::uS);
  const double b = device_named("crosssim_joshi").programming_sigma(25 * units::uS);
  BOOST_CHECK_CLOSE(b / units::uS, -0.00178767 * 625 + 0.07585724 * 25 + 0.28638599, 1e-9);
  BOOST_CHECK_CLOSE(a, b, 1.0);
  BOOST_CHECK_EQUAL(device_named("state_independent").drift_exponent(3).mean, 0.1);
  BOOST_CHECK_EQUAL(device_named("state_independent").drift_exponent(3).sigma, 0.05);
}

BOOST_AUTO_TEST_CASE(unknown_names_and_impossible_curves_are_refused)
{
  BOOST_CHECK(contains(message_of([] { published_parameters("joshi2021"); }), "joshi2020"));
  PublishedParameters p;
  p.spread_polynomial = {-0.01};
  p.spread_split      = 0.5;
  BOOST_CHECK_THROW(PublishedDevice(p, p.g_max), InputError);
  p       = PublishedParameters();
  p.q_min = 0.3; // above the limit
  BOOST_CHECK_THROW(PublishedDevice(p, p.g_max), InputError);
}
