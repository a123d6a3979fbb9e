#pragma once

#include <vector>

#include <postprocess/array/matrix.h>
#include <postprocess/array/random_streams.h>

namespace quench::array
{
/// y_o = sum_i (w_oi + s_oi n_oi) x_i with a fresh standard normal number n for every device and multiplication.
///
/// The distribution of the outputs is that of noise drawn at the outputs; this is the way for noise that is not
/// (and the check of it). The sums run in the order of the inputs; the numbers depend on the key, on output and input.
class CellNoiseProduct
{
public:
  /// mean, variance: [output][input], of the weights and of their noise.
  CellNoiseProduct(const Matrix &mean, const Matrix &variance);

  /// x: [vector][input]. Vector i draws from the stream with cell = key.cell + i. Result [vector][output]
  Matrix multiply(const Matrix &x, const StreamKey &key) const;

private:
  Eigen::Index       n_outputs_, n_inputs_;
  std::vector<float> panels_; ///< [output / 32][input][mean, deviation][output % 32]
};
} // namespace quench::array
