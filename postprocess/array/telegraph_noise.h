#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::array
{
/// A trap that takes and returns one electron.
struct TelegraphParameters
{
  double amplitude     = 0.02;
  double capture_time  = 3e6 * units::ns;
  double emission_time = 1e6 * units::ns;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TelegraphParameters;
    entry("amplitude", &P::amplitude, "1", Range{0, 1},
          "relative loss of conductance while the trap is filled; 0: none",
          "choice: a deviation of 0.9 %, as about 1 % of short-term noise in IBM/aihwkit inference/noise/reram.py");
    entry("capture time", &P::capture_time, "ms", positive, "mean time of the empty trap", "choice");
    entry("emission time", &P::emission_time, "ms", positive, "mean time of the filled trap", "choice");
  }
};

/// Random telegraph noise: a two-state Markov process (eq. T7).
/// Source: Kirton and Uren 1989, Advances in Physics 38, 367: filled fraction tau_e / (tau_e + tau_c).
class TelegraphNoise
{
public:
  explicit TelegraphNoise(const TelegraphParameters &parameters) : p(parameters) {}

  /// Fraction of the time the trap is filled.
  double occupancy() const { return p.emission_time / (p.emission_time + p.capture_time); }

  /// Probability that the trap is filled a time dt after it was `is_filled`; exact for any dt.
  double probability_filled(bool is_filled, double dt) const;

  /// Factor of the conductance in a state.
  double factor(bool is_filled) const { return is_filled ? 1 - p.amplitude : 1; }

  /// Standard deviation of the factor over a long time, a (f (1 - f))^(1/2).
  double deviation() const;

private:
  TelegraphParameters p;
};
} // namespace quench::array
