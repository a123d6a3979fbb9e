// A hundred devices that differ in the seed of their nuclei alone (slow): F07.
#include <postprocess/compact/ensemble.h>
#include <postprocess/compact/least_squares.h>
#include <tests/feature.h>
#include <tests/regression/run.h>
#include <tests/validation/record.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>

using namespace quench;
using namespace quench::test;

BOOST_AUTO_TEST_CASE(nuclei_make_programming_noise)
{
  const Folder  folder;
  const Outcome sweep = run({quench_program(), "sweep", QUENCH_SOURCE_DIR "/cases/mushroom/ensemble.prm", "--output",
                             folder.path("ensemble"), "--jobs", "2"},
                            folder.path());
  BOOST_REQUIRE_MESSAGE(sweep.code == 0, sweep.errors);
  const std::vector<compact::ResultSet> sets{compact::read_result_set(folder.path("ensemble"))};
  const auto                            trains = compact::find_trains(sets);
  BOOST_REQUIRE(trains.size() == 100u);
  std::string measured = "100 seeds, planar mushroom of glass, pulses of 100 uA for 80 ns; dG of each pulse in uS";
  for (std::size_t pulse = 0; pulse < trains[0].steps.size(); ++pulse)
  {
    std::vector<double> change;
    for (const compact::Train &train : trains)
      change.push_back(train.steps[pulse].after_uS - train.steps[pulse].before_uS);
    const compact::Sample sample = compact::sample_of(change);
    char                  text[48];
    std::snprintf(text, sizeof text, "%s %.1f +- %.1f", pulse == 0 ? ":" : ",", sample.mean.value,
                  sample.deviation.value);
    measured += text;
  }
  std::vector<double> after;
  for (const compact::Train &train : trains)
    after.push_back(train.steps.back().after_uS);
  record_prediction({"D02", "mean conductance of many devices after pulses of 100 uA", "uS", 12, 12,
                     "arXiv:1706.00511, Fig. 4: top of the plotted range, 50 pulses of 50 ns"},
                    compact::sample_of(after).mean.value,
                    "100 seeds of cases/mushroom/seeds.prm, 5 pulses of 80 ns on a dome of glass of 35 nm");
  const auto noise = compact::make_programming_noise(sets, 20);
  BOOST_REQUIRE(noise.has_value());
  measured += "; sigma(G) of";
  for (const double coefficient : noise->polynomial)
  {
    char text[32];
    std::snprintf(text, sizeof text, " %.3g", coefficient);
    measured += text;
  }
  char text[64];
  std::snprintf(text, sizeof text, " uS in powers of G / %.3g uS", noise->g_max_uS);
  record_feature("F07", "seeds of the mushroom", measured + text, noise->polynomial.size() >= 3);
}
