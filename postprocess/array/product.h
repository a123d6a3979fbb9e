#pragma once

#include <postprocess/array/matrix.h>

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
/// A matrix w [m][k] laid out once for many products with it, as the kernel of this processor reads it. Takes as much
/// memory as the matrix.
class PackedMatrix
{
public:
  PackedMatrix() = default;
  explicit PackedMatrix(const Matrix &w);

  Eigen::Index rows() const { return rows_; }
  Eigen::Index cols() const { return cols_; }

  /// Columns [first, first + depth) of w in panels of rows: [row / width][column][row % width]
  const float *columns(Eigen::Index first) const { return packed_.data() + first * padded_rows_; }

private:
  Eigen::Index       rows_ = 0, cols_ = 0, padded_rows_ = 0;
  std::vector<float> packed_;
};

/// x w^T. x: [n][k], w: [m][k], result [n][m]
Matrix times_transposed(const Matrix &x, const Matrix &w);

/// The same numbers, to the last bit, without the time to lay out w: at the speed of memory for a few rows of x, at
/// that of the processor for many.
Matrix times_transposed(const Matrix &x, const PackedMatrix &w);

/// a b. a: [n][k], b: [k][m], result [n][m]
Matrix times(const Matrix &a, const Matrix &b);

/// a^T b. a: [k][n], b: [k][m], result [n][m]
Matrix transposed_times(const Matrix &a, const Matrix &b);
} // namespace quench::array
