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

Eigen::Index images_at_a_time(const std::vector<const Layer *> &layers)
{
  constexpr Eigen::Index values_in_cache = 1 << 19, most = 500;
  Eigen::Index           batch = most;
  for (const Layer *layer : layers)
    if (layer->convolution)
      batch = std::min(batch, values_in_cache / (layer->convolution->n_pixels() *
                                                 (layer->convolution->patch() + layer->bias.size())));
  return std::max<Eigen::Index>(batch, 1);
}

Matrix forward(const Network &network, const Matrix &images)
{
  std::vector<const Layer *> layers;
  for (const Layer &layer : network.layers)
    layers.push_back(&layer);
  const Eigen::Index batch = images_at_a_time(layers);
  Matrix             logits(images.rows(), network.layers.back().bias.size());
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
