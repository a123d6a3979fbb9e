#include <postprocess/compact/measurement.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <physics/base/text.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>

namespace quench::compact
{
namespace
{
constexpr int results_format_major = 1;

/// The columns of reads.csv after the first, `pulse`, in the order they are written.
struct Column
{
  const char *name;
  double Read::*member;
};
constexpr std::array<Column, 10> columns{Column{"amplitude_V", &Read::amplitude_V},
                                         {"time_s", &Read::time_s},
                                         {"absolute_time_ns", &Read::absolute_time_ns},
                                         {"read_voltage_V", &Read::read_voltage_V},
                                         {"current_uA", &Read::current_uA},
                                         {"conductance_uS", &Read::conductance_uS},
                                         {"resistance_ohm", &Read::resistance_ohm},
                                         {"temperature_K", &Read::temperature_K},
                                         {"glass_volume_nm3", &Read::glass_volume_nm3},
                                         {"amplitude_current_uA", &Read::amplitude_uA}};

void check_order(const Read &previous, const Read &read, const std::string &where)
{
  if (read.pulse < previous.pulse)
    throw InputError(where, "pulse = " + std::to_string(read.pulse), "the pulse number never falls");
  if (read.pulse == previous.pulse && !(read.time_s > previous.time_s))
    throw InputError(where, "time_s = " + std::to_string(read.time_s),
                     "must be above that of the read before, " + std::to_string(previous.time_s));
}

void check_read(const Read &read, const std::string &where)
{
  const auto positive = [&](double value, const char *name, const char *hint = "") {
    if (!(value > 0))
      throw InputError(where, name + (" = " + std::to_string(value)), "must be above 0", hint);
  };
  positive(read.conductance_uS, "conductance_uS",
           "The fits take logarithms: leave out reads in the noise of the instrument, or average them");
  positive(read.temperature_K, "temperature_K");
  if (read.pulse < 0)
    throw InputError(where, "pulse = " + std::to_string(read.pulse), "must not be below 0");
  if (read.pulse > 0)
    positive(read.time_s, "time_s");
}

/// Columns that not every measurement has, from those that it has.
void fill_missing(const Table &table, std::vector<Read> &reads)
{
  const bool       no_conductance = !table.has("conductance_uS"), no_resistance = !table.has("resistance_ohm");
  const bool       no_current = !table.has("current_uA"), no_voltage = !table.has("read_voltage_V");
  constexpr double S_in_uS = 1e6;
  for (Read &read : reads)
  {
    if (no_conductance)
      read.conductance_uS = S_in_uS / read.resistance_ohm;
    if (no_resistance)
      read.resistance_ohm = S_in_uS / read.conductance_uS;
    if (no_current)
      read.current_uA = read.conductance_uS * read.read_voltage_V;
    if (no_voltage)
      read.read_voltage_V = read.current_uA / read.conductance_uS;
    if (!table.has("glass_volume_nm3"))
      read.glass_volume_nm3 = std::numeric_limits<double>::quiet_NaN();
  }
}

/// Whether the file may do without the column: nothing needs it, or another one says the same. Not if a column of
/// almost its name is there, which is a slip of the pen.
bool is_dispensable(const std::string &column, const Table &table)
{
  std::vector<std::string> others;
  for (const std::string &name : table.header())
    if (std::none_of(columns.begin(), columns.end(), [&](const Column &known) { return known.name == name; }))
      others.push_back(name);
  if (!nearest(column, others).empty())
    return false;
  if (column == "conductance_uS")
    return table.has("resistance_ohm");
  if (column == "amplitude_V")
    return table.has("amplitude_current_uA");
  return column != "time_s" && column != "temperature_K";
}

/// Rows of a table whose columns are all positive, but for `signed_column`, and whose time ascends.
template <class Row, std::size_t n>
std::vector<Row> read_rows(const std::string &path, const std::array<std::pair<const char *, double Row::*>, n> &layout,
                           const std::string &signed_column = "")
{
  const Table      table(path);
  std::vector<Row> rows(table.n_rows());
  for (const auto &[name, member] : layout)
  {
    const auto values = table.numbers(name);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
      rows[i].*member = values[i];
      if (name != signed_column && !(values[i] > 0))
        throw InputError(table.where(i), name + (" = " + std::to_string(values[i])), "must be above 0");
    }
  }
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (!(rows[i].time_s > rows[i - 1].time_s))
      throw InputError(table.where(i), "time_s = " + std::to_string(rows[i].time_s), "times must ascend");
  return rows;
}

void check_format(const JsonView &root)
{
  if (root["format"].as_string() != "quench-results")
    root["format"].fail("\"" + root["format"].as_string() + "\"", "\"quench-results\" is needed");
  if (root["format_version"][std::size_t(0)].as_integer() != results_format_major)
    root["format_version"].fail("an unknown version", "this program reads version 1");
}

void require_complete(const JsonView &root)
{
  if (!root["complete"].as_bool())
    root["complete"].fail("false: the run did not finish", "only complete runs are read",
                          "The command that started it goes on");
}

/// The rows of a sweep's status.csv: folders that are done, and why the others are skipped.
void read_sweep(const std::string &directory, ResultSet &set)
{
  const Table table(directory + "/status.csv");
  const auto  folder = table.text("directory"), status = table.text("status");
  for (std::size_t i = 0; i < table.n_rows(); ++i)
    if (status[i] == "done")
    {
      const auto nested = std::filesystem::path(directory) / folder[i];
      set.runs.push_back(read_run(nested.string()));
    }
    else
      set.skipped.push_back(folder[i] + ": " + status[i]);
  if (set.runs.empty())
    throw InputError(table.path(), "no point of the sweep is done", "at least one is needed");
}
} // namespace

std::vector<Read> Run::after_pulse(int pulse) const
{
  std::vector<Read> part;
  std::copy_if(reads.begin(), reads.end(), std::back_inserter(part), [&](const Read &r) { return r.pulse == pulse; });
  return part;
}

bool Run::has_current_pulses() const
{
  return std::any_of(reads.begin(), reads.end(), [](const Read &read) { return read.amplitude_uA != 0; });
}

std::vector<Read> read_reads(const std::string &path)
{
  const Table       table(path);
  const auto        pulse = table.numbers("pulse");
  std::vector<Read> reads(table.n_rows());
  for (const Column &column : columns)
  {
    if (!table.has(column.name) && is_dispensable(column.name, table))
      continue;
    const auto values = table.numbers(column.name);
    for (std::size_t i = 0; i < reads.size(); ++i)
      reads[i].*column.member = values[i];
  }
  fill_missing(table, reads);
  for (std::size_t i = 0; i < reads.size(); ++i)
  {
    if (pulse[i] != std::floor(pulse[i]) || std::abs(pulse[i]) > 1e9)
      throw InputError(table.where(i), "pulse = " + std::to_string(pulse[i]), "must be a whole number");
    reads[i].pulse = int(pulse[i]);
    check_read(reads[i], table.where(i));
    if (i > 0)
      check_order(reads[i - 1], reads[i], table.where(i));
  }
  return reads;
}

std::vector<Threshold> read_thresholds(const std::string &path)
{
  return read_rows<Threshold, 3>(path, {{{"time_s", &Threshold::time_s},
                                         {"threshold_V", &Threshold::voltage_V},
                                         {"temperature_K", &Threshold::temperature_K}}});
}

std::vector<NoiseRead> read_noise_trace(const std::string &path)
{
  return read_rows<NoiseRead, 3>(path,
                                 {{{"time_s", &NoiseRead::time_s},
                                   {"conductance_uS", &NoiseRead::conductance_uS},
                                   {"duration_s", &NoiseRead::duration_s}}},
                                 "conductance_uS");
}

void write_reads(const std::vector<Read> &reads, const std::string &path)
{
  std::string text = "pulse";
  for (const Column &column : columns)
    text += std::string(",") + column.name;
  text += '\n';
  for (const Read &read : reads)
  {
    text += std::to_string(read.pulse);
    for (const Column &column : columns)
    {
      char cell[40];
      std::snprintf(cell, sizeof cell, ",%.17g", read.*column.member);
      text += cell;
    }
    text += '\n';
  }
  write_file_atomically(path, text);
}

Run read_run(const std::string &directory)
{
  const std::string path = directory + "/results.json";
  require_complete(JsonView(Json::read(path), path));
  return read_unfinished_run(directory);
}

Run read_unfinished_run(const std::string &directory)
{
  const std::string path = directory + "/results.json";
  const Json        json = Json::read(path);
  const JsonView    root(json, path);
  check_format(root);
  Run run;
  run.complete    = root["complete"].as_bool();
  run.state       = run.complete ? "complete" : root.has("state") ? root["state"].as_string() : "running";
  run.message     = root.has("message") ? root["message"].as_string() : "";
  run.directory   = directory;
  run.case_name   = root["case_name"].as_string();
  run.case_sha256 = root["case_sha256"].as_string();
  for (std::size_t i = 0; i < root["results"].size(); ++i)
  {
    const JsonView result = root["results"][i];
    run.results.push_back({result["name"].as_string(),
                           result["value"].value().is_null() ? std::nan("") : result["value"].as_double(),
                           result["unit"].as_string()});
  }
  run.reads = read_reads(directory + "/reads.csv");
  if (file_exists(directory + "/thresholds.csv"))
    run.thresholds = read_thresholds(directory + "/thresholds.csv");
  if (file_exists(directory + "/noise.csv"))
    run.noise = read_noise_trace(directory + "/noise.csv");
  return run;
}

ResultSet read_result_set(const std::string &directory)
{
  namespace fs = std::filesystem;
  ResultSet set;
  set.directory = directory;
  if (file_exists(directory + "/status.csv"))
  {
    set.is_sweep = true;
    read_sweep(directory, set);
  }
  else if (file_exists(directory + "/results.json"))
    set.runs.push_back(read_run(directory));
  else
    throw InputError(directory, file_exists(directory) ? "holds neither results.json nor status.csv" : "does not exist",
                     "a run folder or a sweep folder is needed");
  return set;
}

double conductance_at(const std::vector<Read> &reads, double t_s)
{
  const auto after = std::find_if(reads.begin(), reads.end(), [&](const Read &read) { return read.time_s >= t_s; });
  if (after == reads.end())
    return reads.back().conductance_uS;
  if (after == reads.begin() || after->time_s == t_s)
    return after->conductance_uS;
  const Read  &before = *(after - 1);
  const double f      = std::log(t_s / before.time_s) / std::log(after->time_s / before.time_s);
  return before.conductance_uS * std::pow(after->conductance_uS / before.conductance_uS, f);
}
} // namespace quench::compact
