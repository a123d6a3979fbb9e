#include <postprocess/array/effective_bits.h>

#include <cmath>

namespace quench::array
{
double effective_bits(double range, double sigma)
{
  const double rounding = 12; // variance of the rounding error of a step of 1 is 1 / 12
  return std::log2(range / (std::sqrt(rounding) * sigma));
}
} // namespace quench::array
