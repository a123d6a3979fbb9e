#include <meshes/msh_words.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace quench::meshes
{
namespace
{
bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }
} // namespace

void MshWords::fail(const std::string &what) const
{
  const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
  throw InputError(path_ + ":" + std::to_string(line), what, "a Gmsh mesh, MSH 2.2 or 4.1, ASCII",
                   "gmsh -2 -format msh41 FILE.geo writes one");
}

void MshWords::skip_blanks(bool lines_too)
{
  while (at_ < text_.size() && is_blank(text_[at_]) && (lines_too || text_[at_] != '\n'))
    ++at_;
}

bool MshWords::at_end()
{
  skip_blanks(true);
  return at_ == text_.size();
}

bool MshWords::at_mark() { return !at_end() && text_[at_] == '$'; }

bool MshWords::at_line_end()
{
  skip_blanks(false);
  return at_ == text_.size() || text_[at_] == '\n';
}

void MshWords::next_line()
{
  if (at_end())
    fail("the file ends early");
}

std::string_view MshWords::word()
{
  next_line();
  const std::size_t start = at_;
  while (at_ < text_.size() && !is_blank(text_[at_]))
    ++at_;
  return std::string_view(text_).substr(start, at_ - start);
}

std::string_view MshWords::word_of_line()
{
  if (at_line_end())
    fail(at_end() ? "the file ends early" : "the line before this one ends early");
  return word();
}

double MshWords::number()
{
  const std::string text(word_of_line());
  char             *end   = nullptr;
  const double      value = std::strtod(text.c_str(), &end);
  if (*end != '\0' || !std::isfinite(value))
    fail(shown(text) + " is no finite number");
  return value;
}

std::int64_t MshWords::whole()
{
  const std::string_view text    = word_of_line();
  std::int64_t           value   = 0;
  const auto [end, code]         = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr std::int64_t largest = std::int64_t(1) << 62;
  if (code == std::errc::result_out_of_range || value > largest || value < -largest)
    fail(shown(text) + " is too large: at most " + std::to_string(largest));
  if (code != std::errc() || end != text.data() + text.size())
    fail(shown(text) + " is no whole number");
  return value;
}

int MshWords::small_number()
{
  constexpr int      largest = 1000000;
  const std::int64_t value   = whole();
  if (value < 0 || value > largest)
    fail(std::to_string(value) + " cannot stand here");
  return static_cast<int>(value);
}

std::size_t MshWords::count()
{
  const std::int64_t value = whole();
  if (value < 0 || static_cast<std::uint64_t>(value) > text_.size() - at_)
    fail(std::to_string(value) + " are announced, more than the file can hold");
  return static_cast<std::size_t>(value);
}

std::string MshWords::name()
{
  if (at_line_end())
    fail("a name is missing");
  const std::size_t      end  = std::min(text_.find('\n', at_), text_.size());
  const std::string_view rest = std::string_view(text_).substr(at_, end - at_);
  if (rest[0] != '"')
    return std::string(word());
  const std::size_t quote = rest.rfind('"');
  if (quote == 0)
    fail("a name has no closing quote");
  at_ += quote + 1;
  const std::string text = condensed(rest.substr(1, quote - 1));
  if (text.empty() || find_invalid_character(text) != std::string::npos)
    fail("the name " + shown(text) + " is empty, or holds control characters or bytes that are not UTF-8");
  return text;
}

void MshWords::skip(std::int64_t n_words)
{
  for (; n_words > 0; --n_words)
    word_of_line();
}

void MshWords::end_line(const std::string &what)
{
  if (!at_line_end())
    fail("more words follow in the line after " + what);
}
} // namespace quench::meshes
