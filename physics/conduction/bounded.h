#pragma once

#include <physics/local_state.h>

#include <cmath>

/// Elementary functions of the conduction laws, continued where the plain formula would leave the range of a
/// double: at 1 K or 10 V/nm a conductivity must still be a positive, once differentiable number, because a
/// nonlinear solver may pass through such a state on its way. All are exact over the range of a real cell.
namespace quench::physics
{
/// Largest exponent taken literally; beyond, exp(-y) continues as a hyperbola. e^-200 = 1e-87 is far below any
/// conductivity that matters, and its square is still a normal number.
inline constexpr double largest_exponent = 200;

/// Largest argument of sinh(x)/x taken literally; beyond, it continues along its tangent. x = 60 is 0.3 V/nm at
/// 300 K for a hop of 10 nm, ten times the field at which such a glass switches.
inline constexpr double largest_hop = 60;

/// exp(-y) for y <= 200, e^-200 / (1 + y - 200) beyond. Always positive, once differentiable.
inline Scalar bounded_exp_minus(const Scalar &y)
{
  if (y.v <= largest_exponent)
    return exp(-y);
  static const double last = std::exp(-largest_exponent);
  return last / (1.0 + (y - largest_exponent));
}

/// exp(x) for x <= 60, its tangent beyond. Positive for any x that is not far below zero, once differentiable.
inline Scalar bounded_exp_plus(const Scalar &x)
{
  if (x.v <= largest_hop)
    return exp(x);
  static const double last = std::exp(largest_hop);
  return last * (1.0 + (x - largest_hop));
}

/// sinh(x)/x for 0 <= x <= 60, its tangent beyond. Once differentiable.
inline Scalar bounded_sinhc(const Scalar &x)
{
  if (x.v <= largest_hop)
    return sinhc(x);
  const Jet<1> last = sinhc(Jet<1>::variable(largest_hop, 0));
  return last.v + last.d[0] * (x - largest_hop);
}

/// Smooth minimum (a^-8 + b^-8)^(-1/8) of two positive numbers: within 1 % of the smaller one where they differ by a
/// factor 1.4, and 8 % below both where they are equal.
inline Scalar smooth_minimum(const Scalar &a, const Scalar &b)
{
  const bool   a_is_smaller = a.v < b.v;
  const Scalar smaller = a_is_smaller ? a : b, larger = a_is_smaller ? b : a;
  const Scalar ratio = smaller / larger, ratio2 = ratio * ratio, ratio4 = ratio2 * ratio2;
  return smaller / sqrt(sqrt(sqrt(1.0 + ratio4 * ratio4)));
}

/// x for x >= floor, floor * exp(x/floor - 1) below: positive, once differentiable, exact above the floor.
inline Scalar positive_part(const Scalar &x, double floor) { return x.v >= floor ? x : floor * exp(x / floor - 1.0); }
} // namespace quench::physics
