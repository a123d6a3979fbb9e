#pragma once

#include <map>
#include <string>
#include <vector>

namespace quench::compact
{
/// A CSV file with a header line: `time_s,conductance_uS,...`. Cells may be quoted; blank lines are skipped.
///
/// Every error names file and line. Columns are found by name, their order in the file does not matter.
class Table
{
public:
  /// Throws IoError if the file cannot be read, InputError for a row of another length than the header
  /// or a column named twice.
  explicit Table(const std::string &path);

  const std::string              &path() const { return path_; }
  const std::vector<std::string> &header() const { return header_; }
  std::size_t                     n_rows() const { return cells_.size(); }
  bool                            has(const std::string &column) const { return index_.count(column) > 0; }

  /// `file:line` of a row, for messages.
  std::string where(std::size_t row) const;

  /// A column of finite numbers [row]. Throws InputError with file:line for anything else in it.
  std::vector<double> numbers(const std::string &column) const;

  /// A column as text [row].
  std::vector<std::string> text(const std::string &column) const;

private:
  void        add_row(const std::string &line, int number);
  std::size_t position(const std::string &column) const;

  std::string                           path_;
  std::vector<std::string>              header_;
  std::map<std::string, std::size_t>    index_;
  std::vector<std::vector<std::string>> cells_; // [row][column]
  std::vector<int>                      lines_; // [row] line number in the file
};
} // namespace quench::compact
