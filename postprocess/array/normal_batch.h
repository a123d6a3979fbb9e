#pragma once

#include <postprocess/array/normal_kernels.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

/// Sixty-four standard normal numbers at a time: Philox4x32-10 for sixteen blocks side by side, then Box and Muller in
/// single precision. Included by the files that are compiled for one kind of processor each, with a type
/// `Instructions` of theirs: 64-bit products of the low halves of eight lanes with one factor, and roots of sixteen
/// lanes.
namespace quench::array
{
using Floats16 = float __attribute__((vector_size(64)));
using Ints16   = std::int32_t __attribute__((vector_size(64)));
using Words16  = std::uint32_t __attribute__((vector_size(64)));
using Words8   = std::uint64_t __attribute__((vector_size(64)));

/// Philox4x32-10 of the blocks first, first + 1, ..., first + 7, one per lane (low halves; the high ones hold rubbish).
/// Source: Salmon et al. 2011, Random123.
template <class Instructions>
[[gnu::always_inline]] inline void philox8(const BlockKey &key, std::uint32_t first, Words8 (&x)[4])
{
  constexpr std::uint32_t m_0 = 0xD2511F53, m_1 = 0xCD9E8D57, weyl_0 = 0x9E3779B9, weyl_1 = 0xBB67AE85;
  x[0] = Words8{0, 1, 2, 3, 4, 5, 6, 7} + first;
  for (int i = 0; i < 3; ++i)
    x[i + 1] = Words8{} + key.counter[i];
  std::uint32_t k_0 = key.key[0], k_1 = key.key[1];
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round, k_0 += weyl_0, k_1 += weyl_1)
  {
    Words8 p_0, p_1;
    Instructions::multiply(x[0], m_0, p_0);
    Instructions::multiply(x[2], m_1, p_1);
    x[0] = (p_1 >> 32) ^ x[1] ^ std::uint64_t(k_0);
    x[1] = p_1;
    x[2] = (p_0 >> 32) ^ x[3] ^ std::uint64_t(k_1);
    x[3] = p_0;
  }
}

/// Low halves of two vectors side by side.
[[gnu::always_inline]] inline void join(const Words8 &a, const Words8 &b, Words16 &result)
{
  Words16 x, y;
  std::memcpy(&x, &a, sizeof(x));
  std::memcpy(&y, &b, sizeof(y));
  result = __builtin_shuffle(x, y, Words16{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30});
}

/// sqrt(-2 ln u) with u = (bits + 1/2) 2^-32, rounded to at most 1. Source of the logarithm of the mantissa 1 + x in
/// [1/sqrt2, sqrt2): Moshier, Cephes Mathematical Library, logf; relative error 1e-7.
template <class Instructions>
[[gnu::always_inline]] inline void box_muller_radius(const Words16 &bits, Floats16 &radius)
{
  constexpr std::int32_t root_half = 0x3F3504F3, one = 0x3F800000, exponent_bits = 23, mantissa_mask = 0x007FFFFF;
  constexpr float        ln_2 = 0.693147181F;
  const Floats16         u    = __builtin_convertvector(bits, Floats16) + 0.5F; // in units of 2^-32
  Ints16                 raw;
  std::memcpy(&raw, &u, sizeof(raw));
  raw += one - root_half;
  const Ints16 exponent = (raw >> exponent_bits) - 127 - 32;
  raw                   = (raw & mantissa_mask) + root_half;
  Floats16 x;
  std::memcpy(&x, &raw, sizeof(x));
  x -= 1;
  Floats16 series = x * 7.0376836292e-2F - 1.1514610310e-1F;
  series          = series * x + 1.1676998740e-1F;
  series          = series * x - 1.2420140846e-1F;
  series          = series * x + 1.4249322787e-1F;
  series          = series * x - 1.6668057665e-1F;
  series          = series * x + 2.0000714765e-1F;
  series          = series * x - 2.4999993993e-1F;
  series          = series * x + 3.3333331174e-1F;
  series          = x + x * x * (x * series - 0.5F);
  radius          = -2 * (series + ln_2 * __builtin_convertvector(exponent, Floats16));
  radius          = radius > 0 ? radius : Floats16{};
  Instructions::root(radius);
}

/// cos and sin of 2 pi bits / 2^32: the nearest quarter turn, then Taylor series within an eighth of a turn; error
/// below 1e-7.
[[gnu::always_inline]] inline void turn(const Words16 &bits, Floats16 &cosine, Floats16 &sine)
{
  constexpr std::uint32_t eighth = 0x20000000, two_bits = 30;
  constexpr float         scale    = 6.283185307F / 4294967296.0F;
  const Words16           quadrant = (bits + eighth) >> two_bits;
  const Words16           rest     = bits - (quadrant << two_bits);
  Ints16                  offset;
  std::memcpy(&offset, &rest, sizeof(offset));
  const Floats16 a = scale * __builtin_convertvector(offset, Floats16), a_2 = a * a;
  const Floats16 s = a * (1 + a_2 * (-1.0F / 6 + a_2 * (1.0F / 120 + a_2 * (-1.0F / 5040 + a_2 * (1.0F / 362880)))));
  const Floats16 c = 1 + a_2 * (-0.5F + a_2 * (1.0F / 24 + a_2 * (-1.0F / 720 + a_2 * (1.0F / 40320))));
  const auto     is_odd = (quadrant & 1) != 0;
  Floats16       x = is_odd ? s : c, y = is_odd ? c : s;
  const Words16  flip_x = ((quadrant + 1) & 2) << two_bits, flip_y = (quadrant & 2) << two_bits;
  Words16        x_bits, y_bits;
  std::memcpy(&x_bits, &x, sizeof(x));
  std::memcpy(&y_bits, &y, sizeof(y));
  x_bits ^= flip_x;
  y_bits ^= flip_y;
  std::memcpy(&cosine, &x_bits, sizeof(x));
  std::memcpy(&sine, &y_bits, sizeof(y));
}

/// Normal numbers of the blocks first ... first + 15, each of which gives two pairs: cosine and sine of the pairs 0, of
/// the pairs 1.
template <class Instructions>
[[gnu::always_inline]] inline void normal_batch(const BlockKey &key, std::uint32_t first, Floats16 (&normal)[4])
{
  Words8 low[4], high[4];
  philox8<Instructions>(key, first, low);
  philox8<Instructions>(key, first + 8, high);
#pragma GCC unroll 2
  for (int pair = 0; pair < 2; ++pair)
  {
    Words16  radius_bits, angle_bits;
    Floats16 radius, cosine, sine;
    join(low[2 * pair], high[2 * pair], radius_bits);
    join(low[2 * pair + 1], high[2 * pair + 1], angle_bits);
    box_muller_radius<Instructions>(radius_bits, radius);
    turn(angle_bits, cosine, sine);
    normal[2 * pair]     = radius * cosine;
    normal[2 * pair + 1] = radius * sine;
  }
}

/// n numbers of one stream: cosines of all pairs, then sines; see fill_normal_rows().
template <class Instructions>
void fill_row(const BlockKey &key, Eigen::Index n, float *values)
{
  constexpr Eigen::Index pairs_at_a_time = 32;
  const Eigen::Index     n_pairs         = (n + 1) / 2;
  for (Eigen::Index first = 0; first < n_pairs; first += pairs_at_a_time)
  {
    Floats16 normal[4], ordered[4]; // the pairs 0 and 1 of a block are neighbours
    normal_batch<Instructions>(key, static_cast<std::uint32_t>(first / 2), normal);
    for (int part = 0; part < 2; ++part)
    {
      ordered[2 * part]     = __builtin_shuffle(normal[part], normal[part + 2],
                                                Ints16{0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23});
      ordered[2 * part + 1] = __builtin_shuffle(normal[part], normal[part + 2],
                                                Ints16{8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31});
    }
    constexpr std::size_t half = 2 * sizeof(Floats16);
    if (n_pairs + first + pairs_at_a_time <= n)
    {
      std::memcpy(values + first, ordered, half);
      std::memcpy(values + n_pairs + first, ordered + 2, half);
      continue;
    }
    float list[2 * pairs_at_a_time];
    std::memcpy(list, ordered, 2 * half);
    std::copy_n(list, std::min(pairs_at_a_time, n_pairs - first), values + first);
    std::copy_n(list + pairs_at_a_time, std::clamp<Eigen::Index>(n - n_pairs - first, 0, pairs_at_a_time),
                values + n_pairs + first);
  }
}

/// One panel of outputs. A batch of 64 normal numbers serves two inputs.
template <class Instructions>
void multiply_panel(const BlockKey &key, std::uint32_t first_block, const float *panel, const float *x,
                    Eigen::Index n_inputs, float *y)
{
  constexpr Eigen::Index  width             = 32;
  constexpr std::uint32_t blocks_of_a_batch = 16;
  Floats16                sum[2]            = {};
  for (Eigen::Index j = 0; j < n_inputs; j += 2, first_block += blocks_of_a_batch)
  {
    Floats16 normal[4];
    normal_batch<Instructions>(key, first_block, normal);
    const Eigen::Index n_here = std::min<Eigen::Index>(2, n_inputs - j);
    for (Eigen::Index k = 0; k < n_here; ++k)
      for (int half = 0; half < 2; ++half)
      {
        Floats16 mean, deviation;
        std::memcpy(&mean, panel + (2 * (j + k)) * width + 16 * half, sizeof(mean));
        std::memcpy(&deviation, panel + (2 * (j + k) + 1) * width + 16 * half, sizeof(deviation));
        sum[half] += x[j + k] * (mean + deviation * normal[2 * k + half]);
      }
  }
  std::memcpy(y, sum, sizeof(sum));
}

template <class Instructions>
NormalKernels normal_kernels_of()
{
  return {&fill_row<Instructions>, &multiply_panel<Instructions>};
}
} // namespace quench::array
