#pragma once

#include <physics/base/prm.h>

#include <string>

namespace quench
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

/// Of the keys that are set, the one that a message about keys names first, as "section/key" or, at its start, as
/// "key"; nullptr if it names none.
inline const PrmEntry *named_entry(const PrmTree &tree, const std::string &message)
{
  const PrmEntry *found = nullptr;
  std::size_t     where = std::string::npos, length = 0;
  const auto      look = [&](const auto &self, const PrmTree &section, const std::string &path) -> void {
    for (const auto &[key, entry] : section.entries)
    {
      const std::string name = path + key;
      const std::size_t at   = message.find(name);
      if (at == std::string::npos || (path.empty() && at > 0) || at > where || (at == where && name.size() < length))
        continue;
      found  = &entry;
      where  = at;
      length = name.size();
    }
    for (const auto &[name, inner] : section.sections)
      self(self, inner, path + name + "/");
  };
  look(look, tree, "");
  return found;
}

/// Start of a message about a key: "reset.prm:14: program/pulses", or without the line where it has its default.
inline std::string place_of(const PrmTree &tree, const std::string &path)
{
  const PrmEntry *entry = find_entry(tree, path);
  return (entry ? entry->place : tree.place).text() + ": " + path;
}

/// A message that starts with "section: key = " or "section/key = " is about that key: put the key's place before it.
/// Others are about `key`, the section that was looked at.
inline std::string located(const PrmTree &tree, const std::string &message, const std::string &key)
{
  std::string named = message.substr(0, message.find(" = "));
  if (const std::size_t colon = named.find(": "); colon != std::string::npos)
    named.replace(colon, 2, "/");
  if (named.starts_with(key) && message.find(" = ") != std::string::npos)
    return place_of(tree, named) + message.substr(message.find(" = "));
  return place_of(tree, key) + ": " + (message.starts_with(key + ": ") ? message.substr(key.size() + 2) : message);
}
} // namespace quench
