#include <cases/results_table.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace quench::cases
{
namespace
{
using Clock = std::chrono::steady_clock;

constexpr int least_pause = 100; ///< between two tables, in units of the time that one takes

std::string number_text(double value)
{
  char       text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

std::string heading(const std::string &name, const std::string &unit)
{
  return unit.empty() || unit == "1" ? name : name + "_" + unit;
}

/// The values of an axis as numbers in the unit of the first, if all are quantities of its kind.
bool are_quantities(std::vector<std::string> &values, std::string &unit)
{
  try
  {
    unit                            = unit_part(values.front());
    const std::string        parsed = unit.empty() ? "1" : unit;
    const double             one    = unit.empty() ? 1 : unit_value(unit);
    std::vector<std::string> numbers;
    for (const std::string &value : values)
    {
      const std::string own = unit_part(value);
      const double      as_written =
          parse_number(trimmed(value.substr(0, value.size() - own.size()))); // its digits, where they can be kept
      const double in_unit = parse_quantity(value, parsed) / one;
      numbers.push_back(number_text(own == unit ? as_written : in_unit));
    }
    values = numbers;
    return true;
  }
  catch (const Error &)
  {
    unit.clear();
    return false;
  }
}

/// Headings and numbers of the results in a results.json, and its warnings.
void read_into(std::vector<std::pair<std::string, std::string>> &values, std::string &warnings, const std::string &path)
{
  const Json     json = Json::read(path);
  const JsonView root(json, path);
  if (root.has("results"))
    for (std::size_t i = 0; i < root["results"].size(); ++i)
    {
      const JsonView one = root["results"][i];
      values.emplace_back(heading(one["name"].as_string(), one["unit"].as_string()),
                          one["value"].value().is_null() ? "" : number_text(one["value"].as_double()));
    }
  if (root.has("warnings"))
    warnings = join(root["warnings"].as_strings(), "; ");
}

void append_once(std::vector<std::string> &list, const std::string &word)
{
  if (std::find(list.begin(), list.end(), word) == list.end())
    list.push_back(word);
}
} // namespace

std::string csv_cell(const std::string &text)
{
  if (text.find_first_of(",\"\n") == std::string::npos)
    return text;
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

ResultsTable::ResultsTable(const std::string &folder, const Sweep &sweep)
  : folder_(folder), sweep_(sweep), axis_values_(sweep.points.size())
{
  for (std::size_t a = 0; a < sweep.names.size(); ++a)
  {
    std::vector<std::string> values;
    std::string              unit, name = sweep.names[a];
    for (const SweepPoint &point : sweep.points)
      values.push_back(point.short_values[a]);
    are_quantities(values, unit);
    std::replace(name.begin(), name.end(), ' ', '_');
    axis_headings_.push_back(heading(name, unit));
    for (std::size_t i = 0; i < values.size(); ++i)
      axis_values_[i].push_back(values[i]);
  }
}

const ResultsTable::PointResults *ResultsTable::results_of(std::size_t point)
{
  const std::string path = folder_ + "/" + sweep_.points[point].name + "/results.json";
  std::error_code   none;
  const auto        written = std::filesystem::last_write_time(path, none);
  if (none)
    return nullptr;
  const auto found = known_.find(point);
  if (found != known_.end() && found->second.written == written)
    return &found->second;
  PointResults results{written, {}, ""};
  try
  {
    read_into(results.values, results.warnings, path);
  }
  catch (const Error &error)
  {
    results.warnings = error.what(); // the other rows are right
  }
  return &(known_[point] = results);
}

std::string ResultsTable::text(const std::vector<std::string> &status)
{
  std::vector<const PointResults *> results(status.size(), nullptr);
  std::vector<std::string>          columns;
  for (std::size_t i = 0; i < status.size(); ++i)
    if (status[i] == "done" && (results[i] = results_of(i)) != nullptr)
      for (const auto &[name, ignored] : results[i]->values)
        append_once(columns, name);
  std::set<std::string> taken(columns.begin(), columns.end());
  taken.insert({"point", "directory", "status", "warnings"});
  std::string text = "point,directory,status";
  for (std::string axis : axis_headings_)
  {
    while (!taken.insert(axis).second)
      axis = "axis_" + axis;
    text += "," + csv_cell(axis);
  }
  for (const std::string &column : columns)
    text += "," + csv_cell(column);
  text += ",warnings\n";
  for (std::size_t i = 0; i < status.size(); ++i)
  {
    text += std::to_string(i + 1) + "," + sweep_.points[i].name + "," + status[i];
    for (const std::string &value : axis_values_[i])
      text += "," + csv_cell(value);
    std::map<std::string, std::string> row;
    if (results[i] != nullptr)
      row.insert(results[i]->values.begin(), results[i]->values.end());
    for (const std::string &column : columns)
      text += "," + row[column];
    text += "," + (results[i] == nullptr ? "" : csv_cell(results[i]->warnings)) + "\n";
  }
  return text;
}

void ResultsTable::write(const std::vector<std::string> &status)
{
  const auto start = Clock::now();
  write_file_atomically(path(), text(status));
  last_end_    = Clock::now();
  last_length_ = last_end_ - start;
}

void ResultsTable::write_if_cheap(const std::vector<std::string> &status)
{
  if (Clock::now() - last_end_ > least_pause * last_length_)
    write(status);
}
} // namespace quench::cases
