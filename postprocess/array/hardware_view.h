#pragma once

#include <cstdint>
#include <vector>

#include <postprocess/array/awareness.h>
#include <postprocess/array/device_moments.h>
#include <postprocess/array/hardware.h>
#include <postprocess/array/layer.h>

namespace quench::array
{
/// How the layers of a network look through their tiles while they learn: new devices at every step, none of them
/// ever kept (eqs. T3, T4). Converters are rounded in the forward pass; gradients pass them unchanged ("straight
/// through", Bengio et al. 2013, arXiv 1308.3432).
class HardwareView
{
public:
  /// Throws InputError if awareness is drift and the device is not known at the latest time.
  HardwareView(const Hardware &hardware, const AwarenessParameters &parameters, std::size_t n_layers,
               std::uint64_t seed);

  /// Chooses the time of a step, at which all layers are read.
  void start_step(int step);

  /// A layer's weights as read from fresh devices (eq. T1), and the factor of drift compensation of every tile.
  struct Reading
  {
    Matrix                weights;
    std::vector<TilePart> parts;
    std::vector<float>    alpha; ///< [part]
  };
  Reading read(const Layer &layer, std::size_t l) const;

  /// Converts the inputs of layer l; now and then moves the converter's bound to where the values are.
  void convert_input(Matrix &x, std::size_t l);

  /// The digital sum of what the tiles of layer l make of x: noise before the ADC, the ADC, compensation (eq. A20).
  Matrix multiply(const Matrix &x, const Reading &reading, std::size_t l);

  /// Multiplies the part of every tile in a matrix [output][input] with its factor.
  static void compensate(const Reading &reading, Matrix &weights);

  /// Weights beyond the clip of the mapping go back to it.
  void clip(Layer &layer) const;

private:
  float  sum_of_part(const Layer &layer, const TilePart &part, float w_max, Matrix &weights) const;
  void   convert_output(Matrix &y, std::size_t l, std::size_t part);
  double largest_weight(const Matrix &weights) const;
  bool   calibrates(double bound) const { return bound == 0 || step_ % p.calibration == 0; }

  const Hardware                   hardware_;
  const AwarenessParameters        p;
  std::uint64_t                    seed_;
  int                              step_ = 0;
  double                           g_low_;
  DeviceMoments                    moments_;
  DeviceMoments::Table             at_start_, now_;
  std::vector<double>              input_bound_;
  std::vector<std::vector<double>> output_bound_; ///< [layer][part]
};
} // namespace quench::array
