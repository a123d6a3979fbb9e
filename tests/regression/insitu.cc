// In-situ pictures change nothing: results are bitwise those of a run without them.
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
