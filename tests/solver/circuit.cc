#include <solver/circuit/network.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(circuit)

constexpr double k = 100 * uA / (V * V);

/// Overdrive 1.5 V.
Circuit with_transistor(double critical_voltage)
{
  Circuit c{.series_resistance = 0};
  c.transistor = {k, 2 * V, 0.5 * V, critical_voltage};
  return c;
}

/// The slope against a central difference; the tolerance is that of the difference.
void check_slope(const Circuit &c, double source, double cell, double tolerance = 1e-6)
{
  const double h     = 1e-5 * V;
  const double slope = (c.current(source, cell + h).value - c.current(source, cell - h).value) / (2 * h);
  BOOST_TEST(c.current(source, cell).slope == slope, tt::tolerance(tolerance) << "source " << source << " V");
}

BOOST_AUTO_TEST_CASE(a_resistance_alone_is_ohm_s_law_to_the_last_bit)
{
  const Circuit c{.series_resistance = 3e3 * ohm};
  for (const double source : {-2.0, 0.0, 0.7, 3.0})
    for (const double cell : {-0.3, 0.0, 1.1})
    {
      BOOST_TEST(c.current(source, cell).value == (source - cell) / (3e3 * ohm));
      BOOST_TEST(c.current(source, cell).slope == -1 / (3e3 * ohm));
    }
}

BOOST_AUTO_TEST_CASE(the_compliance_is_not_exceeded_and_not_felt_below_half)
{
  const Circuit c{.series_resistance = 1e3 * ohm, .compliance = 50 * uA};
  BOOST_TEST(c.current(0.025, 0).value == 25 * uA, tt::tolerance(5e-4)); // (1/2)^8 / 8
  BOOST_TEST(c.current(0.05, 0).value == 50 * uA * std::pow(2, -1.0 / 8), tt::tolerance(1e-14));
  for (const double volts : {0.1, 1.0, 10.0})
  {
    BOOST_TEST(c.current(volts, 0).value <= 50 * uA);
    BOOST_TEST(c.current(volts, 0).value > 49.9 * uA);
    BOOST_TEST(c.current(-volts, 0).value == -c.current(volts, 0).value);
  }
  for (const double volts : {0.02, 0.05, 0.06, 0.1})
    check_slope(c, volts, 0);
}

BOOST_AUTO_TEST_CASE(the_transistor_follows_the_square_law)
{
  const Circuit c       = with_transistor(1e6 * V);
  const auto    current = [&](double volts) { return c.current(volts, 0).value / uA; };
  BOOST_TEST(current(0.5) == 62.5, tt::tolerance(1e-5)); // 100 (1.5 x 0.5 - 0.125), less 0.5 / 1e6
  BOOST_TEST(current(1.5) == 112.5, tt::tolerance(1e-5));
  BOOST_TEST(current(4) == 112.5, tt::tolerance(1e-5));
  BOOST_TEST(current(-0.5) == -87.5, tt::tolerance(1e-5)); // the gate is 2 V above the source then
  BOOST_TEST(current(0) == 0);
}

BOOST_AUTO_TEST_CASE(its_velocity_saturates)
{
  const Circuit c       = with_transistor(1 * V); // v_sat = sqrt(1 + 3) - 1 = 1 V
  const auto    current = [&](double volts) { return c.current(volts, 0).value / uA; };
  BOOST_TEST(current(0.5) == 62.5 / 1.5, tt::tolerance(1e-12));
  BOOST_TEST(current(1) == 50, tt::tolerance(1e-12)); // 100 (1.5 - 0.5) / 2
  BOOST_TEST(current(3) == 50, tt::tolerance(1e-12));
  BOOST_TEST(c.current(3, 0).slope == 0);
  for (const double volts : {-3.0, -0.5, 0.2, 0.9, 1.5})
    check_slope(c, volts, 0.1);
  for (const double joint : {0.0, 1.0, -std::sqrt(3.0)}) // zero, saturation, saturation with drain and source exchanged
    BOOST_TEST(std::abs(c.current(joint - 1e-9, 0).slope - c.current(joint + 1e-9, 0).slope) < 1e-8 * k * V);
}

BOOST_AUTO_TEST_CASE(a_transistor_whose_gate_is_closed_blocks)
{
  Circuit c                 = with_transistor(1 * V);
  c.transistor.gate_voltage = 0.5 * V;
  BOOST_TEST(c.current(2, 0).value == 0);
  c.series_resistance = 1e3 * ohm;
  BOOST_TEST(c.current(2, 0).value == 0);
}

/// I -> V of the chain in closed form against the local solution V -> I.
BOOST_AUTO_TEST_CASE(a_selector_takes_its_share_over_twelve_decades)
{
  Circuit c{.series_resistance = 5e3 * ohm};
  c.selector = {1e-6 * uA, 0.05 * V};
  for (double I = 1e-10 * uA; I < 200 * uA; I *= 10)
  {
    const double V_all = I * 5e3 * ohm + 0.05 * V * std::asinh(I / (1e-6 * uA));
    BOOST_TEST(c.current(V_all, 0).value == I, tt::tolerance(1e-12));
    BOOST_TEST(c.current(0, V_all).value == -I, tt::tolerance(1e-12));
    const double slope = 5e3 * ohm + 0.05 * V / std::hypot(I, 1e-6 * uA);
    BOOST_TEST(c.current(V_all, 0).slope == -1 / slope, tt::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(transistor_resistance_and_selector_share_the_voltage)
{
  Circuit c           = with_transistor(1 * V);
  c.series_resistance = 5e3 * ohm;
  c.selector          = {1e-6 * uA, 0.05 * V};
  for (const double v : {1e-9, 1e-3, 0.2, 0.8, 0.999, -1e-3, -0.8, -3.0})
  {
    const double I     = with_transistor(1 * V).current(v, 0).value;
    const double V_all = v + I * 5e3 * ohm + 0.05 * V * std::asinh(I / (1e-6 * uA));
    BOOST_TEST(c.current(V_all, 0).value == I, tt::tolerance(1e-11));
    if (std::abs(v) > 1e-2)
      check_slope(c, V_all, 0);
  }
  for (const double volts : {5.0, 100.0})
    BOOST_TEST(c.current(volts, 0).value == 50 * uA, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(compliance_and_selector_share_the_voltage)
{
  Circuit c{.series_resistance = 1e3 * ohm, .compliance = 50 * uA};
  c.selector = {1e-3 * uA, 0.1 * V};
  for (const double volts : {0.5, 1.0, 1.2, 5.0})
  {
    const double I    = c.current(volts, 0).value;
    const double left = volts - 0.1 * V * std::asinh(I / (1e-3 * uA)), ohmic = left / (1e3 * ohm);
    BOOST_TEST(I == ohmic * std::pow(1 + std::pow(ohmic / (50 * uA), 8), -1.0 / 8), tt::tolerance(1e-10));
    if (volts < 2) // beyond, the difference is smaller than rounding
      check_slope(c, volts, 0);
  }
}

/// Of a network that the keys make: the source stands above the cell by what falls over the series resistance.
BOOST_AUTO_TEST_CASE(a_source_of_current_drives_its_current_at_any_voltage)
{
  const Network network({.series_resistance = 2e3 * ohm}, {"ground", "driven"});
  for (const double cell : {-1.0, 0.0, 5.0})
  {
    CircuitState state = network.filled({}, cell);
    const auto   draw  = network.solve({network.rest(), 1, {50 * uA, SourceKind::current}}, state);
    BOOST_TEST(draw.current[1] == -50 * uA, tt::tolerance(1e-12));
    BOOST_TEST(std::abs(draw.slope[3]) < 1.01e-12 * S); // the leak of the matrix
    BOOST_TEST(state.source_voltage() == cell + 0.1 * V, tt::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_SUITE_END()
