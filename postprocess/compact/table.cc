#include <postprocess/compact/table.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <cmath>
#include <cstdlib>
#include <sstream>

namespace quench::compact
{
namespace
{
/// The cells of one line; a quoted cell may hold commas, and "" stands for a quote.
std::vector<std::string> cells_of(const std::string &line)
{
  std::vector<std::string> cells(1);
  bool                     quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[i++];
    else if (line[i] == '"')
      quoted = !quoted;
    else if (line[i] == ',' && !quoted)
      cells.emplace_back();
    else if (line[i] != '\r')
      cells.back() += line[i];
  return cells;
}

double finite_number(const std::string &cell, const std::string &where, const std::string &column)
{
  char        *end   = nullptr;
  const double value = std::strtod(cell.c_str(), &end);
  if (cell.empty() || *end != '\0' || !std::isfinite(value))
    throw InputError(where, column + " = \"" + cell + "\"", "a finite number is needed");
  return value;
}
} // namespace

Table::Table(const std::string &path) : path_(path)
{
  std::istringstream file(read_file(path));
  std::string        line;
  for (int number = 1; std::getline(file, line); ++number)
    if (!line.empty() && line != "\r")
      add_row(line, number);
  if (header_.empty())
    throw InputError(path, "is empty", "a header line with column names is needed");
}

void Table::add_row(const std::string &line, int number)
{
  const auto        cells = cells_of(line);
  const std::string place = path_ + ":" + std::to_string(number);
  if (header_.empty())
  {
    header_ = cells;
    for (const auto &name : header_)
      if (!index_.emplace(name, index_.size()).second)
        throw InputError(place, "column \"" + name + "\" appears twice");
    return;
  }
  if (cells.size() != header_.size())
    throw InputError(place, std::to_string(cells.size()) + " cells",
                     "the header names " + std::to_string(header_.size()) + " columns");
  cells_.push_back(cells);
  lines_.push_back(number);
}

std::string Table::where(std::size_t row) const { return path_ + ":" + std::to_string(lines_.at(row)); }

std::size_t Table::position(const std::string &column) const
{
  const auto found = index_.find(column);
  if (found == index_.end())
    throw InputError(path_ + ":1", "column \"" + column + "\" is missing", "the columns are " + join(header_, ", "),
                     did_you_mean(column, header_));
  return found->second;
}

std::vector<double> Table::numbers(const std::string &column) const
{
  const auto          j = position(column);
  std::vector<double> values(n_rows());
  for (std::size_t row = 0; row < n_rows(); ++row)
    values[row] = finite_number(cells_[row][j], where(row), column);
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
