#pragma once

#include <compare>

namespace quench::solver
{
/// A time of the program [ns]: the unevaluated sum of two doubles, so that the picoseconds of a pulse are still told
/// apart after ten years of rest. Sums are exact to about 1e-32 of the whole (Knuth, The Art of Computer Programming
/// 2, 4.2.2, theorem B). Needs arithmetic that is not reassociated.
class Moment
{
public:
  constexpr Moment(double ns = 0) : high(ns) {}
  constexpr Moment(double ns, double rest) : high(ns) { *this += rest; }

  /// The nearest double, for what is written and for laws.
  constexpr explicit operator double() const { return high; }
  /// What `double(*this)` leaves out.
  constexpr double rest() const { return low; }

  constexpr Moment &operator+=(double dt)
  {
    const double sum = high + dt, part = sum - high;
    settle(sum, low + ((high - (sum - part)) + (dt - part)));
    return *this;
  }
  friend constexpr Moment operator+(Moment moment, double dt) { return moment += dt; }
  friend constexpr double operator-(const Moment &a, const Moment &b) { return (a.high - b.high) + (a.low - b.low); }
  friend constexpr auto   operator<=>(const Moment &, const Moment &) = default;

private:
  double high, low = 0; ///< |low| is at most half the distance of doubles at `high`

  constexpr void settle(double sum, double error)
  {
    high = sum + error;
    low  = error - (high - sum);
  }
};
} // namespace quench::solver
