#include <postprocess/array/memristor.h>

#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <numbers>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double period    = 1e9 * units::ns; // 1 Hz
constexpr double amplitude = 1 * units::V;

/// Flux of a sine wave since t = 0.
double flux(double t)
{
  return amplitude * period / (2 * std::numbers::pi) * (1 - std::cos(2 * std::numbers::pi * t / period));
}
} // namespace

BOOST_AUTO_TEST_CASE(the_loop_is_pinched_and_open)
{
  Memristor     memristor(MemristorParameters(), 0.1);
  constexpr int n    = 1000;
  double        area = 0, at_zero = 0, largest = 0, before = 0;
  for (int k = 1; k <= n; ++k)
  {
    memristor.add_flux(flux(period * k / n) - flux(period * (k - 1) / n));
    const bool   is_zero = k == n / 2 || k == n;
    const double v       = is_zero ? 0.0 : amplitude * std::sin(2 * std::numbers::pi * k / n);
    const double i       = memristor.current(v);
    at_zero              = is_zero ? std::max(at_zero, std::abs(i)) : at_zero;
    largest              = std::max(largest, std::abs(i));
    if (k <= n / 2) // the lobe of positive voltage, traversed once
      area += i * (v - before);
    before = v;
  }
  const double open = std::abs(area) / (largest * amplitude);
  char         text[160];
  std::snprintf(text, sizeof text, "|I| at V = 0: %.1e A; area of the positive lobe %.3f of V_max I_max",
                at_zero / units::A, open);
  test::record_feature("F75", "pinched loop", text, at_zero / units::A <= 1e-12 && open > 0.01);
}

// Against a fourth-order Runge-Kutta solution of dx/dt = mu R_on / D^2 v(t) / R(x).
BOOST_AUTO_TEST_CASE(the_exact_state_is_that_of_the_rate_equation)
{
  const MemristorParameters p;
  Memristor                 memristor(p, 0.1);
  const double              k_rate = p.mobility * p.r_on / (p.thickness * p.thickness);
  const auto                rate   = [&](double t, double x) {
    return k_rate * amplitude * std::sin(2 * std::numbers::pi * t / period) / (p.r_off - (p.r_off - p.r_on) * x);
  };
  double        x = 0.1;
  constexpr int n = 2000;
  const double  h = period / 4 / n;
  for (int k = 0; k < n; ++k)
  {
    const double t = k * h, a = rate(t, x), b = rate(t + h / 2, x + h / 2 * a), c = rate(t + h / 2, x + h / 2 * b),
                 d = rate(t + h, x + h * c);
    x += h / 6 * (a + 2 * b + 2 * c + d);
  }
  memristor.add_flux(flux(period / 4));
  BOOST_CHECK_CLOSE(memristor.doped_part(), x, 1e-6);
  BOOST_CHECK_GT(x, 0.1);
}

BOOST_AUTO_TEST_CASE(the_film_has_two_ends)
{
  Memristor memristor(MemristorParameters(), 0.5);
  memristor.add_flux(1e6 * units::V * units::s);
  BOOST_CHECK_EQUAL(memristor.doped_part(), 1);
  memristor.add_flux(-1e6 * units::V * units::s);
  BOOST_CHECK_EQUAL(memristor.doped_part(), 0);
  MemristorParameters p;
  p.r_off = p.r_on;
  BOOST_CHECK(contains(message_of([&] { Memristor(p, 0.5); }), "off resistance"));
}
