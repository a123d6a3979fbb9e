#include <physics/phase/fictive_temperature.h>

#include <physics/material.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
const FictiveTemperature law{FictiveTemperatureParameters{}, PhaseChangeParameters{}};
const Viscosity          viscosity{PhaseChangeParameters{}};

/// T_f at 300 K after cooling from 850 K at the rate q [K/ns] in steps of dT.
double frozen_in(double q, double dT)
{
  double T_f = 850;
  for (double T = 850; T > 300; T -= dT)
    T_f = law.advance(T_f, T, T - dT, dT / q);
  return T_f;
}
} // namespace

BOOST_AUTO_TEST_SUITE(fictive_temperature)

BOOST_AUTO_TEST_CASE(viscosity_of_a_history_joins_the_two_known_ones)
{
  for (const double T : {300.0, 450.0, 533.9})
    BOOST_TEST(viscosity.ln_viscosity(T, 534) == viscosity.ln_viscosity(T).v, tt::tolerance(1e-13));
  for (const double T : {540.0, 700.0, 900.0})
    BOOST_TEST(viscosity.ln_viscosity(T, T) == viscosity.ln_viscosity(T).v, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(relaxation_time_is_viscosity_over_modulus)
{
  // set A gives 239 Pa s at 534 K: 23.9 ns with 10 GPa
  BOOST_TEST(1 / law.rate(534, 534) == std::exp(viscosity.ln_viscosity(534).v) / 1e10 * s, tt::tolerance(1e-12));
  BOOST_TEST(1 / law.rate(534, 534) / ns == 23.9, tt::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(liquid_is_in_equilibrium_and_cold_glass_is_frozen)
{
  BOOST_TEST(law.advance(600, 950, 950, 1e-3) == 950);
  BOOST_TEST(law.advance(700, 700, 700, 1) == 700);
  BOOST_TEST(law.advance(560, 150, 150, 3e17) == 560); // ten years
  BOOST_TEST(law.advance(560, 1, 1, 1e9) == 560);
  BOOST_TEST(std::isfinite(law.advance(560, 600, -50, 1e3)));            // what an iteration that goes wrong may ask
  BOOST_TEST(law.advance(900, 700, 700, 1) == 700, tt::tolerance(2e-3)); // hot liquid follows within a nanosecond
}

BOOST_AUTO_TEST_CASE(isothermal_relaxation_is_the_integral_of_the_law)
{
  // t = integral over x from T_f(t) to T_f(0) of tau_r(T, x) / (x - T) dx, by Simpson's rule
  const double T = 520, T_start = 560, T_end = 535;
  const int    n = 2000;
  double       t = 0;
  for (int i = 0; i <= n; ++i)
  {
    const double x = T_end + (T_start - T_end) * i / n;
    t += (i == 0 || i == n ? 1 : i % 2 ? 4 : 2) / (law.rate(T, x) * (x - T));
  }
  t *= (T_start - T_end) / n / 3;
  const auto after = [&](int n_steps) {
    double T_f = T_start;
    for (int i = 0; i < n_steps; ++i)
      T_f = law.advance(T_f, T, T, t / n_steps);
    return T_f;
  };
  BOOST_TEST(std::abs(after(8000) - T_end) < 0.02);
  const double error_1 = after(250) - T_end, error_2 = after(500) - T_end;
  BOOST_TEST(error_1 / error_2 == 2, tt::tolerance(0.15)); // first order in time
  BOOST_TEST((after(1) > T && after(1) < T_start));        // and never past T in one step
}

BOOST_AUTO_TEST_CASE(faster_quench_freezes_a_hotter_structure)
{
  // Freezing sets in where the equilibrium would have to move by one e-fold of tau_r within tau_r:
  // tau_r(T_f) = |dT / d ln tau_r| / q at T_f, within a factor of four: about 8 K.
  double last = 0;
  for (const double q : {0.01, 0.1, 1.0, 10.0, 100.0}) // 1e7 to 1e11 K/s
  {
    const double T_f  = frozen_in(q, 0.5);
    const double fold = -1 / viscosity.ln_viscosity(Scalar::variable(T_f, 0)).d[0];
    BOOST_TEST(std::abs(std::log(law.rate(T_f, T_f) * fold / q)) < std::log(4.0), "q " << q << " K/ns: T_f " << T_f);
    BOOST_TEST(T_f > last + 5);
    last = T_f;
  }
  // 1e9 K/s, a RESET pulse, freezes the 534 K that Sebastian et al. found for melt-quenched cells
  BOOST_TEST(std::abs(frozen_in(1, 0.5) - 534) < 1);
  // the step of the solver, 20 K, is as good as half a kelvin
  BOOST_TEST(std::abs(frozen_in(10, 20.0) - frozen_in(10, 0.05)) < 0.3);
}

BOOST_AUTO_TEST_CASE(softer_glass_crystallises_faster)
{
  const Material gst{MaterialCard{}};
  BOOST_TEST(gst.growth_velocity(450, 534) == gst.growth_velocity(450), tt::tolerance(1e-12));
  BOOST_TEST(gst.growth_velocity(700, 700) == gst.growth_velocity(700), tt::tolerance(1e-12));
  BOOST_TEST(gst.growth_velocity(450, 580) > 10 * gst.growth_velocity(450, 534));
  BOOST_TEST(gst.interface_mobility(450, 580) * gst.driving_force(450) == gst.growth_velocity(450, 580),
             tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(as_quenched_state_follows_the_fictive_temperature)
{
  MaterialCard card;
  BOOST_TEST(Material(card).initial_relaxation(600) == 0.893333); // switched off
  card.fictive_temperature.quench_coupling = 1e-3;
  BOOST_TEST(Material(card).initial_relaxation(584) == 0.943333, tt::tolerance(1e-12));
  BOOST_TEST(Material(card).initial_relaxation(900) == 1);
  BOOST_TEST(Material(card).advance_fictive_temperature(900, 850, 840, 1e-3) == law.advance(900, 850, 840, 1e-3));
}

BOOST_AUTO_TEST_SUITE_END()
