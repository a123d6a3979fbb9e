// Crystals and melt in cells (slow), as a user runs them.
#include <tests/feature.h>
#include <tests/regression/cell_runs.h>

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace quench;
using namespace quench::test;

namespace
{
/// Numbers of the regions of a run whose names begin like this.
std::vector<int> regions_of(const std::string &folder, const std::string &beginning)
{
  std::vector<int> numbers;
  std::ifstream    file(folder + "/maps/regions.csv");
  std::string      line;
  while (std::getline(file, line))
    if (const auto comma = line.find(','); line.compare(comma + 1, beginning.size(), beginning) == 0)
      numbers.push_back(std::stoi(line));
  return numbers;
}

/// Points of a map in these regions, less than `radius` [nm] from the middle, and how many of them are crystal.
struct Count
{
  int all = 0, crystal = 0;
};
Count count(const std::string &folder, const std::string &kind, double radius)
{
  constexpr double       bottom  = 30; // of the stack: 10 nm of electrode, 20 nm of heater
  const std::vector<int> regions = regions_of(folder, kind);
  Count                  count;
  for (const auto &row : numbers_of(folder + "/maps/end.csv")) // x, z, temperature, crystallinity, potential, region
    if (std::hypot(row[0], row[1] - bottom) < radius && std::count(regions.begin(), regions.end(), std::lround(row[5])))
    {
      ++count.all;
      count.crystal += row[3] > 0.1;
    }
  return count;
}

/// Highest volume of melt of a run [nm3].
double highest_melt(const std::string &folder)
{
  double highest = 0;
  for (const auto &row : numbers_of(folder + "/series.csv"))
    highest = std::max(highest, row[5]);
  return highest;
}

/// Part of the glass that a run of cases/physics/precursors.prm leaves.
double glass_left(const Folder &folder, const Settings &more)
{
  run_case(folder, "physics/precursors.prm", more);
  const auto rows = numbers_of(folder.path("run") + "/series.csv");
  return rows.back()[6] / rows.front()[6];
}
} // namespace

// The rim of the dome grows inwards in all layers, by some 4 nm of 28; what lies farther in can crystallise by births
// alone.
BOOST_AUTO_TEST_CASE(crystals_stay_in_the_layers_that_bear_them)
{
  const Folder      folder;
  const double      crystals = run_case(folder, "superlattice/crystals.prm", {}).at("nuclei_born");
  const std::string output   = folder.path("run");
  const Count       first = count(output, "first layer", 20), second = count(output, "second layer", 20);
  BOOST_TEST_MESSAGE(crystals << " crystals; " << first.crystal << " of " << first.all
                              << " points of first layers are crystal, " << second.crystal << " of " << second.all
                              << " of second layers");
  BOOST_TEST(crystals >= 10);
  BOOST_TEST(first.crystal > first.all / 3);
  BOOST_TEST(second.all > 200);
  BOOST_TEST(second.crystal == 0);
}

// Every superheated place melts in its own step: how much melts is a matter of the heat, not of the steps.
BOOST_AUTO_TEST_CASE(melt_of_layers_does_not_depend_on_the_steps)
{
  const Folder folder;
  const auto   melt = [&](const std::string &longest) {
    run_case(folder, "superlattice/layers.prm",
               {"time step/longest driven step=" + longest, "mesh/edge cell size=1 nm",
              "program/pulses=2.1 V for 10 ns, rise 5 ns, fall 3 ns", "program/last read=1 us"});
    return highest_melt(folder.path("run"));
  };
  const double long_steps = melt("1 ns"), short_steps = melt("0.1 ns");
  BOOST_TEST_MESSAGE(long_steps << " and " << short_steps << " nm3 of melt");
  BOOST_TEST(short_steps > 5e3);
  BOOST_TEST(std::abs(long_steps / short_steps - 1) < 0.02);
}

// Nothing but the on state tells this card from others that switch by heat; its melt must not remember it.
BOOST_AUTO_TEST_CASE(a_card_with_an_on_state_melts_into_melt)
{
  const Folder folder;
  Settings     settings = coarse;
  settings.insert(settings.end(), {"materials/phase change layer/card=Ge8Sb92", pulse(4.4), "program/first read=1 us",
                                   "program/last read=1 us"});
  const Results results = run_case(folder, "mushroom/reset.prm", settings);
  BOOST_TEST_MESSAGE(results.at("peak_temperature") << " K");
  BOOST_TEST(results.at("peak_temperature") > 880); // it melts
  BOOST_TEST(results.at("peak_temperature") < 1500);
}

BOOST_AUTO_TEST_CASE(precursors_set_a_cell_within_a_nanosecond) // F30
{
  const Folder folder;
  const double with    = glass_left(folder, {}),
               without = glass_left(folder, {"materials/phase change layer/nucleation/precursors=false"});
  record_feature("F30", "run of a cell (cases/physics/precursors.prm)",
                 say("60 nm of Sc0.2Sb2Te3 between metals, at 650 K for 1 ns: %.1f %% of the glass left with "
                     "precursors, %.1f %% without",
                     100 * with, 100 * without),
                 with <= 0.05 && without >= 0.3);
}
