#pragma once

#include <variant>
#include <vector>

#include <physics/base/units.h>

namespace quench::array
{
/// Current of a cell and its derivative with the voltage.
struct CellCurrent
{
  double value = 0, slope = 0;
};

/// i = G v.
struct OhmicLaw
{
  CellCurrent operator()(double g, double v) const { return {g * v, g}; }
};

/// i = G (v + a_2 v^2 + a_3 v^3) (eq. W6): curvature as circuit tools write it, NL2 = G a_2 and NL3 = G a_3.
struct PolynomialLaw
{
  double a_2 = 0; ///< [1/V]
  double a_3 = 0; ///< [1/V^2]

  CellCurrent operator()(double g, double v) const
  {
    return {g * v * (1 + v * (a_2 + v * a_3)), g * (1 + v * (2 * a_2 + 3 * v * a_3))};
  }
};

/// i = G f(v) with f from a table, linear between its points and beyond its ends.
class TableLaw
{
public:
  /// Throws InputError unless there are two points or more, both columns strictly ascending and finite.
  TableLaw(std::vector<double> voltage, std::vector<double> relative_current);

  CellCurrent operator()(double g, double v) const;

private:
  std::vector<double> voltage_, f_;
};

/// A resistor 1/G in series with a symmetric selector i = i_0 sinh(v / v_0) (eq. W7).
struct SelectorLaw
{
  double i_0 = 0, v_0 = 0;

  CellCurrent operator()(double g, double v) const;
};

using CellLaw = std::variant<OhmicLaw, PolynomialLaw, TableLaw, SelectorLaw>;

/// Throws InputError where the current would not rise with the voltage within +-v_max: the network had several
/// solutions.
void require_monotone(const CellLaw &law, double v_max);
} // namespace quench::array
