#pragma once

#include <physics/relaxation/relaxation_law.h>

#include <limits>
#include <numbers>

namespace quench::physics
{
/// Relaxation of a point of the glass by defects of evenly distributed barriers (eq. R7), in one number:
///   Sigma(T, t) = 1 - kT / (E_s - E_1) [Ein(nu_0 t e^(-E_1 / kT)) - Ein(nu_0 t e^(-E_s / kT))],
/// the limit of infinitely many barriers in eq. R5 at constant temperature. At another temperature the glass goes on
/// from the time after which it would have the same Sigma there, as if the front of annealed barriers had the width of
/// the new temperature; the full spectrum differs by at most 0.6 k |T_1 - T_2| / (E_s - E_1) from it. Source: Gibbs,
/// Evetts and Leake, J. Mater. Sci. 18, 278 (1983); closed form: own algebra.
class DistributedRelaxation
{
public:
  explicit DistributedRelaxation(const CollectiveRelaxation::Parameters &parameters) : p(parameters) {}

  /// Sigma [1] of glass that was held at T [K] for a time t, as ln(nu_0 t) (eq. R7).
  double state(double T, double ln_attempts) const
  {
    const double kT    = units::kB * T;
    const double below = Ein(ln_attempts - p.final_barrier / kT), above = Ein(ln_attempts - p.lowest_barrier / kT);
    return std::clamp(1 - kT / (p.final_barrier - p.lowest_barrier) * (above - below), 0.0, 1.0);
  }

  /// ln(nu_0 t) of the time t at T [K] that takes fresh glass to Sigma in (0, 1): Newton's method between bounds.
  double ln_attempts(double Sigma, double T) const
  {
    const double kT = units::kB * T, span = p.final_barrier - p.lowest_barrier;
    double       low  = p.lowest_barrier / kT + std::log((1 - Sigma) * span / kT); // Ein(u) <= u
    double       high = low + 1;
    while (state(T, high) > Sigma)
      high += high - low;
    double y = low + std::min(1.0, high - low) / 2;
    for (int i = 0; i < 100 && high - low > 1e-13 * std::abs(high); ++i)
    {
      const double excess       = state(T, y) - Sigma;
      (excess > 0 ? low : high) = y;
      const double slope =
          -kT / span * (std::exp(-std::exp(y - p.final_barrier / kT)) - std::exp(-std::exp(y - p.lowest_barrier / kT)));
      const double newton = slope < 0 ? y - excess / slope : low;
      y                   = newton > low && newton < high ? newton : (low + high) / 2;
    }
    return y;
  }

  /// Sigma after a time dt [ns] at constant T [K] and |E| [V/nm] (eq. R7), exact for any dt >= 0; 1 from T_hold on. The
  /// field lowers all barriers by e a |E| (eq. R6).
  double relax(double Sigma, double T, double dt, double field = 0) const
  {
    if (T >= p.rejuvenation_temperature)
      return 1;
    if (Sigma <= 0 || dt <= 0)
      return Sigma;
    const double kT    = units::kB * T;
    const double added = std::log(p.attempt_frequency * dt) + units::e * p.acceleration_length * field / kT;
    if (Sigma >= 1)
      return state(T, added);
    const double before = ln_attempts(Sigma, T), later = std::max(before, added);
    return std::min(Sigma, state(T, later + std::log1p(std::exp(std::min(before, added) - later))));
  }

private:
  /// Ein(u) = integral from 0 to u of (1 - e^-x) / x dx, for ln u.
  static double Ein(double ln_u)
  {
    const double u = std::exp(std::min(ln_u, 600.0));
    if (u >= 1)
      return std::numbers::egamma + ln_u - (u > 600 ? 0 : std::expint(-u));
    double sum = 0, term = 1;
    for (int k = 1; std::abs(term) > std::numeric_limits<double>::epsilon() * u && k < 30; ++k)
    {
      term *= -u / k;
      sum -= term / k;
    }
    return sum;
  }

  CollectiveRelaxation::Parameters p;
};
} // namespace quench::physics
