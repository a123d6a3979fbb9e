#pragma once

#include <physics/base/prm.h>

#include <string>

namespace quench::cases
{
/// The `set` of a key, "section/sub/key", in a case file; nullptr if it is not there.
inline const PrmEntry *find_entry(const PrmTree &tree, const std::string &path)
{
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos)
  {
    const auto entry = tree.entries.find(path);
    return entry == tree.entries.end() ? nullptr : &entry->second;
  }
  const auto section = tree.sections.find(path.substr(0, slash));
  return section == tree.sections.end() ? nullptr : find_entry(section->second, path.substr(slash + 1));
}

/// Start of a message about a key: "reset.prm:14: program/pulses", or without the line where it has its default.
inline std::string place_of(const PrmTree &tree, const std::string &path)
{
  const PrmEntry *entry = find_entry(tree, path);
  return (entry ? entry->place : tree.place).text() + ": " + path;
}
} // namespace quench::cases
