#pragma once

#include <solver/circuit/circuit.h>

#include <optional>
#include <vector>

namespace quench::solver
{
/// Part of a pulse: from one value to another in a straight line, with decaying exponentials on top.
struct Segment
{
  /// amplitude exp(-(t - origin) / time)
  struct Decay
  {
    double amplitude; ///< [V] or [e/ns]
    double origin;    ///< from the start of the pulse [ns]
    double time;      ///< time constant [ns]
  };

  double             begin, end; ///< from the start of the pulse [ns]
  double             from, to;   ///< [V] or [e/ns]
  std::vector<Decay> decays;

  double value(double time) const;
};

/// What the source does without a pause: contiguous segments from 0 on. The source is at 0 V before and after.
struct Pulse
{
  SourceKind            kind = SourceKind::voltage;
  std::vector<Segment>  segments;
  std::optional<double> rest; ///< from its end to the start of the next [ns]; none: that of the program

  double length() const { return segments.empty() ? 0 : segments.back().end; }
  /// At a time from its start [ns]; at a jump the value before it.
  double value(double time) const;
  /// The value of largest magnitude, with its sign.
  double amplitude() const;
  /// The last moment at which it has that value: the end of the plateau [ns].
  double peak() const;
  /// Ends of segments, and a grid on the decays: moments that no step may cross [ns].
  std::vector<double> corners() const;
};

/// Rise and fall of a pulse [ns].
struct Edges
{
  double rise = 1 * units::ns, fall = 1 * units::ns;
};

/// Up to `amplitude`, a plateau, and down.
Pulse trapezoid(SourceKind kind, double amplitude, double width, const Edges &edges = {});
/// One plateau of each level after the other; from level to level in the rise time.
Pulse staircase(SourceKind kind, const std::vector<double> &levels, double width, const Edges &edges = {});
/// A head of trapezoidal shape and a tail that falls from `tail` exponentially (eq. E6).
Pulse spike(double head, double width, const Edges &edges, double tail, double decay);
/// What a cell sees between two contacts at which the spike comes with a time difference: v(t) - v(t - after) (eq. E6).
Pulse spike_pair(const Pulse &one, double after);
} // namespace quench::solver
