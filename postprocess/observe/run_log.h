#pragma once

#include <postprocess/observe/append_file.h>
#include <postprocess/observe/series.h>

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

namespace quench::observe
{
/// log.txt: a header line with units, then one line per accepted step in columns; notes stand between them after "# ".
/// The same text goes to `echo` (the terminal) if given. Rank 0 only; IoError if the file cannot be written.
class RunLog
{
public:
  RunLog(const std::string &path, std::vector<Column> columns, std::ostream *echo = nullptr);
  /// Continue a log whose first `bytes` bytes belong to the state that is resumed.
  RunLog(const std::string &path, std::vector<Column> columns, std::uint64_t bytes, std::ostream *echo = nullptr);

  /// One line for an accepted step; `values` [columns], each in the unit of its column (six digits).
  void step(std::span<const double> values);
  /// Something worth telling: a rejected step, a fallback, a melt start.
  void note(const std::string &text);

  std::uint64_t bytes() const { return file_.bytes(); }
  void          sync() { file_.sync(); }

private:
  void write(const std::string &line);

  std::vector<Column> columns_;
  std::ostream       *echo_;
  AppendFile          file_;
};
} // namespace quench::observe
