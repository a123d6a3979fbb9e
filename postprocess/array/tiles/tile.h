#pragma once

#include <vector>

#include <Eigen/Core>
#include <physics/base/described.h>

namespace quench::array
{
/// Size of a physical tile: word lines (inputs) by pairs of bit lines (outputs).
struct TileSize
{
  int rows = 512, columns = 512;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TileSize;
    entry("rows", &P::rows, Range{1, 65536}, "inputs of a tile; a layer with more of them is summed digitally",
          "512 x 2048 unit cells of four devices: Ambrogio et al. 2023");
    entry("columns", &P::columns, Range{1, 65536}, "outputs of a tile, each with its converter", "the same");
  }
};

/// The part of a layer's matrix [output][input] that is on one tile.
struct TilePart
{
  Eigen::Index first_output = 0, n_outputs = 0, first_input = 0, n_inputs = 0;
};

/// The parts of a matrix (eq. A20): `size.rows` inputs by `size.columns` outputs each, what is left over in the last
/// ones; neighbours along the inputs come first.
std::vector<TilePart> tile_parts(Eigen::Index n_outputs, Eigen::Index n_inputs, const TileSize &size);

/// What a layer takes, and converts in one read of all of its tiles.
struct TileCounts
{
  int    tiles   = 0;
  double devices = 0;
  double dac     = 0; ///< inputs of all tiles
  double adc     = 0; ///< outputs of all tiles, each then scaled and added digitally

  TileCounts &operator+=(const TileCounts &other);
};
} // namespace quench::array
