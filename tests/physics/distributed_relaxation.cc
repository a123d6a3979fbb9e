#include <physics/relaxation/distributed_relaxation.h>

#include <physics/material.h>
#include <physics/relaxation/barrier_spectrum.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::physics;
using namespace quench::units;
namespace tt = boost::test_tools;

// The measure is the full spectrum (eq. R5) with so many bins that they do not show.

namespace
{
constexpr int    many_bins = 1024;
constexpr double span      = 1.34; // E_s - E_1 [eV]

CollectiveRelaxation::Parameters distributed(double acceleration_length = 0)
{
  CollectiveRelaxation::Parameters p;
  p.law                 = RelaxationKind::distributed;
  p.acceleration_length = acceleration_length;
  return p;
}

/// A history of (T [K], duration [ns]): the largest difference of Sigma after its parts.
double error(const std::vector<std::pair<double, double>> &history)
{
  const DistributedRelaxation law(distributed());
  BarrierSpectrum             spectrum(distributed(), many_bins);
  double                      Sigma = 1, worst = 0;
  for (const auto &[T, dt] : history)
  {
    Sigma = law.relax(Sigma, T, dt);
    spectrum.relax(T, dt);
    worst = std::max(worst, std::abs(Sigma - spectrum.mean()));
  }
  return worst;
}

/// From T_1 to T_2 at a rate [K/ns] in steps of 0.5 K.
std::vector<std::pair<double, double>> ramp(double T_1, double T_2, double rate)
{
  std::vector<std::pair<double, double>> history;
  const int                              n = int(std::abs(T_2 - T_1) / 0.5);
  for (int i = 0; i < n; ++i)
    history.emplace_back(T_1 + (i + 0.5) * (T_2 - T_1) / n, 0.5 / rate);
  return history;
}
} // namespace

BOOST_AUTO_TEST_SUITE(distributed_relaxation)

BOOST_AUTO_TEST_CASE(is_the_full_spectrum_at_constant_temperature)
{
  for (const double T : {200.0, 300.0, 358.0, 450.0})
  {
    std::vector<std::pair<double, double>> history;
    for (double t = 1 * ns; t < 1e8 * s; t *= 3)
      history.emplace_back(T, t);
    BOOST_TEST(error(history) < 1e-5, "at " << T << " K: " << error(history)); // bins: (0.0013 eV / kT)^2 / 24
  }
}

BOOST_AUTO_TEST_CASE(
    drifts_by_the_slope_of_the_source) // dSigma / d ln t = -kT / (E_s - E_1); V2-10 with alpha 0.1474 eV
{
  const DistributedRelaxation law(distributed());
  for (const double t : {1e-4, 1.0, 1e4})
    BOOST_TEST(0.1474 * (law.relax(1, 300, t * s) - law.relax(1, 300, 10 * t * s)) / (kB * 300 * std::log(10.0)) ==
                   0.1100,
               tt::tolerance(1e-4));
  // front: X(E*) = 1 at E* = kT ln(nu_0 t) = 0.774 eV after 1 s; its mean lies kT times Euler's constant higher
  BOOST_TEST((1 - law.relax(1, 300, 1 * s)) * span == kB * 300 * (std::log(1e13) + std::numbers::egamma) - 0.16,
             tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(many_steps_are_one_step)
{
  const DistributedRelaxation law(distributed());
  double                      Sigma = 1, dt = 1 * ns, before = 0;
  for (int i = 0; i < 1000; ++i)
  {
    Sigma  = law.relax(Sigma, 300, dt - before);
    before = dt;
    dt *= 1.03;
  }
  BOOST_TEST(Sigma == law.relax(1, 300, before), tt::tolerance(1e-10));
  BOOST_TEST(law.relax(0.4, 300, 0) == 0.4);
}

BOOST_AUTO_TEST_CASE(a_change_of_temperature_costs_less_than_the_bound)
{
  const auto bound = [](double T_1, double T_2) { return 0.6 * kB * std::abs(T_1 - T_2) / span; };
  const auto pause = [](double hot) {
    return std::vector<std::pair<double, double>>{{300, 3600 * s}, {hot, 1 * s},   {hot, 59 * s}, {300, 1 * s},
                                                  {300, 3600 * s}, {300, 1e6 * s}, {300, 1e8 * s}};
  };
  for (const double hot : {350.0, 400.0, 450.0})
    BOOST_TEST(error(pause(hot)) < bound(300, hot), hot << " K: " << error(pause(hot)));
  for (const double rate : {1e-9, 1e-6, 1e-2}) // [K/ns]: 1 K/s, 1000 K/s, 1e7 K/s
  {
    auto cycle = ramp(300, 500, rate);
    for (const auto &part : ramp(500, 300, rate))
      cycle.push_back(part);
    cycle.emplace_back(300, 1e4 * s);
    BOOST_TEST(error(cycle) < bound(300, 500), rate << " K/ns: " << error(cycle));
  }
}

BOOST_AUTO_TEST_CASE(the_field_accelerates_like_in_the_full_spectrum) // eq. R6
{
  const DistributedRelaxation law(distributed(2 * nm));
  BarrierSpectrum             spectrum(distributed(2 * nm), many_bins);
  double                      Sigma = 1;
  for (const double field : {0.0, 0.03, 0.01})
  {
    Sigma = law.relax(Sigma, 300, 1 * s, field);
    spectrum.relax(300, 1 * s, field);
    BOOST_TEST(Sigma == spectrum.mean(), tt::tolerance(1e-5));
  }
}

BOOST_AUTO_TEST_CASE(ends_stay_finite)
{
  const DistributedRelaxation law(distributed());
  for (const double T : {4.0, 40.0, 300.0, 533.0})
    for (const double Sigma : {1.0, 1 - 1e-15, 0.999, 0.5, 1e-3, 1e-12, 0.0})
      for (const double dt : {1e-9, 1.0, 1e20})
      {
        const double later = law.relax(Sigma, T, dt);
        BOOST_TEST((later >= 0 && later <= Sigma), T << " K, Sigma " << Sigma << ", " << dt << " ns: " << later);
      }
  BOOST_TEST(law.relax(0.3, 534, 0) == 1); // rejuvenation (eq. R4)
}

BOOST_AUTO_TEST_CASE(a_material_uses_it)
{
  MaterialCard card;
  card.relaxation = distributed();
  const Material              gst(card);
  const DistributedRelaxation law(distributed());
  BOOST_TEST(gst.initial_relaxation() == 1);
  BOOST_TEST(gst.relax(1, 300, 1 * s) == law.relax(1, 300, 1 * s));
  BOOST_TEST(!gst.field_accelerates_relaxation());
}

BOOST_AUTO_TEST_CASE(meyer_neldel_and_prefactor_options_read_its_state) // eq. C4, C11
{
  // the conductivity sees Sigma alone: a glass of the spectrum conducts like one of the collective law in that state
  MaterialCard collective, spectrum;
  for (MaterialCard *card : {&collective, &spectrum})
  {
    card->glass_conduction.meyer_neldel_energy = 0.042;
    card->glass_conduction.prefactor_coupling  = 0.5;
  }
  spectrum.relaxation = distributed();
  const Material a(collective), b(spectrum);
  const double   Sigma = b.relax(1, 300, 1 * s), later = b.relax(1, 300, 1e4 * s);
  BOOST_TEST(a.conductivity(local_state(300, 0, 0, Sigma)).v == b.conductivity(local_state(300, 0, 0, Sigma)).v);
  // ln R rises by (alpha (1/kT - 1/E_MN) + prefactor) (Sigma - later), from the two equations
  const auto ln_R = [&](double x) { return -std::log(b.conductivity(local_state(300, 0, 0, x)).v); };
  BOOST_TEST(ln_R(later) - ln_R(Sigma) == (0.165 * (1 / (kB * 300) - 1 / 0.042) + 0.5) * (Sigma - later),
             tt::tolerance(1e-6));
}

BOOST_AUTO_TEST_SUITE_END()
