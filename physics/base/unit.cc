#include <physics/base/unit.h>

#include <physics/base/text.h>
#include <physics/base/units.h>

#include <cmath>
#include <utility>
#include <vector>

namespace quench
{
namespace
{
using Extended = long double;

constexpr int largest_exponent = 9;

struct BaseUnit
{
  std::string_view name;
  Extended         value;
  Dimension        dimension; // length, time, temperature, voltage, charge
  bool             takes_prefix;
};

const std::vector<BaseUnit> &base_units()
{
  constexpr Extended                 s = units::s, m = units::m, C = units::C;
  static const std::vector<BaseUnit> table = {
      {"m", m, {{1, 0, 0, 0, 0}}, true},
      {"s", s, {{0, 1, 0, 0, 0}}, true},
      {"K", units::K, {{0, 0, 1, 0, 0}}, true},
      {"V", units::V, {{0, 0, 0, 1, 0}}, true},
      {"e", units::e, {{0, 0, 0, 0, 1}}, false},
      {"C", C, {{0, 0, 0, 0, 1}}, true},
      {"A", C / s, {{0, -1, 0, 0, 1}}, true},
      {"F", C, {{0, 0, 0, -1, 1}}, true},
      {"ohm", s / C, {{0, 1, 0, 1, -1}}, true},
      {"H", s * s / C, {{0, 2, 0, 1, -1}}, true},
      {"S", C / s, {{0, -1, 0, -1, 1}}, true},
      {"eV", units::eV, {{0, 0, 0, 1, 1}}, true},
      {"J", C, {{0, 0, 0, 1, 1}}, true},
      {"W", C / s, {{0, -1, 0, 1, 1}}, true},
      {"Pa", C / (m * m * m), {{-3, 0, 0, 1, 1}}, true},
      {"g", C * s * s / (m * m) / 1e3L, {{-2, 2, 0, 1, 1}}, true},
      {"Hz", 1 / s, {{0, -1, 0, 0, 0}}, true},
      {"cm", m / 100, {{1, 0, 0, 0, 0}}, false},
      {"%", 1 / 100.0L, {}, false},
      {"min", 60 * s, {{0, 1, 0, 0, 0}}, false},
      {"h", 3600 * s, {{0, 1, 0, 0, 0}}, false},
      {"d", 86400 * s, {{0, 1, 0, 0, 0}}, false},
      {"y", 365.25L * 86400 * s, {{0, 1, 0, 0, 0}}, false},
  };
  return table;
}

/// Factor of an SI prefix as numerator / denominator, so that both are exact; {0, 1} if it is not one.
std::pair<Extended, Extended> prefix_value(char prefix)
{
  switch (prefix)
  {
  case 'T':
    return {1e12L, 1};
  case 'G':
    return {1e9L, 1};
  case 'M':
    return {1e6L, 1};
  case 'k':
    return {1e3L, 1};
  case 'm':
    return {1, 1e3L};
  case 'u':
    return {1, 1e6L};
  case 'n':
    return {1, 1e9L};
  case 'p':
    return {1, 1e12L};
  case 'f':
    return {1, 1e15L};
  default:
    return {0, 1};
  }
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

/// Reads one unit expression, once, from left to right.
class UnitReader
{
public:
  explicit UnitReader(std::string_view unit) : shown_(unit), text_(trimmed(unit))
  {
    for (const std::string_view micro : {"\u00b5", "\u03bc"})
      text_ = replaced(text_, micro, "u");
    for (const std::string_view ohm : {"\u03a9", "\u2126"})
      text_ = replaced(text_, ohm, "ohm");
    read();
  }

  Extended  value = 1;
  Dimension dimension;

private:
  void read()
  {
    if (peek() == '1' && (text_.size() == 1 || text_[1] == ' ' || text_[1] == '/'))
      ++at_;
    skip_blanks();
    if (peek() != '/')
      read_product(1, false);
    while (peek() == '/')
    {
      ++at_;
      skip_blanks();
      if (peek() == '(')
        read_product(-1, false);
      else
        read_product(-1, true);
      skip_blanks();
    }
    if (at_ != text_.size())
      refuse("can be read in two ways", "Put the denominator in parentheses, as in \"W/(m K)\"");
  }

  /// Factors up to a slash, the closing parenthesis or the end; `tight`: also up to a separator.
  void read_product(int sign, bool tight)
  {
    const bool bracketed = peek() == '(';
    at_ += bracketed;
    skip_blanks();
    bool empty = true;
    while (at_ < text_.size() && peek() != '/' && peek() != ')' && !(tight && is_separator(peek())))
    {
      read_word(sign);
      empty = false;
      if (!tight)
        skip_separator();
    }
    if (bracketed && peek() != ')')
      refuse("has an open parenthesis", "");
    at_ += bracketed;
    if (empty && (sign < 0 || bracketed))
      refuse("lacks a unit after \"/\" or \"(\"", "");
    skip_blanks();
  }

  /// A run of letters with an exponent: "m3", "s^-1", "kgK".
  void read_word(int sign)
  {
    const std::size_t begin = at_;
    while (is_letter(peek()))
      ++at_;
    const std::string_view word = std::string_view(text_).substr(begin, at_ - begin);
    if (word.empty())
      refuse("is not a unit", known_units());
    const int exponent = sign * read_exponent();
    if (word == "mK" && sign < 0)
    {
      multiply("m", sign);
      multiply("K", exponent);
    }
    else if (!multiply(word, exponent))
    {
      const std::string_view head = word.substr(0, word.size() - 1);
      if (word.back() != 'K' || !multiply(head, sign) || !multiply("K", exponent))
        refuse(word == text_ ? "is unknown" : "contains the unknown unit \"" + std::string(word) + "\"", known_units());
    }
  }

  int read_exponent()
  {
    const bool caret = peek() == '^';
    at_ += caret;
    const bool negative = peek() == '-';
    at_ += negative;
    if (!is_digit(peek()))
    {
      if (caret || negative)
        refuse("lacks an exponent", "");
      return 1;
    }
    int exponent = 0;
    while (is_digit(peek()) && exponent <= largest_exponent)
      exponent = 10 * exponent + (text_[at_++] - '0');
    if (exponent > largest_exponent)
      refuse("has an exponent above 9", "");
    return negative ? -exponent : exponent;
  }

  /// Multiply by (prefix) unit to the power `exponent`; false if there is no such unit.
  bool multiply(std::string_view word, int exponent)
  {
    for (const BaseUnit &unit : base_units())
    {
      if (word == unit.name)
        return multiply(unit, unit.value, exponent);
      const bool prefixed                 = word.size() == unit.name.size() + 1 && word.substr(1) == unit.name;
      const auto [numerator, denominator] = prefix_value(prefixed && unit.takes_prefix ? word[0] : '\0');
      if (numerator != 0)
        return multiply(unit, unit.value * numerator / denominator, exponent);
    }
    return false;
  }

  bool multiply(const BaseUnit &unit, Extended factor, int exponent)
  {
    for (int n = 0; n < std::abs(exponent); ++n)
      value = exponent > 0 ? value * factor : value / factor;
    for (std::size_t i = 0; i < dimension.exponent.size(); ++i)
    {
      dimension.exponent[i] += exponent * unit.dimension.exponent[i];
      if (std::abs(dimension.exponent[i]) > 10 * largest_exponent)
        refuse("is too long", "");
    }
    return true;
  }

  [[noreturn]] void refuse(const std::string &problem, const std::string &hint) const
  {
    throw QuantityError(shown_, "the unit \"" + shown_ + "\" " + problem, hint);
  }

  static std::string known_units()
  {
    return "Units: m s K V A C F H ohm S W J eV e Pa g Hz % min h d y, prefixes f p n u m k M G T";
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%'; }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  static bool is_separator(char c) { return c == ' ' || c == '\t' || c == '*' || c == '.'; }

  void skip_blanks()
  {
    while (peek() == ' ' || peek() == '\t')
      ++at_;
  }

  /// Blanks and at most one `*` or `.`, which needs a factor after it.
  void skip_separator()
  {
    skip_blanks();
    if (peek() != '*' && peek() != '.')
      return;
    ++at_;
    skip_blanks();
    if (!is_letter(peek()))
      refuse("lacks a unit after \"*\" or \".\"", "");
  }

  std::string shown_;
  std::string text_;
  std::size_t at_ = 0;
};

const std::vector<std::pair<std::string_view, std::string_view>> &dimension_names()
{
  static const std::vector<std::pair<std::string_view, std::string_view>> names = {
      {"1", "a plain number"},
      {"m", "a length"},
      {"m2", "an area"},
      {"m3", "a volume"},
      {"s", "a time"},
      {"K", "a temperature"},
      {"V", "a voltage"},
      {"C", "a charge"},
      {"A", "a current"},
      {"J", "an energy"},
      {"W", "a power"},
      {"ohm", "a resistance"},
      {"S", "a conductance"},
      {"F", "a capacitance"},
      {"H", "an inductance"},
      {"g", "a mass"},
      {"Hz", "a frequency or rate"},
      {"m/s", "a velocity"},
      {"V/m", "an electric field"},
      {"S/m", "an electrical conductivity"},
      {"ohm m", "an electrical resistivity"},
      {"ohm m2", "an electrical contact resistance"},
      {"A/m2", "a current density"},
      {"V/s", "a voltage ramp"},
      {"V/K", "a thermopower"},
      {"K/s", "a heating rate"},
      {"W/(m K)", "a thermal conductivity"},
      {"m2 K/W", "a thermal boundary resistance"},
      {"J/(m3 K)", "a heat capacity per volume"},
      {"J/m3", "an energy density or pressure"},
      {"J/m2", "an interface energy"},
      {"m2/s", "a diffusivity"},
      {"1/m3", "a number density"},
      {"1/(m3 s)", "a nucleation rate"},
  };
  return names;
}
} // namespace

QuantityError::QuantityError(std::string_view text, const std::string &wrong, const std::string &advice)
  : InputError("\"" + std::string(text) + "\"", wrong, "", advice), problem(wrong), hint(advice)
{}

Unit parse_unit(std::string_view unit)
{
  const UnitReader reader(unit);
  return {reader.value, reader.dimension};
}

Dimension dimension_of(std::string_view unit) { return parse_unit(unit).dimension; }

double unit_value(std::string_view unit) { return static_cast<double>(parse_unit(unit).value); }

std::string dimension_name(std::string_view unit)
{
  const Dimension dimension = dimension_of(unit);
  for (const auto &[example, name] : dimension_names())
    if (dimension_of(example) == dimension)
      return std::string(name);
  return "a quantity in " + std::string(unit);
}

} // namespace quench
