#include <postprocess/array/analog_network.h>

#include <postprocess/array/product.h>

#include <algorithm>
#include <utility>

namespace quench::array
{
namespace
{
constexpr int bits_of_a_layer = 40; // layer number above, image or device number below, in the key of a stream

/// What of a layer stays digital.
Layer without_weights(const Layer &layer) { return {Matrix(), layer.bias, layer.convolution}; }

std::uint64_t cell_of(std::uint64_t layer) { return layer << bits_of_a_layer; }
} // namespace

std::vector<LayerRange> calibrate(const Network &network, const Matrix &images, const PeripheryParameters &parameters)
{
  std::vector<LayerRange> ranges;
  Matrix                  x = images;
  for (const Layer &layer : network.layers)
  {
    const Matrix y = times_transposed(to_tile(layer, x), layer.weights);
    ranges.push_back({covering_bound(x, parameters.range_quantile), covering_bound(y, parameters.range_quantile)});
    x = from_tile(layer, y);
    add_bias(layer, x);
    x = rectified(x);
  }
  return ranges;
}

AgedNetwork::AgedNetwork(std::vector<Tile> layers, std::uint64_t seed, std::uint32_t read)
  : layers_(std::move(layers)), seed_(seed), read_(read)
{
  for (const Tile &tile : layers_)
    tiles_.emplace_back(tile.weights, tile.dac, tile.adc, tile.output_noise, tile.inputs);
}

Matrix AgedNetwork::multiply(std::size_t l, const Matrix &images, std::uint64_t first) const
{
  Matrix              x      = to_tile(layers_[l].digital, images);
  const std::uint64_t before = first * static_cast<std::uint64_t>(x.rows() / images.rows()); // rows of earlier images
  return tiles_[l].multiply(std::move(x), {seed_, Purpose::output_noise, cell_of(l) + before, read_});
}

Matrix AgedNetwork::finish(std::size_t l, Matrix y, Compensation scheme) const
{
  y.array().rowwise() *= layers_[l].factors.at(scheme).array();
  y = from_tile(layers_[l].digital, y);
  add_bias(layers_[l].digital, y);
  return y;
}

std::vector<double> AgedNetwork::accuracies(const Dataset &data, const std::vector<Compensation> &schemes) const
{
  std::vector<const Layer *> digital;
  for (const Tile &tile : layers_)
    digital.push_back(&tile.digital);
  const Eigen::Index  batch = images_at_a_time(digital);
  std::vector<Matrix> logits(schemes.size(), Matrix(data.images.rows(), data.n_classes));
  for (Eigen::Index first = 0; first < data.images.rows(); first += batch)
  {
    const Eigen::Index n          = std::min(batch, data.images.rows() - first);
    const Matrix       of_layer_0 = multiply(0, data.images.middleRows(first, n), first); // alike for all schemes
    for (std::size_t s = 0; s < schemes.size(); ++s)
    {
      Matrix y = finish(0, of_layer_0, schemes[s]);
      for (std::size_t l = 1; l < layers_.size(); ++l)
        y = finish(l, multiply(l, rectified(y), first), schemes[s]);
      logits[s].middleRows(first, n) = y;
    }
  }
  std::vector<double> result;
  for (const Matrix &l : logits)
    result.push_back(accuracy(l, data.labels));
  return result;
}

AnalogNetwork::AnalogNetwork(const Network &network, const std::vector<LayerRange> &ranges,
                             const MappingParameters &mapping, const PeripheryParameters &periphery,
                             const DeviceModel &device, std::uint64_t seed, const CompensationParameters &compensation)
  : network_(network), ranges_(ranges), p(periphery), device_(device), seed_(seed), compensation_(compensation),
    schemes_(schemes_of(compensation))
{
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    arrays_.emplace_back(network.layers[l].weights.cast<double>(), mapping, device, seed, l);
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    calibrations_.push_back(calibrate_array(l, mapping));
}

bool AnalogNetwork::uses(Compensation scheme) const
{
  return std::find(schemes_.begin(), schemes_.end(), scheme) != schemes_.end();
}

AnalogNetwork::Calibration AnalogNetwork::calibrate_array(std::size_t l, const MappingParameters &mapping) const
{
  constexpr std::uint32_t slope_read = 0xFFFFFFFF, warm_read = 0xFFFFFFFE;
  Calibration             result;
  result.reference = probe(arrays_[l].read(0, 0), l, 0);
  if (uses(Compensation::slope))
  {
    const Matrix later         = probe(arrays_[l].read(compensation_.slope_time, slope_read), l, slope_read);
    result.alpha_at_slope_time = drift_compensation(result.reference, later);
  }
  if (uses(Compensation::temperature))
  {
    Age warm(0);
    warm.read_temperature    = device_.reference_temperature() + compensation_.temperature_span;
    const Matrix reading     = probe(arrays_[l].read(warm, warm_read), l, warm_read);
    result.temperature_slope = temperature_slope(result.reference, reading, compensation_.temperature_span);
  }
  if (uses(Compensation::reference_cells))
  {
    constexpr std::uint64_t reference_arrays = 1 << 20; // numbers of arrays of reference cells
    const DeviceMatrix      weights          = network_.layers[l].weights.cast<double>();
    MappingParameters       unclipped        = mapping;
    unclipped.weight_clip                    = 0;
    result.reference_cells.emplace(reference_weights(weights, mapping.weight_clip, compensation_.reference_cells),
                                   unclipped, device_, seed_, reference_arrays + l);
    result.reference_reading =
        probe(result.reference_cells->read(0, 0), reference_arrays + l, 0).cwiseAbs().cast<double>().mean();
  }
  return result;
}

Matrix AnalogNetwork::probe(const EffectiveWeights &weights, std::uint64_t array, std::uint32_t read) const
{
  Matrix reading = weights.mean;
  if (weights.variance.size() > 0)
  {
    Matrix noise(reading.rows(), reading.cols());
    fill_normal(noise, {seed_, Purpose::probe_noise, cell_of(array), read});
    reading.array() += weights.variance.array().sqrt() * noise.array();
  }
  return reading;
}

double AnalogNetwork::factor(std::size_t l, Compensation scheme, const Age &age, std::uint32_t read, double alpha) const
{
  const Calibration &calibration = calibrations_[l];
  if (scheme == Compensation::global)
    return alpha;
  if (scheme == Compensation::slope)
    return slope_compensation(device_, calibration.alpha_at_slope_time, compensation_.slope_time, age.time);
  if (scheme == Compensation::temperature)
  {
    const double T_ref = device_.reference_temperature();
    return 1 / (1 + calibration.temperature_slope * (age.read_temperature.value_or(T_ref) - T_ref));
  }
  if (scheme == Compensation::reference_cells)
  {
    constexpr std::uint64_t reference_arrays = 1 << 20;
    const Matrix            now = probe(calibration.reference_cells->read(age, read), reference_arrays + l, read);
    return calibration.reference_reading / now.cwiseAbs().cast<double>().mean();
  }
  return 1;
}

AgedNetwork AnalogNetwork::at(const Age &age, std::uint32_t read) const
{
  std::vector<AgedNetwork::Tile> layers;
  for (std::size_t l = 0; l < arrays_.size(); ++l)
  {
    EffectiveWeights                  weights = arrays_[l].read(age, read);
    const Matrix                      reading = probe(weights, l, read);
    const double                      alpha   = drift_compensation(calibrations_[l].reference, reading);
    std::map<Compensation, RowVector> factors;
    for (const Compensation scheme : schemes_)
      if (scheme == Compensation::columns)
        factors[scheme] = column_compensation(network_.layers[l].weights, calibrations_[l].reference, reading);
      else
        factors[scheme] = RowVector::Constant(reading.rows(), static_cast<float>(factor(l, scheme, age, read, alpha)));
    layers.push_back({std::move(weights), without_weights(network_.layers[l]), Quantizer(p.dac_bits, ranges_[l].input),
                      Quantizer(p.adc_bits, ranges_[l].output), p.output_noise * ranges_[l].output, alpha, p.inputs,
                      std::move(factors)});
  }
  return {std::move(layers), seed_, read};
}
} // namespace quench::array
