#include <postprocess/observe/run_log.h>

#include <tests/postprocess/observe/scratch.h>

#include <algorithm>
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
  RunLog              log(scratch.path("log.txt"), columns, Echo{&terminal});
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

BOOST_AUTO_TEST_CASE(a_file_or_pipe_gets_some_steps_and_a_terminal_one_line_that_is_rewritten)
{
  const test::Scratch scratch;
  std::ostringstream  pipe, terminal;
  RunLog              for_pipe(scratch.path("pipe.txt"), columns, Echo{&pipe, false, 3});
  RunLog              for_terminal(scratch.path("terminal.txt"), columns, Echo{&terminal, true});
  for (RunLog *log : {&for_pipe, &for_terminal})
  {
    for (int i = 0; i < 5; ++i)
    {
      log->step(std::vector<double>{double(i), 300, 1});
      log->progress("step " + std::to_string(i));
    }
    log->detail("step rejected");
    log->note("melt starts");
    log->farewell("stopped");
  }
  BOOST_TEST(pipe.str() == "#      t [ns]    T_max [K]       sweeps\n"
                           "            0          300            1\n"
                           "            3          300            1\n# melt starts\n# stopped\n");
  const std::string erase = "\r\033[K";
  BOOST_TEST(terminal.str() == erase + "step 0" + erase + "step 1" + erase + "step 2" + erase + "step 3" + erase +
                                   "step 4" + erase + "# melt starts\n# stopped\n");
  for (const char *file : {"pipe.txt", "terminal.txt"}) // all of it
  {
    const std::string text = read_file(scratch.path(file));
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 9);
    BOOST_TEST(text.ends_with("# step rejected\n# melt starts\n# stopped\n"));
  }
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
