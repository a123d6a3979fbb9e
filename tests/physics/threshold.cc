#include <physics/material.h>

#include <tests/physics/csv.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

// Threshold switching of a uniform plug of glass: radius 20 nm, thickness u, one temperature T = 300 K + R_th P with
// R_th = 2 K/uW. The steady V(T) has a maximum: the threshold.

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
constexpr double radius = 20 * nm, R_th = 2 * K / uW, T_0 = 300 * K, Sigma = 0.431725;

/// Voltage at which the plug heats itself to T: V^2 sigma(T, V/u) pi r^2 / u = (T - T_0) / R_th.
double steady_voltage(const Material &material, double u, double T)
{
  const double power = (T - T_0) / R_th;
  double       low = 0, high = 100 * V;
  for (int i = 0; i < 60; ++i)
  {
    const double voltage = (low + high) / 2;
    const double sigma   = material.conductivity(local_state(T, voltage / u, 0, Sigma)).v;
    (voltage * voltage * sigma * std::numbers::pi * radius * radius / u < power ? low : high) = voltage;
  }
  return (low + high) / 2;
}
} // namespace

BOOST_AUTO_TEST_SUITE(threshold)

BOOST_AUTO_TEST_CASE(rows_of_the_minimal_model)
{
  // In its reference state, and below T_hold, eq. C3-C5 are the law of the table but for a prefactor larger by 0.1 %;
  // voltages are given to 1 mV, temperatures to 1 K.
  int n_rows = 0;
  for (const tests::Row &row : tests::read_table("threshold_minimal_model.csv"))
  {
    MaterialCard card;
    card.glass_conduction.hop_distance = row.at("a_nm") * nm;
    const Material material(card);
    double         V_th = 0, T_th = 0;
    for (double T = T_0 + 1; T < 530; T += 0.25)
      if (const double voltage = steady_voltage(material, row.at("u_nm") * nm, T); voltage > V_th)
      {
        V_th = voltage;
        T_th = T;
      }
    BOOST_TEST(V_th == row.at("Vth_V"), tt::tolerance(2e-3));
    BOOST_TEST(std::abs(T_th - row.at("T_at_turning_K")) < 1.01);
    ++n_rows;
  }
  BOOST_TEST(n_rows == 21);
}

BOOST_AUTO_TEST_SUITE_END()
