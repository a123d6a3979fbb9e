#pragma once

#include <meshes/cell_geometry.h>
#include <physics/base/quantity.h>
#include <physics/base/units.h>

#include <string>
#include <vector>

namespace quench::meshes
{
/// A rule between numbers of a cell that does not hold.
struct BrokenRule
{
  std::string key;     ///< relative to the cell's section, e.g. "heater radius"
  std::string value;   ///< what it is
  std::string allowed; ///< what it must be, with the other number
};

/// Collects the rules that are broken.
class GeometryRules
{
public:
  void require(bool holds, const std::string &key, const std::string &value, const std::string &allowed)
  {
    if (!holds)
      broken.push_back({key, value, allowed});
  }

  /// `key` must be below `other`.
  void below(const std::string &key, double length, const std::string &other, double limit)
  {
    require(length < limit, key, in_nm(length), "must be below " + other + " (" + in_nm(limit) + ")");
  }

  /// A boundary resistance is absent or large enough to be resolved beside the material on its two sides.
  void boundary_resistance(const std::string &key, double resistance)
  {
    const double unit = 1e-9 * units::m * units::m * units::K / units::W;
    require(resistance == 0 || resistance >= 0.1 * unit, key, display_quantity(resistance, "m2K/GW", 6),
            "must be 0 (continuous) or at least 0.1 m2K/GW. Such a face conducts as if it were not there: write 0");
  }

  static std::string in_nm(double length) { return display_quantity(length, "nm", 6); }

  std::vector<BrokenRule> broken;
};
} // namespace quench::meshes
