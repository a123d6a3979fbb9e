#pragma once

#include <physics/base/unit.h>

#include <string>
#include <string_view>

/// Numbers with units as users write them: "20 nm", "290 meV", "0.45 W/(m K)", "1.25e6 J/m3K", "5 V/us", "11 %".
namespace quench
{
/// Value of `text` in internal units. The text may use any unit of the same dimension as `unit`; for a `unit` of
/// "1" it is a plain number or a percentage. Throws QuantityError.
double parse_quantity(std::string_view text, std::string_view unit);

/// Value of a plain number: decimal, finite, complete. Throws QuantityError.
double parse_number(std::string_view text);

/// What follows the number in a text like "20 nm"; "" for a plain number. Throws QuantityError without a number.
std::string unit_part(std::string_view text);

/// `value` (internal units) for people: so many digits at most. Throws Error(internal) if it is not finite.
std::string display_quantity(double value, std::string_view unit, int digits = 12);

/// `value` (internal units) written in `unit`, e.g. "20 nm": the fewest digits that parse_quantity reads back to
/// the same bits. Throws Error(internal) if it is not finite.
std::string format_quantity(double value, std::string_view unit);
} // namespace quench
