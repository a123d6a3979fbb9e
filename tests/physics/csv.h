#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Tables of numbers under tests/data: comment lines start with #, the first other line names the columns.
namespace quench::tests
{
using Row = std::map<std::string, double>;

inline std::vector<Row> read_table(const std::string &name)
{
  std::ifstream file(std::string(QUENCH_SOURCE_DIR) + "/tests/data/" + name);
  if (!file)
    throw std::runtime_error("tests/data/" + name + " cannot be read");
  std::vector<std::string> columns;
  std::vector<Row>         rows;
  for (std::string line; std::getline(file, line);)
  {
    if (line.empty() || line[0] == '#')
      continue;
    std::vector<std::string> cells;
    std::istringstream       stream(line);
    for (std::string cell; std::getline(stream, cell, ',');)
      cells.push_back(cell);
    if (columns.empty())
      columns = cells;
    else
    {
      Row row;
      for (std::size_t i = 0; i < columns.size(); ++i)
        row[columns[i]] = std::stod(cells.at(i));
      rows.push_back(row);
    }
  }
  return rows;
}
} // namespace quench::tests
