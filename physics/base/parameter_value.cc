#include <physics/base/parameter_value.h>

#include <physics/base/text.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace quench
{
namespace
{
/// A limit of a range as a user would write it: 0.1, 1e+06, inf.
std::string limit_text(double limit)
{
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, limit).ptr};
}

/// Limit in internal units, rounded as the same text in a case file would be.
double limit_value(double limit, const std::string &unit)
{
  if (!std::isfinite(limit))
    return limit;
  return parse_quantity(limit_text(limit) + (unit == "1" ? "" : " " + unit), unit);
}

std::string in_range(const ParameterEntry &entry)
{
  const std::string range = range_text(entry);
  return range.empty() ? "" : " in " + range;
}

double checked_quantity(const ParameterEntry &entry, std::string_view text)
{
  const double value = parse_quantity(text, entry.unit);
  const double lower = limit_value(entry.range.lower, entry.unit);
  const double upper = limit_value(entry.range.upper, entry.unit);
  if (value < lower || value > upper || (value == lower && entry.range.open_lower))
    throw QuantityError(text, "must be" + in_range(entry), "The default is " + displayed_text(entry));
  return value;
}

/// parse_quantity's error, completed by the allowed range.
[[noreturn]] void rethrow_with_range(const ParameterEntry &entry, const QuantityError &error)
{
  const std::string range = in_range(entry);
  if (range.empty() || error.problem.ends_with(range))
    throw error;
  const bool needed = error.problem.ends_with("is needed");
  throw QuantityError("",
                      error.problem + (needed ? "," + range : "; " + dimension_name(entry.unit) + range + " is needed"),
                      error.hint);
}

/// Decimal whole number within the type and the range of the entry.
template <class T>
T checked_integer(const ParameterEntry &entry, std::string_view text)
{
  // uint64 ends at 2^63 - 1, so that every reader of JSON can hold it
  constexpr long long largest =
      sizeof(T) < 8 ? static_cast<long long>(std::numeric_limits<T>::max()) : std::numeric_limits<long long>::max();
  const std::string      allowed = "a whole number" + in_range(entry) + " is needed";
  const std::string_view digits  = trimmed(text);
  long long              value   = 0;
  const char            *end     = digits.data() + digits.size();
  const auto [stop, code]        = std::from_chars(digits.data(), end, value);
  if (code == std::errc::result_out_of_range || (code == std::errc() && stop == end && value > largest))
    throw QuantityError(text, allowed, "The largest possible is " + std::to_string(largest));
  if (code != std::errc() || stop != end)
    throw QuantityError(text, allowed, "The default is " + displayed_text(entry));
  const Range &range = entry.range;
  const auto   x     = static_cast<double>(value);
  if (value < static_cast<long long>(std::numeric_limits<T>::min()) || x < range.lower || x > range.upper ||
      (x == range.lower && range.open_lower))
    throw QuantityError(text,
                        std::numeric_limits<T>::min() == 0 && value < 0 ? allowed + ", not a negative one" : allowed,
                        "The default is " + displayed_text(entry));
  return static_cast<T>(value);
}

/// Elements of a list of quantities; a unit at the very end stands for all.
std::vector<std::string> quantity_texts(std::string_view text)
{
  std::vector<std::string> parts = split(text, ',');
  if (parts.empty())
    return parts;
  const std::string unit = unit_part(parts.back());
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (!unit_part(parts[i]).empty())
      return parts;
  for (std::size_t i = 0; i + 1 < parts.size() && !unit.empty(); ++i)
    parts[i] += " " + unit;
  return parts;
}

struct ValueSetter
{
  const ParameterEntry &entry;
  const std::string    &text;

  void operator()(double *member) const { *member = checked_quantity(entry, text); }

  void operator()(bool *member) const
  {
    if (text != "true" && text != "false")
      throw QuantityError(text, "true or false is needed");
    *member = text == "true";
  }

  void operator()(std::string *member) const { *member = text; }

  void operator()(const EnumMember &member) const
  {
    for (const auto &[name, value] : member.names)
      if (name == text)
        return member.store(member.member, value);
    const std::vector<std::string> names = choice_names(entry);
    throw QuantityError(text, "must be one of " + join(names, ", "), did_you_mean(text, names));
  }

  void operator()(std::vector<double> *member) const
  {
    std::vector<double> values;
    for (const std::string &part : quantity_texts(text))
      values.push_back(checked_quantity(entry, part));
    *member = std::move(values);
  }

  void operator()(std::vector<int> *member) const
  {
    std::vector<int> values;
    for (const std::string &part : split(text, ','))
      values.push_back(checked_integer<int>(entry, part));
    *member = std::move(values);
  }

  void operator()(std::vector<std::string> *member) const
  {
    std::vector<std::string> values = split(text, ',');
    for (const std::string &value : values)
      if (value.empty())
        throw QuantityError(text, "a list holds an empty text between two commas");
    *member = std::move(values);
  }

  template <class T>
  void operator()(T *member) const
  {
    *member = checked_integer<T>(entry, text);
  }
};

/// The value as JSON; value_text takes its texts from there.
struct ValueReader
{
  const ParameterEntry &entry;
  bool                  exact = true; ///< all digits, or 12 of them

  Json operator()(const double *member) const { return number(*member); }
  Json operator()(const bool *member) const { return Json(*member); }
  Json operator()(const std::string *member) const { return Json(*member); }

  Json operator()(const EnumMember &member) const
  {
    const long long current = member.load(member.member);
    for (const auto &[name, value] : member.names)
      if (value == current)
        return Json(name);
    throw Error(ExitCode::internal, entry.key, "its value " + std::to_string(current) + " has no name");
  }

  Json operator()(const std::vector<double> *member) const
  {
    Json list = Json::array();
    for (const double value : *member)
      list.push_back(number(value));
    return list;
  }

  Json operator()(const std::vector<std::string> *member) const
  {
    Json list = Json::array();
    for (const std::string &value : *member)
    {
      if (value.empty() || value.find(',') != std::string::npos)
        throw Error(ExitCode::internal, entry.key, "a list cannot hold the text \"" + value + "\"");
      list.push_back(Json(value));
    }
    return list;
  }

  Json operator()(const std::vector<int> *member) const
  {
    Json list = Json::array();
    for (const int value : *member)
      list.push_back(Json(static_cast<std::int64_t>(value)));
    return list;
  }

  template <class T>
  Json operator()(const T *member) const
  {
    if constexpr (std::is_same_v<T, std::uint64_t>)
      if (*member > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw Error(ExitCode::internal, entry.key, "its value is above 2^63 - 1");
    return Json(static_cast<std::int64_t>(*member));
  }

private:
  Json number(double value) const
  {
    if (!std::isfinite(value))
      throw Error(ExitCode::internal, entry.key, "its value is not finite");
    return Json(exact ? format_quantity(value, entry.unit) : display_quantity(value, entry.unit));
  }
};

std::string plain_text(const Json &value)
{
  if (value.is_string())
    return value.as_string();
  if (!value.is_array())
    return value.dump();
  std::vector<std::string> parts;
  for (const Json &element : value.as_array())
    parts.push_back(plain_text(element));
  return join(parts, ", ");
}
} // namespace

void set_value(const ParameterEntry &entry, const std::string &text)
{
  try
  {
    std::visit(ValueSetter{entry, text}, entry.member);
  }
  catch (const QuantityError &error)
  {
    if (entry.unit.empty())
      throw;
    rethrow_with_range(entry, error);
  }
}

Json value_json(const ParameterEntry &entry)
{
  return std::visit([&](const auto &member) { return ValueReader{entry}(member); }, entry.member);
}

std::string value_text(const ParameterEntry &entry) { return plain_text(value_json(entry)); }

std::string displayed_text(const ParameterEntry &entry)
{
  return plain_text(std::visit([&](const auto &member) { return ValueReader{entry, false}(member); }, entry.member));
}

std::string type_name(const ParameterEntry &entry)
{
  static const std::vector<std::string> names = {
      "quantity", "whole number", "whole number",       "whole number",          "true or false",
      "text",     "choice",       "list of quantities", "list of whole numbers", "list of texts"};
  return names[entry.member.index()];
}

std::string range_text(const ParameterEntry &entry)
{
  const Range &range = entry.range;
  if (std::isinf(range.lower) && std::isinf(range.upper))
    return "";
  const bool open_lower = range.open_lower || std::isinf(range.lower);
  return (open_lower ? "(" : "[") + limit_text(range.lower) + ", " + limit_text(range.upper) +
         (std::isinf(range.upper) ? ")" : "]") + (entry.unit.empty() || entry.unit == "1" ? "" : " " + entry.unit);
}

std::vector<std::string> choice_names(const ParameterEntry &entry)
{
  std::vector<std::string> names;
  if (const auto *member = std::get_if<EnumMember>(&entry.member))
    for (const auto &[name, value] : member->names)
      names.push_back(name);
  return names;
}
} // namespace quench
