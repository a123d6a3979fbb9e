#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace quench
{
/// A JSON value. Objects keep the order of insertion; whole numbers and doubles are distinct (1 and 1.0), so
/// that dump(parse(text)) repeats every byte that dump wrote.
class Json
{
public:
  using Array  = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() = default; ///< null
  explicit Json(bool value) : value_(value) {}
  explicit Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  explicit Json(std::int64_t value) : value_(value) {}
  explicit Json(double value) : value_(value) {}
  explicit Json(std::string value) : value_(std::move(value)) {}
  explicit Json(const char *value) : value_(std::string(value)) {}
  explicit Json(const std::vector<double> &values);
  explicit Json(const std::vector<std::string> &values);

  static Json object() { return Json(Object{}); }
  static Json array() { return Json(Array{}); }

  /// Parse a text; `name` is its file name in messages. Throws InputError with file:line:column for what is
  /// not JSON, repeated keys, numbers out of range, more than 64 levels or 64 MiB.
  static Json parse(std::string_view text, const std::string &name);

  /// Read and parse a file. Throws IoError if it cannot be read.
  static Json read(const std::string &path);

  /// The text, indented by two spaces; the fewest digits that read back to the same double.
  /// Throws Error(internal) with the path of a number that is not finite or a text that is not UTF-8.
  std::string dump() const;

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  /// The value of that type. Throws InputError naming both types. as_double accepts whole numbers.
  bool               as_bool() const;
  std::int64_t       as_integer() const;
  double             as_double() const;
  const std::string &as_string() const;
  const Array       &as_array() const;
  const Object      &as_object() const;

  /// Member of an object, nullptr if there is none. Throws InputError if this is no object.
  const Json *find(std::string_view key) const;

  /// Set or replace a member of an object; returns *this.
  Json &set(const std::string &key, Json value);
  Json &set(const std::string &key, const char *value) { return set(key, Json(value)); }
  template <class T>
  Json &set(const std::string &key, const T &value)
  {
    return set(key, Json(value));
  }

  /// Add a member that is known to be new: set() without its search.
  void append(std::string key, Json value);

  /// Append to an array.
  void push_back(Json value);

  /// Type and value in a few words for messages: `the text "abc"`, `an object`.
  std::string in_words() const;

  bool operator==(const Json &) const = default;

private:
  explicit Json(Array value) : value_(std::move(value)) {}
  explicit Json(Object value) : value_(std::move(value)) {}

  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

/// A place in a JSON document that knows its path, so that errors name it:
/// `model.json: drift/nu/3 is the text "x": a number is needed`.
class JsonView
{
public:
  /// `place` is the file name, followed by the path while walking down. The document must outlive the view.
  JsonView(const Json &document, const std::string &place) : JsonView(document, place, "") {}

  JsonView operator[](std::string_view key) const; ///< throws InputError listing the keys there
  JsonView operator[](std::size_t index) const;    ///< throws InputError if there are fewer elements
  bool     has(std::string_view key) const;

  std::size_t              size() const; ///< of an array
  bool                     as_bool() const;
  std::int64_t             as_integer() const;
  double                   as_double() const;
  std::string              as_string() const;
  std::vector<double>      as_doubles() const;
  std::vector<std::string> as_strings() const;

  const Json &value() const { return *value_; }

  /// Throws InputError if the object has another key than these.
  void allow_only(const std::vector<std::string> &keys) const;

  /// Throw InputError about this place.
  [[noreturn]] void fail(const std::string &got, const std::string &allowed, const std::string &hint = "") const;

private:
  JsonView(const Json &value, const std::string &file, const std::string &path)
    : value_(&value), file_(file), path_(path)
  {}

  JsonView child(const Json &value, const std::string &key) const;
  void     require(bool right, const char *what) const;

  const Json *value_;
  std::string file_;
  std::string path_;
};
} // namespace quench
