#include <postprocess/array/product.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>
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

/// Vectors of 16, 8 and 4 floats: the registers of AVX-512, AVX2 and SSE2.
using Vector16 = float __attribute__((vector_size(64)));
using Vector8  = float __attribute__((vector_size(32)));
using Vector4  = float __attribute__((vector_size(16)));

/// A full panel whose operand has its columns side by side: the width is known, so that this becomes vector code.
template <int width>
void pack_panel(const float *in, Index row, Index k, float *out)
{
  for (Index j = 0; j < k; ++j)
    for (int i = 0; i < width; ++i)
      out[j * width + i] = in[i * row + j];
}

/// Rows [first, first + n) of columns [k0, k0 + k) in panels of `width` rows: [panel][column][row], padded with
/// zeros. Packs columns of the right operand too, given its transpose.
void pack(const Operand &a, Index first, Index n, Index k0, Index k, Index width, LineVector<float> &packed)
{
  packed.resize((n + width - 1) / width * width * k);
  for (Index panel = 0; panel < n; panel += width)
  {
    float *const       out    = packed.data() + panel * k;
    const float *const in     = a.data + (first + panel) * a.row + k0 * a.column;
    const Index        n_rows = std::min(width, n - panel);
    if (a.column == 1 && n_rows == 12 && width == 12)
      pack_panel<12>(in, a.row, k, out);
    else if (a.column == 1 && n_rows == 6 && width == 6)
      pack_panel<6>(in, a.row, k, out);
    else if (a.row == 1)
      for (Index j = 0; j < k; ++j)
        std::fill(std::copy_n(in + j * a.column, n_rows, out + j * width), out + (j + 1) * width, 0.0F);
    else
      for (Index j = 0; j < k; ++j)
        for (Index i = 0; i < width; ++i)
          out[j * width + i] = i < n_rows ? in[i * a.row + j * a.column] : 0.0F;
  }
}

/// c[i][j] += sum_k a[k][i] b[k][j] for one tile of n_rows x (n_vectors V), all of it in registers. The rows of a are
/// packed `width_a` wide.
template <class V, int n_rows, int n_vectors, int width_a = n_rows>
[[gnu::always_inline]] inline void add_tile(const float *a, const float *b, Index k, float *c, Index stride)
{
  constexpr Index width                  = sizeof(V) / sizeof(float);
  V               sum[n_rows][n_vectors] = {};
  V               row[n_vectors];
  for (Index l = 0; l < k; ++l, a += width_a, b += n_vectors * width)
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

/// The two vectors of a panel's column.
template <class V>
[[gnu::always_inline]] inline void load(V (&x)[2], const float *from)
{
  std::memcpy(x, from, 2 * sizeof(V));
}

template <class V>
[[gnu::always_inline]] inline void load(V (&x)[2], const BrainFloats *from)
{
  using Words                       = decltype(V{} < V{}); // integers, as many as V has lanes
  constexpr std::int32_t upper_half = -0x10000, bits_of_half = 16;
  Words                  words;
  std::memcpy(&words, from, sizeof(words));
  const Words first = words << bits_of_half, second = words & upper_half;
  std::memcpy(&x[0], &first, sizeof(V));
  std::memcpy(&x[1], &second, sizeof(V));
}

/// out[j] += sum_k x[k] b[k][j] for n_panels panels of two V: one row of x, as fast as b can be read. The sums have the
/// order of add_tile().
template <class V, int n_panels, class Stored>
[[gnu::always_inline]] inline void add_row(const float *x, const Stored *b, Index k, float *out)
{
  constexpr Index width            = 2 * sizeof(V) / sizeof(float);
  constexpr Index stored           = width * sizeof(float) / (sizeof(Stored) * (std::is_same_v<Stored, float> ? 1 : 2));
  V               sum[n_panels][2] = {};
  for (Index l = 0; l < k; ++l)
#pragma GCC unroll 8
    for (int p = 0; p < n_panels; ++p)
    {
      V row[2];
      load(row, b + (p * k + l) * stored);
      sum[p][0] += x[l] * row[0];
      sum[p][1] += x[l] * row[1];
    }
#pragma GCC unroll 8
  for (int p = 0; p < n_panels; ++p)
  {
    V total[2];
    std::memcpy(total, out + p * width, sizeof(total));
    total[0] += sum[p][0];
    total[1] += sum[p][1];
    std::memcpy(out + p * width, total, sizeof(total));
  }
}

template <class Stored>
using Row = void (*)(const float *x, const Stored *b, Index k, float *out);

/// Kernels for one panel and for several.
template <class Stored>
struct Rows
{
  Row<Stored> one, several;
};

/// The kernels for one kind of processor: tiles of all, two thirds and one third of the rows, rows of one panel and of
/// several.
struct Kernel
{
  Tile              add, add_two_thirds, add_third;
  Rows<float>       rows;
  Rows<BrainFloats> brain_rows;
  Index             n_rows, n_columns, n_panels;

  Tile tile(Index rows_left) const
  {
    return 3 * rows_left <= n_rows ? add_third : 3 * rows_left <= 2 * n_rows ? add_two_thirds : add;
  }
};

#define QUENCH_KERNEL(NAME, ATTRIBUTES, VECTOR, ROWS)                                                                  \
  struct NAME                                                                                                          \
  {                                                                                                                    \
    template <int n>                                                                                                   \
    ATTRIBUTES static void tile(const float *a, const float *b, Index k, float *c, Index stride)                       \
    {                                                                                                                  \
      add_tile<VECTOR, n, 2, ROWS>(a, b, k, c, stride);                                                                \
    }                                                                                                                  \
    template <int n, class Stored>                                                                                     \
    ATTRIBUTES static void row(const float *x, const Stored *b, Index k, float *out)                                   \
    {                                                                                                                  \
      add_row<VECTOR, n>(x, b, k, out);                                                                                \
    }                                                                                                                  \
    static Kernel kernel()                                                                                             \
    {                                                                                                                  \
      return {&tile<ROWS>,                                                                                             \
              &tile<2 * ROWS / 3>,                                                                                     \
              &tile<ROWS / 3>,                                                                                         \
              {&row<1, float>, &row<4, float>},                                                                        \
              {&row<1, BrainFloats>, &row<4, BrainFloats>},                                                            \
              ROWS,                                                                                                    \
              2 * sizeof(VECTOR) / sizeof(float),                                                                      \
              4};                                                                                                      \
    }                                                                                                                  \
  };

QUENCH_KERNEL(Avx512, __attribute__((target("avx512f"))), Vector16, 12)
QUENCH_KERNEL(Avx2, __attribute__((target("avx2,fma"))), Vector8, 6)
QUENCH_KERNEL(Baseline, , Vector4, 6)

const Kernel &best_kernel()
{
  static const Kernel kernel = __builtin_cpu_supports("avx512f")                                 ? Avx512::kernel()
                               : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? Avx2::kernel()
                                                                                                 : Baseline::kernel();
  return kernel;
}

constexpr Index block_k = 384, block_n = 240, block_m = 1024; // packed blocks stay in L2

/// Adds the product of packed a [n][k] and b [k][m] to the block of c that starts at (i0, j0).
void add_packed(const Kernel &kernel, const LineVector<float> &a, const float *b, Index k, Index i0, Index n, Index j0,
                Index m, Matrix &c)
{
  std::vector<float> edge(kernel.n_rows * kernel.n_columns);
  for (Index j = 0; j < m; j += kernel.n_columns)
    for (Index i = 0; i < n; i += kernel.n_rows)
    {
      const Index        rows = std::min(kernel.n_rows, n - i), columns = std::min(kernel.n_columns, m - j);
      const float *const tile_a = a.data() + i * k, *const tile_b = b + j * k;
      if (rows == kernel.n_rows && columns == kernel.n_columns)
        kernel.add(tile_a, tile_b, k, c.data() + (i0 + i) * c.cols() + j0 + j, c.cols());
      else
      {
        std::fill(edge.begin(), edge.end(), 0.0F);
        kernel.tile(rows)(tile_a, tile_b, k, edge.data(), kernel.n_columns);
        for (Index r = 0; r < rows; ++r)
          for (Index s = 0; s < columns; ++s)
            c(i0 + i + r, j0 + j + s) += edge[r * kernel.n_columns + s];
      }
    }
}

/// a b^T of operands with inner dimension k.
Matrix product(const Operand &a, const Operand &b, Index n, Index m, Index k)
{
  const Kernel     &kernel = best_kernel();
  Matrix            c      = Matrix::Zero(n, m);
  LineVector<float> packed_a, packed_b;
  for (Index j = 0; j < m; j += block_m)
    for (Index l = 0; l < k; l += block_k)
    {
      const Index depth = std::min(block_k, k - l), n_columns = std::min(block_m, m - j);
      pack(b, j, n_columns, l, depth, kernel.n_columns, packed_b);
      for (Index i = 0; i < n; i += block_n)
      {
        const Index n_rows = std::min(block_n, n - i);
        pack(a, i, n_rows, l, depth, kernel.n_rows, packed_a);
        add_packed(kernel, packed_a, packed_b.data(), depth, i, n_rows, j, n_columns, c);
      }
    }
  return c;
}

/// y = W x for one row x [k], y [m padded to whole panels], zero before. `columns(l)`: the panels from column l, of
/// `width` stored numbers per column.
template <class Stored, class Columns>
void multiply_row(const Kernel &kernel, const Rows<Stored> &rows, Index width, const float *x, Index n_inputs,
                  const Columns &columns, Index n_panels, float *y)
{
  for (Index l = 0; l < n_inputs; l += block_k)
  {
    const Index         depth = std::min(block_k, n_inputs - l);
    const Stored *const b     = columns(l);
    Index               panel = 0;
    for (; panel + kernel.n_panels <= n_panels; panel += kernel.n_panels)
      rows.several(x + l, b + panel * width * depth, depth, y + panel * kernel.n_columns);
    for (; panel < n_panels; ++panel)
      rows.one(x + l, b + panel * width * depth, depth, y + panel * kernel.n_columns);
  }
}

Matrix multiply_rows(const Kernel &kernel, const Matrix &x, const PackedMatrix &w)
{
  const Index n_panels = (w.rows() + kernel.n_columns - 1) / kernel.n_columns;
  Matrix      padded   = Matrix::Zero(x.rows(), n_panels * kernel.n_columns);
  for (Index i = 0; i < x.rows(); ++i)
  {
    float *const       y   = padded.data() + i * padded.cols();
    const float *const x_i = x.data() + i * x.cols();
    if (w.is_rounded())
      multiply_row(
          kernel, kernel.brain_rows, kernel.n_columns / 2, x_i, w.cols(), [&](Index l) { return w.rounded_columns(l); },
          n_panels, y);
    else
      multiply_row(
          kernel, kernel.rows, kernel.n_columns, x_i, w.cols(), [&](Index l) { return w.columns(l); }, n_panels, y);
  }
  if (padded.cols() == w.rows())
    return padded;
  return padded.leftCols(w.rows());
}

constexpr Index few_rows = 3; // reading the weights dominates

/// A block of the left operand.
struct Block
{
  Index first_row, n_rows, first_column, depth;
};

/// Calls action(packed rows, where they are) for the blocks of x.
template <class Action>
void for_packed_blocks(const Kernel &kernel, const Matrix &x, const Action &action)
{
  LineVector<float> packed;
  for (Index l = 0; l < x.cols(); l += block_k)
    for (Index i = 0; i < x.rows(); i += block_n)
    {
      const Block at{i, std::min(block_n, x.rows() - i), l, std::min(block_k, x.cols() - l)};
      pack({x.data(), x.cols(), 1}, i, at.n_rows, l, at.depth, kernel.n_rows, packed);
      action(packed, at);
    }
}

/// The nearest number of which the lower half is zero, even on ties; not for infinities.
std::uint32_t rounded_bits(float x)
{
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000;
}
} // namespace

PackedMatrix::PackedMatrix(const Matrix &w, Precision precision) : rows_(w.rows()), cols_(w.cols())
{
  const Index width = best_kernel().n_columns;
  padded_rows_      = (rows_ + width - 1) / width * width;
  packed_.resize(padded_rows_ * cols_);
  LineVector<float> block;
  for (Index l = 0; l < cols_; l += block_k)
  {
    pack({w.data(), cols_, 1}, 0, rows_, l, std::min(block_k, cols_ - l), width, block);
    std::copy(block.begin(), block.end(), packed_.begin() + l * padded_rows_);
  }
  if (precision == Precision::single)
    return;
  rounded_.resize(packed_.size() / 2);
  for (float &x : packed_)
    x = std::bit_cast<float>(rounded_bits(x));
  for (std::size_t k = 0; k < rounded_.size(); ++k)
  {
    const std::size_t first = k / (width / 2) * width + k % (width / 2); // its partner: half a width on
    rounded_[k] =
        std::bit_cast<std::uint32_t>(packed_[first]) >> 16 | std::bit_cast<std::uint32_t>(packed_[first + width / 2]);
  }
}

Matrix times_transposed(const Matrix &x, const PackedMatrix &w)
{
  const Kernel &kernel = best_kernel();
  if (x.rows() <= few_rows)
    return multiply_rows(kernel, x, w);
  Matrix c = Matrix::Zero(x.rows(), w.rows());
  for_packed_blocks(kernel, x, [&](const LineVector<float> &packed, const Block &at) {
    add_packed(kernel, packed, w.columns(at.first_column), at.depth, at.first_row, at.n_rows, 0, w.rows(), c);
  });
  return c;
}

ProductsWithSquares times_transposed(const Matrix &x, const PackedMatrix &w, const PackedMatrix &v)
{
  const Kernel &kernel = best_kernel();
  if (x.rows() <= few_rows)
    return {multiply_rows(kernel, x, w), multiply_rows(kernel, x.cwiseAbs2(), v)};
  ProductsWithSquares c{Matrix::Zero(x.rows(), w.rows()), Matrix::Zero(x.rows(), w.rows())};
  for_packed_blocks(kernel, x, [&](LineVector<float> &packed, const Block &at) {
    add_packed(kernel, packed, w.columns(at.first_column), at.depth, at.first_row, at.n_rows, 0, w.rows(), c.plain);
    for (float &value : packed)
      value *= value;
    add_packed(kernel, packed, v.columns(at.first_column), at.depth, at.first_row, at.n_rows, 0, w.rows(),
               c.of_squares);
  });
  return c;
}

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
