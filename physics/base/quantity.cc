#include <physics/base/quantity.h>

#include <physics/base/text.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace quench
{
namespace
{
// With an extended type format_quantity always finds digits that read back to the same bits.
using Extended = long double;
static_assert(std::numeric_limits<Extended>::digits >= 64, "format_quantity needs an extended long double");

/// Reads the number at the start of `text` and removes it. Throws QuantityError.
Extended take_number(std::string_view &text, std::string_view shown)
{
  const bool        plus   = text.starts_with('+');
  const std::size_t digit  = text.find_first_not_of("+-.");
  Extended          number = 0;
  if (digit > 2 || (plus && text.substr(1).starts_with('-')) || digit == std::string_view::npos || text[digit] < '0' ||
      text[digit] > '9')
    throw QuantityError(shown, "a number is needed");
  const char *begin      = text.data() + plus;
  const auto [end, code] = std::from_chars(begin, text.data() + text.size(), number);
  if (code == std::errc::invalid_argument)
    throw QuantityError(shown, "a number is needed");
  const double rounded = static_cast<double>(number);
  if (code != std::errc() || !std::isfinite(rounded) || (number != 0 && rounded == 0))
    throw QuantityError(shown, "the number is too large or too small to be represented");
  text.remove_prefix(end - text.data());
  return number;
}

/// Unit of a quantity whose whole text is shown in errors.
Unit unit_of(std::string_view text, std::string_view unit)
{
  try
  {
    return parse_unit(unit);
  }
  catch (const QuantityError &error)
  {
    throw QuantityError(text, error.problem, error.hint);
  }
}

Extended in_unit(double value, std::string_view unit)
{
  if (!std::isfinite(value))
    throw Error(ExitCode::internal, "a quantity in " + std::string(unit), "its value is not finite");
  return value / parse_unit(unit).value;
}

/// `number` with at most that many digits, without trailing zeros: 20, 1e6, 2.5e-13.
std::string digits_text(Extended number, int digits)
{
  const Extended size  = std::abs(number);
  const bool     plain = number == 0 || (size >= 1e-4L && size < 1e6L);
  char           buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*Lg", plain && size >= 1 ? std::max(digits, 6) : digits, number);
  std::string text = buffer;
  for (const std::string_view padding : {"e+0", "e-0", "e+"})
    if (const std::size_t at = text.find(padding); at != std::string::npos)
      text.replace(at, padding.size(), padding == "e-0" ? "e-" : "e");
  return text;
}

std::string with_unit(const std::string &number, std::string_view unit)
{
  return unit == "1" ? number : number + " " + std::string(unit);
}
} // namespace

double parse_quantity(std::string_view text, std::string_view unit)
{
  std::string_view rest   = trimmed(text);
  const Extended   number = take_number(rest, text);
  const Unit       needed = parse_unit(unit);
  rest                    = trimmed(rest);
  if (rest.empty() && needed.dimension != Dimension{})
    throw QuantityError(text, dimension_name(unit) + " with a unit is needed",
                        "Write \"" + std::string(trimmed(text)) + " " + std::string(unit) + "\"");
  const Unit given = unit_of(text, rest);
  if (given.dimension != needed.dimension)
    throw QuantityError(
        text,
        "\"" + std::string(rest) + "\" is " + dimension_name(rest) + ", but " + dimension_name(unit) + " is needed",
        needed.dimension == Dimension{} ? "Write it without a unit" : "Use a unit like " + std::string(unit));
  const double value = static_cast<double>(number * given.value);
  if (!std::isfinite(value) || (value == 0) != (number == 0))
    throw QuantityError(text, "the number is too large or too small to be represented");
  return value;
}

double parse_number(std::string_view text)
{
  std::string_view rest   = trimmed(text);
  const Extended   number = take_number(rest, text);
  if (!rest.empty())
    throw QuantityError(text, "a plain number is needed");
  return static_cast<double>(number);
}

std::string unit_part(std::string_view text)
{
  std::string_view rest = trimmed(text);
  take_number(rest, text);
  return std::string(trimmed(rest));
}

std::string format_quantity(double value, std::string_view unit)
{
  const Extended number = in_unit(value, unit);
  for (int digits = 1; digits <= std::numeric_limits<Extended>::max_digits10; ++digits)
  {
    const std::string text = digits_text(number, digits);
    if (parse_quantity(with_unit(text, unit), unit) == value)
      return with_unit(text, unit);
  }
  throw Error(ExitCode::internal, "format_quantity", "a subnormal value in " + std::string(unit));
}

std::string display_quantity(double value, std::string_view unit, int digits)
{
  return with_unit(digits_text(in_unit(value, unit), digits), unit);
}
} // namespace quench
