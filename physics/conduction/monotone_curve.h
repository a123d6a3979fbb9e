#pragma once

#include <physics/local_state.h>

#include <vector>

namespace quench::physics
{
/// Smooth curve through the points of a table that rises wherever the table rises: cubic pieces with the slopes of
/// Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 300 (1984). Once differentiable; beyond its ends it goes on along
/// the tangent.
class MonotoneCurve
{
public:
  /// At least two points with ascending x; their number may differ only by a mistake of ours.
  MonotoneCurve(std::vector<double> x, std::vector<double> y);

  Scalar operator()(const Scalar &x) const;

private:
  std::vector<double> x_, y_, slope_;
};
} // namespace quench::physics
