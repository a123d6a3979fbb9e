#pragma once

#include <string>

namespace quench::report
{
/// What docs/case_reference.md says about a key.
struct KeyInfo
{
  std::string usual;           ///< default, as the page writes it
  std::string meaning, source; ///< source of the default
};

enum class Stage
{
  cell,
  array
};

/// The key `path` ("geometry/mushroom/heater radius") of a case of a cell or of an array; nullptr if the page does not
/// have it. A material's keys are those of any material.
const KeyInfo *key_info(Stage stage, const std::string &path);
} // namespace quench::report
