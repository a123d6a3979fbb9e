#pragma once

#include <physics/base/json.h>
#include <physics/base/parameters.h>
#include <physics/base/quantity.h>

#include <string>
#include <vector>

/// The value behind one ParameterEntry as text: used by parameters.cc only.
namespace quench
{
/// Set the member from the text of a case file. Throws QuantityError, which names what is allowed, with unit.
void set_value(const ParameterEntry &entry, const std::string &text);

/// The value as a case file writes it. Throws Error(internal) if it is not finite or not one of the choices.
std::string value_text(const ParameterEntry &entry);

/// The value for people: quantities rounded to 12 digits.
std::string displayed_text(const ParameterEntry &entry);

/// The value in JSON: quantities and texts as strings, whole numbers and truth values as themselves.
Json value_json(const ParameterEntry &entry);

/// Kind of the value in words: "quantity", "list of quantities", ...
std::string type_name(const ParameterEntry &entry);

/// Allowed interval with its unit, "[0, 1]", "(0, inf) nm"; "" if everything of the type is allowed.
std::string range_text(const ParameterEntry &entry);

/// Names of a choice, else nothing.
std::vector<std::string> choice_names(const ParameterEntry &entry);
} // namespace quench
