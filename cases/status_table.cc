#include <cases/status_table.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace quench::cases
{
namespace
{
/// Holds the lock of a sweep folder, which all processes that write its status.csv take.
class TableLock
{
public:
  explicit TableLock(const std::string &folder)
  {
    const std::string path = folder + "/status.lock";
    file_                  = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
    if (file_ < 0 || ::flock(file_, LOCK_EX) != 0)
    {
      const std::string reason = std::strerror(errno);
      if (file_ >= 0)
        ::close(file_);
      throw IoError(path, "cannot be locked: " + reason);
    }
  }
  ~TableLock() { ::close(file_); }
  TableLock(const TableLock &)            = delete;
  TableLock &operator=(const TableLock &) = delete;

private:
  int file_ = -1;
};
} // namespace

StatusTable::StatusTable(const std::string &folder, const Sweep &sweep)
  : folder_(folder), sweep_(sweep), rows_(sweep.points.size()), results_(folder, sweep)
{
  if (file_exists(folder + "/results.json") && !file_exists(path()))
    throw InputError(folder, "holds the results of a run", "a sweep needs a folder of its own",
                     "Choose another with --output");
  if (file_exists(path()))
    read();
}

void StatusTable::create()
{
  make_folder(folder_);
  const TableLock lock(folder_);
  if (file_exists(path()))
    read();
  else
    write_file_atomically(path(), text());
}

void StatusTable::read()
{
  const compact::Table table(path());
  const auto           names = table.text("directory"), status = table.text("status");
  const auto           codes = table.text("exit_code");
  for (std::size_t i = 0; i < std::max(names.size(), rows_.size()); ++i)
    if (i >= names.size() || i >= rows_.size() || names[i] != sweep_.points[i].name)
      throw InputError(path(),
                       "belongs to another sweep: its point " + std::to_string(i + 1) + " is " +
                           (i < names.size() ? names[i] : "missing"),
                       i < rows_.size() ? "here it is " + sweep_.points[i].name : "here is none",
                       "Choose another folder with --output");
  for (std::size_t i = 0; i < rows_.size(); ++i)
    rows_[i] = {status[i], std::atoi(codes[i].c_str())};
}

std::string StatusTable::text() const
{
  std::string text = "point,directory,status,exit_code";
  for (const std::string &key : sweep_.keys)
    text += "," + csv_cell(key);
  text += "\n";
  for (std::size_t i = 0; i < rows_.size(); ++i)
  {
    const bool ended = rows_[i].status != "not run" && rows_[i].status != "running";
    text += std::to_string(i + 1) + "," + sweep_.points[i].name + "," + rows_[i].status + "," +
            (ended ? std::to_string(rows_[i].code) : "");
    for (const std::string &value : sweep_.points[i].values)
      text += "," + csv_cell(value);
    text += "\n";
  }
  return text;
}

void StatusTable::refresh()
{
  const TableLock lock(folder_);
  read();
}

void StatusTable::set(std::size_t point, const PointStatus &status)
{
  const TableLock lock(folder_);
  read();
  rows_[point] = status;
  write_file_atomically(path(), text());
  if (status.status != "running")
    results_.write_if_cheap(statuses());
}

void StatusTable::write_results()
{
  const TableLock lock(folder_);
  read();
  results_.write(statuses());
}

std::vector<std::string> StatusTable::statuses() const
{
  std::vector<std::string> all;
  for (const PointStatus &row : rows_)
    all.push_back(row.status);
  return all;
}
} // namespace quench::cases
