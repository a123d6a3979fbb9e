#pragma once

namespace quench::array
{
/// Effective number of bits of a value in a window of width `range` with error of standard deviation `sigma`, both in
/// the same unit (eq. A10): log2(range / (sqrt(12) sigma)), the bits of a converter whose rounding errs as much.
double effective_bits(double range, double sigma);
} // namespace quench::array
