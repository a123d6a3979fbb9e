#pragma once

#include <cases/case.h>
#include <physics/base/prm.h>

#include <string>
#include <vector>

namespace quench::cases
{
/// A case as a user wrote it, and all that follows from the text alone.
struct LoadedCase
{
  Case        content;
  PrmTree     tree;      ///< what was set, and where
  std::string path;      ///< of the case file
  std::string name;      ///< file name without folder and ending
  std::string directory; ///< relative paths of the case start here
  std::string text;      ///< resolved: every key with its value; reads back to the same bits
  std::string defaults;  ///< the same with every key at its default but the cards of the materials
  std::string sha256;    ///< of the text
};

/// Read a case file, apply `section/key=value` overrides, check every rule (rules.h).
/// Throws one InputError for all mistakes, a missing file included: file and line, what was read, what is allowed.
LoadedCase load_case(const std::string &path, const std::vector<std::string> &overrides);
} // namespace quench::cases
