#include <physics/phase/rate_equation.h>

#include <tests/physics/csv.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
RateEquation equation(double wetting = 1)
{
  NucleationParameters p;
  p.volume_wetting = wetting;
  return RateEquation(Nucleation(p, PhaseChangeParameters{}), Growth(PhaseChangeParameters{}));
}

/// Time at which half of the volume is crystal at constant temperature.
double half_time(const RateEquation &law, double T) { return std::pow(std::log(2.0), 0.25) / law.rate(T); }
} // namespace

BOOST_AUTO_TEST_SUITE(rate_equation)

BOOST_AUTO_TEST_CASE(half_times_of_the_reference_table)
{
  const double f = wetting_factor(130 * std::numbers::pi / 180);
  for (const tests::Row &row : tests::read_table("nucleation_gst_wang2021_set.csv"))
    if (const double T = row.at("T_K"); row.at("Iss_hom_m3s") > 1e-30)
    {
      BOOST_TEST(half_time(equation(), T) / s == row.at("t50_hom_s"), tt::tolerance(2e-3));
      BOOST_TEST(half_time(equation(f), T) / s == row.at("t50_theta130_s"), tt::tolerance(2e-3));
    }
}

BOOST_AUTO_TEST_CASE(nose_of_the_time_temperature_diagram) // V14
{
  BOOST_TEST(half_time(equation(), 650) / s == 2.4e-7, tt::tolerance(0.02));
  BOOST_TEST(half_time(equation(wetting_factor(130 * std::numbers::pi / 180)), 650) / s == 1.6e-7, tt::tolerance(0.02));
  for (const double T : {600.0, 700.0})
    BOOST_TEST(half_time(equation(), T) > half_time(equation(), 650));
}

BOOST_AUTO_TEST_CASE(is_johnson_mehl_avrami_at_constant_temperature_for_any_step)
{
  const double T = 640, k = equation().rate(T);
  for (const int n_steps : {1, 7, 1000})
  {
    double X = 0;
    for (int i = 0; i < n_steps; ++i)
      X = equation().advance(X, T, 250 * ns / n_steps);
    BOOST_TEST(X == 1 - std::exp(-std::pow(k * 250, 4)), tt::tolerance(1e-9));
  }
}

BOOST_AUTO_TEST_CASE(melts_as_fast_as_a_grain_of_the_given_radius)
{
  const Growth growth{PhaseChangeParameters{}};
  BOOST_TEST(equation().advance(1, 1000, 2) == std::exp(growth.velocity(1000) * 2 / 10), tt::tolerance(1e-14));
  BOOST_TEST(equation().advance(0, 1000, 1e9) == 0);
  BOOST_TEST(equation().advance(1, 600, 1e9) == 1);
  BOOST_TEST(equation().advance(0.3, 600, 1e9) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
