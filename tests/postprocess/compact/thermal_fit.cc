#include <postprocess/compact/thermal_fit.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/programming_cell.h>
#include <tests/postprocess/export/sample_model.h>
#include <tests/postprocess/synthetic/folders.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <filesystem>
#include <random>

/// The lumped cell is solved for known parameters; the extraction must find them.
using namespace quench;
using namespace quench::compact;
using boost::test_tools::tolerance;

namespace
{
/// A ramp of power to 300 uW over 40 ns on tau = 6 ns, R_th = 2 K/uW: exact solution, noise on the temperature.
std::vector<SeriesRow> heated(double noise_K, unsigned seed, double dt = 0.25)
{
  constexpr double                 R = 2, tau = 6, P = 300, end = 40;
  std::mt19937_64                  random(seed);
  std::normal_distribution<double> normal;
  std::vector<SeriesRow>           rows;
  for (double t = 0; t <= end; t += dt)
  {
    SeriesRow row;
    row.time_ns       = t;
    row.power_uW      = P * t / end;
    row.temperature_K = 300 + R * P / end * (t - tau * (1 - std::exp(-t / tau))) + noise_K * normal(random);
    rows.push_back(row);
  }
  return rows;
}

std::string cell(double value)
{
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}

/// A run folder of the lumped cell: pulses one after the other, reads 100 ns after each, its series.
struct LumpedRun
{
  ProgrammingCell   lumped{test::sample_model()};
  std::string       series = "time_ns,cell_V,current_uA,temperature_max_K,glass_volume_nm3,joule_uW\n";
  std::vector<Read> reads;
  CellState         state{300, 0};
  double            time_ns = 0, peak_K = 300;

  void read(int pulse, double volt)
  {
    Read r;
    r.pulse            = pulse;
    r.amplitude_V      = volt;
    r.time_s           = pulse == 0 ? 0 : 1e-7;
    r.read_voltage_V   = 0.2;
    r.temperature_K    = 300;
    r.conductance_uS   = lumped.read_conductance(state.glass);
    r.current_uA       = 0.2 * r.conductance_uS;
    r.resistance_ohm   = 1e6 / r.conductance_uS;
    r.glass_volume_nm3 = 1e5 * state.glass;
    reads.push_back(r);
  }
  void pulse(int number, double volt, double width_ns)
  {
    const auto wave = [&](double t) {
      return t < 3 ? volt * t / 3 : t < width_ns ? volt : std::max(0.0, volt * (1 - (t - width_ns) / 3));
    };
    const auto samples = lumped.transient(state, wave, width_ns + 100, 0.02);
    for (std::size_t i = 0; i < samples.size(); i += 10)
    {
      const CellSample &s = samples[i];
      peak_K              = std::max(peak_K, s.state.temperature_K);
      series += cell(time_ns + s.time_ns + (i == 0 ? 1e-6 : 0)) + "," + cell(s.voltage_V) + "," + cell(s.current_uA) +
                "," + cell(s.state.temperature_K) + "," + cell(1e5 * s.state.glass) + "," +
                cell(s.voltage_V * s.current_uA) + "\n";
    }
    state = samples.back().state;
    time_ns += width_ns + 100.1;
    read(number, volt);
  }
  Run write(const std::string &directory) const
  {
    std::filesystem::create_directories(directory);
    write_file_atomically(directory + "/series.csv", series);
    Run run;
    run.directory = directory;
    run.reads     = reads;
    run.results   = {{"peak_temperature", peak_K, "K"}, {"melting_temperature", 900, "K"}};
    return run;
  }
};

ResultSet lumped_runs(const std::string &folder)
{
  ResultSet set;
  set.is_sweep = true;
  for (const double volt : {1.80, 1.9, 2.0, 2.1, 2.2, 2.35})
  {
    LumpedRun run;
    run.read(0, 0);
    run.pulse(1, volt, 60);
    set.runs.push_back(run.write(folder + "/" + cell(volt)));
  }
  LumpedRun train;
  train.read(0, 0);
  train.pulse(1, 2.2, 60);
  for (int k = 2; k < 12; ++k)
    train.pulse(k, 1.25 + 0.04 * k, 15);
  set.runs.push_back(train.write(folder + "/train"));
  return set;
}
} // namespace

BOOST_AUTO_TEST_CASE(resistance_and_time_constant_are_found)
{
  const Thermal fit = fit_thermal(heated(0, 1), 300);
  BOOST_TEST(fit.r_th_K_per_uW.value == 2.0, tolerance(1e-6));
  BOOST_TEST(fit.tau_ns.value == 6.0, tolerance(1e-6));
  BOOST_TEST(fit.residual < 1e-8);
  BOOST_TEST(fit.ambient_K == 300.0);
}

/// R22: 95 % intervals hold the truth in 90 to 98 % of 200 seeds.
BOOST_AUTO_TEST_CASE(intervals_of_the_thermal_fit_cover_the_truth)
{
  int           covers_R = 0, covers_tau = 0;
  constexpr int n_seeds = 200;
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    const Thermal fit = fit_thermal(heated(5, seed, 0.5), 300);
    covers_R += std::abs(fit.r_th_K_per_uW.value - 2) < 1.975 * fit.r_th_K_per_uW.sigma;
    covers_tau += std::abs(fit.tau_ns.value - 6) < 1.975 * fit.tau_ns.sigma;
  }
  BOOST_TEST((covers_R >= 0.90 * n_seeds && covers_R <= 0.98 * n_seeds), covers_R);
  BOOST_TEST((covers_tau >= 0.90 * n_seeds && covers_tau <= 0.98 * n_seeds), covers_tau);
}

BOOST_AUTO_TEST_CASE(cold_or_short_series_are_refused)
{
  auto rows = heated(0, 1);
  BOOST_CHECK_THROW(fit_thermal(std::span(rows).first(10), 300), InputError);
  for (SeriesRow &row : rows)
    row.temperature_K = 300;
  BOOST_CHECK_THROW(fit_thermal(rows, 300), InputError);
  rows    = heated(0, 1);
  rows[5] = rows[6];
  BOOST_CHECK_THROW(fit_thermal(rows, 300), InputError);
}

BOOST_AUTO_TEST_CASE(heat_and_switching_of_the_lumped_cell_are_found_again)
{
  const synthetic::TemporaryFolder folder;
  const ResultSet                  set     = lumped_runs(folder.path());
  const auto                       thermal = make_thermal({set});
  BOOST_REQUIRE(thermal.has_value());
  BOOST_TEST(thermal->r_th_K_per_uW.value == 1.8, tolerance(1e-3));
  BOOST_TEST(thermal->tau_ns.value == 4.0, tolerance(0.01));
  std::string why;
  const auto  part = make_switching({set}, 1e-7, [&](const std::string &text) { why = text; });
  BOOST_REQUIRE_MESSAGE(part.has_value(), why);
  BOOST_TEST(part->melting_K == 900.0);
  BOOST_TEST(part->on_ohm == 8000.0, tolerance(0.01));
  BOOST_TEST(part->v_on_V == 0.3, tolerance(1e-12));
  BOOST_TEST(part->peak_K == 700.0, tolerance(0.01));
  BOOST_TEST(part->width_K == 70.0, tolerance(0.05));
  BOOST_TEST(std::abs(part->ln_rate_per_s.value - 18.4) < 0.1);
  BOOST_TEST(part->glass.front() == 0.0);
  BOOST_TEST(part->glass.back() == 1.0);
  BOOST_TEST(part->full_melt_K == 1300.0, tolerance(0.05)); // the largest dome crystallises a little less
}

BOOST_AUTO_TEST_CASE(without_trains_there_is_no_switching)
{
  const synthetic::TemporaryFolder folder;
  ResultSet                        set = lumped_runs(folder.path());
  set.runs.pop_back();
  BOOST_TEST(!make_switching({set}, 1e-7, [](const std::string &) {}).has_value());
  BOOST_TEST(!make_thermal({ResultSet{}}).has_value());
}
