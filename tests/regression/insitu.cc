// In-situ pictures change nothing: results are bitwise those of a run without them. Scripts that fail late.
#include <tests/regression/run.h>

#include <boost/test/unit_test.hpp>

using namespace quench::test;
using quench::read_file;

BOOST_AUTO_TEST_CASE(results_are_bitwise_equal_with_and_without_pictures)
{
  const Folder folder;
  auto         with = quick;
  with.insert(with.end(),
              {"--set", "output/in situ script=" + std::string(QUENCH_SOURCE_DIR) + "/cases/insitu/overview.py",
               "--set", "output/in situ steps=40"});
  const Outcome plain = run(run_words("mushroom/reset.prm", folder.path("plain"), quick), folder.path());
  BOOST_REQUIRE_MESSAGE(plain.code == 0, plain.errors);
  const Outcome seen = run(run_words("mushroom/reset.prm", folder.path("seen"), with), folder.path(),
                           "xvfb-run -a -s '-screen 0 1280x1024x24 -noreset'");
  BOOST_REQUIRE_MESSAGE(seen.code == 0, seen.errors);
  for (const char *table : {"series.csv", "reads.csv"})
    BOOST_TEST((read_file(folder.path(std::string("plain/") + table)) ==
                read_file(folder.path(std::string("seen/") + table))));
  std::size_t pictures = 0;
  for (const auto &entry : std::filesystem::recursive_directory_iterator(folder.path("seen/insitu")))
    if (entry.path().extension() == ".png")
    {
      ++pictures;
      BOOST_TEST(std::filesystem::file_size(entry) > 10000u); // a picture of one colour compresses to less
    }
  const std::size_t steps = numbers_of(folder.path("seen/series.csv")).size();
  BOOST_TEST(pictures == 1 + steps / 40); // the start and every fortieth step
}

BOOST_AUTO_TEST_CASE(a_script_that_fails_late_is_among_the_fallbacks_or_stops_the_run_with_a_checkpoint)
{
  const Folder folder;
  quench::write_file_atomically(folder.path("late.py"), "# script-version: 2.0\nfrom paraview.simple import *\n"
                                                        "c = TrivialProducer(registrationName='cell')\n"
                                                        "def catalyst_execute(info):\n"
                                                        "    open('file.csv', 'a').close()\n"
                                                        "    if info.timestep >= 40:\n"
                                                        "        raise RuntimeError('no more')\n");
  auto words = quick;
  words.insert(words.end(),
               {"--set", "output/in situ script=" + folder.path("late.py"), "--set", "output/in situ steps=40", "--set",
                "output/map spacing=0.75 nm", "--set", "output/maps=false"});
  const Outcome goes_on = run(run_words("mushroom/reset.prm", folder.path("on"), words), folder.path());
  BOOST_REQUIRE_MESSAGE(goes_on.code == 0, goes_on.errors);
  const std::string results = read_file(folder.path("on/results.json"));
  BOOST_TEST(results.find("late.py at") != std::string::npos);
  BOOST_TEST(std::filesystem::is_empty(folder.path("on/maps")));

  words.insert(words.end(), {"--set", "output/in situ required=true"});
  const Outcome stops = run(run_words("mushroom/reset.prm", folder.path("stop"), words), folder.path());
  BOOST_TEST(stops.code == 2);
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder.path("stop/checkpoint")), {}) == 1);
}
