#include <physics/phase/growth.h>

#include <tests/physics/csv.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

namespace
{
const Growth     growth{PhaseChangeParameters{}};
const FreeEnergy free_energy{PhaseChangeParameters{}};
} // namespace

BOOST_AUTO_TEST_SUITE(growth_of_gst)

BOOST_AUTO_TEST_CASE(rows_of_the_reference_table)
{
  int n_rows = 0;
  for (const tests::Row &row : tests::read_table("vg_gst_sebastian2014_set.csv"))
  {
    BOOST_TEST(growth.velocity(row.at("T_K")) / (units::m / units::s) == row.at("vg_per_atom_m_s"),
               tt::tolerance(2e-4)); // five digits, and the CODATA constants behind them
    ++n_rows;
  }
  BOOST_TEST(n_rows == 63);
}

BOOST_AUTO_TEST_CASE(is_fastest_at_761_K)
{
  // V03: 0.522 m/s within 0.5 % at 761.5 K
  double fastest = 0, T_fastest = 0;
  for (double T = 600; T < 900; T += 0.01)
    if (growth.velocity(T) > fastest)
    {
      fastest   = growth.velocity(T);
      T_fastest = T;
    }
  BOOST_TEST(fastest / (units::m / units::s) == 0.522, tt::tolerance(5e-3));
  BOOST_TEST(std::abs(T_fastest - 761.5) < 0.5);
}

BOOST_AUTO_TEST_CASE(velocity_is_mobility_times_driving_force)
{
  for (const double T : {300.0, 534.0, 761.5, 899.9, 900.1, 1200.0, 3000.0})
    BOOST_TEST(growth.velocity(T) == growth.mobility(T) * free_energy.driving_force(T).v, tt::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(mobility_is_smooth_through_the_melting_point)
{
  const double below = growth.mobility(900 - 1e-6), at = growth.mobility(900), above = growth.mobility(900 + 1e-6);
  BOOST_TEST(at > 0);
  BOOST_TEST(below == at, tt::tolerance(1e-7));
  BOOST_TEST(above == at, tt::tolerance(1e-7));
  BOOST_TEST(growth.velocity(900) == 0);
  // second difference over 1 K: no kink
  BOOST_TEST(std::abs(growth.mobility(901) - 2 * at + growth.mobility(899)) < 1e-4 * at);
}

BOOST_AUTO_TEST_CASE(melting_is_negative_and_limited)
{
  BOOST_TEST(growth.velocity(910) < 0);
  for (const double T : {1600.0, 2000.0, 5000.0})
    BOOST_TEST(growth.velocity(T) == -10 * units::m / units::s, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(is_finite_at_any_temperature)
{
  for (const double T : {1.0, 10.0, 77.0, 5000.0})
  {
    BOOST_TEST(std::isfinite(growth.velocity(T)));
    BOOST_TEST(growth.mobility(T) >= 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
