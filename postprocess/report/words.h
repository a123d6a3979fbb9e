#pragma once

#include <string>

namespace quench::report
{
/// Text with `^{..}` and `_{..}` as plain Unicode: "10^{−5} nm^{3}" -> "10⁻⁵ nm³", "T_{max}" -> "T_max".
std::string plain(const std::string &text);

/// Escaped text with `^{..}` and `_{..}` as <sup> and <sub>.
std::string marked(const std::string &text);

/// A cell of a CSV file (RFC 4180): quoted where it holds a comma, a quote or a line break.
std::string csv_cell(const std::string &text);

/// A name as part of an anchor or of a file's name: letters, digits, `-`, `.` and `_`; others become `-`.
std::string anchor(const std::string &text);
} // namespace quench::report
