#pragma once

#include <physics/base/parameters.h>

#include <string>
#include <vector>

/// What described structs say about themselves, for people and editors. The list comes from entry_infos<P>().
namespace quench
{
/// The reference page: one table of keys per subsection, in Markdown.
std::string reference_markdown(const std::string &title, const std::vector<EntryInfo> &infos);

/// JSON Schema (draft-07) of what to_json_text writes.
std::string json_schema(const std::string &title, const std::vector<EntryInfo> &infos);

/// Everything about one key: its path, its last word, a part of it, or nearly it ("did you mean").
/// Throws InputError if nothing comes close.
std::string explain(const std::vector<EntryInfo> &infos, const std::string &key);

/// Mistakes in `describe`: a unit that does not parse, a default outside its range, a missing meaning or
/// source, a key twice or with characters a case file cannot hold. Empty if all is well; tests ask for it.
std::vector<std::string> mistakes(const std::vector<EntryInfo> &infos);
} // namespace quench
