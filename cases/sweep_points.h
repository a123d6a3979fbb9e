#pragma once

#include <cases/sweep_case.h>

#include <string>
#include <vector>

namespace quench::cases
{
/// One run of a sweep.
struct SweepPoint
{
  std::string              name;         ///< of its folder: number and values, safe characters
  std::vector<std::string> values;       ///< [axis] text of each key
  std::vector<std::string> short_values; ///< [axis] what was listed or drawn, "1.5 V"
};

/// A sweep file, worked out.
struct Sweep
{
  std::string              case_path;
  std::vector<std::string> keys;   ///< [axis] paths
  std::vector<std::string> names;  ///< [axis] short, "heater radius"
  std::vector<SweepPoint>  points; ///< in order; users count from 1

  /// `KEY=VALUE` of a point, for --set.
  std::vector<std::string> settings(std::size_t point) const;
};

/// Values of an axis, e.g. `1 V, 2 V to 3 V by 0.5 V`; separated by | where a value holds a comma. Throws QuantityError
/// or InputError without a place.
std::vector<std::string> expand_values(const std::string &text);

/// The pulse list with another amplitude. Throws InputError if it has more than one item.
std::string with_amplitude(const std::string &pulses, const std::string &amplitude);

/// Read a sweep file with `key=value` overrides of its keys and work out its points. Throws InputError with file and
/// line for everything that is wrong in it; what is wrong in the case is for `quench check`.
Sweep read_sweep(const std::string &path, const std::vector<std::string> &overrides);
} // namespace quench::cases
