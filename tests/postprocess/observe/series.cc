#include <postprocess/observe/series.h>

#include <tests/postprocess/observe/scratch.h>

#include <cmath>
#include <csignal>
#include <sys/wait.h>

using namespace quench;
using namespace quench::observe;

namespace
{
const std::vector<Column> columns = {{"time", "ns"}, {"source", "V"}, {"crystalline_fraction", "1"}};

void add(SeriesFile &series, double time, double source, double fraction)
{
  const std::vector<double> row = {time, source, fraction};
  series.append(row);
}
} // namespace

BOOST_AUTO_TEST_SUITE(series)

BOOST_AUTO_TEST_CASE(header_has_units_and_numbers_read_back_to_the_same_bits)
{
  const test::Scratch scratch;
  SeriesFile          series(scratch.path("series.csv"), columns);
  add(series, 0.1, 1.0 / 3.0, 1);
  const std::string text = read_file(scratch.path("series.csv"));
  BOOST_TEST(text == "time_ns,source_V,crystalline_fraction\n0.10000000000000001,0.33333333333333331,1\n");
  BOOST_TEST(series.rows() == 1);
  BOOST_TEST(series.position().bytes == text.size());
}

BOOST_AUTO_TEST_CASE(a_resumed_table_has_no_duplicate_rows)
{
  const test::Scratch  scratch;
  const std::string    path = scratch.path("series.csv");
  SeriesFile::Position checkpoint;
  {
    SeriesFile series(path, columns);
    add(series, 1, 1, 1);
    checkpoint = series.position();
    add(series, 2, 2, 1);
    add(series, 3, 3, 1);
  }
  SeriesFile series(path, columns, checkpoint);
  BOOST_TEST(series.rows() == 1);
  add(series, 2, 5, 1);
  BOOST_TEST(read_file(path) == "time_ns,source_V,crystalline_fraction\n1,1,1\n2,5,1\n");
}

BOOST_AUTO_TEST_CASE(a_table_that_is_not_the_checkpoints_is_not_continued)
{
  const test::Scratch scratch;
  const std::string   path = scratch.path("series.csv");
  BOOST_CHECK_EXCEPTION(SeriesFile(path, columns, {1, 40}), Error, test::complains(ExitCode::io, "cannot be read"));
  SeriesFile series(path, columns);
  add(series, 1, 1, 1);
  const auto at = series.position();
  BOOST_CHECK_EXCEPTION(SeriesFile(path, {{"time", "s"}}, at), Error, test::complains(ExitCode::io, "another header"));
  BOOST_CHECK_EXCEPTION(SeriesFile(path, columns, {2, at.bytes}), Error,
                        test::complains(ExitCode::io, "does not hold the 2 rows"));
  BOOST_CHECK_EXCEPTION(SeriesFile(path, columns, {1, at.bytes - 1}), Error,
                        test::complains(ExitCode::io, "does not hold"));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_refused_and_not_written)
{
  const test::Scratch scratch;
  SeriesFile          series(scratch.path("series.csv"), columns);
  const auto          before = series.position().bytes;
  BOOST_CHECK_EXCEPTION(add(series, 1, std::nan(""), 1), Error, test::complains(ExitCode::internal, "source_V"));
  BOOST_CHECK_EXCEPTION(series.append(std::vector<double>{1}), Error, test::complains(ExitCode::internal, "3 columns"));
  BOOST_TEST(read_file(scratch.path("series.csv")).size() == before);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error)
{
  BOOST_CHECK_EXCEPTION(SeriesFile("/dev/full", columns), Error,
                        test::complains(ExitCode::io, "No space left on device"));
}

BOOST_AUTO_TEST_CASE(a_killed_writer_leaves_whole_rows)
{
  const test::Scratch scratch;
  int                 ready[2];
  BOOST_REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0)
  {
    SeriesFile series(scratch.path("series.csv"), columns);
    for (int i = 0;; ++i)
    {
      add(series, i, 1.0 / 3.0, 1);
      if (i == 1000 && ::write(ready[1], "x", 1) != 1)
        ::_exit(1);
    }
  }
  char signal = 0;
  BOOST_TEST(::read(ready[0], &signal, 1) == 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  const std::string text = read_file(scratch.path("series.csv"));
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') > 1001);
  BOOST_TEST(text.back() == '\n');
}

BOOST_AUTO_TEST_SUITE_END()
