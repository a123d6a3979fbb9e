#include <postprocess/array/tiles/tiled_array.h>

#include <physics/base/error.h>

#include <string>

namespace quench::array
{
TiledArray::TiledArray(const DeviceMatrix &weights, const MappingParameters &mapping, const DeviceModel &device,
                       std::uint64_t seed, std::uint64_t first_tile, std::optional<double> largest)
  : n_outputs_(weights.rows()), first_tile_(first_tile),
    largest_(largest ? *largest : largest_weight(weights, mapping.weight_clip)),
    parts_(tile_parts(weights.rows(), weights.cols(), mapping.tile))
{
  if (first_tile + parts_.size() > most_numbers)
    throw InputError("mapping/tile", std::to_string(first_tile + parts_.size()) + " tiles",
                     "at most " + std::to_string(most_numbers), "Use larger tiles");
  for (std::size_t k = 0; k < parts_.size(); ++k)
  {
    const TilePart &part = parts_[k];
    crossbars_.emplace_back(weights.block(part.first_output, part.first_input, part.n_outputs, part.n_inputs), mapping,
                            device, seed, number(k), largest_);
  }
}

TileCounts TiledArray::counts() const
{
  TileCounts sum;
  for (std::size_t k = 0; k < parts_.size(); ++k)
  {
    const auto n_slices = static_cast<double>(crossbars_[k].n_slices());
    sum += {static_cast<int>(crossbars_[k].n_slices()), crossbars_[k].n_devices(),
            n_slices * static_cast<double>(parts_[k].n_inputs), n_slices * static_cast<double>(parts_[k].n_outputs)};
  }
  return sum;
}

DeviceMatrix TiledArray::multiply(const DeviceMatrix &x, const Age &age) const
{
  DeviceMatrix y = DeviceMatrix::Zero(x.rows(), n_outputs_);
  for (std::size_t k = 0; k < parts_.size(); ++k)
    y.middleCols(parts_[k].first_output, parts_[k].n_outputs) +=
        crossbars_[k].multiply(x.middleCols(parts_[k].first_input, parts_[k].n_inputs), age);
  return y;
}
} // namespace quench::array
