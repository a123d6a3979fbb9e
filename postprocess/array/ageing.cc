#include <postprocess/array/ageing.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numbers>

// One copy per instruction set, chosen when the program starts; the compiler vectorises the loops.
#if defined(__x86_64__) && defined(__GLIBC__)
#define QUENCH_FOR_EACH_PROCESSOR [[gnu::target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")]]
#else
#define QUENCH_FOR_EACH_PROCESSOR
#endif

namespace quench::array
{
namespace
{
/// exp(x) for |x| <= 700, without branches: x = k ln 2 + r, |r| <= ln 2 / 2, Taylor series of exp(r) up to r^12, whose
/// remainder is below 2e-16.
[[gnu::always_inline]] inline double exponential(double x)
{
  constexpr double to_integer = 0x1.8p52; // adding it rounds to a whole number and leaves that in the lowest bits
  constexpr double ln2_high = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;
  const double     shifted = x * std::numbers::log2e + to_integer, k = shifted - to_integer;
  const double     r   = (x - k * ln2_high) - k * ln2_low;
  double           sum = 1 / 479001600.0; // 1 / 12!
  for (const double c : {1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0, 1 / 40320.0, 1 / 5040.0, 1 / 720.0, 1 / 120.0,
                         1 / 24.0, 1 / 6.0, 1 / 2.0, 1.0, 1.0})
    sum = sum * r + c;
  constexpr int bias = 1023, fraction_bits = 52;
  return sum * std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + bias) << fraction_bits);
}
} // namespace

QUENCH_FOR_EACH_PROCESSOR
void age_by_power_law(std::size_t n, const double *g, const double *nu, double loss, double *aged)
{
  for (std::size_t k = 0; k < n; ++k)
    aged[k] = g[k] * exponential(-nu[k] * loss);
}

QUENCH_FOR_EACH_PROCESSOR
void age_by_table(std::size_t n, const double *g, const double *nu, const float *position, const double *loss,
                  double *aged)
{
  for (std::size_t k = 0; k < n; ++k)
  {
    const int    i        = static_cast<int>(position[k]);
    const double fraction = position[k] - static_cast<float>(i);
    const double D        = loss[i] + fraction * (loss[i + 1] - loss[i]);
    aged[k]               = g[k] * exponential(-nu[k] * D);
  }
}
} // namespace quench::array
