#include <postprocess/array/tile_product.h>

#include <cmath>

// Compiled with -fno-math-errno, without which no loop with a root is vectorised.
namespace quench::array
{
namespace
{
/// y += sqrt(variance + constant) normal
__attribute__((target_clones("avx512f", "avx2", "default"))) void
add_noise(Eigen::Index n, const float *variance, float constant, const float *normal, float *y)
{
  for (Eigen::Index i = 0; i < n; ++i)
    y[i] += std::sqrt(variance[i] + constant) * normal[i];
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void add_noise(Eigen::Index n, float deviation,
                                                                            const float *normal, float *y)
{
  for (Eigen::Index i = 0; i < n; ++i)
    y[i] += deviation * normal[i];
}
} // namespace

TileProduct::TileProduct(const EffectiveWeights &weights, const Quantizer &dac, const Quantizer &adc,
                         double output_noise, const InputParameters &inputs)
  : dac_(dac), adc_(adc), inputs_(inputs), output_variance_(static_cast<float>(output_noise * output_noise))
{
  if (weights.variance.size() > 0 && weights.is_drawn_per_device)
    noisy_.emplace(weights.mean, weights.variance);
  else
  {
    mean_     = PackedMatrix(weights.mean);
    variance_ = PackedMatrix(weights.variance, Precision::rounded); // 0.1 % of a deviation
  }
}

Matrix TileProduct::product(const Matrix &x, const StreamKey &key) const
{
  if (!noisy_)
    return times_transposed(x, mean_);
  StreamKey of_cells = key;
  of_cells.purpose   = Purpose::cell_noise;
  return noisy_->multiply(x, of_cells);
}

Matrix TileProduct::multiply(Matrix x, const StreamKey &key, Eigen::Index vectors_per_stream) const
{
  dac_.apply(x);
  apply_coding(inputs_, dac_.bound(), x);
  Matrix y = product(x, key);
  if (variance_.rows() > 0 || output_variance_ > 0)
  {
    Matrix normal(y.rows() / vectors_per_stream, y.cols() * vectors_per_stream);
    fill_normal_rows(normal, key);
    if (variance_.rows() > 0)
    {
      x                     = x.cwiseAbs2();
      const Matrix variance = times_transposed(x, variance_);
      add_noise(y.size(), variance.data(), output_variance_, normal.data(), y.data());
    }
    else
      add_noise(y.size(), std::sqrt(output_variance_), normal.data(), y.data());
  }
  adc_.apply(y);
  return y;
}
} // namespace quench::array
