#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <postprocess/array/compensation.h>
#include <postprocess/array/tile_product.h>
#include <postprocess/array/tiles/tile.h>

namespace quench::array
{
/// One tile at one time with its converters.
struct AgedTile
{
  TilePart         part;
  std::size_t      slice = 0;
  double           share = 1; ///< of the slice in the weight
  EffectiveWeights weights;   ///< of the slice alone, in units of the weights
  Quantizer        dac, adc;
  double           output_noise = 0; ///< standard deviation before the ADC, in units of the output
  InputParameters  inputs;
  std::uint64_t    number = 0; ///< of the part, in the keys of random numbers
  double           alpha  = 1; ///< factor of global drift compensation

  /// Factor of every output under each scheme of the case. [output]
  std::map<Compensation, RowVector> factors = {};

  /// Key of the noise of row `row` in a read.
  StreamKey key(Purpose purpose, std::uint64_t seed, std::uint64_t row, std::uint32_t read) const;
};

/// A calibration read of one tile: its outputs for one-hot inputs of full size, through its converters and with the
/// noise of its devices and outputs, transposed to [output][input].
Matrix probe(const AgedTile &tile, std::uint64_t seed, std::uint32_t read);

/// A layer's tiles at one time (eq. A20):
///     y = sum over tiles and slices of share factor ADC(DAC(x) W^T + noise).
class AgedArray
{
public:
  /// `read` keys the noise of this time.
  AgedArray(std::vector<AgedTile> tiles, Eigen::Index n_outputs, std::uint64_t seed, std::uint32_t read);

  /// What the converters of every tile give for inputs x, [vector][output of the tile]. Vector i has the noise of row
  /// first_row + i.
  std::vector<Matrix> convert(Matrix x, std::uint64_t first_row) const;

  /// The digital sum under a scheme, which the tiles have factors for. [vector][output]
  Matrix sum(std::vector<Matrix> converted, Compensation scheme) const;

  /// Both, without any factor.
  Matrix multiply(Matrix x, std::uint64_t first_row) const;

  const std::vector<AgedTile> &tiles() const { return tiles_; }

  double mean_alpha() const; ///< over the tiles

  /// Width of the window of an output: that of its converters, weighted as they are added; mean over the outputs.
  double window() const;

private:
  std::vector<AgedTile>    tiles_;
  std::vector<TileProduct> products_;
  Eigen::Index             n_outputs_;
  std::uint64_t            seed_;
  std::uint32_t            read_;
};
} // namespace quench::array
