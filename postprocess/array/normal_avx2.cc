#include <postprocess/array/normal_kernels.h>

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#pragma GCC target("avx2,fma") // what follows; the headers above are for any processor
#include <postprocess/array/normal_batch.h>

namespace quench::array
{
namespace
{
struct Avx2Instructions
{
  [[gnu::always_inline]] static inline void root(Floats16 &a)
  {
    __m256 x[2];
    std::memcpy(x, &a, sizeof(x));
    for (__m256 &half : x)
      half = _mm256_sqrt_ps(half);
    std::memcpy(&a, x, sizeof(x));
  }

  [[gnu::always_inline]] static inline void multiply(const Words8 &a, std::uint32_t b, Words8 &product)
  {
    __m256i x[2];
    std::memcpy(x, &a, sizeof(x));
    for (__m256i &half : x)
      half = _mm256_mul_epu32(half, _mm256_set1_epi64x(b));
    std::memcpy(&product, x, sizeof(x));
  }
};
} // namespace

NormalKernels normal_kernels_avx2() { return normal_kernels_of<Avx2Instructions>(); }
} // namespace quench::array
