// Threshold voltages from runs of the solver (slow): F17.
#include <postprocess/compact/threshold_drift.h>
#include <tests/feature.h>
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::test;

namespace
{
/// RESET, a rest, and a ramp that switches the glass; read once after each, so that both pulses are counted.
void write_case(const std::string &path)
{
  std::ofstream(path) << "subsection phase field\n  set interface width = 4 nm\nend\n"
                         "subsection mesh\n  set coarse cell size = 16 nm\n  set edge cell size = 4 nm\n"
                         "  set grading = 0.5\nend\n"
                         "subsection time step\n  set front travel = 0.5\n  set conductivity change = 0.3\n"
                         "  set longest driven step = 0.2 ns\nend\n" // 5 mV of the ramp
                         "subsection program\n"
                         "  set pulses = 3.7 V for 12 ns, rise 3 ns, fall 2 ns; 1.6 V for 1 ns, rise 64 ns, fall 1 ns\n"
                         "  set last read = 1e-6 s\nend\n";
}

constexpr double kT = 8.617333262e-5 * 300, E_s = 1.5; // [eV], CODATA 2018; the card's final barrier

/// Sigma after 1 s at 300 K by eq. R2 with a final barrier [eV].
double relaxation_at_1_s(double barrier)
{
  constexpr double attempts = 1e13 * 1e-4, Sigma_0 = 0.893333; // nu_0 DS [1/s], of the card
  const double     tau_0 = kT / (attempts * barrier) * std::exp(barrier * (1 - Sigma_0) / kT),
               tau_1     = kT / (attempts * barrier) * std::exp(barrier / kT);
  return -kT / barrier * std::log((1 + tau_0) / tau_1);
}

double threshold_at_1_s(const Folder &folder, const std::string &barrier)
{
  const std::string output = folder.path(barrier);
  const Outcome     outcome =
      run({quench_program(), "run", folder.path("ramp.prm"), "--output", output, "--set", "program/rest=1 s", "--set",
           "materials/phase change layer/relaxation/final barrier=" + barrier + " eV"},
          folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  const auto threshold = compact::switching_threshold(compact::read_run(output));
  BOOST_REQUIRE(threshold.has_value());
  return threshold->voltage_V;
}
} // namespace

// Two final barriers leave the glass in two states at one age, known from eq. R2: they tell c_V = -dV_th/dSigma.
BOOST_AUTO_TEST_CASE(the_threshold_of_a_cell_drifts_with_the_logarithm_of_time)
{
  const Folder folder;
  write_case(folder.path("ramp.prm"));
  std::ofstream(folder.path("ages.prm"))
      << "set case = ramp.prm\nsubsection axis 1\n  set key = program/rest\n"
         "  set values = 1e-4 s, 1e-3 s, 1e-2 s, 1e-1 s, 1 s, 10 s, 100 s, 1e3 s, 1e4 s\nend\n";
  const Outcome sweep =
      run({quench_program(), "sweep", folder.path("ages.prm"), "--output", folder.path("ages")}, folder.path());
  BOOST_REQUIRE_MESSAGE(sweep.code == 0, sweep.errors);
  const auto part = compact::make_threshold_drift({compact::read_result_set(folder.path("ages"))}, 1, {1e-6, 1e10},
                                                  [](const std::string &why) { BOOST_ERROR(why); });
  BOOST_REQUIRE(part.has_value());
  BOOST_TEST(part->points == 9);
  const double per_relaxation = (threshold_at_1_s(folder, "1.4") - threshold_at_1_s(folder, "1.6")) /
                                (relaxation_at_1_s(1.6) - relaxation_at_1_s(1.4));
  const double closed_form = per_relaxation * kT / E_s;
  char         text[320];
  std::snprintf(text, sizeof text,
                "1e-4 to 1e4 s, read by ramps of 25 V/us: V_th %.3f V at 1 s, R^2 = %.5f, slope %.2f mV "
                "per e-fold; c_V kT/E_s = %.2f mV with c_V = %.3f V",
                part->at_t0_V.value, part->r_squared, 1000 * part->slope_V.value, 1000 * closed_form, per_relaxation);
  const double off = std::abs(part->slope_V.value / closed_form - 1);
  record_feature("F17", "runs of the solver", text, off <= 0.02 && part->r_squared >= 0.99);
}
