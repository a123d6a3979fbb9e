#include <postprocess/observe/results_file.h>

#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/base/units.h>
#include <postprocess/observe/hdf5.h>

#include <algorithm>
#include <cmath>
#include <unistd.h>

namespace quench::observe
{
namespace
{
constexpr hsize_t rows_per_chunk = 256;
using Clock                      = std::chrono::steady_clock;

struct OpenTable
{
  Table                     table;
  std::vector<hdf5::Handle> columns; ///< one more than table.columns if there is a text column
  std::uint64_t             rows = 0;
};

/// Factor from a unit to the coherent SI unit of its dimension, and the powers of L M T I theta N J (openPMD).
struct SiUnit
{
  double              factor;
  std::vector<double> powers;
};

SiUnit si_unit(const std::string &unit)
{
  using namespace units;
  const auto [l, t, k, v, q] = dimension_of(unit).exponent;
  const double coherent      = std::pow(m, l) * std::pow(s, t) * std::pow(K, k) * std::pow(V, v) * std::pow(C, q);
  // 1 V = 1 kg m2 s-3 A-1, 1 C = 1 A s
  const std::vector<double> powers = {1. * (l + 2 * v), 1. * v, 1. * (t - 3 * v + q), 1. * (q - v), 1. * k, 0., 0.};
  return {unit_value(unit) / coherent, powers};
}

void describe_column(const hdf5::Handle &dataset, const Column &column)
{
  const SiUnit si = si_unit(column.unit);
  hdf5::write_attribute(dataset, "units", column.unit);
  hdf5::write_attribute(dataset, "unitSI", si.factor);
  hdf5::write_attribute(dataset, "unitDimension", si.powers);
  hdf5::write_attribute(dataset, "long_name", column.meaning.empty() ? column.name : column.meaning);
}

OpenTable create_table(const hdf5::Handle &file, const Table &table)
{
  const hdf5::Handle group = hdf5::create_group(file, table.name);
  if (!table.columns.empty())
    hdf5::write_attribute(group, "NX_class", "NXdata");
  if (!table.signal.empty())
    hdf5::write_attribute(group, "signal", table.signal);
  if (!table.axis.empty())
    hdf5::write_attribute(group, "axes", std::vector<std::string>{table.axis});
  OpenTable open;
  open.table = table;
  for (const Column &column : table.columns)
  {
    open.columns.push_back(hdf5::create_column(group, column.name, rows_per_chunk, false));
    describe_column(open.columns.back(), column);
  }
  if (!table.text_column.empty())
    open.columns.push_back(hdf5::create_column(group, table.text_column, rows_per_chunk, true));
  return open;
}

/// The columns of an existing table, all cut to `rows` rows.
OpenTable continue_table(const hdf5::Handle &file, const Table &table, std::uint64_t rows)
{
  OpenTable                open{table, {}, rows};
  std::vector<std::string> names;
  for (const Column &column : table.columns)
    names.push_back(column.name);
  if (!table.text_column.empty())
    names.push_back(table.text_column);
  for (const std::string &name : names)
  {
    hdf5::Handle  column = hdf5::open_dataset(file, table.name + "/" + name);
    const hsize_t length = hdf5::length(column);
    if (length < rows)
      throw IoError(file.path(), table.name + "/" + name + " has " + std::to_string(length) + " rows",
                    "the checkpoint knows " + std::to_string(rows), "The file was changed after the checkpoint");
    hdf5::set_length(column, rows);
    open.columns.push_back(std::move(column));
  }
  return open;
}

void write_case(const hdf5::Handle &file, const CaseRecord &record)
{
  const hdf5::Handle group = hdf5::create_group(file, "case");
  hdf5::write_string(group, "text", record.text);
  hdf5::write_string(group, "json", record.json);
  hdf5::write_string(group, "command_line", record.provenance.command_line);
  hdf5::write_string(group, "host", record.provenance.host);
  hdf5::write_attribute(group, "ranks", record.ranks);
  const hdf5::Handle libraries = hdf5::create_group(file, "case/libraries");
  for (const auto &[name, version] : record.libraries)
    hdf5::write_attribute(libraries, name, version);
}

void write_header(const hdf5::Handle &file, const CaseRecord &record)
{
  hdf5::write_attribute(file, "format", "quench-results");
  hdf5::write_attribute(file, "format_version", std::vector<int>{1, 0});
  hdf5::write_attribute(file, "software", record.provenance.software);
  hdf5::write_attribute(file, "softwareVersion", record.provenance.version);
  hdf5::write_attribute(file, "git_commit", record.provenance.git_commit);
  hdf5::write_attribute(file, "date", record.provenance.date);
  hdf5::write_attribute(file, "case_sha256", record.sha256);
  hdf5::write_attribute(file, "complete", 0);
}

/// The list of fallbacks is a table with nothing but text.
Table fallback_table() { return {"case", {}, "", "", "fallbacks"}; }

[[noreturn]] void misused(const std::string &path, const std::string &got)
{
  throw Error(ExitCode::internal, path, got);
}
} // namespace

struct ResultsFile::Handles
{
  hdf5::Handle                     file;
  std::map<std::string, OpenTable> tables;
  FlushPolicy                      policy;
  unsigned                         pending = 0;
  Clock::time_point                flushed = Clock::now();

  Handles(hdf5::Handle opened, FlushPolicy flush_policy) : file(std::move(opened)), policy(flush_policy) {}

  OpenTable &find(const std::string &name)
  {
    const auto table = tables.find(name);
    if (table == tables.end())
      misused(file.path(), "there is no open table \"" + name + "\"");
    return table->second;
  }

  void flush()
  {
    hdf5::check(H5Fflush(file.id(), H5F_SCOPE_LOCAL), file.path(), "write");
    pending = 0;
    flushed = Clock::now();
  }

  void append(OpenTable &to, std::span<const double> values, const std::string &text)
  {
    for (std::size_t i = 0; i < values.size(); ++i)
      hdf5::append(to.columns[i], to.rows, values[i]);
    if (!to.table.text_column.empty())
      hdf5::append(to.columns.back(), to.rows, text);
    ++to.rows;
    if (++pending >= policy.records || Clock::now() - flushed >= policy.seconds)
      flush();
  }
};

ResultsFile::ResultsFile(const std::string &path, const CaseRecord &record, const std::vector<Table> &tables,
                         FlushPolicy policy)
{
  const hdf5::Quiet quiet;
  try
  {
    handles_ = std::make_unique<Handles>(hdf5::create_file(path), policy);
    write_header(handles_->file, record);
    write_case(handles_->file, record);
    for (const Table &table : tables)
      handles_->tables.emplace(table.name, create_table(handles_->file, table));
    handles_->tables.emplace("case", create_table(handles_->file, fallback_table()));
    handles_->flush();
  }
  catch (const IoError &)
  {
    handles_.reset();
    ::unlink(path.c_str()); // no half file
    throw;
  }
}

ResultsFile::ResultsFile(const std::string &path, const std::vector<Table> &tables, const Rows &rows,
                         FlushPolicy policy)
{
  const hdf5::Quiet quiet;
  handles_               = std::make_unique<Handles>(hdf5::open_file(path), policy);
  std::vector<Table> all = tables;
  all.push_back(fallback_table());
  for (const Table &table : all)
  {
    const auto found = rows.find(table.name);
    if (found == rows.end())
      throw IoError(path, "the checkpoint does not know the rows of \"" + table.name + "\"");
    handles_->tables.emplace(table.name, continue_table(handles_->file, table, found->second));
  }
  hdf5::write_attribute(handles_->file, "complete", 0);
  handles_->flush();
}

ResultsFile::ResultsFile(const std::string &path, const CaseRecord &record, const std::vector<Table> &tables)
  : ResultsFile(path, record, tables, FlushPolicy())
{}

ResultsFile::ResultsFile(const std::string &path, const std::vector<Table> &tables, const Rows &rows)
  : ResultsFile(path, tables, rows, FlushPolicy())
{}

ResultsFile::~ResultsFile()
{
  const hdf5::Quiet quiet;
  handles_.reset();
}

ResultsFile::ResultsFile(ResultsFile &&) noexcept = default;

void ResultsFile::append_row(const std::string &table, std::span<const double> values, const std::string &text)
{
  const hdf5::Quiet quiet;
  OpenTable        &to = handles_->find(table);
  if (values.size() != to.table.columns.size())
    misused(handles_->file.path(), "a row of " + std::to_string(values.size()) + " values for " + table);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      misused(handles_->file.path(),
              table + "/" + to.table.columns[i].name + " is not finite in row " + std::to_string(to.rows));
  handles_->append(to, values, text);
}

void ResultsFile::add_fallback(const std::string &text)
{
  const hdf5::Quiet quiet;
  handles_->append(handles_->find("case"), {}, text);
}

void ResultsFile::finish()
{
  const hdf5::Quiet quiet;
  hdf5::write_attribute(handles_->file, "complete", 1);
  handles_->flush();
  for (auto &[name, table] : handles_->tables)
    for (hdf5::Handle &column : table.columns)
      column.close();
  handles_->tables.clear();
  handles_->file.close();
}

void ResultsFile::flush()
{
  const hdf5::Quiet quiet;
  handles_->flush();
}

ResultsFile::Rows ResultsFile::rows() const
{
  Rows result;
  for (const auto &[name, table] : handles_->tables)
    result[name] = table.rows;
  return result;
}
} // namespace quench::observe
