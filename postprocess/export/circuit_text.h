#pragma once

#include <postprocess/export/card.h>

#include <string>
#include <utility>
#include <vector>

/// Texts that the circuit exports share.
namespace quench::exports
{
using Values = std::vector<std::pair<std::string, std::string>>;

/// "x1,y1, x2,y2, ..." broken into continuation lines of SPICE.
std::string pwl_pairs(const std::vector<double> &x, const std::vector<double> &y);

/// Parameters of the lumped cell in SI units, by their names in the templates.
/// Throws InputError if the model has no parts `thermal` and `switching`.
Values programming_values(const Card &card);

/// Rate [1/ns] at which glass at rest crystallises at the temperature `T` [K] (a text), from the retention of the
/// model: ln 2 over the shorter time of fronts and hazard (X11). "0.0" for a model without retention.
std::string rest_rate(const Card &card, const std::string &T);

/// Verilog-A statements that set `name` to y at x, linear between the points and constant outside.
std::string ladder(const std::string &name, const std::string &at, const std::vector<double> &x,
                   const std::vector<double> &y);
} // namespace quench::exports
