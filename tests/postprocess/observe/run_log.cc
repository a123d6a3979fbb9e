#include <postprocess/observe/run_log.h>

#include <tests/postprocess/observe/scratch.h>

#include <sstream>

using namespace quench;
using namespace quench::observe;

namespace
{
const std::vector<Column> columns = {{"t", "ns"}, {"T_max", "K"}, {"sweeps", "1"}};
}

BOOST_AUTO_TEST_SUITE(run_log)

BOOST_AUTO_TEST_CASE(header_has_units_and_columns_stand_below_each_other)
{
  const test::Scratch scratch;
  std::ostringstream  terminal;
  RunLog              log(scratch.path("log.txt"), columns, &terminal);
  log.step(std::vector<double>{0.5, 812.25, 3});
  log.note("melt starts");
  log.step(std::vector<double>{-1.23456e-100, 1e300, 12});
  const std::string text = read_file(scratch.path("log.txt"));
  BOOST_TEST(text == "#      t [ns]    T_max [K]       sweeps\n"
                     "          0.5       812.25            3\n"
                     "# melt starts\n"
                     " -1.23456e-100       1e+300           12\n");
  BOOST_TEST(terminal.str() == text);
}

BOOST_AUTO_TEST_CASE(a_resumed_log_forgets_later_lines)
{
  const test::Scratch scratch;
  std::uint64_t       at = 0;
  {
    RunLog log(scratch.path("log.txt"), columns);
    at = log.bytes();
    log.step(std::vector<double>{1, 2, 3});
  }
  RunLog log(scratch.path("log.txt"), columns, at);
  log.note("resumed");
  BOOST_TEST(read_file(scratch.path("log.txt")) == "#      t [ns]    T_max [K]       sweeps\n# resumed\n");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error)
{
  BOOST_CHECK_EXCEPTION(RunLog("/dev/full", columns), Error, test::complains(ExitCode::io, "No space left on device"));
}

BOOST_AUTO_TEST_SUITE_END()
