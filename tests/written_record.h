#pragma once

#include <physics/base/json.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace quench::test
{
/// Writes BUILD/KIND/NAME.json, of which a script makes a table or plot of the documentation.
inline void write_record(const std::string &kind, std::string name, const Json &record)
{
  for (char &letter : name)
    letter = letter == ' ' || letter == '/' ? '-' : letter;
  const std::filesystem::path folder = std::filesystem::path(QUENCH_BINARY_DIR) / kind;
  std::filesystem::create_directories(folder);
  std::ofstream(folder / (name + ".json")) << record.dump();
}

/// What the running test program measured for a statement of a table.
inline Json measured_record(const std::string &id, const std::string &part, const std::string &measured, bool holds)
{
  const auto       &suite   = boost::unit_test::framework::master_test_suite();
  const std::string program = std::filesystem::path(suite.argv[0]).filename();
  return Json::object()
      .set("id", id)
      .set("part", part)
      .set("measured", measured)
      .set("holds", holds)
      .set("program", program);
}
} // namespace quench::test
