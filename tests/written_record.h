#pragma once

#include <physics/base/json.h>

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
} // namespace quench::test
