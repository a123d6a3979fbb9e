#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <physics/base/json.h>
#include <postprocess/array/npz.h>

namespace quench::array
{
/// One reported number.
struct Result
{
  std::string name;
  double      value = 0;
  std::string unit; ///< "1" for a plain number
};

/// A table written as CSV; numbers with 17 digits.
struct CsvTable
{
  std::string              file; ///< name in the result folder
  std::string              header;
  std::vector<std::string> rows;
};

/// Arrays written as an NPZ file.
struct ArchiveFile
{
  std::string  file; ///< name in the result folder
  NumpyArchive arrays;
};

/// What a study hands over.
struct Outcome
{
  std::vector<Result>      results;
  std::vector<CsvTable>    tables;
  std::vector<ArchiveFile> archives = {};
  Json                     details  = Json::object(); ///< further members of results.json
};

/// `result NAME = VALUE UNIT`, with the fewest digits that read back to the same number.
std::string result_line(const Result &result);

/// 17 significant digits, as all CSV files have them.
std::string full_digits(double value);

/// A time as a word for names: "25s", "1h", "30d", "10y" (the largest unit of which it is a whole number).
std::string time_label(double time);

/// A name as part of the name of a result: spaces become underscores.
std::string word(std::string name);

/// A folder for the files of one run. It is created when the first file is written.
class ResultFolder
{
public:
  /// Throws InputError if the folder already holds results and may not be overwritten, or is a file.
  ResultFolder(const std::string &path, bool may_overwrite);

  /// Tables first, results.json last: where it is, the results are complete. Throws IoError.
  void write(const Outcome &outcome, const Json &case_as_json, const Json &provenance) const;

  const std::string &path() const { return path_; }

private:
  std::string path_;
};
} // namespace quench::array
