#include <postprocess/array/tile_product.h>

#include <utility>

namespace quench::array
{
TileProduct::TileProduct(const EffectiveWeights &weights, const Quantizer &dac, const Quantizer &adc,
                         double output_noise, const InputParameters &inputs)
  : dac_(dac), adc_(adc), inputs_(inputs), output_variance_(output_noise * output_noise)
{
  if (weights.variance.size() > 0 && weights.is_drawn_per_device)
    noisy_.emplace(weights.mean, weights.variance);
  else
  {
    mean_     = PackedMatrix(weights.mean);
    variance_ = PackedMatrix(weights.variance, Precision::rounded); // 0.1 % of a deviation
  }
  if (weights.second.size() > 0)
  {
    second_ = PackedMatrix(weights.second);
    third_  = PackedMatrix(weights.third);
  }
}

void TileProduct::bend(const Matrix &x, Matrix &y) const
{
  const auto   full   = static_cast<float>(dac_.bound());
  const Matrix square = x.cwiseProduct(x.cwiseAbs()) / full;
  y += times_transposed(square, second_);
  y += times_transposed(square.cwiseProduct(x.cwiseAbs()) / full, third_);
}

Matrix TileProduct::multiply(Matrix x, const StreamKey &key, Eigen::Index vectors_per_stream) const
{
  dac_.apply(x);
  apply_coding(inputs_, dac_.bound(), x);
  ProductsWithSquares y;
  if (noisy_)
  {
    StreamKey of_cells = key;
    of_cells.purpose   = Purpose::cell_noise;
    y.plain            = noisy_->multiply(x, of_cells);
  }
  else if (variance_.rows() > 0)
    y = times_transposed(x, mean_, variance_);
  else
    y.plain = times_transposed(x, mean_);
  if (second_.rows() > 0)
    bend(x, y.plain);
  if (y.of_squares.size() == 0 && output_variance_ == 0)
  {
    adc_.apply(y.plain);
    return std::move(y.plain);
  }
  Matrix normal(y.plain.rows() / vectors_per_stream, y.plain.cols() * vectors_per_stream);
  fill_normal_rows(normal, key);
  adc_.apply_with_noise(y.plain, y.of_squares, output_variance_, normal);
  return std::move(y.plain);
}
} // namespace quench::array
