#include <postprocess/compact/table.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <utility>

namespace quench::compact
{
Table::Table(const std::string &path) : path_(path)
{
  CsvRows found = parse_csv(read_file(path), path);
  if (found.rows.empty())
    throw InputError(path, "is empty", "a header line with column names is needed");
  separator_   = found.separator;
  header_      = found.rows[0].cells;
  header_line_ = found.rows[0].line;
  for (std::size_t k = 0; k < header_.size(); ++k)
    if (!index_.emplace(header_[k], k).second)
      throw InputError(path + ":" + std::to_string(header_line_), "column " + shown(header_[k]) + " appears twice");
  for (std::size_t i = 1; i < found.rows.size(); ++i)
    add_row(std::move(found.rows[i]));
}

void Table::add_row(CsvRow row)
{
  if (row.cells.size() != header_.size())
    throw InputError(path_ + ":" + std::to_string(row.line), std::to_string(row.cells.size()) + " cells",
                     "the header names " + std::to_string(header_.size()) + " columns",
                     row.cells.size() > header_.size() && separator_ == ','
                         ? "With decimal commas the cells need semicolons or tabs between them"
                         : "");
  double value = 0;
  for (const std::string &cell : row.cells)
    has_points_ =
        has_points_ || (separator_ != ',' && cell.find('.') != std::string::npos && read_number(cell, false, value));
  lines_.push_back(row.line);
  cells_.push_back(std::move(row.cells));
}

std::string Table::where(std::size_t row) const { return path_ + ":" + std::to_string(lines_.at(row)); }

std::size_t Table::position(const std::string &column) const
{
  const auto found = index_.find(column);
  if (found == index_.end())
    throw InputError(path_ + ":" + std::to_string(header_line_), "column \"" + column + "\" is missing",
                     "the columns are " + join(header_, ", "), did_you_mean(column, header_));
  return found->second;
}

std::vector<double> Table::numbers(const std::string &column) const
{
  const auto          j             = position(column);
  const bool          decimal_comma = separator_ != ',' && !has_points_;
  std::vector<double> values(n_rows());
  for (std::size_t row = 0; row < n_rows(); ++row)
    if (const std::string &cell = cells_[row][j]; !read_number(cell, decimal_comma, values[row]))
      throw InputError(where(row), column + " = " + shown(cell), "a finite number is needed",
                       has_points_ && separator_ != ',' && read_number(cell, true, values[row])
                           ? "The file has decimal points as well: a comma cannot be told from one between thousands"
                           : "");
  return values;
}

std::vector<std::string> Table::text(const std::string &column) const
{
  const auto               j = position(column);
  std::vector<std::string> values;
  for (const auto &row : cells_)
    values.push_back(row[j]);
  return values;
}
} // namespace quench::compact
