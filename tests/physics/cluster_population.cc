#include <physics/phase/cluster_population.h>

#include <boost/test/unit_test.hpp>

#include <numbers>

using namespace quench;
using namespace quench::physics;
namespace tt = boost::test_tools;

namespace
{
Nucleation law(int n_max = 60)
{
  NucleationParameters p;
  p.incubation      = Incubation::clusters;
  p.largest_cluster = n_max;
  return Nucleation(p, PhaseChangeParameters{});
}

/// The steady flux of the chain in closed form: J = 1 / sum over n of 1 / (gain_n N_n^eq), N_n^eq = exp(-(G_n -
/// G_1)/kT).
double steady_rate(const Nucleation &nucleation, double T, int n_max)
{
  const double kT         = units::kB * T;
  const auto   G          = [&](int n) { return nucleation.cluster_energy(T, n, 1) / kT; };
  double       resistance = 0;
  for (int n = 1; n <= n_max; ++n)
    resistance += std::exp((G(n + 1) - G(n)) / 2 + G(n) - G(1)) / nucleation.attachment(T, n);
  return nucleation.formula_density() / resistance;
}

/// Sum over n >= 2 of N_n h_n: what of the steady population will become crystals.
double escaping(const Nucleation &nucleation, double T, int n_max)
{
  const double        kT = units::kB * T;
  const auto          G  = [&](int n) { return nucleation.cluster_energy(T, n, 1) / kT; };
  std::vector<double> below(n_max + 2), above(n_max + 2); // resistances 1 / (gain_k N_k^eq) of the links k < n, k >= n
  const auto link = [&](int k) { return std::exp((G(k + 1) - G(k)) / 2 + G(k) - G(1)) / nucleation.attachment(T, k); };
  for (int n = 1; n <= n_max; ++n)
    below[n + 1] = below[n] + link(n);
  for (int n = n_max; n >= 1; --n)
    above[n] = above[n + 1] + link(n);
  double sum = 0;
  for (int n = 2; n <= n_max; ++n) // h_n = below / total, N_n = N_n^eq (1 - h_n)
    sum += std::exp(G(1) - G(n)) * above[n] / above[1] * below[n] / above[1];
  return sum;
}

/// Crystals per volume after the time t in equal steps.
double crystals(const Nucleation &nucleation, double T, double t, int n_steps)
{
  ClusterPopulation population(nucleation);
  double            sum = 0;
  for (int i = 0; i < n_steps; ++i)
    sum += population.advance(nucleation, T, t / n_steps);
  return sum;
}
} // namespace

BOOST_AUTO_TEST_SUITE(cluster_population)

BOOST_AUTO_TEST_CASE(steady_flux_is_that_of_the_chain)
{
  for (const double T : {450.0, 600.0, 680.0})
  {
    const Nucleation  nucleation = law();
    ClusterPopulation population(nucleation);
    const double      lag = nucleation.time_lag(T);
    for (int i = 0; i < 40; ++i)
      population.advance(nucleation, T, 10 * lag);
    BOOST_TEST(population.advance(nucleation, T, lag) / lag == steady_rate(nucleation, T, 60), tt::tolerance(1e-9));
  }
}

BOOST_AUTO_TEST_CASE(steady_flux_is_the_classical_rate)
{
  // The classical rate replaces the sum by an integral over a parabola, which is good for large nuclei, and takes
  // G(0) = 0 instead of G(1) for the monomers; with n_c = 5 to 11 this is a factor exp(G(1)/kT), which is taken out.
  for (const double T : {600.0, 650.0, 680.0})
  {
    const Nucleation nucleation = law(200);
    const double     monomers   = std::exp(nucleation.cluster_energy(T, 1, 1) / (units::kB * T));
    BOOST_TEST(steady_rate(nucleation, T, 200) / monomers == nucleation.volume_rate(T), tt::tolerance(0.25));
  }
}

BOOST_AUTO_TEST_CASE(crystals_appear_after_an_incubation_time)
{
  // For t >> tau: N = I (t - theta). Each cluster of the steady population will become a crystal with the probability
  // h_n that it reaches n_max + 1 before 1: theta = sum of N_n h_n / J, in closed form for a chain.
  const double     T          = 660;
  const int        n_max      = 40;
  const Nucleation nucleation = law(n_max);
  const double     lag = nucleation.time_lag(T), I = steady_rate(nucleation, T, n_max);
  const double     theta    = 200 * lag - crystals(nucleation, T, 200 * lag, 2000) / I;
  const double     expected = escaping(nucleation, T, n_max) / (I / nucleation.formula_density());
  BOOST_TEST(theta == expected, tt::tolerance(1e-6));
  // Kashchiev's clusters count at the critical size and have theta = pi^2 tau / 6; these grow on to 40
  BOOST_TEST((theta > std::numbers::pi * std::numbers::pi / 6 * lag && theta < 6 * lag));
  BOOST_TEST(crystals(nucleation, T, 0.1 * lag, 200) < 1e-3 * I * 0.1 * lag);
}

BOOST_AUTO_TEST_CASE(converges_with_the_step_and_takes_any_step)
{
  const double     T          = 640;
  const Nucleation nucleation = law();
  const double     t          = 5 * nucleation.time_lag(T);
  const double     exact      = crystals(nucleation, T, t, 6400);
  const double     error_1    = std::abs(crystals(nucleation, T, t, 200) - exact);
  const double     error_2    = std::abs(crystals(nucleation, T, t, 400) - exact);
  BOOST_TEST(error_1 / error_2 == 2, tt::tolerance(0.1)); // first order
  ClusterPopulation population(nucleation);
  population.advance(nucleation, T, 1e12);
  for (const double number : population.numbers())
    BOOST_TEST((number >= 0 && std::isfinite(number)));
}

BOOST_AUTO_TEST_CASE(melting_dissolves_the_clusters)
{
  const Nucleation  nucleation = law();
  ClusterPopulation population(nucleation);
  population.advance(nucleation, 600, 100);
  BOOST_TEST(population.numbers()[4] > 0);
  BOOST_TEST(population.advance(nucleation, 950, 1) == 0);
  BOOST_TEST(population.numbers()[0] == 1);
  BOOST_TEST(population.numbers()[4] == 0);
}

BOOST_AUTO_TEST_CASE(cells_count_with_the_weight_of_the_classical_rate)
{
  for (const double T : {600.0, 650.0, 680.0})
  {
    const Nucleation  nucleation = law(200);
    ClusterPopulation population(nucleation);
    for (int i = 0; i < 100; ++i)
      population.advance(nucleation, T, 10 * nucleation.time_lag(T));
    // 25 %: the integral over a parabola in eq. N1 instead of the sum, as above
    BOOST_TEST(nucleation.cluster_flux(T, population.numbers().back()) == nucleation.volume_rate(T),
               tt::tolerance(0.25));
    const double lag = nucleation.time_lag(T), weight = std::exp(-nucleation.cluster_energy(T, 1, 1) / (units::kB * T));
    const double counted = population.advance(nucleation, T, lag);
    BOOST_TEST(weight * counted == lag * nucleation.cluster_flux(T, population.numbers().back()), tt::tolerance(1e-9));
  }
  BOOST_TEST(law().counted_radius() == std::cbrt(3 * 61 * 0.29 / (4 * std::numbers::pi)), tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(steps_of_a_cell_follow_ramps) // 10 K per step, against a thousandth of it
{
  const Nucleation nucleation = law();
  const auto       counted    = [&](double T_1, double T_2, double rate, double dT) {
    ClusterPopulation population(nucleation);
    double            sum     = 0;
    const int         n_steps = int(std::abs(T_2 - T_1) / dT + 0.5);
    for (int i = 0; i < n_steps; ++i)
    {
      const double T = T_1 + (T_2 - T_1) * i / n_steps, next = T_1 + (T_2 - T_1) * (i + 1) / n_steps;
      population.follow(nucleation, T, next, dT / rate);
      sum += dT / rate * nucleation.cluster_flux(next, population.numbers().back());
    }
    return sum;
  };
  for (const double rate : {0.01, 1.0, 10.0}) // [K/ns]: 1e7, 1e9, 1e10 K/s
    for (const bool cools : {true, false})
    {
      const double T_1 = cools ? 880 : 400, T_2 = cools ? 400 : 770;
      const double fine = counted(T_1, T_2, rate, 0.01), coarse = counted(T_1, T_2, rate, 10);
      BOOST_TEST_MESSAGE(rate << " K/ns from " << T_1 << " K: " << coarse / fine << " of " << fine << " per nm3");
      BOOST_TEST(coarse == fine, tt::tolerance(0.15)); // eight parts per step; its error is of first order in them
    }
}

BOOST_AUTO_TEST_SUITE_END()
