#pragma once

#include <postprocess/observe/append_file.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace quench::observe
{
/// One quantity of a table: values are written in `unit` ("1": no dimension). `meaning` is one line for the reader.
struct Column
{
  std::string name;
  std::string unit;
  std::string meaning = {};

  /// The name in a header: "time_ns"; of a number without dimension just the name.
  std::string heading() const;
};

/// A CSV table that grows by one row per record: header `time_ns,source_V,...`, numbers as %.17g, each row handed to
/// the system at once (series.csv: one row per accepted step; reads.csv: one row per read).
///
/// A row is written whole or not at all; every write is checked (IoError). A value that is not finite is an
/// error of ours (ExitCode::internal) and is not written. Rank 0 only.
class SeriesFile
{
public:
  /// Where a table stood when a checkpoint was written.
  struct Position
  {
    std::uint64_t rows  = 0;
    std::uint64_t bytes = 0;
  };

  /// Begin a new table.
  SeriesFile(const std::string &path, std::vector<Column> columns);
  /// Continue an existing table as it was at `position`; later rows are cut off.
  /// Throws IoError if the file is missing, has another header or does not have these rows.
  SeriesFile(const std::string &path, std::vector<Column> columns, const Position &position);

  /// Add a row; `values` [columns], each in the unit of its column.
  void append(std::span<const double> values);
  /// Force everything to the disk (before a checkpoint that names position()).
  void sync() { file_.sync(); }

  const std::vector<Column> &columns() const { return columns_; }
  std::uint64_t              rows() const { return rows_; }
  Position                   position() const { return {rows_, file_.bytes()}; }

private:
  std::vector<Column> columns_;
  std::uint64_t       rows_;
  AppendFile          file_;
};
} // namespace quench::observe
