#pragma once

#include <cases/sweep_points.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace quench::cases
{
/// A cell of a CSV file, quoted where it must be.
std::string csv_cell(const std::string &text);

/// results.csv of a sweep folder: a row per point with its status, the value of each axis and every result of the
/// points that are done; units stand in the header (`heater_radius_nm`, `peak_temperature_K`). An axis whose values are
/// not all quantities of one kind is text. Replaced as a whole, so that it is complete at every moment.
///
/// Whoever writes it holds the lock of the table of points: what several processes found comes together then.
class ResultsTable
{
public:
  ResultsTable(const std::string &folder, const Sweep &sweep);

  /// Write it for points of these statuses. Throws IoError. A results.json that cannot be understood
  /// leaves its row empty but for the reason, in the column of warnings.
  void write(const std::vector<std::string> &status);

  /// As write, unless that would take more than a hundredth of the time since the last.
  void write_if_cheap(const std::vector<std::string> &status);

  std::string path() const { return folder_ + "/results.csv"; }

private:
  /// What a results.json holds, as long as the file is the same.
  struct PointResults
  {
    std::filesystem::file_time_type                  written;
    std::vector<std::pair<std::string, std::string>> values; ///< heading, number
    std::string                                      warnings;
  };

  const PointResults *results_of(std::size_t point);
  std::string         text(const std::vector<std::string> &status);

  std::string                           folder_;
  const Sweep                          &sweep_;
  std::vector<std::string>              axis_headings_;
  std::vector<std::vector<std::string>> axis_values_; ///< [point][axis] as written
  std::map<std::size_t, PointResults>   known_;
  std::chrono::steady_clock::time_point last_end_{};
  std::chrono::steady_clock::duration   last_length_{};
};
} // namespace quench::cases
