#pragma once

#include <cstdint>

#include <postprocess/array/random_streams.h>

namespace quench::array
{
/// What the blocks of one stream have in common: key and all of the counter but the number of the block.
struct BlockKey
{
  std::uint32_t key[2], counter[3];
};

/// Those of the stream that RandomStream draws from.
BlockKey block_key(const StreamKey &key);

/// The loops over normal numbers, compiled for one kind of processor.
struct NormalKernels
{
  /// n numbers of one stream: cosines of all pairs, then sines; see fill_normal_rows().
  void (*fill_row)(const BlockKey &key, Eigen::Index n, float *values);

  /// y_o = sum_j (w_oj + s_oj n_oj) x_j for the 32 outputs of a panel [input][w, s][output], with the numbers of the
  /// blocks first, first + 1, ...; 16 blocks for two inputs.
  void (*multiply_panel)(const BlockKey &key, std::uint32_t first, const float *panel, const float *x,
                         Eigen::Index n_inputs, float *y);
};

const NormalKernels &normal_kernels(); ///< for the processor the program runs on
NormalKernels        normal_kernels_avx512();
NormalKernels        normal_kernels_avx2();
NormalKernels        normal_kernels_baseline();
} // namespace quench::array
