#include <postprocess/array/cell_law.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

namespace quench::array
{
TableLaw::TableLaw(std::vector<double> voltage, std::vector<double> relative_current)
  : voltage_(std::move(voltage)), f_(std::move(relative_current))
{
  const auto ascends = [](const std::vector<double> &x) {
    return std::all_of(x.begin(), x.end(), [](double value) { return std::isfinite(value); }) &&
           std::is_sorted(x.begin(), x.end(), std::less_equal<>());
  };
  if (voltage_.size() < 2 || voltage_.size() != f_.size() || !ascends(voltage_) || !ascends(f_))
    throw InputError("I-V table of a cell", std::to_string(voltage_.size()) + " points",
                     "at least two, voltages and currents finite and strictly ascending");
}

CellCurrent TableLaw::operator()(double g, double v) const
{
  const auto        above = std::upper_bound(voltage_.begin() + 1, voltage_.end() - 1, v);
  const std::size_t k     = static_cast<std::size_t>(above - voltage_.begin());
  const double      slope = (f_[k] - f_[k - 1]) / (voltage_[k] - voltage_[k - 1]);
  return {g * (f_[k - 1] + slope * (v - voltage_[k - 1])), g * slope};
}

/// v = i / G + v_0 asinh(i / i_0), solved for y = asinh(i / i_0) > 0 by Newton's method from above: the function is
/// convex there, so every iterate stays above the solution.
CellCurrent SelectorLaw::operator()(double g, double v) const
{
  if (g == 0)
    return {0, 0};
  const double u = std::abs(v);
  double       y = std::min(u / v_0, std::asinh(g * u / i_0));
  for (bool is_done = y == 0; !is_done;)
  {
    const double excess = i_0 * std::sinh(y) / g + v_0 * y - u;
    const double change = excess / (i_0 * std::cosh(y) / g + v_0);
    is_done             = change <= 1e-14 * y; // rounding
    y -= is_done ? 0 : change;
  }
  const double differential = i_0 * std::cosh(y) / v_0; // conductance of the selector
  return {std::copysign(i_0 * std::sinh(y), v), g * differential / (g + differential)};
}

void require_monotone(const CellLaw &law, double v_max)
{
  const auto *const p = std::get_if<PolynomialLaw>(&law);
  if (p == nullptr)
    return;
  const double lowest = p->a_3 > 0 ? std::clamp(-p->a_2 / (3 * p->a_3), -v_max, v_max) : v_max;
  for (const double v : {-v_max, lowest, v_max})
    if (!((*p)(1, v).slope > 0))
      throw InputError("I-V curvature of a cell",
                       "NL2 = " + std::to_string(p->a_2) + " / V, NL3 = " + std::to_string(p->a_3) + " / V^2",
                       "a current that rises with the voltage up to " + std::to_string(v_max) + " V");
}
} // namespace quench::array
