#pragma once

#include <physics/base/described.h>
#include <postprocess/array/input_coding.h>
#include <postprocess/array/matrix.h>
#include <postprocess/array/random_streams.h>

namespace quench::array
{
/// The converters around an array.
struct PeripheryParameters
{
  int    dac_bits           = 8;
  int    adc_bits           = 8;
  double output_noise       = 0.004;
  double range_quantile     = 0.9999;
  int    calibration_images = 1000;

  InputParameters inputs;

  /// Whether no bound of a converter matters.
  bool is_ideal() const
  {
    return dac_bits == 0 && adc_bits == 0 && output_noise == 0 && inputs.coding == InputCoding::pulse_width;
  }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = PeripheryParameters;
    entry("DAC bits", &P::dac_bits, Range{0, 16}, "n bits are 2^n - 2 steps; 0 is an ideal converter",
          "254 steps: IBM/aihwkit StandardHWATrainingPreset");
    entry("ADC bits", &P::adc_bits, Range{0, 16}, "n bits are 2^n - 2 steps; 0 is an ideal converter",
          "254 steps: IBM/aihwkit StandardHWATrainingPreset");
    entry("output noise", &P::output_noise, "1", Range{0, 1}, "standard deviation before the ADC in units of its bound",
          "0.04 at bound 10: IBM/aihwkit StandardHWATrainingPreset");
    entry("range quantile", &P::range_quantile, "1", Range{0.5, 1},
          "of the calibration values that a converter's bound covers", "choice");
    entry("calibration images", &P::calibration_images, Range{1, 60000},
          "training images that set the bounds of the converters", "choice");
    entry.subsection("inputs", &P::inputs);
  }
};

/// Uniform converter: values are clipped at +-bound and rounded to the nearest of 2^bits - 1 levels, of which
/// zero is one. bits = 0 passes values unchanged. Source: IBM/aihwkit (inp_res = out_res = 254).
class Quantizer
{
public:
  /// bound > 0. Throws InputError for bits = 1, which have no level but zero.
  Quantizer(int bits, double bound);

  void apply(Matrix &values) const;

  /// The nearest level of each value + sqrt(variance + constant) normal, element by element in storage order;
  /// `variance` may be empty.
  void apply_with_noise(Matrix &values, const Matrix &variance, double constant, const Matrix &normal) const;

  double bound() const { return bound_; }
  double step() const { return step_; } ///< distance of two levels; 0: ideal

private:
  double bound_, step_;
};

/// The smallest bound that holds the given fraction of |values|. Throws InputError if that is zero.
double covering_bound(const Matrix &values, double quantile);

/// Global drift compensation: alpha = mean|Y(0)| / mean|Y(t)| of the same one-hot probes, by which the outputs
/// are multiplied. Source: IBM/aihwkit GlobalDriftCompensation; Joshi et al. 2020, eq. 4.
double drift_compensation(const Matrix &reading_at_start, const Matrix &reading_now);
} // namespace quench::array
