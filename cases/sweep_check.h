#pragma once

#include <cases/sweep_points.h>

#include <map>
#include <string>
#include <vector>

namespace quench::cases
{
/// What the cell program says of a point before it is computed.
struct PointForecast
{
  std::string sha256;        ///< of its resolved case
  double      memory_MB = 0; ///< that its run will need
  double      work      = 0; ///< expected steps times cells: who takes longer
};

using PointForecasts = std::map<std::size_t, PointForecast>;

/// Checks the input of points, all before any is computed, and says how far it is where that takes time. Throws
/// InputError with what is wrong in them (the first few); nothing has been written then.
PointForecasts check_points(const Sweep &sweep, const std::vector<std::size_t> &points, const std::string &program);

/// "point 3 of 20 (03_amplitude=2V)".
std::string ordinal(std::size_t point, const Sweep &sweep);
} // namespace quench::cases
