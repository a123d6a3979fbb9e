// Events of a run on more ranks than most machines have cores: slow.
#include <tests/regression/run.h>

using namespace quench::test;

/// Nucleation on: the same crystals at the same places on one, two and four ranks.
BOOST_AUTO_TEST_CASE(crystals_are_born_alike_on_any_number_of_ranks)
{
  const Folder             folder;
  std::vector<std::string> settings = quick;
  settings.insert(settings.end(), {"--set", "nucleation/mode=seeds", "--set", "geometry/mushroom/symmetry=planar",
                                   "--set", "materials/phase change layer/phase change/interface energy=0.05 J/m2",
                                   "--set", "program/pulses=2.2 V for 12 ns, rise 3 ns, fall 10 ns"});
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
