#pragma once

#include <physics/base/terminal_line.h>
#include <postprocess/observe/append_file.h>
#include <postprocess/observe/series.h>

#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quench::observe
{
/// Where a log is repeated while it is written.
struct Echo
{
  std::ostream *out      = nullptr; ///< nullptr: nowhere
  bool          terminal = false;   ///< notes, and one line that is rewritten (progress); no lines of steps
  unsigned      every    = 1;       ///< elsewhere: the lines of every so many steps, the first included
};

/// log.txt: a header line with units, then one line per accepted step in columns; notes stand between them after "# ".
/// The same text goes to the echo, as far as that takes it. Rank 0 only; IoError if the file cannot be written.
class RunLog
{
public:
  RunLog(const std::string &path, std::vector<Column> columns, const Echo &echo = {});
  /// Continue a log whose first `bytes` bytes belong to the state that is resumed.
  RunLog(const std::string &path, std::vector<Column> columns, std::uint64_t bytes, const Echo &echo = {});

  /// One line for an accepted step; `values` [columns], each in the unit of its column (six digits).
  void step(std::span<const double> values);
  /// Where the run stands: the rewritten line of a terminal, and nothing else.
  void progress(const std::string &text);
  /// Something worth telling: a fallback, a melt start.
  void note(const std::string &text);
  /// Something for the file alone: a rejected step.
  void detail(const std::string &text);
  /// The last note of a run that was stopped, also shown to who asked for the stop: everything is on the disk by now.
  void farewell(const std::string &text);

  std::uint64_t bytes() const { return file_.bytes(); }
  void          sync() { file_.sync(); }

private:
  void show(const std::string &line);

  std::vector<Column>         columns_;
  Echo                        echo_;
  std::optional<TerminalLine> line_; ///< on a terminal
  std::uint64_t               n_steps_ = 0;
  AppendFile                  file_;
};
} // namespace quench::observe
