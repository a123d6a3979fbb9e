#pragma once

#include <physics/phase/viscosity.h>

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quench::physics
{
/// How fast the structure of the undercooled liquid follows the temperature.
struct FictiveTemperatureParameters
{
  double shear_modulus   = 1e10 * units::Pa;
  double quench_coupling = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = FictiveTemperatureParameters;
    entry("shear modulus", &P::shear_modulus, "Pa", positive,
          "G_inf: the structure relaxes with the time tau_r = viscosity / G_inf",
          "choice: order of magnitude of chalcogenide glasses, whose measured moduli lie between 4 and 16 GPa");
    entry("quench coupling", &P::quench_coupling, "1/K", Range{0, 0.1},
          "s_f: rise of the as-quenched state Sigma_0 per kelvin of fictive temperature above the rejuvenation "
          "temperature",
          "choice: 0, the rate of the quench already acts through the relaxation on the way down (eq. R3)");
  }
};

/// Fictive temperature T_f: the temperature at which the frozen structure of a glass would be in equilibrium
/// (eq. P14):
///   dT_f/dt = (T - T_f) / tau_r,   tau_r = eta(T, T_f) / G_inf.
/// Source: Tool, J. Am. Ceram. Soc. 29, 240 (1946); Maxwell's tau = eta / G; eta of eq. P13.
class FictiveTemperature
{
public:
  FictiveTemperature(const FictiveTemperatureParameters &parameters, const PhaseChangeParameters &phase_change)
    : p(parameters), viscosity_(phase_change), T_m_(phase_change.melting_temperature)
  {}

  /// 1 / tau_r(T, T_f) [1/ns]; 0 where the glass is too cold for a double.
  double rate(double T, double T_f) const
  {
    return p.shear_modulus / (units::Pa * units::s) * std::exp(-viscosity_.ln_viscosity(T, T_f));
  }

  /// T_f at the end of a time dt [ns] in which the temperature went evenly from T_old to T_new [K]. Backward Euler
  /// (L-stable: any dt, T_f never passes T) in substeps over which T changes by at most 1 K. Liquid above T_m has
  /// T_f = T.
  double advance(double T_f, double T_old, double T_new, double dt) const
  {
    const int n_steps = 1 + static_cast<int>(std::min(std::abs(T_new - T_old) / (1 * units::K), most_substeps));
    for (int i = 1; i <= n_steps; ++i)
      T_f = step(T_f, T_old + (T_new - T_old) * i / n_steps, dt / n_steps);
    return T_f;
  }

  /// Rise of the as-quenched state above that of glass frozen at T_hold [K]: s_f (T_f - T_hold) (eq. P15).
  double rise_of_state(double T_f, double T_hold) const { return p.quench_coupling * (T_f - T_hold); }

private:
  static constexpr double most_substeps = 255;

  /// Root x between T_f and T of x - (T_f + a T) / (1 + a), a = dt / tau_r(T, x): backward Euler solved for x where it
  /// stands alone. Secants from both ends, which take three steps for the kelvin or so between them; where they do not
  /// settle, bracketing (TOMS 748).
  double step(double T_f, double T, double dt) const
  {
    if (T >= T_m_)
      return T;
    const double at_start = dt * rate(T, T_f), at_end = dt * rate(T, T);
    if (T == T_f || std::max(at_start, at_end) < frozen)
      return T_f;
    const auto off  = [&](double x, double a) { return x - (T_f + a * T) / (1 + a); };
    double     last = T, f_last = off(T, at_end), x = T_f, f = off(T_f, at_start);
    for (int i = 0; i < most_secants && f != f_last; ++i)
    {
      const double next = std::clamp(x - f * (x - last) / (f - f_last), std::min(T_f, T), std::max(T_f, T));
      if (std::abs(next - x) <= resolution * T_m_)
        return next;
      last   = std::exchange(x, next);
      f_last = std::exchange(f, off(x, dt * rate(T, x)));
    }
    return bracketed(T_f, T, dt);
  }

  double bracketed(double T_f, double T, double dt) const
  {
    const auto     gap    = [&](double x) { return x - T_f - dt * (T - x) * rate(T, x); };
    const auto     narrow = [&](double a, double b) { return std::abs(b - a) <= resolution * T_m_; };
    std::uintmax_t most   = 100;
    const auto     root   = boost::math::tools::toms748_solve(gap, std::min(T_f, T), std::max(T_f, T), narrow, most);
    return T_f < T ? root.first : root.second;
  }

  static constexpr int    most_secants = 8;
  static constexpr double frozen       = 1e-12; ///< part of the way to equilibrium that is no way at all
  static constexpr double resolution   = 3e-9;  ///< of T_f, in melting temperatures

  FictiveTemperatureParameters p;
  Viscosity                    viscosity_;
  double                       T_m_;
};
} // namespace quench::physics
