#pragma once

#include <physics/base/provenance.h>
#include <postprocess/observe/series.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace quench::observe
{
/// One table of results.h5: an HDF5 group with one extendible 1-D dataset per column. NXdata attributes `signal` and
/// `axes` let generic viewers plot it at once. A table may have one column of text (`text_column`, empty: none).
struct Table
{
  std::string         name; ///< "series", "read", "events/step_rejections"
  std::vector<Column> columns;
  std::string         signal; ///< name of the column to plot (may be empty)
  std::string         axis;   ///< name of the column to plot it over (may be empty)
  std::string         text_column = {};
};

/// What was asked for and who answered: attributes of the root, and the group /case with one string dataset each.
struct CaseRecord
{
  Provenance                                       provenance;
  std::string                                      sha256; ///< of the resolved case
  std::string                                      text;   ///< resolved case file
  std::string                                      json;   ///< the same as JSON
  int                                              ranks = 1;
  std::vector<std::pair<std::string, std::string>> libraries; ///< name, version
};

/// The HDF5 file of a run (results.h5, layout in docs/files.md): tables that grow by a row per record, with units for
/// people (`units`), for programs (`unitSI`, `unitDimension` as in openPMD) and provenance.
///
/// Readable by others at any time and after SIGKILL, because it is flushed: after every record, or (`FlushPolicy`)
/// after so many records or seconds. Every HDF5 call is checked: IoError with the path and the reason. A value that is
/// not finite is an error of ours and is not written. Written by rank 0 alone, through HDF5's serial interface.
class ResultsFile
{
public:
  struct FlushPolicy
  {
    unsigned                      records = 1;
    std::chrono::duration<double> seconds{1.0};
  };
  /// Rows of every table, by name: what a checkpoint keeps.
  using Rows = std::map<std::string, std::uint64_t>;

  /// Begin a new file (attribute complete = 0).
  ResultsFile(const std::string &path, const CaseRecord &record, const std::vector<Table> &tables, FlushPolicy policy);
  ResultsFile(const std::string &path, const CaseRecord &record, const std::vector<Table> &tables);
  /// Continue an existing file, every table cut to its rows at the checkpoint. Throws IoError if it cannot be read,
  /// lacks a table or has fewer rows.
  ResultsFile(const std::string &path, const std::vector<Table> &tables, const Rows &rows, FlushPolicy policy);
  ResultsFile(const std::string &path, const std::vector<Table> &tables, const Rows &rows);
  ~ResultsFile();
  ResultsFile(ResultsFile &&) noexcept;

  /// Add a row to a table; `values` [columns of the table], each in its column's unit; `text` for its text column.
  void append_row(const std::string &table, std::span<const double> values, const std::string &text = "");
  /// Note that something else was done than asked ("AMG failed, direct solver used"); kept in /case/fallbacks.
  void add_fallback(const std::string &text);
  /// Say that the run came to its end (attribute complete = 1) and close the file. Nothing may be added afterwards.
  void finish();
  /// Bring everything to the system now.
  void flush();

  Rows rows() const;

private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
};
} // namespace quench::observe
