// Statements of features.csv that need several whole runs.
#include <tests/feature.h>
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdio>

using namespace quench::test;

namespace
{
std::map<std::string, double> reset(const Folder &folder, const std::string &name, const std::vector<std::string> &more)
{
  const Outcome outcome = run(run_words("mushroom/reset.prm", folder.path(name), more), folder.path());
  BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
  return results_of(folder.path(name));
}
} // namespace

BOOST_AUTO_TEST_CASE(a_slow_fall_leaves_no_glass) // F01
{
  const Folder folder;
  auto         fast = reset(folder, "fast", {});
  auto         slow = reset(folder, "slow", {"--set", "program/pulses=2.8 V for 50 ns, rise 5 ns, fall 1 us"});
  char         text[160];
  const double part = slow["glass_volume"] / fast["glass_volume"];
  std::snprintf(text, sizeof text, "a fall of 1 us leaves %.3g of the glass of 3 ns", part);
  record_feature("F01", "slow fall", text, part <= 0.05);
}

BOOST_AUTO_TEST_CASE(glass_and_resistance_rise_with_the_amplitude) // F02, F15
{
  const Folder folder;
  double       last_volume = 0, last_resistance = 0, last_nu = -1, least_rise = 1e300, first_nu = -1, last_G = 0;
  bool         rises = true, falls = true;
  auto crystalline = reset(folder, "crystal", {"--set", "program/pulses=1.2 V for 50 ns, rise 5 ns, fall 3 ns"});
  for (const char *volts : {"2.3", "2.33", "2.36", "2.4", "2.53", "2.67", "2.8", "3.2"})
  {
    auto r =
        reset(folder, volts, {"--set", "program/pulses=" + std::string(volts) + " V for 50 ns, rise 5 ns, fall 3 ns"});
    rises = rises && r["glass_volume"] > last_volume;
    falls = falls && r["nu"] >= last_nu - 1e-4;
    if (last_resistance > 0)
      least_rise = std::min(least_rise, r["resistance_after"] / last_resistance - 1);
    if (first_nu < 0)
      first_nu = r["nu"];
    last_volume     = r["glass_volume"];
    last_resistance = r["resistance_after"];
    last_nu         = r["nu"];
    last_G          = 1e6 / last_resistance;
  }
  char text[200];
  std::snprintf(text, sizeof text, "8 amplitudes of 2.3 to 3.2 V: %s, R rises by %.0f %% or more",
                rises ? "glass grows at each" : "glass does not grow at each", 100 * least_rise);
  record_feature("F02", "programming curve", text, rises && least_rise >= 0.1);
  std::snprintf(text, sizeof text, "nu from %.1e to %.4f as G falls to %.2f uS; crystalline %.1e", first_nu, last_nu,
                last_G, crystalline["nu"]);
  record_feature("F15", "states of the curve", text, falls && crystalline["nu"] <= 0.005);
}

BOOST_AUTO_TEST_CASE(a_hot_pulse_restarts_the_drift) // F19
{
  // A partial SET: the plug switches on and stays below the melting point; 2 % of its glass crystallise. A front of 1.5
  // nm on a coarse mesh, as the statement compares runs with each other.
  const Folder folder;
  const auto   nu_after = [&](const std::string &name, const std::string &more_pulses, const std::string &age) {
    auto results =
        reset(folder, name,
                {"--set", "mesh/coarse cell size=12 nm", "--set", "mesh/edge cell size=2 nm", "--set", "mesh/grading=0.4",
               "--set", "phase field/interface width=1.5 nm", "--set",
               "program/pulses=2.8 V for 50 ns, rise 5 ns, fall 3 ns" + more_pulses, "--set", "program/rest=" + age,
               "--set", "program/read delay=0.9 us", "--set", "program/last read=1e6 s"});
    return std::pair{results["nu"], results["glass_volume"]};
  };
  const auto [first, volume] = nu_after("first", "", "1 ms");
  char text[240];
  for (const char *age : {"1 ms", "100 s"})
  {
    const auto [nu, left] = nu_after(age, "; 0.9 V for 4 ns, rise 3 ns, fall 3 ns", age);
    std::snprintf(
        text, sizeof text,
        "nu(1 s-1e6 s) = %.4f after the RESET; %.4f from the end of a pulse of 0.9 V, %s later, that leaves %.1f %% of "
        "the glass",
        first, nu, age, 100 * left / volume);
    record_feature("F19", std::string("age of ") + age, text, std::abs(nu / first - 1) <= 0.1);
  }
}

BOOST_AUTO_TEST_CASE(a_spectrum_of_barriers_drifts_in_a_cell) // V2-10: 0.1100, eq. R7
{
  const Folder folder;
  auto         results = reset(folder, "spectrum",
                               {"--set", "mesh/coarse cell size=12 nm",
                                "--set", "mesh/edge cell size=2 nm",
                                "--set", "mesh/grading=0.4",
                                "--set", "phase field/interface width=1.5 nm",
                                "--set", "program/pulses=",
                                "--set", "program/last read=1e6 s",
                                "--set", "initial state/glass radius=35 nm",
                                "--set", "initial state/glass interface width=1 nm",
                                "--set", "materials/phase change layer/relaxation/law=distributed",
                                "--set", "materials/phase change layer/glass conduction/relaxation coupling=0.1474 eV"});
  // a dome of glass in series with crystal of a thousandth of its resistance
  BOOST_TEST(results["nu"] == 0.1100, boost::test_tools::tolerance(0.002));
}

BOOST_AUTO_TEST_CASE(energy_closes_with_every_term_on)
{
  const Folder             folder;
  const std::string        card = "materials/phase change layer/";
  std::vector<std::string> words;
  for (const std::string &setting :
       {std::string("geometry/mushroom/symmetry=planar"),
        std::string("geometry/mushroom/contact resistance=1e-13 ohm m2"),
        card + "disorder/spread=0.02 eV",
        card + "switching state/enabled=true",
        card + "grain boundaries/electrical resistance=1e-14 ohm m2",
        card + "grain boundaries/thermal resistance=5e-9 m2 K/W",
        card + "heat/cross-plane ratio=0.5",
        card + "fictive temperature/quench coupling=1e-4 1/K",
        card + "relaxation/field acceleration length=1 nm",
        card + "nucleation/incubation=time lag",
        card + "nucleation/volume wetting factor=0.9157",
        std::string("nucleation/mode=seeds"),
        std::string("circuit/parasitic capacitance=1e-14 F"),
        std::string("charge and heat/displacement permittivity=16"),
        std::string("program/last read=0 s"),
        std::string("mesh/coarse cell size=12 nm"),
        std::string("mesh/edge cell size=2 nm"),
        std::string("mesh/grading=0.4"),
        std::string("phase field/interface width=1.5 nm"),
        std::string("program/pulses=2.8 V for 50 ns, rise 5 ns, fall 3 ns; -1.2 V for 20 ns, rise 5 ns, fall 5 ns")})
    words.insert(words.end(), {"--set", setting});
  auto all = reset(folder, "all", words);
  BOOST_TEST_MESSAGE("energy balance " << all["energy_balance"] << ", charge " << all["charge_imbalance"]);
  BOOST_TEST(all["glass_volume"] > 0);
  BOOST_TEST(all["energy_balance"] <= 1e-3);
}

BOOST_AUTO_TEST_CASE(program_and_verify_meets_its_target)
{
  const Folder             folder;
  std::vector<std::string> words;
  for (const char *setting : {"mesh/coarse cell size=12 nm", "mesh/edge cell size=2 nm", "mesh/grading=0.4",
                              "phase field/interface width=1.5 nm", "output/map spacing=2 nm", "program/first read=1 s",
                              "program/last read=1 s", "program/pulses=", "task=verify", "verify/target=50 uS",
                              "verify/tolerance=5 uS", "verify/first amplitude=1.6 V", "verify/step=0.2 V"})
    words.insert(words.end(), {"--set", setting});
  auto       r     = reset(folder, "verify", words);
  const auto reads = numbers_of(folder.path("verify/reads.csv"));
  BOOST_TEST_MESSAGE(r["verify_conductance"] << " uS after " << r["verify_pulses"] << " pulses");
  BOOST_TEST(r["verify_met"] == 1);
  BOOST_TEST(std::abs(r["verify_conductance"] - 50) <= 5);
  BOOST_TEST(reads.front()[6] > 1000);                             // uS: from the SET state
  BOOST_TEST(reads.back()[6] < r["verify_conductance"]);           // and it drifts, from 1 us to 1 s
  BOOST_TEST(std::size_t(r["verify_pulses"]) + 2 == reads.size()); // one before, one after each pulse, one at 1 s
}
