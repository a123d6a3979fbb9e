#include <physics/conduction/monotone_curve.h>

#include <algorithm>
#include <cassert>

namespace quench::physics
{
MonotoneCurve::MonotoneCurve(std::vector<double> x, std::vector<double> y)
  : x_(std::move(x)), y_(std::move(y)), slope_(x_.size())
{
  assert(x_.size() >= 2 && x_.size() == y_.size());
  const std::size_t last  = x_.size() - 1;
  const auto        chord = [this](std::size_t i) { return (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]); };
  slope_[0]               = chord(0);
  slope_[last]            = chord(last - 1);
  for (std::size_t i = 1; i < last; ++i) // weighted harmonic mean of the two chords, 0 at an extremum
  {
    const double left = x_[i] - x_[i - 1], right = x_[i + 1] - x_[i];
    if (chord(i - 1) * chord(i) > 0)
      slope_[i] = 3 * (left + right) / ((2 * right + left) / chord(i - 1) + (right + 2 * left) / chord(i));
  }
}

Scalar MonotoneCurve::operator()(const Scalar &x) const
{
  if (x.v <= x_.front())
    return y_.front() + slope_.front() * (x - x_.front());
  if (x.v >= x_.back())
    return y_.back() + slope_.back() * (x - x_.back());
  const auto   i = std::size_t(std::upper_bound(x_.begin(), x_.end(), x.v) - x_.begin()) - 1;
  const double h = x_[i + 1] - x_[i];
  const Scalar s = (x - x_[i]) / h, r = 1.0 - s;
  return r * r * ((1.0 + 2 * s) * y_[i] + s * h * slope_[i]) +
         s * s * ((1.0 + 2 * r) * y_[i + 1] - r * h * slope_[i + 1]);
}
} // namespace quench::physics
