#include <postprocess/observe/series.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <utility>

namespace quench::observe
{
namespace
{
std::string header_line(const std::vector<Column> &columns)
{
  std::vector<std::string> headings;
  for (const Column &column : columns)
    headings.push_back(column.heading());
  return join(headings, ",") + "\n";
}

/// Check that the first `bytes` bytes of a table are `header` and `rows` whole lines.
void check_table(const std::string &path, const std::string &header, const SeriesFile::Position &position)
{
  std::ifstream in(path, std::ios::binary);
  std::string   text(position.bytes, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(text.size())))
    throw IoError(path, "cannot be read up to byte " + std::to_string(position.bytes), "",
                  "The file was removed or shortened after the checkpoint");
  if (text.compare(0, header.size(), header) != 0)
    throw IoError(path, "has another header than this run writes", header.substr(0, header.size() - 1));
  std::uint64_t lines = 0;
  for (const char c : text)
    lines += c == '\n';
  if (lines != position.rows + 1 || text.back() != '\n')
    throw IoError(path, "does not hold the " + std::to_string(position.rows) + " rows the checkpoint knows", "",
                  "The file was changed after the checkpoint");
}

AppendFile continue_table(const std::string &path, const std::vector<Column> &columns,
                          const SeriesFile::Position &position)
{
  check_table(path, header_line(columns), position);
  return AppendFile::reopen(path, position.bytes);
}
} // namespace

std::string Column::heading() const { return unit.empty() || unit == "1" ? name : name + "_" + unit; }

SeriesFile::SeriesFile(const std::string &path, std::vector<Column> columns)
  : columns_(std::move(columns)), rows_(0), file_(AppendFile::create(path))
{
  file_.append(header_line(columns_));
}

SeriesFile::SeriesFile(const std::string &path, std::vector<Column> columns, const Position &position)
  : columns_(std::move(columns)), rows_(position.rows), file_(continue_table(path, columns_, position))
{}

void SeriesFile::append(std::span<const double> values)
{
  if (values.size() != columns_.size())
    throw Error(ExitCode::internal, file_.path(), "a row of " + std::to_string(values.size()) + " values",
                std::to_string(columns_.size()) + " columns");
  std::string line;
  char        number[32];
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    if (!std::isfinite(values[i]))
      throw Error(ExitCode::internal, file_.path(),
                  columns_[i].heading() + " is not finite in row " + std::to_string(rows_));
    std::snprintf(number, sizeof(number), "%.17g", values[i]);
    line += (i == 0 ? "" : ",");
    line += number;
  }
  file_.append(line + "\n");
  ++rows_;
}
} // namespace quench::observe
