#include <physics/base/folder_lock.h>

#include <physics/base/error.h>
#include <tests/cases/program.h>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <optional>
#include <signal.h>

using namespace quench;
using quench::test::holds;

namespace
{
std::string host_name()
{
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return name;
}

/// A process that holds the lock until it is killed; the pipe tells when it has it.
pid_t hold(const std::string &file)
{
  int ends[2];
  BOOST_REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0)
  {
    const FolderLock lock(file);
    ::write(ends[1], "x", 1);
    for (;;)
      ::pause();
  }
  char byte;
  BOOST_REQUIRE(::read(ends[0], &byte, 1) == 1);
  ::close(ends[0]);
  ::close(ends[1]);
  return child;
}

void kill_and_wait(pid_t child)
{
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
}

/// Whether the lock is refused with all these words.
void check_refused(const std::string &file, const std::vector<std::string> &words)
{
  try
  {
    const FolderLock lock(file);
    BOOST_ERROR("taken");
  }
  catch (const InputError &error)
  {
    for (const std::string &word : words)
      BOOST_TEST(holds(error.what(), word), word << " is not in " << error.what());
  }
}
} // namespace

BOOST_AUTO_TEST_SUITE(folder_lock)

BOOST_AUTO_TEST_CASE(one_process_holds_it_and_the_next_is_told_who)
{
  const test::Folder folder;
  const std::string  file  = folder.path("new/lock");
  const pid_t        child = hold(file);
  BOOST_TEST(is_locked(file));
  check_refused(file, {file, "process " + std::to_string(child), host_name(), "--output"});
  BOOST_TEST(is_locked(file)); // a refusal takes nothing away
  kill_and_wait(child);
  BOOST_TEST(!is_locked(file));
  {
    const FolderLock lock(file);
    BOOST_TEST(holds(lock.message(), "taken over from process " + std::to_string(child)));
    check_refused(file, {"process " + std::to_string(::getpid())});
  }
  BOOST_TEST(!std::filesystem::exists(file));
  BOOST_TEST(FolderLock(file).message() == "");
}

BOOST_AUTO_TEST_CASE(a_later_process_of_the_same_number_is_not_the_owner)
{
  const test::Folder folder;
  folder.write("lock", host_name() + " " + std::to_string(::getppid()) + " 1\n"); // that began at another time
  BOOST_TEST(!is_locked(folder.path("lock")));
  BOOST_TEST(holds(FolderLock(folder.path("lock")).message(), "which is gone"));
}

BOOST_AUTO_TEST_CASE(an_owner_on_another_host_counts_while_its_heart_beats)
{
  const test::Folder folder;
  folder.write("lock", "elsewhere 77 1\n");
  BOOST_TEST(is_locked(folder.path("lock")));
  check_refused(folder.path("lock"), {"process 77 on elsewhere"});
  const auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(folder.path("lock"), now - std::chrono::minutes(6));
  BOOST_TEST(!is_locked(folder.path("lock")));
  BOOST_TEST(holds(FolderLock(folder.path("lock")).message(), "process 77 on elsewhere"));
}

BOOST_AUTO_TEST_CASE(where_no_file_can_be_made_is_an_error_of_the_disk)
{
  const test::Folder folder;
  folder.write("file", "");
  BOOST_CHECK_THROW(FolderLock(folder.path("file/lock")), IoError);
}

BOOST_AUTO_TEST_CASE(a_folder_that_it_made_goes_with_it_if_nothing_else_came)
{
  const test::Folder        folder;
  std::optional<FolderLock> lock(folder.path("new/lock"));
  lock.reset();
  BOOST_TEST(!std::filesystem::exists(folder.path("new")));
  lock.emplace(folder.path("new/lock"));
  folder.write("new/results", "1");
  lock.reset();
  BOOST_TEST(std::filesystem::exists(folder.path("new/results")));
}

BOOST_AUTO_TEST_SUITE_END()
