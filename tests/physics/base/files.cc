#include <physics/base/files.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace quench;

namespace
{
std::string empty_folder(const std::string &name)
{
  const std::string folder = std::string(QUENCH_BINARY_DIR) + "/tests/files/" + name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

std::size_t count_of_files(const std::string &folder)
{
  const std::filesystem::directory_iterator begin(folder), end;
  return static_cast<std::size_t>(std::distance(begin, end));
}

template <class Function>
std::string error_of(const Function &function)
{
  try
  {
    function();
  }
  catch (const Error &error)
  {
    return error.what();
  }
  return "no error";
}
} // namespace

BOOST_AUTO_TEST_CASE(reads_what_was_written)
{
  const std::string folder = empty_folder("files"), path = folder + "/a";
  const std::string text = std::string("line\n\0\xff", 7) + std::string(100000, 'x');
  write_file_atomically(path, "old");
  write_file_atomically(path, text);
  BOOST_CHECK(read_file(path) == text);
  write_file_atomically(path, "");
  BOOST_CHECK_EQUAL(read_file(path), "");
  BOOST_CHECK_EQUAL(count_of_files(folder), 1u); // no temporary file is left
}

BOOST_AUTO_TEST_CASE(follows_a_link_instead_of_replacing_it)
{
  const std::string folder = empty_folder("files_link");
  write_file_atomically(folder + "/target", "old");
  std::filesystem::create_symlink("target", folder + "/link");
  write_file_atomically(folder + "/link", "new");
  BOOST_CHECK(std::filesystem::is_symlink(folder + "/link"));
  BOOST_CHECK_EQUAL(read_file(folder + "/target"), "new");
}

BOOST_AUTO_TEST_CASE(names_file_and_reason)
{
  const std::string folder = empty_folder("files_errors");
  BOOST_CHECK_EQUAL(error_of([&] { read_file(folder + "/none"); }),
                    folder + "/none: cannot be read: No such file or directory");
  BOOST_CHECK_EQUAL(error_of([&] { read_file(folder); }), folder + ": cannot be read: Is a directory");
  BOOST_CHECK(error_of([&] {
                write_file_atomically(folder + "/none/a", "x");
              }).ends_with("cannot be written: No such file or directory"));
  std::filesystem::create_directory(folder + "/occupied");
  BOOST_CHECK_EQUAL(error_of([&] { write_file_atomically(folder + "/occupied", "x"); }),
                    folder + "/occupied: cannot be replaced: Is a directory");
  BOOST_CHECK_EQUAL(count_of_files(folder), 1u);
  BOOST_CHECK_THROW(write_file_atomically(folder + "/none/a", "x"), IoError);
  write_file_atomically(folder + "/long", "12345");
  BOOST_CHECK_EQUAL(error_of([&] { read_file(folder + "/long", 4); }),
                    folder + "/long: the file is too long: at most 4 bytes are allowed");
  BOOST_CHECK_EQUAL(read_file(folder + "/long", 5), "12345");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_said_in_these_words)
{
  if (!std::filesystem::exists("/dev/full"))
    return;
  BOOST_CHECK_EQUAL(error_of([] { write_file_atomically("/dev/full", "x"); }),
                    "/dev/full: cannot be written: No space left on device. Free some disk space or choose another "
                    "output directory");
  BOOST_CHECK(std::filesystem::exists("/dev/full")); // a device is not replaced by a file
  BOOST_CHECK_EQUAL(error_of([] { write_file_atomically("/dev/null", "x"); }), "no error");
}
