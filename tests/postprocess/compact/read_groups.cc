#include <postprocess/compact/read_groups.h>

#include <physics/base/error.h>
#include <postprocess/compact/threshold_drift.h>
#include <tests/feature.h>
#include <tests/postprocess/synthetic/folders.h>

#include <array>
#include <cmath>
#include <fstream>
#include <random>

using namespace quench;
using namespace quench::compact;
using boost::test_tools::tolerance;

namespace
{
constexpr double k_eV = 8.617333262e-5;

std::string text(const char *pattern, double value)
{
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, pattern, value);
  return buffer;
}

Read make_read(double t_s, double V, double T_K, double current_uA)
{
  Read read;
  read.pulse          = 1;
  read.time_s         = t_s;
  read.read_voltage_V = V;
  read.temperature_K  = T_K;
  read.current_uA     = current_uA;
  read.conductance_uS = current_uA / V;
  return read;
}

/// Reads at 20 s over -0.2 to 0.2 V of a cell with curvature; relative noise on the current.
Run curved_run(double g_uS, double nl2, double nl3, double noise, unsigned seed)
{
  std::mt19937_64                  random(seed);
  std::normal_distribution<double> normal;
  Run                              run;
  run.directory = "run";
  int n         = 0;
  for (double V = -0.2; V < 0.21; V += 0.02)
    if (std::abs(V) > 1e-9)
      run.reads.push_back(make_read(20 + 1e-3 * n++, V, 300,
                                    g_uS * V * (1 + nl2 * V + nl3 * V * V) + noise * g_uS * 0.2 * normal(random)));
  return run;
}

/// Collective relaxation at 300 K (eq. R2, default parameters of the relaxation law), read at three temperatures each
/// time.
Run relaxing_run(double noise, unsigned seed)
{
  constexpr double E_s = 1.5, alpha = 0.165, Sigma0 = 0.893333, nu0DS = 1e9, E_star = 0.404;
  constexpr double kT   = k_eV * 300;
  const double     tau1 = kT / (nu0DS * E_s) * std::exp(E_s / kT), tau0 = tau1 * std::exp(-Sigma0 * E_s / kT);
  std::mt19937_64  random(seed);
  std::normal_distribution<double> normal;
  Run                              run;
  run.directory = "run";
  for (double t = 1; t < 2e7; t *= std::pow(10, 0.5))
    for (int k = 0; k < 3; ++k)
    {
      const double T = 290 + 10 * k, at = t * (1 + 0.001 * k);
      const double Sigma = -kT / E_s * std::log((at + tau0) / tau1);
      const double G     = 1e8 * std::exp(-(E_star - alpha * Sigma) / (k_eV * T) + noise * normal(random));
      run.reads.push_back(make_read(at, 0.1, T, 0.1 * G));
    }
  return run;
}

ReadState state_of(const Run &run, double g_uS) { return {&run, g_uS, 300}; }

auto says(const std::string &part)
{
  return [part](const InputError &e) { return std::string(e.what()).find(part) != std::string::npos; };
}

constexpr int n_seeds = 200;
bool          covers_95(int n) { return n >= 0.90 * n_seeds && n <= 0.98 * n_seeds; }
} // namespace

BOOST_AUTO_TEST_CASE(curvature_and_polarity_are_found)
{
  const Run  low = curved_run(0.5, 0.05, 6, 0, 1), high = curved_run(20, 0.01, 0.1, 0, 1);
  const auto part = make_current_voltage({state_of(high, 20), state_of(low, 0.5)});
  BOOST_REQUIRE(part.has_value());
  BOOST_TEST(part->conductance_uS == (std::vector<double>{0.5, 20}), boost::test_tools::per_element());
  BOOST_TEST(part->nl2_per_V[0].value == 0.05, tolerance(1e-9));
  BOOST_TEST(part->nl3_per_V2[0].value == 6.0, tolerance(1e-9));
  // currents at 0.2 V: 0.5 * 0.2 * (1 +- 0.01 + 0.24)
  BOOST_TEST(part->polarity[0].value == 0.01 / 1.24, tolerance(1e-9));
  BOOST_TEST(part->v_max_V == 0.2, tolerance(1e-9));
  BOOST_TEST(part->residual[1] < 1e-12);
}

/// R22: 95 % intervals of the curvatures hold the truth in 90 to 98 % of 200 seeds.
BOOST_AUTO_TEST_CASE(intervals_of_the_curvature_cover_the_truth)
{
  constexpr double   t_95 = 2.110; // Student's t, 20 reads - 3
  std::array<int, 3> covered{};
  const std::array   truth{0.05, 6.0, 0.01 / 1.24};
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    const Run      run     = curved_run(0.5, 0.05, 6, 0.01, seed);
    const auto     part    = make_current_voltage({state_of(run, 0.5)});
    const Estimate found[] = {part->nl2_per_V[0], part->nl3_per_V2[0], part->polarity[0]};
    for (std::size_t k = 0; k < 3; ++k)
      covered[k] += std::abs(found[k].value - truth[k]) < t_95 * found[k].sigma;
  }
  for (const int n : covered)
    BOOST_TEST(covers_95(n), n);
}

BOOST_AUTO_TEST_CASE(too_few_voltages_are_no_curve)
{
  Run run = curved_run(0.5, 0, 0, 0, 1);
  run.reads.resize(4);
  BOOST_TEST(!make_current_voltage({state_of(run, 0.5)}).has_value());
  Run inverted = curved_run(-0.5, 0, 0, 0, 1);
  BOOST_CHECK_EXCEPTION(make_current_voltage({state_of(inverted, 0.5)}), InputError, says("sign of its voltage"));
}

/// F12: dE_a/decade = alpha kT ln 10/E_s, 6.55 meV at 300 K, out of reads at three temperatures.
BOOST_AUTO_TEST_CASE(the_activation_energy_grows_by_its_closed_form)
{
  const Run  run  = relaxing_run(0, 1);
  const auto part = make_read_temperature({state_of(run, 1)});
  BOOST_REQUIRE(part.has_value());
  BOOST_REQUIRE(part->activation_per_decade_meV.has_value());
  const double closed = 0.165 / 1.5 * k_eV * 300 * std::log(10.0) * 1000;
  const double found  = part->activation_per_decade_meV->value;
  test::record_feature("F12", "extraction from reads at 290, 300, 310 K",
                       text("%.3f", found) + " meV/decade, closed form " + text("%.3f", closed) + " meV",
                       std::abs(found / closed - 1) < 0.01);
  // E_star - alpha Sigma at 1e7 s, Sigma = 1 - kT/E_s ln(t nu0DS E_s/kT)
  const double kT = k_eV * 300, Sigma = 1 - kT / 1.5 * std::log(1e7 * 1e9 * 1.5 / kT);
  BOOST_TEST(part->activation_meV[0].value == 1000 * (0.404 - 0.165 * Sigma), tolerance(0.01));
  BOOST_TEST(part->t_min_K == 290.0);
  BOOST_TEST(part->t_max_K == 310.0);
}

/// R22 for the growth per decade.
BOOST_AUTO_TEST_CASE(intervals_of_the_growth_cover_the_truth)
{
  const double closed  = 0.165 / 1.5 * k_eV * 300 * std::log(10.0) * 1000;
  int          covered = 0;
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    const Run      run    = relaxing_run(0.01, seed);
    const auto     part   = make_read_temperature({state_of(run, 1)});
    const Estimate growth = *part->activation_per_decade_meV;
    covered += std::abs(growth.value - closed) < 2.160 * growth.sigma; // Student's t, 15 groups - 2
  }
  BOOST_TEST(covers_95(covered), covered);
}

BOOST_AUTO_TEST_CASE(two_temperatures_tell_no_energy)
{
  Run run = relaxing_run(0, 1);
  std::erase_if(run.reads, [](const Read &read) { return read.temperature_K == 310; });
  BOOST_TEST(!make_read_temperature({state_of(run, 1)}).has_value());
}

/// F17 and R22: slope of the threshold, c_V kT/E_s = 1 V * 0.02585/1.5.
BOOST_AUTO_TEST_CASE(the_threshold_drifts_as_it_should)
{
  const double  slope  = k_eV * 300 / 1.5;
  const LeftOut nobody = [](const std::string &) {};
  const auto    run_of = [&](double noise, unsigned seed) {
    std::mt19937_64                  random(seed);
    std::normal_distribution<double> normal;
    ResultSet                        set;
    set.runs.emplace_back();
    set.runs[0].directory = "run";
    for (double t = 1e-4; t < 1.1e4; t *= std::pow(10, 0.25))
      set.runs[0].thresholds.push_back({t, 1 + slope * std::log(t / 20) + noise * normal(random), 300});
    return set;
  };
  const auto part = make_threshold_drift({run_of(0.002, 1)}, 20, {1e-4, 1e10}, nobody);
  BOOST_REQUIRE(part.has_value());
  BOOST_TEST(part->points == 33);
  test::record_feature("F17", "extraction from thresholds with 2 mV of noise",
                       "R^2 " + text("%.4f", part->r_squared) + ", slope " + text("%.2f", 1000 * part->slope_V.value) +
                           " mV per e-fold, closed form " + text("%.2f", 1000 * slope) + " mV",
                       part->r_squared >= 0.99 && std::abs(part->slope_V.value / slope - 1) < 0.02);
  int covers_slope = 0, covers_value = 0;
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    const auto fit = make_threshold_drift({run_of(0.01, seed)}, 20, {1e-4, 1e10}, nobody);
    covers_slope += std::abs(fit->slope_V.value - slope) < 2.040 * fit->slope_V.sigma; // Student's t, 33 - 2
    covers_value += std::abs(fit->at_t0_V.value - 1) < 2.040 * fit->at_t0_V.sigma;
  }
  BOOST_TEST(covers_95(covers_slope), covers_slope);
  BOOST_TEST(covers_95(covers_value), covers_value);
  BOOST_CHECK_EXCEPTION(make_threshold_drift({run_of(0, 1)}, 20, {1e3, 1e10}, nobody), InputError,
                        says("over 2 decades"));
  BOOST_TEST(!make_threshold_drift({ResultSet{}}, 20, {}, nobody).has_value());
}

namespace
{
/// A series.csv of a RESET of 10 ns and, 1 us later, a ramp of 1 V in 100 ns at whose row `snap` the cell voltage falls
/// to a third while the current rises tenfold. The cell takes v(t) = 0.9 t/100 ns - 0.2 (t/100 ns)^2 of the ramp
/// before.
void write_ramp(const std::string &path, int snap)
{
  std::ofstream file(path);
  file << "time_ns,source_V,cell_V,current_uA\n5,2,0.3,1000\n10,0,0,0\n1010,0,0,0\n";
  for (int row = 1; row <= 100; ++row)
  {
    const double ramp = row / 100.0, cell = 0.9 * ramp - 0.2 * ramp * ramp;
    file << 1010 + row << ',' << ramp << ',' << (row < snap ? cell : cell / 3) << ','
         << (row < snap ? 10 * ramp : 100 * ramp) << '\n';
  }
  file << "1111,0,0,0\n";
}

Run ramp_run(const std::string &directory)
{
  Run run;
  run.directory = directory;
  for (const int pulse : {1, 2})
  {
    run.reads.push_back(make_read(5e-7, 0.1, 300, 1));
    run.reads.back().pulse       = pulse;
    run.reads.back().amplitude_V = pulse == 1 ? 2 : 1;
  }
  return run;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_ramp_over_glass_shows_its_threshold)
{
  const synthetic::TemporaryFolder folder;
  write_ramp(folder.path() + "/series.csv", 81);
  const auto threshold = switching_threshold(ramp_run(folder.path()));
  BOOST_REQUIRE(threshold.has_value());
  BOOST_TEST(threshold->voltage_V == 0.592, tolerance(1e-5)); // the last row before it snaps back, at 80 ns
  BOOST_TEST(threshold->time_s == 1.08e-6, tolerance(1e-9));  // after the end of the RESET
  BOOST_TEST(threshold->temperature_K == 300);
  write_ramp(folder.path() + "/series.csv", 1000); // crystal: nothing snaps
  BOOST_TEST(!switching_threshold(ramp_run(folder.path())).has_value());
  Run single = ramp_run(folder.path());
  single.reads.pop_back();
  BOOST_TEST(!switching_threshold(single).has_value());
}

BOOST_AUTO_TEST_CASE(thresholds_of_the_runs_of_a_sweep_make_one_record)
{
  const synthetic::TemporaryFolder folder;
  write_ramp(folder.path() + "/series.csv", 81);
  ResultSet   set;
  std::string why;
  for (int i = 0; i < 3; ++i)
    set.runs.push_back(ramp_run(folder.path()));
  BOOST_TEST(!make_threshold_drift({set}, 1, {1e-9, 1e10}, [&](const std::string &text) { why = text; }).has_value());
  BOOST_TEST(why.find("3 thresholds") != std::string::npos, why);
}
