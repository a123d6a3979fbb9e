#pragma once

#include <cases/results_table.h>
#include <cases/sweep_points.h>

#include <string>
#include <vector>

namespace quench::cases
{
/// What became of a point. Status is `not run`, `running`, `done`, `failed` or `stopped` (a checkpoint is there).
struct PointStatus
{
  std::string status = "not run";
  int         code   = 0; ///< of its run; of no meaning before it has ended
};

/// status.csv of a sweep folder: a row per point, replaced as a whole whenever a point changes, so that it is
/// complete at every moment, and results.csv beside it. Several processes (jobs of an array) may change points at the
/// same time.
class StatusTable
{
public:
  /// The table of `folder` if there is one; nothing is made. Throws InputError if the folder holds another sweep or the
  /// results of a run.
  StatusTable(const std::string &folder, const Sweep &sweep);

  /// Make the table, with the folder, where there is none.
  void create();

  /// Look again: other processes may have changed points.
  void refresh();

  /// As refresh, and results.csv with all that is done.
  void write_results();

  PointStatus at(std::size_t point) const { return rows_[point]; }
  void        set(std::size_t point, const PointStatus &status);

  std::string path() const { return folder_ + "/status.csv"; }

private:
  void                     read();
  std::string              text() const;
  std::vector<std::string> statuses() const;

  std::string              folder_;
  const Sweep             &sweep_;
  std::vector<PointStatus> rows_;
  ResultsTable             results_;
};
} // namespace quench::cases
