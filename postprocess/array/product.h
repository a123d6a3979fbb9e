#pragma once

#include <postprocess/array/matrix.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

/// Products of single-precision matrices, blocked for the caches and vectorised for the processor the program
/// runs on (AVX-512, AVX2 or the baseline, chosen at the first call). One thread; the order of the sums depends
/// on the inner dimension only, so results do not depend on how rows are batched. (The
/// baseline rounds products before adding them and differs from the other two in the last digits.)
///
/// Why not a BLAS: OpenBLAS 0.3.21, the one of Debian 12, falls back to its SSE kernels on processors it does not
/// know (five times slower on the machine this was written on), and starts threads at load time.
namespace quench::array
{
/// Takes memory from the start of a cache line on, so that no vector the kernels load lies on two lines.
template <class Number>
struct LineAllocator
{
  using value_type = Number;
  static constexpr std::align_val_t line{64};

  LineAllocator() = default;
  template <class Other>
  LineAllocator(const LineAllocator<Other> &)
  {}

  Number *allocate(std::size_t n) { return static_cast<Number *>(::operator new(n * sizeof(Number), line)); }
  void    deallocate(Number *numbers, std::size_t) { ::operator delete(numbers, line); }

  friend bool operator==(const LineAllocator &, const LineAllocator &) { return true; }
};

template <class Number>
using LineVector = std::vector<Number, LineAllocator<Number>>;

/// Two brain floats, which are the upper halves of floats: their range with 8 bits of precision. The lower half of the
/// word is the number of row r of a panel, the upper that of row r + width / 2.
using BrainFloats = std::uint32_t;

enum class Precision
{
  single,
  rounded ///< to brain floats, 2^-9 of each number: half the memory to read
};

/// A matrix w [m][k] laid out once for many products with it, as the kernel of this processor reads it.
class PackedMatrix
{
public:
  PackedMatrix() = default;
  explicit PackedMatrix(const Matrix &w, Precision precision = Precision::single);

  Eigen::Index rows() const { return rows_; }
  Eigen::Index cols() const { return cols_; }
  bool         is_rounded() const { return !rounded_.empty(); }

  /// Columns [first, first + depth) of w in panels of rows: [row / width][column][row % width]
  const float       *columns(Eigen::Index first) const { return packed_.data() + first * padded_rows_; }
  const BrainFloats *rounded_columns(Eigen::Index first) const { return rounded_.data() + first * padded_rows_ / 2; }

private:
  Eigen::Index            rows_ = 0, cols_ = 0, padded_rows_ = 0;
  LineVector<float>       packed_;
  LineVector<BrainFloats> rounded_; ///< the same numbers, if they are rounded
};

/// x w^T. x: [n][k], w: [m][k], result [n][m]
Matrix times_transposed(const Matrix &x, const Matrix &w);

/// The same numbers, to the last bit (of w as it was rounded), without the time to lay out w: at the speed of memory
/// for a few rows of x, at that of the processor for many.
Matrix times_transposed(const Matrix &x, const PackedMatrix &w);

/// x w^T and (x o x) v^T, the squares element by element. w and v have one shape.
struct ProductsWithSquares
{
  Matrix plain, of_squares;
};

/// Both at once: x is laid out once.
ProductsWithSquares times_transposed(const Matrix &x, const PackedMatrix &w, const PackedMatrix &v);

/// a b. a: [n][k], b: [k][m], result [n][m]
Matrix times(const Matrix &a, const Matrix &b);

/// a^T b. a: [k][n], b: [k][m], result [n][m]
Matrix transposed_times(const Matrix &a, const Matrix &b);
} // namespace quench::array
