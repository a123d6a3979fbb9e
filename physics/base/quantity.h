#pragma once

#include <array>
#include <string>
#include <string_view>

#include <physics/base/error.h>

/// Numbers with units as users write them: "20 nm", "290 meV", "0.45 W/(m K)", "1.25e6 J/m3K", "5 V/us", "11 %".
///
/// A unit is a product of m s K V A C F ohm S W J eV e Pa g Hz % min h d y, each with an optional SI prefix
/// (f p n u m k M G T; also cm) and exponent (m3, m^3, s-1), joined by a space, `*` or `.`. What follows a slash
/// without a space is the denominator (W/m/K, m2K/GW, J/m3K) or stands in parentheses: W/(m K). "W/m K" can be
/// read in two ways and is refused. `mK` in a denominator means m K, as everybody writes W/mK.
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

/// Dimension of a unit; the unit "1" (or "") has none. Throws QuantityError.
Dimension dimension_of(std::string_view unit);

/// Value of one unit in internal units: unit_value("nm") == 1. Throws QuantityError.
double unit_value(std::string_view unit);

/// In words: "a length", "an energy", else "a quantity in <unit>".
std::string dimension_name(std::string_view unit);

/// Value of `text` in internal units. The text may use any unit of the same dimension as `unit`; for a `unit` of
/// "1" it is a plain number or a percentage. Throws QuantityError.
double parse_quantity(std::string_view text, std::string_view unit);

/// Value of a plain number: decimal, finite, complete. Throws QuantityError.
double parse_number(std::string_view text);

/// What follows the number in a text like "20 nm"; "" for a plain number. Throws QuantityError without a number.
std::string unit_part(std::string_view text);

/// `value` (internal units) written in `unit`, e.g. "20 nm": the fewest digits that parse_quantity reads back to
/// the same bits. Throws Error(internal) if it is not finite.
std::string format_quantity(double value, std::string_view unit);
} // namespace quench
