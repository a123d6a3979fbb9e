#pragma once

#include <postprocess/compact/csv_rows.h>

#include <map>
#include <string>
#include <vector>

namespace quench::compact
{
/// A CSV file with a header line: `time_s,conductance_uS,...`, in any of the forms of csv_rows.h. Where semicolons or
/// tabs separate the cells, and no number has a decimal point, numbers may have decimal commas.
///
/// Every error names file and line. Columns are found by name, their order in the file does not matter. All tables that
/// Quench reads are read by this class.
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
  void        add_row(CsvRow row);
  std::size_t position(const std::string &column) const;

  std::string                           path_;
  char                                  separator_   = ',';
  int                                   header_line_ = 1;
  bool                                  has_points_  = false; ///< in a number
  std::vector<std::string>              header_;
  std::map<std::string, std::size_t>    index_;
  std::vector<std::vector<std::string>> cells_; // [row][column]
  std::vector<int>                      lines_; // [row] line number in the file
};
} // namespace quench::compact
