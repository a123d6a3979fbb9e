#pragma once

#include <cstdint>
#include <vector>

#include <postprocess/array/awareness.h>
#include <postprocess/array/conditions.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/device_moments.h>
#include <postprocess/array/layer.h>
#include <postprocess/array/periphery.h>

namespace quench::array
{
/// The arrays a network is trained for. The device must outlive what uses it.
struct Hardware
{
  const DeviceModel  &device;
  MappingParameters   mapping;
  PeripheryParameters periphery;
  ConditionParameters conditions = {};
};

/// How the layers of a network look through their arrays while they learn: new devices at every step, none of them
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

  /// A layer's weights as read from fresh devices (eq. T1), and the factor of drift compensation.
  struct Reading
  {
    Matrix weights;
    float  alpha = 1;
  };
  Reading read(const Layer &layer, std::size_t l) const;

  /// Converts the inputs of tile l; now and then moves the converter's bound to where the values are.
  void convert_input(Matrix &x, std::size_t l);
  /// Noise before the ADC, and the ADC.
  void convert_output(Matrix &y, std::size_t l);

  /// Weights beyond the clip of the mapping go back to it.
  void clip(Layer &layer) const;

private:
  double largest_weight(const Matrix &weights) const;
  bool   calibrates(double bound) const { return bound == 0 || step_ % p.calibration == 0; }

  const Hardware            hardware_;
  const AwarenessParameters p;
  std::uint64_t             seed_;
  int                       step_ = 0;
  double                    g_low_;
  DeviceMoments             moments_;
  DeviceMoments::Table      at_start_, now_;
  std::vector<double>       input_bound_, output_bound_;
};
} // namespace quench::array
