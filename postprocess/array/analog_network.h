#pragma once

#include <cstdint>
#include <vector>

#include <postprocess/array/dataset.h>
#include <postprocess/array/network.h>
#include <postprocess/array/tiles/tiled_layer.h>

namespace quench::array
{
/// Bounds of every layer from the digital network's values on calibration images.
std::vector<LayerRange> calibrate(const Network &network, const Matrix &images, const PeripheryParameters &parameters,
                                  const MappingParameters &mapping = {});

/// A network on tiles as it is at one time (eq. A20); bias, rectifier and pooling are digital.
class AgedNetwork
{
public:
  /// Digital: bias and shape of every layer; no weights.
  AgedNetwork(std::vector<AgedArray> arrays, std::vector<Layer> digital);

  /// Fraction of the images classified rightly under each scheme. All schemes see the same noise; they must be among
  /// those the arrays were made with.
  std::vector<double> accuracies(const Dataset &data, const std::vector<Compensation> &schemes) const;

  /// Outputs of layer l under a scheme for its inputs that belong to images first, first + 1, ...; without a scheme as
  /// converted. [image][output], of a convolution [image * pixel][output]
  Matrix multiply(std::size_t l, const Matrix &images, std::uint64_t first) const;
  Matrix multiply(std::size_t l, const Matrix &images, std::uint64_t first, Compensation scheme) const;

  const AgedArray &layer(std::size_t l) const { return arrays_[l]; }
  std::size_t      n_layers() const { return arrays_.size(); }

private:
  std::vector<Matrix> convert(std::size_t l, const Matrix &images, std::uint64_t first) const;
  Matrix              finish(std::size_t l, Matrix y) const;

  std::vector<AgedArray> arrays_;
  std::vector<Layer>     digital_;
};

/// A digitally trained network programmed into the tiles of its layers. The device must outlive it.
class AnalogNetwork
{
public:
  AnalogNetwork(const Network &network, const std::vector<LayerRange> &ranges, const Hardware &hardware,
                std::uint64_t seed, const CompensationParameters &compensation = {});

  /// The network at `age`, as TiledLayer::at().
  AgedNetwork at(const Age &age, std::uint32_t read) const;

  const TiledArray &array(std::size_t l) const { return layers_[l].array(); }

  /// Of all layers, each read so many times; empty: once.
  TileCounts counts(const std::vector<double> &n_reads = {}) const;

private:
  std::vector<TiledLayer> layers_;
  std::vector<Layer>      digital_;
};
} // namespace quench::array
