// Circuit, kinds of pulses and program-and-verify through the programs a user meets, on coarse meshes.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::test;

namespace
{
using Settings = std::vector<std::string>;
using Results  = std::map<std::string, double>;

/// The folder of a run of the mushroom cell with some keys changed; `quick` with its pulse replaced.
std::string run_mushroom(const Folder &folder, const std::string &name, const Settings &settings)
{
  Settings words = quick;
  for (const std::string &setting : settings)
    words.insert(words.end(), {"--set", setting});
  const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path(name), words), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, name << ": " << outcome.errors);
  return folder.path(name);
}

/// Columns of series.csv.
constexpr std::size_t time_ns = 0, source_V = 1, cell_V = 2, current_uA = 3;

double largest(const std::vector<std::vector<double>> &rows, std::size_t column)
{
  double most = 0;
  for (const auto &row : rows)
    most = std::max(most, std::abs(row[column]));
  return most;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_pulse_of_current_drives_its_current_through_melting_and_resolidification)
{
  const Folder folder;
  const auto   path = run_mushroom(
        folder, "run", {"program/pulses=1.1 mA for 12 ns, rise 3 ns, fall 2 ns; 0.1 mA to 0.3 mA in 3 steps for 2 ns"});
  const auto rows   = numbers_of(path + "/series.csv");
  double     charge = 0, last = 0, last_current = 0;
  for (const auto &row : rows)
  {
    const double t = row[time_ns];
    if (t <= 17)
    {
      const double expected = 1100 * std::min({t / 3, 1.0, (17 - t) / 2});
      BOOST_TEST(std::abs(row[current_uA] - expected) < 1e-4, "at " << t << " ns");
      BOOST_TEST(std::abs(row[source_V] - row[cell_V] - 2e-3 * row[current_uA]) < 1e-9); // 2 kohm
    }
    charge += 0.5 * (last_current + row[current_uA]) * (t - last);
    last         = t;
    last_current = row[current_uA];
  }
  // plateau, half of rise and fall; then 3 steps of 2 ns with rises and a fall of 1 ns
  BOOST_TEST(charge == 1100 * 14.5 + (0.1 + 0.2 + 0.3) * 2000 + (0.05 + 0.15 + 0.25 + 0.15) * 1000,
             boost::test_tools::tolerance(1e-3));
  BOOST_TEST(results_of(path)["peak_layer_temperature"] > 900);
  const Outcome again = run({quench_program(), "check", path + "/case_resolved.prm"}, folder.path());
  BOOST_TEST(again.code == 0, again.errors);
  const auto reads = numbers_of(path + "/reads.csv");
  BOOST_TEST(reads.back()[10] == 300, boost::test_tools::tolerance(1e-12)); // amplitude of the last pulse, uA
  BOOST_TEST(reads.back()[1] == 0);                                         // V
}

BOOST_AUTO_TEST_CASE(a_compliance_and_a_transistor_limit_the_current_of_a_reset)
{
  const Folder folder;
  const double limit = 300;
  const double free  = largest(numbers_of(run_mushroom(folder, "free", {}) + "/series.csv"), current_uA);
  const double cut   = largest(
        numbers_of(run_mushroom(folder, "cut", {"circuit/current compliance=300 uA"}) + "/series.csv"), current_uA);
  // k V_c (u - v_sat) = 600 uA/V^2 x 1 V x 0.5 V
  const double held = largest(
      numbers_of(run_mushroom(folder, "held", {"circuit/transistor/transconductance=600 uA/V^2"}) + "/series.csv"),
      current_uA);
  BOOST_TEST(free > 2 * limit);
  for (const double current : {cut, held})
    BOOST_TEST((current > 0.95 * limit && current < limit * (1 + 1e-6)));
}

BOOST_AUTO_TEST_CASE(verify_meets_a_target_between_set_and_reset)
{
  const Folder   folder;
  const Settings settings = {"task=verify",
                             "program/pulses=",
                             "program/last read=1 s",
                             "program/first read=1 s",
                             "verify/target=100 uS",
                             "verify/tolerance=20 uS",
                             "verify/first amplitude=1.8 V",
                             "verify/step=0.3 V",
                             "verify/width=12 ns",
                             "verify/rise=3 ns",
                             "verify/fall=2 ns"};
  const auto     path     = run_mushroom(folder, "run", settings);
  Results        r        = results_of(path);
  const auto     reads    = numbers_of(path + "/reads.csv");
  BOOST_TEST(r["verify_met"] == 1);
  BOOST_TEST(std::abs(r["verify_conductance"] - 100) <= 20);
  BOOST_TEST(reads.front()[6] > 1000); // the crystal, uS
  BOOST_TEST(reads.size() == r["verify_pulses"] + 2);
  BOOST_TEST(reads[reads.size() - 2][6] == r["verify_conductance"], boost::test_tools::tolerance(1e-12));
  BOOST_TEST(reads.back()[2] == 1); // s after the last pulse
  for (std::size_t i = 1; i + 1 < reads.size(); ++i)
    BOOST_TEST(reads[i][0] == double(i));
}
