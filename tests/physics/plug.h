#pragma once

#include <physics/material.h>

#include <cmath>
#include <numbers>

/// A uniform plug of glass: radius 20 nm, thickness u, one temperature T = 300 K + R_th P with R_th = 2 K/uW. The
/// steady V(T) has a maximum: the threshold.
namespace quench::tests
{
constexpr double plug_radius = 20 * units::nm, plug_R_th = 2 * units::K / units::uW, plug_T_0 = 300 * units::K;

/// Voltage at which the plug heats itself to T: V^2 sigma(T, V/u) pi r^2 / u = (T - T_0) / R_th.
inline double steady_voltage(const physics::Material &material, double u, double T, double Sigma)
{
  const double power = (T - plug_T_0) / plug_R_th;
  double       low = 0, high = 100 * units::V;
  for (int i = 0; i < 60; ++i)
  {
    const double voltage = (low + high) / 2;
    const double sigma   = material.conductivity(physics::local_state(T, voltage / u, 0, Sigma)).v;
    (voltage * voltage * sigma * std::numbers::pi * plug_radius * plug_radius / u < power ? low : high) = voltage;
  }
  return (low + high) / 2;
}

struct Threshold
{
  double voltage = 0, temperature = 0;
};

/// The first maximum of V(T), on a grid of dT below T_hold, completed by a parabola.
inline Threshold threshold(const physics::Material &material, double u, double Sigma, double dT = 0.5)
{
  const auto voltage = [&](double T) { return steady_voltage(material, u, T, Sigma); };
  double     T       = plug_T_0 + dT;
  while (T < material.rejuvenation_temperature() - dT && voltage(T + dT) > voltage(T))
    T += dT;
  const double left = voltage(T - dT), middle = voltage(T), right = voltage(T + dT);
  const double shift = (left - right) / (2 * (left - 2 * middle + right));
  return {middle - (left - right) * shift / 4, T + shift * dT};
}

/// Low-field resistance of the plug at T, read after relaxing to Sigma; in units of a resistivity over length.
inline double resistivity(const physics::Material &material, double T, double Sigma)
{
  return 1 / material.conductivity(physics::local_state(T, 0, 0, Sigma)).v;
}

/// Sigma after the time t at T_a, from as quenched.
inline double relaxed(const physics::Material &material, double T_a, double t)
{
  return material.relax(material.initial_relaxation(), T_a, t);
}

/// Activation energy of the low-field resistance, by reads at 295 K and 305 K of a glass in the state Sigma.
inline double arrhenius_energy(const physics::Material &material, double Sigma)
{
  return units::kB * std::log(resistivity(material, 295, Sigma) / resistivity(material, 305, Sigma)) /
         (1 / 295.0 - 1 / 305.0);
}

/// Slope and R^2 of a straight line through points.
struct Line
{
  double slope = 0, offset = 0, R2 = 0;
};

template <class Points>
Line fit(const Points &points)
{
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
  for (const auto &[x, y] : points)
  {
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
    syy += y * y;
  }
  const double cxx = sxx - sx * sx / n, cxy = sxy - sx * sy / n, cyy = syy - sy * sy / n;
  return {cxy / cxx, (sy - cxy / cxx * sx) / n, cxy * cxy / (cxx * cyy)};
}
} // namespace quench::tests
