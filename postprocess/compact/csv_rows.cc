#include <postprocess/compact/csv_rows.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace quench::compact
{
namespace
{
std::string replaced_all(std::string text, std::string_view what, std::string_view by)
{
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string with_unix_lines(const std::string &text)
{
  return replaced_all(replaced_all(text, "\r\n", "\n"), "\r", "\n");
}

/// The separator that stands most often outside quotes; of equals the first of these.
char separator_of(std::string_view header)
{
  constexpr std::string_view candidates = ";,\t";
  std::size_t                best       = 0;
  char                       separator  = ',';
  for (const char candidate : candidates)
  {
    bool        quoted = false;
    std::size_t n      = 0;
    for (const char c : header)
    {
      quoted = c == '"' ? !quoted : quoted;
      n += !quoted && c == candidate;
    }
    if (n > best)
    {
      best      = n;
      separator = candidate;
    }
  }
  return separator;
}

/// Reads row after row.
class Reader
{
public:
  Reader(std::string text, const std::string &path) : text_(std::move(text)), path_(path) {}

  CsvRows read()
  {
    take_separator_line();
    CsvRow comment;
    while (at_ < text_.size())
    {
      const std::string_view line = rest_of_line();
      const std::string_view word = trimmed(line);
      if (word.starts_with('#') || word.starts_with('%'))
        take_comment(line, word, comment);
      else
      {
        if (found_.rows.empty() && !is_told_ && !word.empty())
          found_.separator = separator_of(line);
        add(take_row(), comment);
      }
    }
    return std::move(found_);
  }

private:
  std::string_view rest_of_line() const
  {
    return std::string_view(text_).substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
  }
  bool ends_cell() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == found_.separator; }

  /// The first line `sep=;` of a spreadsheet.
  void take_separator_line()
  {
    constexpr std::size_t length = 5;
    if (const std::string_view line = rest_of_line(); line.size() == length && line.starts_with("sep="))
    {
      found_.separator = line.back();
      is_told_         = true;
      at_              = std::min(at_ + length + 1, text_.size());
      ++line_;
    }
  }

  /// Only a comment before the first row may name columns.
  void take_comment(std::string_view line, std::string_view word, CsvRow &comment)
  {
    const std::size_t end = at_ + line.size();
    if (found_.rows.empty() && std::count(line.begin(), line.end(), '"') % 2 == 0)
    {
      if (!is_told_)
        found_.separator = separator_of(line);
      at_     = static_cast<std::size_t>(word.data() - text_.data()) + 1;
      comment = take_row();
      line_   = comment.line;
    }
    at_ = std::min(end + 1, text_.size());
    ++line_;
  }

  CsvRow take_row()
  {
    CsvRow row{{}, line_};
    for (bool ended = false; !ended;)
    {
      row.cells.push_back(take_cell(row.line));
      ended = at_ >= text_.size() || text_[at_] == '\n';
      at_ += at_ < text_.size();
    }
    ++line_;
    return row;
  }

  std::string take_cell(int first_line)
  {
    while (!ends_cell() && (text_[at_] == ' ' || text_[at_] == '\t'))
      ++at_;
    std::string cell;
    if (!ends_cell() && text_[at_] == '"')
      cell = take_quoted(first_line);
    const std::size_t start = at_;
    while (!ends_cell())
      ++at_;
    return cell + std::string(trimmed(typewritten(std::string_view(text_).substr(start, at_ - start))));
  }

  std::string take_quoted(int first_line)
  {
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_)
    {
      line_ += text_[at_] == '\n';
      if (text_[at_] != '"')
        cell += text_[at_];
      else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"')
        cell += text_[at_++];
      else
      {
        ++at_;
        return cell;
      }
    }
    throw InputError(path_ + ":" + std::to_string(first_line), "a quote is not closed",
                     "a cell that starts with \" ends with it");
  }

  void add(CsvRow row, const CsvRow &comment)
  {
    const auto is_empty  = [](const std::string &cell) { return cell.empty(); };
    const auto is_number = [](const std::string &cell) {
      double value = 0;
      return read_number(cell, true, value);
    };
    if (std::all_of(row.cells.begin(), row.cells.end(), is_empty))
      return;
    if (found_.rows.empty() && comment.cells.size() == row.cells.size() &&
        std::all_of(row.cells.begin(), row.cells.end(), is_number))
      found_.rows.push_back(comment);
    const std::size_t n = found_.rows.empty() ? 0 : found_.rows[0].cells.size(); // 0: of the header itself
    while (row.cells.size() > n && row.cells.back().empty())
      row.cells.pop_back();
    found_.rows.push_back(std::move(row));
  }

  const std::string  text_;
  const std::string &path_;
  CsvRows            found_;
  std::size_t        at_      = 0;
  int                line_    = 1;
  bool               is_told_ = false;
};
} // namespace

CsvRows parse_csv(const std::string &bytes, const std::string &path)
{
  return Reader(with_unix_lines(decoded(bytes)), path).read();
}

bool read_number(const std::string &cell, bool decimal_comma, double &value)
{
  std::string text = cell;
  if (decimal_comma && text.find('.') == std::string::npos && std::count(text.begin(), text.end(), ',') == 1)
    text[text.find(',')] = '.';
  char *end = nullptr;
  value     = std::strtod(text.c_str(), &end);
  return !text.empty() && end == text.c_str() + text.size() && std::isfinite(value);
}
} // namespace quench::compact
