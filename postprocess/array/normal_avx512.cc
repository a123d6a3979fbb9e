#include <postprocess/array/normal_kernels.h>

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#pragma GCC target("avx512f") // what follows; the headers above are for any processor
#include <postprocess/array/normal_batch.h>

namespace quench::array
{
namespace
{
struct Avx512Instructions
{
  [[gnu::always_inline]] static inline void root(Floats16 &a)
  {
    __m512 x;
    std::memcpy(&x, &a, sizeof(x));
    x = _mm512_maskz_sqrt_ps(0xFFFF, x);
    std::memcpy(&a, &x, sizeof(x));
  }

  [[gnu::always_inline]] static inline void multiply(const Words8 &a, std::uint32_t b, Words8 &product)
  {
    __m512i x;
    std::memcpy(&x, &a, sizeof(x));
    x = _mm512_maskz_mul_epu32(0xFF, x, _mm512_set1_epi64(b));
    std::memcpy(&product, &x, sizeof(x));
  }
};
} // namespace

NormalKernels normal_kernels_avx512() { return normal_kernels_of<Avx512Instructions>(); }
} // namespace quench::array
