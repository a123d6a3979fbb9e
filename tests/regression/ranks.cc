// Events of a run on more ranks than most machines have cores: slow.
#include <tests/regression/run.h>

#include <algorithm>

using namespace quench::test;

/// Nucleation on: the same crystals at the same places on one, two and four ranks.
BOOST_AUTO_TEST_CASE(crystals_are_born_alike_on_any_number_of_ranks)
{
  const Folder             folder;
  std::vector<std::string> settings = quick;
  settings.insert(settings.end(), {"--set", "nucleation/mode=seeds", "--set", "geometry/mushroom/symmetry=planar",
                                   "--set", "materials/phase change layer/phase change/interface energy=0.05 J/m2",
                                   "--set", "program/pulses=2.9 V for 12 ns, rise 3 ns, fall 10 ns"});
  for (const int ranks : {1, 2, 4})
  {
    const std::string out     = folder.path("on" + std::to_string(ranks));
    const Outcome     outcome = run(run_words("mushroom/reset.prm", out, settings), folder.path(),
                                    "mpirun --oversubscribe -n " + std::to_string(ranks));
    BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
    BOOST_TEST(difference(numbers_of(folder.path("on1/series.csv")), numbers_of(out + "/series.csv")) <= 1e-8);
    BOOST_TEST(difference(numbers_of(folder.path("on1/nuclei.csv")), numbers_of(out + "/nuclei.csv")) <= 1e-8);
    BOOST_TEST(numbers_of(out + "/nuclei.csv").size() == numbers_of(folder.path("on1/nuclei.csv")).size());
  }
  BOOST_TEST(numbers_of(folder.path("on1/nuclei.csv")).size() > 3u);
}

/// A plug of glass that a ramp switches on: nothing differs until then, nor does the time.
BOOST_AUTO_TEST_CASE(a_plug_switches_at_the_same_time_on_any_number_of_ranks)
{
  const Folder             folder;
  std::vector<std::string> words;
  for (const char *setting :
       {"mesh/coarse cell size=12 nm", "mesh/edge cell size=2 nm", "mesh/grading=0.4",
        "phase field/interface width=1.5 nm", "output/map spacing=2 nm", "initial state/glass interface width=1 nm",
        "initial state/glass length=20 nm", "materials/phase change layer/switching state/enabled=true",
        "circuit/series resistance=50 kohm", "program/pulses=2 V for 0.1 ns, rise 20 ns", "program/last read=0 s"})
    words.insert(words.end(), {"--set", setting});
  std::vector<std::vector<double>> first;
  for (const int ranks : {1, 2, 4})
  {
    const std::string out     = folder.path("on" + std::to_string(ranks));
    const Outcome     outcome = run(run_words("confined/reset.prm", out, words), folder.path(),
                                    "mpirun --oversubscribe -n " + std::to_string(ranks));
    BOOST_REQUIRE_MESSAGE(outcome.code == 0, outcome.errors);
    auto       rows = numbers_of(out + "/series.csv"); // time, source, cell voltage, ..: up to the largest cell voltage
    const auto switches =
        std::max_element(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a[2] < b[2]; });
    BOOST_REQUIRE((*switches)[2] > 0.5);
    BOOST_TEST(rows.back()[2] < 0.8 * (*switches)[2]); // it did switch
    rows.erase(switches + 1, rows.end());
    if (first.empty())
      first = rows;
    BOOST_TEST(difference(first, rows) <= 1e-8); // the time of switching among them
  }
}
