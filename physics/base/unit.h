#pragma once

#include <physics/base/error.h>

#include <array>
#include <string>
#include <string_view>

/// Units as users write them.
///
/// A unit is a product of m s K V A C F H ohm S W J eV e Pa g Hz % min h d y, each with an optional SI prefix
/// (f p n u m k M G T; also cm) and exponent (m3, m^3, s-1), joined by a space, `*` or `.`. What follows a slash
/// without a space is the denominator (W/m/K, m2K/GW, J/m3K) or stands in parentheses: W/(m K). "W/m K" can be
/// read in two ways and is refused. `mK` in a denominator means m K, as everybody writes W/mK. The year is 365.25 d.
namespace quench
{
/// Exponents of length, time, temperature, voltage and charge: the internal base nm, ns, K, V, e.
struct Dimension
{
  std::array<int, 5> exponent{};

  bool operator==(const Dimension &) const = default;
};

/// A text that is not the quantity it should be. The message starts with the text in quotes; the caller puts
/// the place before it: `place: key = ` + what().
struct QuantityError : InputError
{
  QuantityError(std::string_view text, const std::string &problem, const std::string &hint = "");

  std::string problem; ///< what is wrong, without the text
  std::string hint;    ///< what to do; may be empty
};

/// Products of units are taken in extended precision: 0.006 um and 6 nm are then the same double.
struct Unit
{
  long double value = 1; ///< in internal units
  Dimension   dimension;
};

/// Read a unit; "" and "1" stand for a plain number. Throws QuantityError.
Unit parse_unit(std::string_view unit);

/// Throws QuantityError.
Dimension dimension_of(std::string_view unit);

/// Value of one unit in internal units: unit_value("nm") == 1. Throws QuantityError.
double unit_value(std::string_view unit);

/// In words: "a length", "an energy", else "a quantity in <unit>".
std::string dimension_name(std::string_view unit);
} // namespace quench
