// The energy of a pulse against its closed form: a balance that compares the program with itself shows nothing here.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace quench::test;

namespace
{
Outcome run_fault(const std::string &name, const Folder &folder)
{
  const std::string file = std::string(QUENCH_SOURCE_DIR) + "/tests/regression/faults/" + name + ".prm";
  return run({quench_program(), "run", file, "--output", folder.path(name)}, folder.path());
}
} // namespace

/// An ohmic bar of 125 ohm: energy = V^2/R (width + (rise + fall)/3).
BOOST_AUTO_TEST_CASE(a_slow_rise_delivers_its_energy)
{
  const Folder  folder;
  const Outcome outcome = run_fault("pulse_energy", folder);
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  const double exact = 0.1 * 0.1 / 125 * (0.1 + (50 + 0.1) / 3) * 1e3; // pJ
  auto         r     = results_of(folder.path("pulse_energy"));
  std::printf("slow rise: %.6f pJ, exact %.6f\n", r["pulse_energy"], exact);
  BOOST_TEST(std::abs(r["pulse_energy"] / exact - 1) < 2e-3);
  BOOST_TEST(std::abs(r["source_energy"] / exact - 1) < 2e-3);
}

BOOST_AUTO_TEST_CASE(short_pulses_deliver_theirs_and_every_row_has_a_time_of_its_own)
{
  const Folder  folder;
  const Outcome outcome = run_fault("pulse_energy_short", folder);
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  const double exact = 0.01 * 0.01 / 125 * (3 * (0.7 + (0.1 + 0.2) / 3) + 2 * (1 + 2.0 / 3)) * 1e3;
  auto         r     = results_of(folder.path("pulse_energy_short"));
  std::printf("short pulses: %.8f pJ, exact %.8f\n", r["pulse_energy"], exact);
  BOOST_TEST(std::abs(r["pulse_energy"] / exact - 1) < 2e-3);
  std::set<std::pair<double, double>> times; // ns of the program, and since the last pulse
  const auto                          rows = numbers_of(folder.path("pulse_energy_short/series.csv"));
  for (const auto &row : rows)
    times.insert({row.front(), row.back()});
  BOOST_TEST(times.size() == rows.size());
}
