#pragma once

#include <physics/base/error.h>
#include <physics/base/parameters.h>

#include <string>
#include <vector>

/// The commands that talk about case files and run nothing. `words` are those after the subcommand.
namespace quench::cases
{
/// Every key of a case of the cell stage.
std::vector<EntryInfo> cell_entries();

/// The reference page docs/case_reference.md, or the JSON schema of one kind of file.
ExitCode describe(const std::vector<std::string> &words);

/// All about one key.
ExitCode explain(const std::vector<std::string> &words);

/// A narrated case to start from, on the terminal or in a new file.
ExitCode new_case(const std::vector<std::string> &words);

/// A shipped case for `quench new`.
struct CaseTemplate
{
  const char *cell;
  const char *text;
};
const std::vector<CaseTemplate> &case_templates();
} // namespace quench::cases
