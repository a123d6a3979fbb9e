#pragma once

#include <cstdint>
#include <vector>

#include <postprocess/array/matrix.h>

namespace quench::array
{
/// What random numbers of the array stage are for; part of every key, so no two purposes share numbers.
enum class Purpose : std::uint32_t
{
  start_weights = 2000,
  image_order,
  reference_weights, ///< of the closed-form study
  reference_inputs,
  programming,
  drift_exponent,
  read_noise,   ///< frozen, per device
  output_noise, ///< per multiplication, at the outputs
  probe_noise,  ///< of the compensation's calibration read
  cell_noise,   ///< per device and multiplication
  relaxation,   ///< per device
  training_noise,
  training_output_noise,
  training_time,
  pulses,             ///< of pulsed updates
  device_spread,      ///< fixed differences between trained devices
  gradient_noise,     ///< of a noisy objective
  sequences,          ///< of generated tasks
  endurance,          ///< limits of cells
  programming_pulses, ///< programming by pulses
  probe_inputs,       ///< random inputs of gradient-descent programming
  storage_loss        ///< per device: whether its glass has crystallised
};

/// Names one stream of random numbers: numbers are a function of the key and of nothing else, so results do not
/// depend on the order of evaluation or on the number of threads.
struct StreamKey
{
  std::uint64_t seed = 0;
  Purpose       purpose{};
  std::uint64_t cell = 0;
  std::uint32_t step = 0;
};

/// Standard normal numbers of one stream, in storage order.
void fill_normal(Matrix &values, const StreamKey &key);
void fill_normal(DeviceMatrix &values, const StreamKey &key);

/// Row i: standard normal numbers of the stream with cell = key.cell + i, so that rows can be computed in
/// batches of any size. Box and Muller 1958 in single precision (|x| < 6.8), two numbers per pair of bits.
void fill_normal_rows(Matrix &values, const StreamKey &key);

/// Element k: the first standard normal number of the stream with cell = key.cell + k. For numbers that belong
/// to a device and must not change when others are added.
void fill_normal_per_cell(DeviceMatrix &values, const StreamKey &key);

/// Uniform numbers in (-1, 1) of one stream, in storage order.
void fill_uniform(DeviceMatrix &values, const StreamKey &key);

/// Random permutation (Fisher and Yates).
void shuffle(std::vector<int> &values, const StreamKey &key);
} // namespace quench::array
