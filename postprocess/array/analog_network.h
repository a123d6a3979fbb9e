#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <postprocess/array/compensation.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/dataset.h>
#include <postprocess/array/network.h>
#include <postprocess/array/periphery.h>
#include <postprocess/array/tile_product.h>

namespace quench::array
{
/// Bounds of the converters of one layer: of its inputs and of x W^T, both in units of the digital network.
struct LayerRange
{
  double input = 0, output = 0;
};

/// Bounds of every layer from the digital network's values on calibration images.
std::vector<LayerRange> calibrate(const Network &network, const Matrix &images, const PeripheryParameters &parameters);

/// A network on arrays as it is at one time. Layer l: y = factor ADC(x_q W(t)^T + noise) + b, x_q = DAC(x);
/// bias, rectifier and pooling are digital.
class AgedNetwork
{
public:
  struct Tile
  {
    EffectiveWeights weights;
    Layer            digital; ///< bias and shape; no weights
    Quantizer        dac, adc;
    double           output_noise = 0; ///< standard deviation before the ADC, in units of the output
    double           alpha        = 1; ///< factor of global drift compensation
    InputParameters  inputs;

    /// Factor of every output under each scheme of the case. [output]
    std::map<Compensation, RowVector> factors;
  };

  /// `read` keys the noise of this time.
  AgedNetwork(std::vector<Tile> layers, std::uint64_t seed, std::uint32_t read);

  /// Fraction of the images classified rightly under each scheme. All schemes see the same noise; they must be among
  /// those the arrays were made with.
  std::vector<double> accuracies(const Dataset &data, const std::vector<Compensation> &schemes) const;

  /// Converted outputs of tile l before compensation for the inputs of layer l that belong to images first,
  /// first + 1, ... [image][output], of a convolution [image * pixel][output]
  Matrix multiply(std::size_t l, const Matrix &images, std::uint64_t first) const;

  const std::vector<Tile> &layers() const { return layers_; }

private:
  Matrix finish(std::size_t l, Matrix y, Compensation scheme) const;

  std::vector<Tile>        layers_;
  std::vector<TileProduct> tiles_; ///< of the layers
  std::uint64_t            seed_;
  std::uint32_t            read_;
};

/// A digitally trained network programmed into one array per layer. Owns the arrays; the device must outlive it.
class AnalogNetwork
{
public:
  AnalogNetwork(const Network &network, const std::vector<LayerRange> &ranges, const MappingParameters &mapping,
                const PeripheryParameters &periphery, const DeviceModel &device, std::uint64_t seed,
                const CompensationParameters &compensation = {});

  /// The network at `age`. Number `read` >= 1 keys the noise of the read; number 0 was the reference read of the
  /// compensation at time 0. Highest numbers: other calibration reads.
  AgedNetwork at(const Age &age, std::uint32_t read) const;

private:
  /// What the compensation of one array has learned in its calibration reads.
  struct Calibration
  {
    Matrix                  reference; ///< probe of the array at time 0
    double                  alpha_at_slope_time = 1;
    double                  temperature_slope   = 0; ///< of mean|Y|, relative, per kelvin
    std::optional<Crossbar> reference_cells;
    double                  reference_reading = 0; ///< of the reference cells at time 0
  };

  bool        uses(Compensation scheme) const;
  Calibration calibrate_array(std::size_t l, const MappingParameters &mapping) const;
  Matrix      probe(const EffectiveWeights &weights, std::uint64_t array, std::uint32_t read) const;
  double      factor(std::size_t l, Compensation scheme, const Age &age, std::uint32_t read, double alpha) const;

  const Network                 network_;
  const std::vector<LayerRange> ranges_;
  const PeripheryParameters     p;
  const DeviceModel            &device_;
  std::uint64_t                 seed_;
  const CompensationParameters  compensation_;
  std::vector<Compensation>     schemes_;
  std::vector<Crossbar>         arrays_;
  std::vector<Calibration>      calibrations_;
};
} // namespace quench::array
