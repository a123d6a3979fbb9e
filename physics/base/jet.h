#pragma once

#include <array>
#include <cmath>

namespace quench
{
/// Number with N first derivatives (forward-mode differentiation): a formula written once on Jet gives its
/// value and exact partial derivatives. `a.v` is the value, `a.d[i]` the derivative by variable i.
///
/// More than two derivatives are computed as eight, of which the last are 0: processors do eight at once.
template <int N>
struct Jet
{
  static_assert(N <= 8);
  static constexpr int lanes = N <= 2 ? N : 8;

  double                    v = 0;
  std::array<double, lanes> d{};

  constexpr Jet() = default;
  constexpr Jet(double value) : v(value) {} // NOLINT: a plain number is a Jet with zero derivatives

  /// Independent variable number i with value x.
  static constexpr Jet variable(double x, int i)
  {
    Jet j(x);
    for (int k = 0; k < lanes; ++k)
      j.d[k] = k == i; // all at once: a single one written is waited for
    return j;
  }

  constexpr Jet &operator+=(const Jet &b) { return *this = *this + b; }
  constexpr Jet &operator-=(const Jet &b) { return *this = *this - b; }
  constexpr Jet &operator*=(const Jet &b) { return *this = *this * b; }

  /// Chain rule: outer function with value f and derivative df at a.
  friend constexpr Jet chain(const Jet &a, double f, double df)
  {
    Jet r(f);
    for (int i = 0; i < lanes; ++i)
      r.d[i] = df * a.d[i];
    return r;
  }
  friend constexpr Jet operator+(const Jet &a, const Jet &b)
  {
    Jet r(a.v + b.v);
    for (int i = 0; i < lanes; ++i)
      r.d[i] = a.d[i] + b.d[i];
    return r;
  }
  friend constexpr Jet operator-(const Jet &a, const Jet &b)
  {
    Jet r(a.v - b.v);
    for (int i = 0; i < lanes; ++i)
      r.d[i] = a.d[i] - b.d[i];
    return r;
  }
  friend constexpr Jet operator-(const Jet &a) { return chain(a, -a.v, -1.0); }
  friend constexpr Jet operator*(const Jet &a, const Jet &b)
  {
    Jet r(a.v * b.v);
    for (int i = 0; i < lanes; ++i)
      r.d[i] = a.d[i] * b.v + a.v * b.d[i];
    return r;
  }
  friend constexpr Jet operator/(const Jet &a, const Jet &b)
  {
    const double inverse = 1.0 / b.v;
    Jet          r(a.v * inverse);
    for (int i = 0; i < lanes; ++i)
      r.d[i] = (a.d[i] - r.v * b.d[i]) * inverse;
    return r;
  }
  friend constexpr bool operator<(const Jet &a, const Jet &b) { return a.v < b.v; }
  friend constexpr bool operator>(const Jet &a, const Jet &b) { return a.v > b.v; }
};

template <int N>
Jet<N> exp(const Jet<N> &a)
{
  const double f = std::exp(a.v);
  return chain(a, f, f);
}

template <int N>
Jet<N> log(const Jet<N> &a)
{
  return chain(a, std::log(a.v), 1.0 / a.v);
}

template <int N>
Jet<N> sqrt(const Jet<N> &a)
{
  const double f = std::sqrt(a.v);
  return chain(a, f, 0.5 / f);
}

template <int N>
Jet<N> pow(const Jet<N> &a, double exponent)
{
  const double f = std::pow(a.v, exponent);
  return chain(a, f, exponent * f / a.v);
}

/// sinh(x)/x, smooth through x = 0 (series below |x| = 0.01, whose truncation error is under 1e-14).
template <int N>
Jet<N> sinhc(const Jet<N> &a)
{
  const double x = a.v, x2 = x * x;
  if (std::abs(x) < 1e-2)
    return chain(a, 1 + x2 / 6 * (1 + x2 / 20), x / 3 * (1 + x2 / 10));
  const double s = std::sinh(x), c = std::cosh(x);
  return chain(a, s / x, (c - s / x) / x);
}
} // namespace quench
