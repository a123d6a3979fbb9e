#pragma once

#include <Random123/philox.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace quench
{
/// Random numbers as a pure function of (seed, purpose, cell, step) and of how many were drawn before: the same
/// for every order of cells, number of ranks and repetition of a step.
///
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, Random123): the key is (seed, purpose) mixed by Philox
/// itself, the counter is (number of the block, step, cell), so that streams of one key never share a block.
class RandomStream
{
public:
  /// @param purpose what the numbers are for (an enumeration of the caller), so that uses never share numbers
  RandomStream(std::uint64_t seed, std::uint32_t purpose, std::uint64_t cell, std::uint64_t step)
    : counter_{{0, low(step), low(cell), high(cell)}}, key_(make_key(seed, purpose, high(step)))
  {}

  /// 32 random bits.
  std::uint32_t bits()
  {
    if (n_used_ == block_.size())
    {
      block_  = Philox{}(counter_, key_);
      n_used_ = 0;
      ++counter_[0];
    }
    return block_[n_used_++];
  }

  /// Uniform in the open interval (0, 1): (k + 1/2) 2^-52 with k of 52 random bits; never 0 or 1.
  double uniform()
  {
    const std::uint64_t upper = bits(), k = (upper << 32 | bits()) >> 12;
    return (static_cast<double>(k) + 0.5) * 0x1p-52;
  }

  /// Standard normal. Source: Box and Muller 1958.
  double normal()
  {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

  /// Poisson with the given mean; 0 for a mean of 0 or less.
  std::uint64_t poisson(double mean)
  {
    if (!(mean > 0))
      return 0;
    return mean < 10 ? poisson_by_products(mean) : poisson_by_rejection(mean);
  }

private:
  using Philox = r123::Philox4x32;

  static std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
  static std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

  /// The key has 64 bits, what it stands for 128.
  static Philox::key_type make_key(std::uint64_t seed, std::uint32_t purpose, std::uint32_t high_step)
  {
    const Philox::ctr_type mixed = Philox{}({{purpose, high_step, 0, 0}}, {{low(seed), high(seed)}});
    return {{mixed[0], mixed[1]}};
  }

  /// Unit exponential waiting times, counted until they exceed the mean. Source: Knuth, TAOCP 2, 3.4.1.
  std::uint64_t poisson_by_products(double mean)
  {
    const double  limit   = std::exp(-mean);
    double        product = uniform();
    std::uint64_t n       = 0;
    for (; product > limit; ++n)
      product *= uniform();
    return n;
  }

  /// Transformed rejection with squeeze, for means >= 10. Source: Hoermann 1993, Insurance: Mathematics and
  /// Economics 12, 39, algorithm PTRS; the constants are his.
  std::uint64_t poisson_by_rejection(double mean)
  {
    const double b = 0.931 + 2.53 * std::sqrt(mean), a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), v_r = 0.9277 - 3.6224 / (b - 2);
    while (true)
    {
      const double u = uniform() - 0.5, v = uniform(), u_s = 0.5 - std::abs(u);
      const double k = std::floor((2 * a / u_s + b) * u + mean + 0.43);
      if (u_s >= 0.07 && v <= v_r)
        return static_cast<std::uint64_t>(k);
      if (k < 0 || (u_s < 0.013 && v > u_s))
        continue;
      if (std::log(v * inverse_alpha / (a / (u_s * u_s) + b)) <= k * std::log(mean) - mean - std::lgamma(k + 1))
        return static_cast<std::uint64_t>(k);
    }
  }

  Philox::ctr_type counter_;
  Philox::key_type key_;
  Philox::ctr_type block_{};
  std::size_t      n_used_ = 4;
};
} // namespace quench
