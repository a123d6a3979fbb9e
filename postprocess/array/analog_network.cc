#include <postprocess/array/analog_network.h>

#include <postprocess/array/product.h>

#include <algorithm>
#include <utility>

namespace quench::array
{
namespace
{
/// What of a layer stays digital.
Layer without_weights(const Layer &layer) { return {Matrix(), layer.bias, layer.convolution}; }
} // namespace

std::vector<LayerRange> calibrate(const Network &network, const Matrix &images, const PeripheryParameters &parameters,
                                  const MappingParameters &mapping)
{
  std::vector<LayerRange> ranges;
  Matrix                  x = images;
  for (const Layer &layer : network.layers)
  {
    const Matrix inputs = to_tile(layer, x), y = times_transposed(inputs, layer.weights);
    ranges.push_back(layer_range(layer.weights, inputs, covering_bound(x, parameters.range_quantile),
                                 parameters.range_quantile, mapping));
    x = from_tile(layer, y);
    add_bias(layer, x);
    x = rectified(x);
  }
  return ranges;
}

AgedNetwork::AgedNetwork(std::vector<AgedArray> arrays, std::vector<Layer> digital)
  : arrays_(std::move(arrays)), digital_(std::move(digital))
{}

std::vector<Matrix> AgedNetwork::convert(std::size_t l, const Matrix &images, std::uint64_t first) const
{
  Matrix              x      = to_tile(digital_[l], images);
  const std::uint64_t before = first * static_cast<std::uint64_t>(x.rows() / images.rows()); // rows of earlier images
  return arrays_[l].convert(std::move(x), before);
}

Matrix AgedNetwork::multiply(std::size_t l, const Matrix &images, std::uint64_t first) const
{
  Matrix              x      = to_tile(digital_[l], images);
  const std::uint64_t before = first * static_cast<std::uint64_t>(x.rows() / images.rows());
  return arrays_[l].multiply(std::move(x), before);
}

Matrix AgedNetwork::multiply(std::size_t l, const Matrix &images, std::uint64_t first, Compensation scheme) const
{
  return arrays_[l].sum(convert(l, images, first), scheme);
}

Matrix AgedNetwork::finish(std::size_t l, Matrix y) const
{
  y = from_tile(digital_[l], y);
  add_bias(digital_[l], y);
  return y;
}

std::vector<double> AgedNetwork::accuracies(const Dataset &data, const std::vector<Compensation> &schemes) const
{
  std::vector<const Layer *> digital;
  for (const Layer &layer : digital_)
    digital.push_back(&layer);
  const Eigen::Index  batch = images_at_a_time(digital);
  std::vector<Matrix> logits(schemes.size(), Matrix(data.images.rows(), data.n_classes));
  for (Eigen::Index first = 0; first < data.images.rows(); first += batch)
  {
    const Eigen::Index        n          = std::min(batch, data.images.rows() - first);
    const std::vector<Matrix> of_layer_0 = convert(0, data.images.middleRows(first, n), first); // alike for all schemes
    for (std::size_t s = 0; s < schemes.size(); ++s)
    {
      Matrix y = finish(0, arrays_[0].sum(of_layer_0, schemes[s]));
      for (std::size_t l = 1; l < arrays_.size(); ++l)
        y = finish(l, multiply(l, rectified(y), first, schemes[s]));
      logits[s].middleRows(first, n) = y;
    }
  }
  std::vector<double> result;
  for (const Matrix &l : logits)
    result.push_back(accuracy(l, data.labels));
  return result;
}

AnalogNetwork::AnalogNetwork(const Network &network, const std::vector<LayerRange> &ranges, const Hardware &hardware,
                             std::uint64_t seed, const CompensationParameters &compensation)
{
  std::uint64_t tile = 0;
  layers_.reserve(network.layers.size());
  for (std::size_t l = 0; l < network.layers.size(); ++l)
  {
    layers_.emplace_back(network.layers[l].weights, ranges[l], hardware, compensation, seed, tile);
    tile += layers_.back().array().n_parts();
    digital_.push_back(without_weights(network.layers[l]));
  }
}

TileCounts AnalogNetwork::counts(const std::vector<double> &n_reads) const
{
  TileCounts sum;
  for (std::size_t l = 0; l < layers_.size(); ++l)
  {
    TileCounts of_layer = layers_[l].array().counts();
    of_layer.dac *= n_reads.empty() ? 1 : n_reads[l];
    of_layer.adc *= n_reads.empty() ? 1 : n_reads[l];
    sum += of_layer;
  }
  return sum;
}

AgedNetwork AnalogNetwork::at(const Age &age, std::uint32_t read) const
{
  std::vector<AgedArray> arrays;
  for (const TiledLayer &layer : layers_)
    arrays.push_back(layer.at(age, read));
  return {std::move(arrays), digital_};
}
} // namespace quench::array
