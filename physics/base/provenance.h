#pragma once

#include <physics/base/json.h>

#include <string>

namespace quench
{
/// Which program, where, when and how: stands in every file that is written.
struct Provenance
{
  std::string software = "Quench";
  std::string version;
  std::string git_commit; ///< with "-dirty" if files were changed; "unknown" outside git
  std::string date;       ///< UTC, ISO 8601
  std::string host;
  std::string command_line;
};

/// Provenance of this process, now.
Provenance make_provenance(int argc, const char *const *argv);
Provenance make_provenance(const std::string &command_line = "");

Json to_json(const Provenance &provenance);

/// Throws InputError if a key is missing or of the wrong type.
Provenance provenance_from_json(const JsonView &json);
} // namespace quench
