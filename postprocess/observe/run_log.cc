#include <postprocess/observe/run_log.h>

#include <physics/base/error.h>
#include <postprocess/observe/signals.h>

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <utility>

namespace quench::observe
{
namespace
{
constexpr int narrowest = 11; ///< a number with six digits, sign and exponent

/// "name [unit]", or just the name.
std::string title(const Column &column)
{
  return column.unit.empty() || column.unit == "1" ? column.name : column.name + " [" + column.unit + "]";
}

std::string right_aligned(const std::string &text, std::size_t width)
{
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::size_t width(const Column &column) { return std::max<std::size_t>(title(column).size(), narrowest) + 2; }
} // namespace

RunLog::RunLog(const std::string &path, std::vector<Column> columns, const Echo &echo)
  : columns_(std::move(columns)), echo_(echo), file_(AppendFile::create(path))
{
  if (echo_.out != nullptr && echo_.terminal)
    line_.emplace(*echo_.out, true);
  std::string line = "#";
  for (const Column &column : columns_)
    line += right_aligned(title(column), width(column) - (line.size() == 1 ? 1 : 0));
  file_.append(line + "\n");
  if (!line_)
    show(line);
}

RunLog::RunLog(const std::string &path, std::vector<Column> columns, std::uint64_t bytes, const Echo &echo)
  : columns_(std::move(columns)), echo_(echo), file_(AppendFile::reopen(path, bytes))
{
  if (echo_.out != nullptr && echo_.terminal)
    line_.emplace(*echo_.out, true);
}

void RunLog::step(std::span<const double> values)
{
  if (values.size() != columns_.size())
    throw Error(ExitCode::internal, file_.path(), "a line of " + std::to_string(values.size()) + " values",
                std::to_string(columns_.size()) + " columns");
  std::string line;
  char        number[32];
  for (std::size_t i = 0; i < values.size(); ++i)
  {
    std::snprintf(number, sizeof(number), "%.6g", values[i]);
    line += right_aligned(std::string(" ") + number, width(columns_[i]));
  }
  file_.append(line + "\n");
  if (!line_ && n_steps_ % echo_.every == 0)
    show(line);
  ++n_steps_;
}

void RunLog::progress(const std::string &text)
{
  if (line_ && !stop_requested())
    line_->show(text);
}

void RunLog::note(const std::string &text)
{
  detail(text);
  show("# " + text);
}

void RunLog::detail(const std::string &text) { file_.append("# " + text + "\n"); }

void RunLog::farewell(const std::string &text)
{
  detail(text);
  if (echo_.out != nullptr)
    *echo_.out << "# " << text << std::endl;
}

void RunLog::show(const std::string &line)
{
  if (echo_.out == nullptr || stop_requested()) // who reads it may be gone, and waiting for him costs the checkpoint
    return;
  if (line_)
    line_->clear();
  *echo_.out << line << std::endl;
}
} // namespace quench::observe
