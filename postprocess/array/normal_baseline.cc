#include <postprocess/array/normal_kernels.h>

#include <immintrin.h>

#include <algorithm>
#include <cstring>

#include <postprocess/array/normal_batch.h>

namespace quench::array
{
namespace
{
struct BaselineInstructions
{
  [[gnu::always_inline]] static inline void root(Floats16 &a)
  {
    __m128 x[4];
    std::memcpy(x, &a, sizeof(x));
    for (__m128 &quarter : x)
      quarter = _mm_sqrt_ps(quarter);
    std::memcpy(&a, x, sizeof(x));
  }

  [[gnu::always_inline]] static inline void multiply(const Words8 &a, std::uint32_t b, Words8 &product)
  {
    __m128i x[4];
    std::memcpy(x, &a, sizeof(x));
    for (__m128i &quarter : x)
      quarter = _mm_mul_epu32(quarter, _mm_set1_epi64x(b));
    std::memcpy(&product, x, sizeof(x));
  }
};
} // namespace

NormalKernels normal_kernels_baseline() { return normal_kernels_of<BaselineInstructions>(); }
} // namespace quench::array
