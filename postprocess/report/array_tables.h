#pragma once

#include <string>
#include <utility>
#include <vector>

namespace quench::report
{
/// How a table of an array study becomes a figure.
struct TableFigure
{
  std::string              file, name, title;
  std::string              x, y;        ///< columns; "error_*" and "*_pJ": all of this form, a curve each
  std::vector<std::string> names;       ///< columns of words whose values tell curves apart, the innermost first
  std::string              deviation{}; ///< column of standard deviations of y; drawn as a band
  std::string              x_label{}, y_label{};
  bool                     x_is_age = false; ///< seconds, with ticks in words
  bool                     x_is_log = false, y_is_log = false, is_bars = false;
  double                   factor = 1;                       ///< from the file to the figure
  std::string              name_prefix{};                    ///< not shown
  std::vector<std::pair<std::string, std::string>> guides{}; ///< results drawn as lines, with their words
  std::string                                      caption{};
};

/// All tables of array studies (docs/files.md), each at least once.
const std::vector<TableFigure> &table_figures();
} // namespace quench::report
