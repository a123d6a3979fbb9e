#include <postprocess/array/results.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <physics/base/units.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace quench::array
{
namespace
{
constexpr std::size_t longest_number = 40;
}

std::string result_line(const Result &result)
{
  std::array<char, longest_number> digits{};
  const auto                       end = std::to_chars(digits.data(), digits.data() + digits.size(), result.value).ptr;
  return "result " + result.name + " = " + std::string(digits.data(), end) + " " + result.unit;
}

std::string full_digits(double value)
{
  std::array<char, longest_number> digits{};
  std::snprintf(digits.data(), digits.size(), "%.17g", value);
  return digits.data();
}

std::string time_label(double time)
{
  for (const char *unit : {"y", "d", "h", "min", "s"})
  {
    constexpr double rounding = 1e-9;
    const double     count = time / unit_value(unit), whole = std::round(count);
    if (whole >= 1 && std::abs(count - whole) <= rounding * count)
      return std::to_string(static_cast<long long>(whole)) + unit;
  }
  std::string text = format_quantity(time, "s");
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

std::string word(std::string name)
{
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

namespace
{
/// What is printed as nan or inf.
bool is_infinite(const std::string &cell)
{
  const std::string word = cell.starts_with('-') ? cell.substr(1) : cell;
  return word == "nan" || word == "inf";
}

/// Throws InputError, before anything is written, where a number is none: the input was legal, but leads beyond what
/// doubles hold.
void require_finite(const Outcome &outcome)
{
  const auto refuse = [](const std::string &what) {
    throw InputError(what, "is no finite number", "the study needs numbers within the range of doubles",
                     "Look for an extreme value in the case or its tables");
  };
  for (const Result &result : outcome.results)
    if (!std::isfinite(result.value))
      refuse("result " + result.name);
  for (const CsvTable &table : outcome.tables)
    for (const std::string &row : table.rows)
      for (const std::string &cell : split(row, ','))
        if (is_infinite(cell))
          refuse(table.file + ", row \"" + row + "\"");
}
} // namespace

ResultFolder::ResultFolder(const std::string &path, bool may_overwrite) : path_(path)
{
  require_output_folder(path);
  if (!may_overwrite && file_exists(path + "/results.json"))
    throw InputError("--output " + path, "holds results already", "an empty or new folder",
                     "Choose another one or add --overwrite");
}

void ResultFolder::write(const Outcome &outcome, const Json &case_as_json, const Json &provenance) const
{
  namespace fs = std::filesystem;
  require_finite(outcome);
  make_folder(path_);
  std::error_code failure;
  fs::remove(fs::path(path_) / "results.json", failure);

  for (const CsvTable &table : outcome.tables)
  {
    std::string text = table.header + "\n";
    for (const std::string &row : table.rows)
      text += row + "\n";
    write_file_atomically((fs::path(path_) / table.file).string(), text);
  }
  for (const ArchiveFile &archive : outcome.archives)
    write_npz(archive.arrays, (fs::path(path_) / archive.file).string());
  Json results = Json::array();
  for (const Result &result : outcome.results)
    results.push_back(Json::object().set("name", result.name).set("value", result.value).set("unit", result.unit));
  Json version = Json::array();
  version.push_back(Json(1));
  version.push_back(Json(0));
  Json document = Json::object();
  document.set("format", "quench-results").set("format_version", version).set("stage", "array").set("complete", true);
  document.set("results", results);
  for (const auto &[key, value] : outcome.details.as_object())
    document.set(key, value);
  document.set("case", case_as_json).set("provenance", provenance);
  write_file_atomically((fs::path(path_) / "results.json").string(), document.dump() + "\n");
}
} // namespace quench::array
