#include <postprocess/array/network.h>

#include <postprocess/array/product.h>

#include <algorithm>

namespace quench::array
{
Matrix rectified(const Matrix &x) { return x.cwiseMax(0.0F); }

Matrix apply(const Layer &layer, const Matrix &x)
{
  Matrix y = from_tile(layer, times_transposed(to_tile(layer, x), layer.weights));
  add_bias(layer, y);
  return y;
}

Matrix forward(const Network &network, const Matrix &images)
{
  constexpr Eigen::Index batch = 500; // patches of a convolution take nine times the room of its images
  Matrix                 logits(images.rows(), network.layers.back().bias.size());
  for (Eigen::Index first = 0; first < images.rows(); first += batch)
  {
    const Eigen::Index n = std::min(batch, images.rows() - first);
    Matrix             y = apply(network.layers.front(), images.middleRows(first, n));
    for (std::size_t l = 1; l < network.layers.size(); ++l)
      y = apply(network.layers[l], rectified(y));
    logits.middleRows(first, n) = y;
  }
  return logits;
}

double accuracy(const Matrix &logits, const std::vector<std::uint8_t> &labels)
{
  int n_right = 0;
  for (Eigen::Index i = 0; i < logits.rows(); ++i)
  {
    Eigen::Index best = 0;
    logits.row(i).maxCoeff(&best);
    n_right += best == labels[i] ? 1 : 0;
  }
  return static_cast<double>(n_right) / static_cast<double>(logits.rows());
}
} // namespace quench::array
