#include <postprocess/array/normal_kernels.h>

#include <physics/base/random.h>

namespace quench::array
{
BlockKey block_key(const StreamKey &key)
{
  const auto low  = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
  const auto mixed =
      r123::Philox4x32{}({{static_cast<std::uint32_t>(key.purpose), 0, 0, 0}}, {{low(key.seed), high(key.seed)}});
  return {{mixed[0], mixed[1]}, {key.step, low(key.cell), high(key.cell)}};
}

const NormalKernels &normal_kernels()
{
  static const NormalKernels best = __builtin_cpu_supports("avx512f") ? normal_kernels_avx512()
                                    : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                                        ? normal_kernels_avx2()
                                        : normal_kernels_baseline();
  return best;
}

void fill_normal_rows(Matrix &values, const StreamKey &key)
{
  const NormalKernels &kernels = normal_kernels();
  BlockKey             row     = block_key(key);
  std::uint64_t        cell    = key.cell;
  for (Eigen::Index i = 0; i < values.rows(); ++i, ++cell)
  {
    row.counter[1] = static_cast<std::uint32_t>(cell);
    row.counter[2] = static_cast<std::uint32_t>(cell >> 32);
    kernels.fill_row(row, values.cols(), values.data() + i * values.cols());
  }
}
} // namespace quench::array
