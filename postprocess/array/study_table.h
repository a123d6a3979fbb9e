#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <physics/base/prm.h>
#include <postprocess/array/study.h>

namespace quench::array
{
/// What a study is run with.
struct StudyInput
{
  const ArrayCase    &array_case;
  const StudyDevices &devices; ///< empty if the study asks for no device
  const Log          &log;
  const std::string  &folder; ///< of the case; where files are looked for
};

/// A row of the table of studies.
struct Study
{
  StudyKind   kind;
  const char *name; ///< in a case
  Outcome (*run)(const StudyInput &input);
  bool asks_for_devices; ///< that of the section `device`

  /// What it uses: keys, and sections for all that is in them; those after a minus are left out. The longest path that
  /// fits decides.
  std::vector<std::string_view> keys;
};

/// Every study of StudyKind.
const std::vector<Study> &studies();
const Study              &study_of(StudyKind kind);

/// Whether a study uses the key "section/key"; `title` and `study` belong to all.
bool uses(const Study &study, std::string_view key);

/// Throws InputError naming every key that is set in `tree` and has no effect in the case: those the study does not
/// use, and those that another key puts out of action.
void refuse_keys_without_effect(const ArrayCase &array_case, const PrmTree &tree);

/// The case as JSON without the sections and keys its study does not use: what a result came from.
Json used_keys(const ArrayCase &array_case);
} // namespace quench::array
