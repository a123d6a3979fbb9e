#include <postprocess/array/product.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace quench::array
{
namespace
{
using Index = Eigen::Index;

/// A matrix or its transpose: element (i, j) at data[i * row + j * column].
struct Operand
{
  const float *data;
  Index        row, column;
};

/// Rows [first, first + n) of columns [k0, k0 + k) in panels of `width` rows: [panel][column][row], padded with
/// zeros. Packs columns of the right operand too, given its transpose.
void pack(const Operand &a, Index first, Index n, Index k0, Index k, Index width, std::vector<float> &packed)
{
  packed.assign((n + width - 1) / width * width * k, 0.0F);
  for (Index panel = 0; panel < n; panel += width)
  {
    float *const out    = packed.data() + panel * k;
    const Index  n_rows = std::min(width, n - panel);
    for (Index i = 0; i < n_rows; ++i)
    {
      const float *const in = a.data + (first + panel + i) * a.row + k0 * a.column;
      for (Index j = 0; j < k; ++j)
        out[j * width + i] = in[j * a.column];
    }
  }
}

/// c[i][j] += sum_k a[k][i] b[k][j] for one tile of n_rows x (n_vectors V), all of it in registers.
template <class V, int n_rows, int n_vectors>
[[gnu::always_inline]] inline void add_tile(const float *a, const float *b, Index k, float *c, Index stride)
{
  constexpr Index width                  = sizeof(V) / sizeof(float);
  V               sum[n_rows][n_vectors] = {};
  V               row[n_vectors];
  for (Index l = 0; l < k; ++l, a += n_rows, b += n_vectors * width)
  {
#pragma GCC unroll 4
    for (int j = 0; j < n_vectors; ++j)
      std::memcpy(&row[j], b + j * width, sizeof(V));
#pragma GCC unroll 16
    for (int i = 0; i < n_rows; ++i)
#pragma GCC unroll 4
      for (int j = 0; j < n_vectors; ++j)
        sum[i][j] += a[i] * row[j];
  }
#pragma GCC unroll 16
  for (int i = 0; i < n_rows; ++i)
#pragma GCC unroll 4
    for (int j = 0; j < n_vectors; ++j)
    {
      std::memcpy(&row[j], c + i * stride + j * width, sizeof(V));
      row[j] += sum[i][j];
      std::memcpy(c + i * stride + j * width, &row[j], sizeof(V));
    }
}

using Tile = void (*)(const float *a, const float *b, Index k, float *c, Index stride);

/// Vectors of 16, 8 and 4 floats: the registers of AVX-512, AVX2 and SSE2.
using Vector16 = float __attribute__((vector_size(64)));
using Vector8  = float __attribute__((vector_size(32)));
using Vector4  = float __attribute__((vector_size(16)));

__attribute__((target("avx512f"))) void add_tile_avx512(const float *a, const float *b, Index k, float *c, Index stride)
{
  add_tile<Vector16, 12, 2>(a, b, k, c, stride);
}

__attribute__((target("avx2,fma"))) void add_tile_avx2(const float *a, const float *b, Index k, float *c, Index stride)
{
  add_tile<Vector8, 6, 2>(a, b, k, c, stride);
}

void add_tile_baseline(const float *a, const float *b, Index k, float *c, Index stride)
{
  add_tile<Vector4, 6, 2>(a, b, k, c, stride);
}

/// The tile this processor is best at and its shape.
struct Kernel
{
  Tile  add;
  Index n_rows, n_columns;
};

Kernel best_kernel()
{
  if (__builtin_cpu_supports("avx512f"))
    return {&add_tile_avx512, 12, 32};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return {&add_tile_avx2, 6, 16};
  return {&add_tile_baseline, 6, 8};
}

/// Adds the product of packed a [n][k] and b [k][m] to the block of c that starts at (i0, j0).
void add_packed(const Kernel &kernel, const std::vector<float> &a, const std::vector<float> &b, Index k, Index i0,
                Index n, Index j0, Index m, Matrix &c)
{
  std::vector<float> edge(kernel.n_rows * kernel.n_columns);
  for (Index j = 0; j < m; j += kernel.n_columns)
    for (Index i = 0; i < n; i += kernel.n_rows)
    {
      const Index        rows = std::min(kernel.n_rows, n - i), columns = std::min(kernel.n_columns, m - j);
      const float *const tile_a = a.data() + i * k, *const tile_b = b.data() + j * k;
      if (rows == kernel.n_rows && columns == kernel.n_columns)
        kernel.add(tile_a, tile_b, k, c.data() + (i0 + i) * c.cols() + j0 + j, c.cols());
      else
      {
        std::fill(edge.begin(), edge.end(), 0.0F);
        kernel.add(tile_a, tile_b, k, edge.data(), kernel.n_columns);
        for (Index r = 0; r < rows; ++r)
          for (Index s = 0; s < columns; ++s)
            c(i0 + i + r, j0 + j + s) += edge[r * kernel.n_columns + s];
      }
    }
}

/// a b^T of operands with inner dimension k.
Matrix product(const Operand &a, const Operand &b, Index n, Index m, Index k)
{
  static const Kernel kernel  = best_kernel();
  constexpr Index     block_k = 384, block_n = 240, block_m = 1024; // packed blocks stay in L2
  Matrix              c = Matrix::Zero(n, m);
  std::vector<float>  packed_a, packed_b;
  for (Index j = 0; j < m; j += block_m)
    for (Index l = 0; l < k; l += block_k)
    {
      const Index depth = std::min(block_k, k - l), n_columns = std::min(block_m, m - j);
      pack(b, j, n_columns, l, depth, kernel.n_columns, packed_b);
      for (Index i = 0; i < n; i += block_n)
      {
        const Index n_rows = std::min(block_n, n - i);
        pack(a, i, n_rows, l, depth, kernel.n_rows, packed_a);
        add_packed(kernel, packed_a, packed_b, depth, i, n_rows, j, n_columns, c);
      }
    }
  return c;
}
} // namespace

Matrix times_transposed(const Matrix &x, const Matrix &w)
{
  return product({x.data(), x.cols(), 1}, {w.data(), w.cols(), 1}, x.rows(), w.rows(), x.cols());
}

Matrix times(const Matrix &a, const Matrix &b)
{
  return product({a.data(), a.cols(), 1}, {b.data(), 1, b.cols()}, a.rows(), b.cols(), a.cols());
}

Matrix transposed_times(const Matrix &a, const Matrix &b)
{
  return product({a.data(), 1, a.cols()}, {b.data(), 1, b.cols()}, a.cols(), b.cols(), a.rows());
}
} // namespace quench::array
