#include <postprocess/array/tiles/tiled_layer.h>

#include <physics/base/error.h>
#include <postprocess/array/product.h>

#include <algorithm>
#include <string>
#include <utility>

namespace quench::array
{
namespace
{
constexpr std::uint32_t slope_read = 0xFFFFFFFF, warm_read = 0xFFFFFFFE, slope_start = 0xFFFFFFFD;

/// `quantile` of |y|, else the largest, else 1.
double bound_of_part(const Matrix &y, double quantile)
{
  const double largest = y.size() > 0 ? y.cwiseAbs().maxCoeff() : 0;
  if (!(largest > 0))
    return 1;
  const auto zeros = static_cast<double>((y.array() == 0).count()), n = static_cast<double>(y.size());
  return zeros >= quantile * n ? largest : covering_bound(y, quantile);
}

/// What every slice holds, in units of the weights, as far as exact devices go.
std::vector<Matrix> slice_weights(const Matrix &weights, const MappingParameters &mapping)
{
  const Slicing slicing(mapping.encoding);
  if (mapping.encoding.splitting == Splitting::equal)
    return std::vector<Matrix>(slicing.n_slices(), weights);
  const DeviceMatrix  w       = weights.cast<double>();
  const double        largest = largest_weight(w, mapping.weight_clip);
  const DeviceMatrix  x       = (w / largest).array().max(-1.0).min(1.0).matrix();
  DeviceMatrix        made    = DeviceMatrix::Zero(w.rows(), w.cols());
  std::vector<Matrix> slices;
  for (std::size_t k = 0; k < slicing.n_slices(); ++k)
  {
    const DeviceMatrix target = slicing.target(x, k, made);
    made += slicing.share(k) * target;
    slices.push_back((largest * target).cast<float>());
  }
  return slices;
}
} // namespace

LayerRange layer_range(const Matrix &weights, const Matrix &x, double input_bound, double quantile,
                       const MappingParameters &mapping)
{
  const std::vector<Matrix>   slices = slice_weights(weights, mapping);
  const std::vector<TilePart> parts  = tile_parts(weights.rows(), weights.cols(), mapping.tile);
  const bool                  alike  = mapping.encoding.splitting == Splitting::equal;
  if (parts.size() == 1 && alike)
    return {input_bound, bound_of_part(times_transposed(x, weights), quantile)};
  LayerRange range{input_bound, 0};
  for (const TilePart &part : parts)
  {
    const Matrix of_part = x.middleCols(part.first_input, part.n_inputs);
    for (std::size_t k = 0; k < slices.size(); ++k)
    {
      const Matrix w = slices[k].block(part.first_output, part.first_input, part.n_outputs, part.n_inputs);
      range.tiles.push_back(alike && k > 0 ? range.tiles.back()
                                           : bound_of_part(times_transposed(of_part, w), quantile));
    }
  }
  return range;
}

TiledLayer::TiledLayer(const Matrix &weights, LayerRange range, const Hardware &hardware,
                       const CompensationParameters &compensation, std::uint64_t seed, std::uint64_t first_tile)
  : weights_(weights), range_(std::move(range)), hardware_(hardware), compensation_(compensation),
    schemes_(schemes_of(compensation)), seed_(seed),
    array_(weights.cast<double>(), hardware.mapping, hardware.device, seed, first_tile)
{
  if (first_tile + array_.n_parts() > most_tiles)
    throw InputError("mapping/tile", std::to_string(first_tile + array_.n_parts()) + " tiles",
                     "at most " + std::to_string(most_tiles) + " in a network", "Use larger tiles");
  for (std::size_t part = 0; part < array_.n_parts(); ++part)
    for (std::size_t slice = 0; slice < array_.n_slices(); ++slice)
      calibrations_.push_back(calibrate({part, slice}));
}

bool TiledLayer::uses(Compensation scheme) const
{
  return std::find(schemes_.begin(), schemes_.end(), scheme) != schemes_.end();
}

AgedTile TiledLayer::tile(const TiledArray &array, const Place &of_devices, const Place &of_converters, const Age &age,
                          std::uint32_t read) const
{
  const PeripheryParameters &p         = hardware_.periphery;
  const Crossbar            &crossbar  = array.crossbar(of_devices.part);
  const std::size_t          which     = of_converters.part * array_.n_slices() + of_converters.slice;
  const double               bound     = range_.tiles.empty() ? range_.output : range_.tiles.at(which);
  const double               amplitude = p.inputs.coding == InputCoding::amplitude ? p.inputs.read_voltage : 0;
  return {array.parts()[of_devices.part],
          of_devices.slice,
          crossbar.slice_share(of_devices.slice),
          crossbar.read_slice(age, read, of_devices.slice, amplitude),
          Quantizer(p.dac_bits, range_.input),
          Quantizer(p.adc_bits, bound),
          p.output_noise * bound,
          p.inputs,
          array.number(of_devices.part)};
}

Matrix TiledLayer::reading(const Place &place, const Age &age, std::uint32_t read) const
{
  return probe(tile(array_, place, place, age, read), seed_, read);
}

double TiledLayer::reference_reading(const TiledArray &cells, const Place &place, const Age &age,
                                     std::uint32_t read) const
{
  double sum = 0;
  for (std::size_t part = 0; part < cells.n_parts(); ++part)
    sum += probe(tile(cells, {part, place.slice}, place, age, read), seed_, read).cwiseAbs().cast<double>().sum();
  return sum / compensation_.reference_cells;
}

TiledArray TiledLayer::make_reference_cells(const Place &place) const
{
  const TilePart    &part  = array_.parts()[place.part];
  const Matrix       w     = weights_.block(part.first_output, part.first_input, part.n_outputs, part.n_inputs);
  const DeviceMatrix cells = reference_weights(w.cast<double>(), array_.largest(), compensation_.reference_cells);
  const auto         n     = static_cast<std::uint64_t>(tile_parts(1, cells.cols(), hardware_.mapping.tile).size());
  return {cells,           hardware_.mapping, hardware_.device, seed_, most_tiles + array_.number(place.part) * n,
          array_.largest()};
}

TiledLayer::Calibration TiledLayer::calibrate(const Place &place) const
{
  Calibration result;
  result.reference = reading(place, 0, 0);
  if (uses(Compensation::slope))
  {
    const bool   is_warm = hardware_.conditions.read_temperature > 0;
    const Matrix start   = is_warm ? reading(place, age_of(hardware_.conditions, 0), slope_start) : result.reference;
    const Matrix later   = reading(place, age_of(hardware_.conditions, compensation_.slope_time), slope_read);
    result.alpha_at_slope_time = drift_compensation(start, later);
  }
  if (uses(Compensation::temperature))
  {
    Age warm(0);
    warm.read_temperature = hardware_.device.reference_temperature() + compensation_.temperature_span;
    result.temperature_slope =
        temperature_slope(result.reference, reading(place, warm, warm_read), compensation_.temperature_span);
  }
  if (uses(Compensation::reference_cells))
  {
    result.reference_cells.emplace(make_reference_cells(place));
    result.reference_reading = reference_reading(*result.reference_cells, place, 0, 0);
  }
  return result;
}

double TiledLayer::factor(const Calibration &calibration, const Place &place, Compensation scheme, const Age &age,
                          std::uint32_t read, double alpha) const
{
  if (scheme == Compensation::global)
    return alpha;
  if (scheme == Compensation::slope)
    return slope_compensation(hardware_.device, calibration.alpha_at_slope_time,
                              age_of(hardware_.conditions, compensation_.slope_time), age);
  if (scheme == Compensation::temperature)
  {
    const double T_ref = hardware_.device.reference_temperature();
    return 1 / (1 + calibration.temperature_slope * (age.read_temperature.value_or(T_ref) - T_ref));
  }
  if (scheme == Compensation::reference_cells)
  {
    const double now = reference_reading(*calibration.reference_cells, place, age, read);
    return now > 0 && calibration.reference_reading > 0 ? calibration.reference_reading / now : 1;
  }
  return 1;
}

AgedArray TiledLayer::at(const Age &age, std::uint32_t read) const
{
  std::vector<AgedTile> tiles;
  for (std::size_t part = 0; part < array_.n_parts(); ++part)
    for (std::size_t slice = 0; slice < array_.n_slices(); ++slice)
    {
      const Place        place{part, slice};
      const Calibration &calibration = calibrations_[part * array_.n_slices() + slice];
      AgedTile           aged        = tile(array_, place, place, age, read);
      const Matrix       now         = probe(aged, seed_, read);
      const TilePart    &of          = aged.part;
      aged.alpha                     = drift_compensation(calibration.reference, now);
      for (const Compensation scheme : schemes_)
        if (scheme == Compensation::columns)
          aged.factors[scheme] = column_compensation(
              weights_.block(of.first_output, of.first_input, of.n_outputs, of.n_inputs), calibration.reference, now);
        else
          aged.factors[scheme] = RowVector::Constant(
              of.n_outputs, static_cast<float>(factor(calibration, place, scheme, age, read, aged.alpha)));
      tiles.push_back(std::move(aged));
    }
  return {std::move(tiles), array_.n_outputs(), seed_, read};
}
} // namespace quench::array
