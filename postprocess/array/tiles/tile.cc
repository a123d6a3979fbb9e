#include <postprocess/array/tiles/tile.h>

#include <algorithm>

namespace quench::array
{
std::vector<TilePart> tile_parts(Eigen::Index n_outputs, Eigen::Index n_inputs, const TileSize &size)
{
  std::vector<TilePart> parts;
  for (Eigen::Index o = 0; o < n_outputs; o += size.columns)
    for (Eigen::Index i = 0; i < n_inputs; i += size.rows)
      parts.push_back(
          {o, std::min<Eigen::Index>(size.columns, n_outputs - o), i, std::min<Eigen::Index>(size.rows, n_inputs - i)});
  return parts;
}

TileCounts &TileCounts::operator+=(const TileCounts &other)
{
  tiles += other.tiles;
  devices += other.devices;
  dac += other.dac;
  adc += other.adc;
  return *this;
}
} // namespace quench::array
