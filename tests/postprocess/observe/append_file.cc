#include <postprocess/observe/append_file.h>

#include <tests/postprocess/observe/scratch.h>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>

using namespace quench;
using namespace quench::observe;

BOOST_AUTO_TEST_SUITE(append_file)

BOOST_AUTO_TEST_CASE(every_append_is_in_the_file_at_once)
{
  const test::Scratch scratch;
  AppendFile          file = AppendFile::create(scratch.path("a"));
  file.append("one\n");
  file.append("two\n");
  BOOST_TEST(read_file(scratch.path("a")) == "one\ntwo\n");
  BOOST_TEST(file.bytes() == 8);
}

BOOST_AUTO_TEST_CASE(reopening_cuts_what_came_later)
{
  const test::Scratch scratch;
  write_file_atomically(scratch.path("a"), "one\ntwo\n");
  AppendFile file = AppendFile::reopen(scratch.path("a"), 4);
  file.append("new\n");
  BOOST_TEST(read_file(scratch.path("a")) == "one\nnew\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_lost_bytes_is_not_continued)
{
  const test::Scratch scratch;
  write_file_atomically(scratch.path("a"), "one\n");
  BOOST_CHECK_EXCEPTION(AppendFile::reopen(scratch.path("a"), 8), Error, test::complains(ExitCode::io, "has 4 bytes"));
  BOOST_CHECK_EXCEPTION(AppendFile::reopen(scratch.path("b"), 0), Error, test::complains(ExitCode::io, "No such file"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_with_the_path)
{
  AppendFile file = AppendFile::create("/dev/full");
  BOOST_CHECK_EXCEPTION(file.append("x"), Error, test::complains(ExitCode::io, "/dev/full"));
  BOOST_CHECK_EXCEPTION(file.append("x"), Error, test::complains(ExitCode::io, "No space left on device"));
}

// In a child process: a limit on the file size, which the kernel enforces in the middle of a line.
BOOST_AUTO_TEST_CASE(half_a_line_is_taken_back)
{
  const test::Scratch scratch;
  const pid_t         child = ::fork();
  if (child == 0)
  {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {10, 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    AppendFile file = AppendFile::create(scratch.path("a"));
    file.append("1234567\n");
    try
    {
      file.append("1234567\n");
    }
    catch (const IoError &)
    {
      ::_exit(4);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  BOOST_TEST(WEXITSTATUS(status) == 4);
  BOOST_TEST(read_file(scratch.path("a")) == "1234567\n");
}

BOOST_AUTO_TEST_SUITE_END()
