#include <physics/relaxation/relaxation_law.h>

#include <tests/physics/csv.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

namespace
{
const CollectiveRelaxation law{CollectiveRelaxation::Parameters{}};
constexpr double           alpha = 0.165, E_s = 1.5, hour = 3600 * s;

double Sigma(double T, double t) { return law.relax(law.initial(), T, t); }

/// nu between two times: relaxing and reading at T.
double nu(double T, double t_1, double t_2)
{
  return alpha * (Sigma(T, t_1) - Sigma(T, t_2)) / (kB * T * std::log(t_2 / t_1));
}
} // namespace

BOOST_AUTO_TEST_SUITE(relaxation_law)

BOOST_AUTO_TEST_CASE(rows_of_the_reference_table)
{
  int n_rows = 0;
  for (const tests::Row &row : tests::read_table("relaxation_reference_values.csv"))
  {
    const double T = row.at("T_K");
    BOOST_TEST(law.tau_0(T) / s == row.at("tau0_s"), tt::tolerance(6e-4)); // four digits are given
    BOOST_TEST(std::abs(std::log10(law.tau_1(T) / s) - row.at("log10_tau1_s")) < 6e-4);
    BOOST_TEST(std::abs(Sigma(T, 1e-6 * s) - row.at("Sigma_1us")) < 1e-6);
    BOOST_TEST(std::abs(Sigma(T, 1 * s) - row.at("Sigma_1s")) < 1e-6);
    BOOST_TEST(std::abs(Sigma(T, hour) - row.at("Sigma_1h")) < 1e-6);
    BOOST_TEST(std::abs(Sigma(T, 24 * hour) - row.at("Sigma_1d")) < 1e-6);
    BOOST_TEST(std::abs(nu(T, 1e-4 * s, 1e-3 * s) - row.at("nu_100us_1ms")) < 6e-6);
    BOOST_TEST(std::abs(nu(T, 1 * s, 100 * s) - row.at("nu_1_100s")) < 6e-6);
    BOOST_TEST(std::abs(nu(T, 1 * s, hour) - row.at("nu_1s_1h")) < 6e-6);
    BOOST_TEST(alpha * (Sigma(T, 1 * s) - Sigma(T, hour)) / std::log10(3600) * 1e3 ==
                   row.at("dEa_meV_per_decade_1s_1h"),
               tt::tolerance(1e-3));
    BOOST_TEST(std::exp(alpha * (law.initial() - Sigma(T, 10 * s)) / (kB * T)) == row.at("R10s_over_R0"),
               tt::tolerance(1e-5));
    ++n_rows;
  }
  BOOST_TEST(n_rows == 12);
}

BOOST_AUTO_TEST_CASE(onset_at_room_temperature) // V2-01
{
  BOOST_TEST(law.tau_0(300) / s == 8.40e-9, tt::tolerance(1e-2));
}

BOOST_AUTO_TEST_CASE(state_after_one_hour) // V2-02
{
  BOOST_TEST(std::abs(Sigma(300, hour) - 0.431725) < 1e-6);
}

BOOST_AUTO_TEST_CASE(bake_raises_the_resistance) // V2-04: one hour at 300 K, one hour at 358 K, both read at 300 K
{
  const double before = Sigma(300, hour), after = law.relax(before, 358, hour);
  BOOST_TEST(std::exp(alpha * (before - after) / (kB * 300)) == 1.971446, tt::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(drift_exponent_is_alpha_over_E_s) // V2-05
{
  BOOST_TEST(std::abs(nu(300, 1 * s, hour) - 0.1100) < 5e-4);
}

BOOST_AUTO_TEST_CASE(activation_energy_rises_by_alpha_kT_ln10_over_E_s_per_decade) // V2-09, F12
{
  const double per_decade = alpha * (Sigma(300, 1 * s) - Sigma(300, 10 * s));
  BOOST_TEST(per_decade == alpha * kB * 300 * std::log(10.0) / E_s, tt::tolerance(1e-6));
  BOOST_TEST(per_decade * 1e3 == 6.55, tt::tolerance(1e-2));
}

BOOST_AUTO_TEST_CASE(many_steps_are_one_step)
{
  for (const double T : {80.0, 300.0, 458.0})
  {
    double Sigma_steps = law.initial();
    for (int i = 0; i < 1000; ++i)
      Sigma_steps = law.relax(Sigma_steps, T, 3.6 * s);
    BOOST_TEST(std::abs(Sigma_steps - Sigma(T, hour)) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(is_the_closed_form)
{
  for (const double t : {1e-3, 1.0, 1e3, 1e9, 1e18})
    BOOST_TEST(Sigma(300, t) == std::max(0.0, -kB * 300 / E_s * std::log((t + law.tau_0(300)) / law.tau_1(300))),
               tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(takes_any_time_step)
{
  BOOST_TEST(law.relax(0.5, 300, 0) == 0.5);
  BOOST_TEST(law.relax(0.893333, 1, 1e18) == 0.893333); // frozen
  BOOST_TEST(law.relax(0.893333, 533, 1e18) == 0);      // complete, never below
  BOOST_TEST(law.relax(0.0, 500, 1e9) == 0);
  // a step far below the onset keeps its relative accuracy
  const double rate = -1e9 / s * std::exp(-0.16000050 / (kB * 300));
  BOOST_TEST((law.relax(0.893333, 300, 1e-6) - 0.893333) / 1e-6 == rate, tt::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(heat_rejuvenates)
{
  BOOST_TEST(law.relax(0.1, 534, 0) == 0.893333);
  BOOST_TEST(law.relax(0.1, 900, 1e3) == 0.893333);
  BOOST_TEST(law.relax(0.1, 533.9, 0) == 0.1);
}

BOOST_AUTO_TEST_CASE(fast_quench_leaves_an_unrelaxed_glass)
{
  // cooling from 534 K to 300 K with a time constant tau of 1 / 3 / 10 ns: 0.867 / 0.849 / 0.827, after 20 tau
  for (const auto &[tau, expected] : {std::pair{1.0, 0.867}, {3.0, 0.849}, {10.0, 0.827}})
  {
    double       state = law.initial();
    const double dt    = tau / 1000;
    for (double t = dt / 2; t < 20 * tau; t += dt)
      state = law.relax(state, 300 + 234 * std::exp(-t / tau), dt);
    BOOST_TEST(std::abs(state - expected) < 1e-3, "tau " << tau << " ns: Sigma " << state);
  }
}

BOOST_AUTO_TEST_CASE(field_lowers_the_barrier_if_asked_to)
{
  CollectiveRelaxation::Parameters p;
  BOOST_TEST(law.relax(0.6, 300, 1 * s, 0.05) == law.relax(0.6, 300, 1 * s)); // off by default
  p.acceleration_length = 2 * nm;
  const CollectiveRelaxation driven(p);
  // e a |E| = 0.1 eV: exp(0.1 eV / kT) times the time
  BOOST_TEST(driven.relax(0.6, 300, 1 * s, 0.05) == law.relax(0.6, 300, 1 * s * std::exp(0.1 / (kB * 300))),
             tt::tolerance(1e-12));
  BOOST_TEST(driven.relax(0.6, 300, 1 * s) == law.relax(0.6, 300, 1 * s));
}

BOOST_AUTO_TEST_SUITE_END()
