#include <postprocess/array/tiles/aged_array.h>

#include <utility>

namespace quench::array
{
namespace
{
/// Adds share factor y to the columns of the tile; a layer of one tile is scaled in place.
void add(Matrix &sum, const TilePart &part, double share, Matrix &&y, const RowVector *factor)
{
  if (factor != nullptr)
    y.array().rowwise() *= factor->array();
  if (share != 1)
    y *= static_cast<float>(share);
  if (sum.size() == 0 && part.first_output == 0)
    sum = std::move(y);
  else
    sum.middleCols(part.first_output, part.n_outputs) += y;
}
} // namespace

StreamKey AgedTile::key(Purpose purpose, std::uint64_t seed, std::uint64_t row, std::uint32_t read) const
{
  constexpr int bits_of_a_tile = 40, bits_of_a_slice = 36; // row below
  return {seed, purpose, (number << bits_of_a_tile) + (static_cast<std::uint64_t>(slice) << bits_of_a_slice) + row,
          read};
}

Matrix probe(const AgedTile &tile, std::uint64_t seed, std::uint32_t read)
{
  const auto bound   = static_cast<float>(tile.dac.bound());
  Matrix     reading = bound * full_input(tile.weights);
  Matrix     variance;
  if (tile.weights.variance.size() > 0)
    variance = bound * bound * tile.weights.variance;
  if (variance.size() == 0 && tile.output_noise == 0)
  {
    tile.adc.apply(reading);
    return reading;
  }
  Matrix normal(reading.rows(), reading.cols());
  fill_normal(normal, tile.key(Purpose::probe_noise, seed, 0, read));
  tile.adc.apply_with_noise(reading, variance, tile.output_noise * tile.output_noise, normal);
  return reading;
}

AgedArray::AgedArray(std::vector<AgedTile> tiles, Eigen::Index n_outputs, std::uint64_t seed, std::uint32_t read)
  : tiles_(std::move(tiles)), n_outputs_(n_outputs), seed_(seed), read_(read)
{
  for (const AgedTile &tile : tiles_)
    products_.emplace_back(tile.weights, tile.dac, tile.adc, tile.output_noise, tile.inputs);
}

std::vector<Matrix> AgedArray::convert(Matrix x, std::uint64_t first_row) const
{
  std::vector<Matrix> converted;
  for (std::size_t k = 0; k < tiles_.size(); ++k)
  {
    const TilePart &part = tiles_[k].part;
    Matrix          of_tile;
    if (tiles_.size() == 1)
      of_tile = std::move(x);
    else
      of_tile = x.middleCols(part.first_input, part.n_inputs);
    converted.push_back(
        products_[k].multiply(std::move(of_tile), tiles_[k].key(Purpose::output_noise, seed_, first_row, read_)));
  }
  return converted;
}

Matrix AgedArray::sum(std::vector<Matrix> converted, Compensation scheme) const
{
  Matrix y;
  if (tiles_.size() > 1)
    y = Matrix::Zero(converted.front().rows(), n_outputs_);
  for (std::size_t k = 0; k < tiles_.size(); ++k)
    add(y, tiles_[k].part, tiles_[k].share, std::move(converted[k]), &tiles_[k].factors.at(scheme));
  return y;
}

Matrix AgedArray::multiply(Matrix x, std::uint64_t first_row) const
{
  std::vector<Matrix> converted = convert(std::move(x), first_row);
  Matrix              y;
  if (tiles_.size() > 1)
    y = Matrix::Zero(converted.front().rows(), n_outputs_);
  for (std::size_t k = 0; k < tiles_.size(); ++k)
    add(y, tiles_[k].part, tiles_[k].share, std::move(converted[k]), nullptr);
  return y;
}

double AgedArray::mean_alpha() const
{
  double sum = 0;
  for (const AgedTile &tile : tiles_)
    sum += tile.alpha;
  return sum / static_cast<double>(tiles_.size());
}

double AgedArray::window() const
{
  double sum = 0;
  for (const AgedTile &tile : tiles_)
    sum += 2 * tile.adc.bound() * tile.share * static_cast<double>(tile.part.n_outputs);
  return sum / static_cast<double>(n_outputs_);
}
} // namespace quench::array
