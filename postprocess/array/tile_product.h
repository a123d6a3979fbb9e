#pragma once

#include <optional>

#include <postprocess/array/cell_noise.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/periphery.h>
#include <postprocess/array/product.h>

namespace quench::array
{
/// An array at one time with its converters, laid out for many multiplications:
/// y = ADC(x_q W^T + noise), x_q = DAC(x) as the coding of the inputs lets the cells see it. Fresh noise of the devices
/// is drawn at the outputs, where the sum over the devices has the same distribution, or device by device, as the
/// weights say. Cells with a curved current of their own add what multiplies x |x| and x^3; their fresh noise is that
/// of the input as it is driven.
class TileProduct
{
public:
  /// `output_noise`: standard deviation before the ADC, in units of the output.
  TileProduct(const EffectiveWeights &weights, const Quantizer &dac, const Quantizer &adc, double output_noise,
              const InputParameters &inputs = {});

  /// x: [vector][input], result [vector][output]. `vectors_per_stream` neighbouring vectors draw from one stream of
  /// random numbers (the patches of one image); stream k has the cell number key.cell + k. Noise of the devices has a
  /// stream per vector.
  Matrix multiply(Matrix x, const StreamKey &key, Eigen::Index vectors_per_stream = 1) const;

private:
  void bend(const Matrix &x, Matrix &y) const; ///< adds the powers above the first

  Quantizer                       dac_, adc_;
  InputParameters                 inputs_;
  double                          output_variance_;
  PackedMatrix                    mean_, variance_; ///< variance_: empty if no noise is drawn at the outputs for it
  PackedMatrix                    second_, third_;  ///< empty for cells without curvature of their own
  std::optional<CellNoiseProduct> noisy_;           ///< in place of mean_ where every device has its own noise
};
} // namespace quench::array
