#pragma once

#include <string>
#include <vector>

namespace quench::compact
{
/// One row of a CSV file: its cells without the blanks around them, and the number of its first line.
struct CsvRow
{
  std::vector<std::string> cells;
  int                      line = 0;
};

/// The rows of a CSV file as instruments and spreadsheets write it; the first one names the columns.
struct CsvRows
{
  std::vector<CsvRow> rows;
  char                separator = ',';
};

/// UTF-8 or UTF-16, with or without a byte order mark; lines of any system. Typographic spaces and minus signs are read
/// as those of a typewriter. Cells are separated by commas, semicolons or tabs, whichever the header has most of, or as
/// a first line `sep=;` says. A cell in double quotes may hold separators and line breaks; "" in it is a quote. Lines
/// that start with # or % and rows of empty cells are skipped; where the first row holds numbers only, the comment
/// before it names the columns (as numpy.savetxt writes). Empty cells beyond the last column with a name are dropped.
///
/// Throws InputError "path:line: ..." for a quote that is not closed.
CsvRows parse_csv(const std::string &bytes, const std::string &path);

/// The number in a cell; false unless the whole cell is a finite one.
bool read_number(const std::string &cell, bool decimal_comma, double &value);
} // namespace quench::compact
