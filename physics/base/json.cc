#include <physics/base/json.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <set>

namespace quench
{
namespace
{
constexpr std::size_t max_file_size = std::size_t(64) << 20;
constexpr std::size_t max_depth     = 64;

/// Counts the bytes the parser has taken, so that the handler knows where it is.
struct CountingIterator
{
  using difference_type   = std::ptrdiff_t;
  using value_type        = char;
  using pointer           = const char *;
  using reference         = const char &;
  using iterator_category = std::input_iterator_tag;

  const char  *position = nullptr;
  std::size_t *count    = nullptr;

  reference         operator*() const { return *position; }
  CountingIterator &operator++()
  {
    ++position;
    ++*count;
    return *this;
  }
  bool operator==(const CountingIterator &other) const { return position == other.position; }
  bool operator!=(const CountingIterator &other) const { return position != other.position; }
};

/// nlohmann's event interface, building Json values and refusing what we do not accept.
class Builder
{
public:
  Builder(std::string_view text, const std::string &name, const std::size_t &position)
    : text_(text), name_(name), position_(position)
  {}

  bool null() { return add(Json()); }
  bool boolean(bool value) { return add(Json(value)); }
  bool number_integer(std::int64_t value) { return add(Json(value)); }
  bool string(std::string &value) { return add(Json(std::move(value))); }

  bool number_unsigned(std::uint64_t value)
  {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      refuse("the whole number " + std::to_string(value), "at most 2^63 - 1 is allowed");
    return add(Json(static_cast<std::int64_t>(value)));
  }

  bool number_float(double value, const std::string &digits)
  {
    if (!std::isfinite(value) || digits.find_first_of(".eE") == std::string::npos)
      refuse("the number " + digits.substr(0, 40), "it is too large");
    return add(Json(value));
  }

  bool binary(std::vector<std::uint8_t> &) { return false; }

  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string &name)
  {
    if (!open_.back().keys.insert(name).second)
      refuse("the key \"" + name + "\" appears twice", "", "Remove one of the two");
    open_.back().key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &error)
  {
    const std::string message = error.what();
    const std::size_t reason  = message.find(": ");
    refuse("this is not JSON", reason == std::string::npos ? message : message.substr(reason + 2));
  }

  Json result;

private:
  struct Open
  {
    Json                  value;
    std::string           key; ///< of the member being read, if an object
    std::set<std::string> keys;
  };

  bool add(Json value)
  {
    if (open_.empty())
      result = std::move(value);
    else if (open_.back().value.is_array())
      open_.back().value.push_back(std::move(value));
    else
      open_.back().value.append(std::move(open_.back().key), std::move(value));
    return true;
  }

  bool open(Json value)
  {
    if (open_.size() >= max_depth)
      refuse("too many levels", "at most 64 are allowed");
    open_.push_back({std::move(value), "", {}});
    return true;
  }

  bool close()
  {
    Json value = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(value));
  }

  [[noreturn]] void refuse(const std::string &got, const std::string &allowed, const std::string &hint = "") const
  {
    const std::string_view before = text_.substr(0, position_ > 0 ? position_ - 1 : 0);
    const auto             line   = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t      start  = before.rfind('\n');
    const std::size_t      column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
    throw InputError(name_ + ":" + std::to_string(line) + ":" + std::to_string(column), got, allowed, hint);
  }

  std::string_view   text_;
  const std::string &name_;
  const std::size_t &position_;
  std::vector<Open>  open_;
};

[[noreturn]] void refuse_dump(const std::string &path, const std::string &got)
{
  throw Error(ExitCode::internal, "JSON " + (path.empty() ? "document" : path), got, "JSON cannot hold it");
}

std::string quoted(const std::string &text, const std::string &path)
{
  std::string result = "\"";
  std::string printable;
  for (const char c : text)
  {
    const auto byte    = static_cast<unsigned char>(c);
    const bool control = byte < 0x20 || byte == 0x7F;
    printable += control ? ' ' : c;
    if (c == '"' || c == '\\')
      (result += '\\') += c;
    else if (c == '\n')
      result += "\\n";
    else if (control)
    {
      char buffer[8];
      std::snprintf(buffer, sizeof buffer, "\\u%04x", byte);
      result += buffer;
    }
    else
      result += c;
  }
  if (find_invalid_character(printable) != std::string::npos)
    refuse_dump(path, "a text that is not UTF-8");
  return result + "\"";
}

std::string number_text(double value, const std::string &path)
{
  if (!std::isfinite(value))
    refuse_dump(path, std::isnan(value) ? "not a number" : "infinity");
  char              buffer[40];
  const std::string text(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

/// Writes a value with its children; arrays of plain values stay on one line.
class Writer
{
public:
  std::string text;

  void write(const Json &value, const std::string &path, std::size_t depth)
  {
    if (depth > max_depth)
      refuse_dump(path, "more than 64 levels");
    if (value.is_object())
      write_object(value.as_object(), path, depth);
    else if (value.is_array())
      write_array(value.as_array(), path, depth);
    else if (value.is_string())
      text += quoted(value.as_string(), path);
    else if (value.is_bool())
      text += value.as_bool() ? "true" : "false";
    else if (value.is_integer())
      text += std::to_string(value.as_integer());
    else if (value.is_number())
      text += number_text(value.as_double(), path);
    else
      text += "null";
  }

private:
  void write_object(const Json::Object &object, const std::string &path, std::size_t depth)
  {
    text += "{";
    for (std::size_t i = 0; i < object.size(); ++i)
    {
      const std::string place = path.empty() ? object[i].first : path + "/" + object[i].first;
      new_line(i, depth + 1);
      text += quoted(object[i].first, place) + ": ";
      write(object[i].second, place, depth + 1);
    }
    close(object.empty(), depth, '}');
  }

  void write_array(const Json::Array &array, const std::string &path, std::size_t depth)
  {
    bool plain = true;
    for (const Json &element : array)
      plain = plain && !element.is_array() && !element.is_object();
    text += "[";
    for (std::size_t i = 0; i < array.size(); ++i)
    {
      if (!plain)
        new_line(i, depth + 1);
      else if (i > 0)
        text += ", ";
      write(array[i], path + "/" + std::to_string(i), depth + 1);
    }
    close(plain, depth, ']');
  }

  void new_line(std::size_t index, std::size_t depth)
  {
    text += index > 0 ? ",\n" : "\n";
    text.append(2 * depth, ' ');
  }

  void close(bool on_same_line, std::size_t depth, char bracket)
  {
    if (!on_same_line)
      (text += '\n').append(2 * depth, ' ');
    text += bracket;
  }
};
} // namespace

Json Json::parse(std::string_view text, const std::string &name)
{
  if (text.size() > max_file_size)
    throw InputError(name, "the document is too long", "at most 64 MiB are allowed");
  std::size_t            position = 0;
  Builder                builder(text, name, position);
  const CountingIterator begin{text.data(), &position}, end{text.data() + text.size(), &position};
  nlohmann::json::sax_parse(begin, end, &builder);
  return std::move(builder.result);
}

Json Json::read(const std::string &path) { return parse(read_file(path, max_file_size), path); }

std::string Json::dump() const
{
  Writer writer;
  writer.write(*this, "", 0);
  return std::move(writer.text);
}
} // namespace quench
