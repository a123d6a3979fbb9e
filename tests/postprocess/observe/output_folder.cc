#include <postprocess/observe/output_folder.h>

#include <tests/postprocess/observe/scratch.h>

using namespace quench;
using namespace quench::observe;
namespace fs = std::filesystem;

namespace
{
using IfExists = OutputFolder::IfExists;

void put(const std::string &path)
{
  fs::create_directories(fs::path(path).parent_path());
  write_file_atomically(path, "x");
}

/// A folder as a run leaves it, with things of the user's in between.
void fill(const test::Scratch &scratch, const std::string &run)
{
  for (const char *own : {"results.json", "series.csv", "run.pvd", "series.csv.tmp.123", "fields/step_00000010.vtu",
                          "maps/peak.csv", "insitu/overview_000001.png", "insitu/melt_000001/melt_0.vtp",
                          "checkpoint/step_00000010/manifest.json", "checkpoint/step_00000010/state.json"})
    put(scratch.path(run + "/" + own));
  for (const char *foreign : {"case.prm", "notes.txt", "fields/mine.vtu", "insitu/thoughts.txt", "mine/results.json"})
    put(scratch.path(run + "/" + foreign));
}
} // namespace

BOOST_AUTO_TEST_SUITE(output_folder)

BOOST_AUTO_TEST_CASE(a_new_folder_is_made_with_its_parts)
{
  const test::Scratch scratch;
  const OutputFolder  folder(scratch.path("a/b/"), IfExists::refuse);
  BOOST_TEST(folder.path() == scratch.path("a/b"));
  BOOST_TEST(fs::is_directory(folder.full("fields")));
  BOOST_TEST(folder.full(OutputFolder::field_file(1234)) == scratch.path("a/b/fields/step_00001234.vtu"));
  BOOST_TEST(folder.full(OutputFolder::map_file("peak")) == scratch.path("a/b/maps/peak.csv"));
  OutputFolder(scratch.path("a/b"), IfExists::refuse); // still no results in it
}

BOOST_AUTO_TEST_CASE(results_are_not_overwritten_unasked)
{
  const test::Scratch scratch;
  fill(scratch, "run");
  for (const char *words : {"/run: holds results already", "--resume", "--overwrite", "--output"})
    BOOST_CHECK_EXCEPTION(OutputFolder(scratch.path("run"), IfExists::refuse), Error,
                          test::complains(ExitCode::input, words));
  OutputFolder(scratch.path("run"), IfExists::resume);
  BOOST_TEST(fs::exists(scratch.path("run/series.csv")));
  BOOST_TEST(!fs::exists(scratch.path("run/series.csv.tmp.123"))); // what a killed process had left
}

BOOST_AUTO_TEST_CASE(a_folder_with_only_foreign_files_is_taken)
{
  const test::Scratch scratch;
  put(scratch.path("run/case.prm"));
  OutputFolder(scratch.path("run"), IfExists::refuse);
  BOOST_TEST(fs::exists(scratch.path("run/case.prm")));
}

BOOST_AUTO_TEST_CASE(overwriting_deletes_what_is_ours_and_nothing_else)
{
  const test::Scratch scratch;
  fill(scratch, "run");
  OutputFolder(scratch.path("run"), IfExists::overwrite);
  std::vector<std::string> left;
  for (const auto &entry : fs::recursive_directory_iterator(scratch.path("run")))
    left.push_back(entry.path().lexically_relative(scratch.path("run")).string());
  std::sort(left.begin(), left.end());
  const std::vector<std::string> expected = {
      "case.prm", "fields", "fields/mine.vtu",   "insitu",   "insitu/thoughts.txt",
      "maps",     "mine",   "mine/results.json", "notes.txt"};
  BOOST_TEST(left == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_place_where_nothing_can_be_written_is_an_error)
{
  const test::Scratch scratch;
  put(scratch.path("file"));
  BOOST_CHECK_EXCEPTION(OutputFolder(scratch.path("file"), IfExists::refuse), Error,
                        test::complains(ExitCode::input, "is a file"));
  BOOST_CHECK_EXCEPTION(OutputFolder(scratch.path("file/run"), IfExists::refuse), Error,
                        test::complains(ExitCode::io, "cannot be made"));
  BOOST_CHECK_EXCEPTION(OutputFolder("/proc/quench", IfExists::refuse), Error,
                        test::complains(ExitCode::io, "/proc/quench"));
}

BOOST_AUTO_TEST_SUITE_END()
