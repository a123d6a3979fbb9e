#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <postprocess/array/crossbar.h>
#include <postprocess/array/tiles/tile.h>

namespace quench::array
{
/// The weights of a layer on tiles, shape [output][input]. All tiles share one scale of weights. The slices of an
/// encoding are tiles of their own, side by side, each with its drivers and converters; devices in parallel share those
/// of their slice.
class TiledArray
{
public:
  /// Programs all tiles. `first_tile` numbers them on, so that no two tiles of a network share random numbers.
  /// `largest` as in Crossbar. The device must outlive the array. Throws InputError as Crossbar, and for more tiles
  /// than have numbers.
  TiledArray(const DeviceMatrix &weights, const MappingParameters &mapping, const DeviceModel &device,
             std::uint64_t seed, std::uint64_t first_tile = 0, std::optional<double> largest = {});

  static constexpr std::uint64_t most_numbers = std::uint64_t(1) << 24; ///< cells are numbered below (Crossbar)

  const std::vector<TilePart> &parts() const { return parts_; }
  const Crossbar              &crossbar(std::size_t part) const { return crossbars_[part]; } ///< all slices of a part
  std::size_t                  n_parts() const { return parts_.size(); }
  std::size_t                  n_slices() const { return crossbars_.front().n_slices(); }
  std::uint64_t                number(std::size_t part) const { return first_tile_ + part; }
  Eigen::Index                 n_outputs() const { return n_outputs_; }
  double                       largest() const { return largest_; } ///< weight at the end of the window

  /// Tiles, devices and conversions.
  TileCounts counts() const;

  /// y = x W(t)^T in double precision without read noise and converters, through the wires of every tile.
  DeviceMatrix multiply(const DeviceMatrix &x, const Age &age) const;

private:
  Eigen::Index          n_outputs_;
  std::uint64_t         first_tile_;
  double                largest_;
  std::vector<TilePart> parts_;
  std::vector<Crossbar> crossbars_;
};
} // namespace quench::array
