#pragma once

#include <postprocess/report/page.h>

#include <string>
#include <vector>

namespace quench::report
{
/// The cards of the materials of a run, and the keys of its case that differ from their defaults (case_resolved.prm
/// against case_defaults.prm). Throws IoError where one of the files is not there.
CaseTable case_of_run(const std::string &directory, const std::string &name);

/// The keys of an array's case (results.json) that differ from docs/case_reference.md.
CaseTable case_of_array(const std::string &directory, const std::string &name);

/// The devices of an array study and where each of their parts comes from (results.json, device_models); no entries
/// where it names none.
CaseTable devices_of_array(const std::string &directory, const std::string &name);

/// Whether two texts say the same: equal words, or equal quantities ("30 d", "2.592e6 s").
bool say_the_same(const std::string &a, const std::string &b);
} // namespace quench::report
