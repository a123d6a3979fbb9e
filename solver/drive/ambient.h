#pragma once

#include <physics/base/units.h>
#include <solver/drive/moment.h>

#include <string>
#include <vector>

namespace quench::solver
{
/// Temperature of the surroundings: a continuous function of the time of the program, straight between its corners.
/// What holds a contact's plane, and what a cell that nothing drives comes to.
class Ambient
{
public:
  /// How long a step from one held temperature to the next takes (choice): long beside the cell's own thermal times
  /// and short beside all that glass does below its melting temperature.
  static constexpr double step_time = 100 * units::ns;

  /// A constant [K].
  Ambient(double temperature = 300 * units::K) : corner_list{{0, temperature}}, held{0} {}

  double at(const Moment &time) const;
  /// Slope in the interval without corners that begins at `time` [K/ns].
  double rate(const Moment &time) const;

  /// Moments at which the slope changes, and those at which a held temperature is reached; both ascend from 0.
  std::vector<Moment>        corners() const;
  const std::vector<Moment> &plateaus() const { return held; }
  /// The last plateau that began at or before `time`; 0 before any.
  Moment plateau_before(const Moment &time) const;

  double highest() const;

private:
  friend class AmbientReader;
  struct Corner
  {
    Moment time;
    double temperature;
  };

  std::size_t next_corner(const Moment &time) const;

  std::vector<Corner> corner_list; ///< the last temperature goes on for ever
  std::vector<Moment> held;
};

/// Reads an ambient program (docs/retention.md):
///
///   list = item; item; ...
///   item = TEMPERATURE for TIME              held so long
///        | TEMPERATURE until TIME            held until this time of the program
///        | TEMPERATURE                       the last item only: held for ever
///        | ramp RATE to TEMPERATURE          from the temperature before; RATE > 0 also downwards
///        | ramp to TEMPERATURE in TIME
///
/// From one held temperature to the next in Ambient::step_time. The last temperature goes on for ever. Throws
/// InputError with item and character of what is wrong.
Ambient parse_ambient(const std::string &text);
} // namespace quench::solver
