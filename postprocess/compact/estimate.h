#pragma once

namespace quench::compact
{
/// A fitted number and its standard error, both in the unit named where it is used.
struct Estimate
{
  double value = 0;
  double sigma = 0; ///< standard error of value; half a 68 % interval
};
} // namespace quench::compact
