#pragma once

#include <postprocess/report/plot.h>

#include <string>
#include <vector>

namespace quench::report
{
/// The numbers of a figure, as shown and as handed out.
struct DataTable
{
  std::vector<std::string>              header; ///< with units
  std::vector<std::vector<std::string>> rows;   ///< [row][column]; empty where a curve has no such point
};

/// The numbers behind plots. Where all curves share their x, one table with a column per curve; otherwise one table per
/// plot with the columns curve, x, y. Numbers have up to 10 significant digits.
std::vector<DataTable> tables_of(const std::vector<Plot> &plots);

/// A number of a table: up to 10 significant digits, "" for what is not finite.
std::string number_text(double value);

/// The table as CSV (RFC 4180), lines end with a line feed.
std::string csv(const DataTable &table);
} // namespace quench::report
