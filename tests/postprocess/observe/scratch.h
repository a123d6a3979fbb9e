#pragma once

#include <physics/base/error.h>
#include <physics/base/files.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <unistd.h>

namespace quench::test
{
/// A new empty folder for one test, deleted with all it holds at the end.
class Scratch
{
public:
  Scratch()
  {
    std::string name = (std::filesystem::temp_directory_path() / "quench-test-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
  }
  ~Scratch()
  {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch &)            = delete;
  Scratch &operator=(const Scratch &) = delete;

  std::string path() const { return folder_.string(); }
  std::string path(const std::string &name) const { return (folder_ / name).string(); }

private:
  std::filesystem::path folder_;
};

/// Whether an exception carries this exit code and these words.
inline auto complains(ExitCode code, const std::string &words)
{
  return [=](const Error &error) {
    BOOST_TEST_MESSAGE(error.what());
    return error.code() == code && std::string(error.what()).find(words) != std::string::npos;
  };
}
} // namespace quench::test
