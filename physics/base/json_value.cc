#include <physics/base/json.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>

namespace quench
{
namespace
{
template <class T, class Variant>
const T &get(const Json &json, const Variant &value, const char *needed)
{
  if (const T *held = std::get_if<T>(&value))
    return *held;
  throw InputError("JSON", json.in_words(), std::string(needed) + " is needed");
}
} // namespace

Json::Json(const std::vector<double> &values) : Json(Array(values.begin(), values.end())) {}

Json::Json(const std::vector<std::string> &values) : Json(Array(values.begin(), values.end())) {}

bool Json::as_bool() const { return get<bool>(*this, value_, "true or false"); }

std::int64_t Json::as_integer() const { return get<std::int64_t>(*this, value_, "a whole number"); }

double Json::as_double() const
{
  return is_integer() ? static_cast<double>(as_integer()) : get<double>(*this, value_, "a number");
}

const std::string &Json::as_string() const { return get<std::string>(*this, value_, "a text"); }

const Json::Array &Json::as_array() const { return get<Array>(*this, value_, "an array"); }

const Json::Object &Json::as_object() const { return get<Object>(*this, value_, "an object"); }

const Json *Json::find(std::string_view key) const
{
  for (const auto &[name, value] : as_object())
    if (name == key)
      return &value;
  return nullptr;
}

Json &Json::set(const std::string &key, Json value)
{
  for (auto &[name, member] : std::get<Object>(value_))
    if (name == key)
    {
      member = std::move(value);
      return *this;
    }
  append(key, std::move(value));
  return *this;
}

void Json::append(std::string key, Json value)
{
  std::get<Object>(value_).emplace_back(std::move(key), std::move(value));
}

void Json::push_back(Json value) { std::get<Array>(value_).push_back(std::move(value)); }

std::string Json::in_words() const
{
  if (is_object())
    return "an object";
  if (is_array())
    return "an array of " + std::to_string(as_array().size());
  if (is_string())
    return "the text \"" + as_string() + "\"";
  return dump();
}

JsonView JsonView::operator[](std::string_view key) const
{
  require(value_->is_object(), "an object");
  if (const Json *member = value_->find(key))
    return child(*member, std::string(key));
  std::vector<std::string> known;
  for (const auto &[name, member] : value_->as_object())
    known.push_back(name);
  fail("lacks the key \"" + std::string(key) + "\"", known.empty() ? "it is empty" : "it has " + join(known, ", "));
}

JsonView JsonView::operator[](std::size_t index) const
{
  if (index >= size())
    fail("has " + std::to_string(size()) + " elements", "element " + std::to_string(index) + " is needed");
  return child(value_->as_array()[index], std::to_string(index));
}

bool JsonView::has(std::string_view key) const
{
  require(value_->is_object(), "an object");
  return value_->find(key) != nullptr;
}

std::size_t JsonView::size() const
{
  require(value_->is_array(), "an array");
  return value_->as_array().size();
}

bool JsonView::as_bool() const
{
  require(value_->is_bool(), "true or false");
  return value_->as_bool();
}

std::int64_t JsonView::as_integer() const
{
  require(value_->is_integer(), "a whole number");
  return value_->as_integer();
}

double JsonView::as_double() const
{
  require(value_->is_number(), "a number");
  return value_->as_double();
}

std::string JsonView::as_string() const
{
  require(value_->is_string(), "a text");
  return value_->as_string();
}

std::vector<double> JsonView::as_doubles() const
{
  std::vector<double> values(size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = (*this)[i].as_double();
  return values;
}

std::vector<std::string> JsonView::as_strings() const
{
  std::vector<std::string> values(size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = (*this)[i].as_string();
  return values;
}

void JsonView::allow_only(const std::vector<std::string> &keys) const
{
  require(value_->is_object(), "an object");
  for (const auto &[name, member] : value_->as_object())
    if (std::find(keys.begin(), keys.end(), name) == keys.end())
      fail("has the unknown key \"" + name + "\"", "known are " + join(keys, ", "), did_you_mean(name, keys));
}

void JsonView::fail(const std::string &got, const std::string &allowed, const std::string &hint) const
{
  throw InputError(file_, (path_.empty() ? "the document" : path_) + " " + got, allowed, hint);
}

JsonView JsonView::child(const Json &value, const std::string &key) const
{
  return JsonView(value, file_, path_.empty() ? key : path_ + "/" + key);
}

void JsonView::require(bool right, const char *what) const
{
  if (!right)
    fail("is " + value_->in_words(), std::string(what) + " is needed");
}
} // namespace quench
