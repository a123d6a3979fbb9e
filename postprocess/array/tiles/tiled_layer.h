#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <postprocess/array/compensation.h>
#include <postprocess/array/hardware.h>
#include <postprocess/array/tiles/aged_array.h>
#include <postprocess/array/tiles/tiled_array.h>

namespace quench::array
{
/// Bounds of the converters of one layer: of its inputs and of x W^T, both in units of the digital network.
struct LayerRange
{
  double              input = 0, output = 0;
  std::vector<double> tiles =
      {}; ///< of the outputs of [part][slice], parts as in tile_parts(); empty: `output` for all
};

/// Bounds that hold `quantile` of the outputs of every slice of every tile for the calibration inputs `x`,
/// [vector][input]. A tile whose outputs are mostly zero gets the largest of them, one whose outputs are all zero 1.
LayerRange layer_range(const Matrix &weights, const Matrix &x, double input_bound, double quantile,
                       const MappingParameters &mapping);

/// The weights of a layer on its tiles, with all that is calibrated at each of them: every tile and slice has its own
/// factors against drift and temperature, from reads through its own converters.
class TiledLayer
{
public:
  /// A network may have so many tiles.
  static constexpr std::uint64_t most_tiles = 1 << 20;

  /// Programs the tiles and takes the calibration reads. Throws InputError as TiledArray, and beyond `most_tiles`.
  TiledLayer(const Matrix &weights, LayerRange range, const Hardware &hardware,
             const CompensationParameters &compensation, std::uint64_t seed, std::uint64_t first_tile = 0);

  /// The layer at `age`. Number `read` >= 1 keys the noise of the read; number 0 was the reference read of the
  /// compensation at time 0. Highest numbers: other calibration reads.
  AgedArray at(const Age &age, std::uint32_t read) const;

  const TiledArray &array() const { return array_; }

private:
  /// Where a tile is: part and slice.
  struct Place
  {
    std::size_t part = 0, slice = 0;
  };

  /// What the compensation of one tile has learned in its calibration reads.
  struct Calibration
  {
    Matrix                    reference; ///< probe at time 0
    double                    alpha_at_slope_time = 1;
    double                    temperature_slope   = 0; ///< of mean|Y|, relative, per kelvin
    std::optional<TiledArray> reference_cells;
    double                    reference_reading = 0; ///< of the reference cells at time 0
  };

  bool        uses(Compensation scheme) const;
  AgedTile    tile(const TiledArray &array, const Place &of_devices, const Place &of_converters, const Age &age,
                   std::uint32_t read) const;
  Matrix      reading(const Place &place, const Age &age, std::uint32_t read) const;
  double      reference_reading(const TiledArray &cells, const Place &place, const Age &age, std::uint32_t read) const;
  TiledArray  make_reference_cells(const Place &place) const;
  Calibration calibrate(const Place &place) const;
  double      factor(const Calibration &calibration, const Place &place, Compensation scheme, const Age &age,
                     std::uint32_t read, double alpha) const;

  Matrix                    weights_;
  LayerRange                range_;
  const Hardware            hardware_;
  CompensationParameters    compensation_;
  std::vector<Compensation> schemes_;
  std::uint64_t             seed_;
  TiledArray                array_;
  std::vector<Calibration>  calibrations_; ///< [part][slice]
};
} // namespace quench::array
