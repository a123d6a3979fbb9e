#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/matrix.h>
#include <postprocess/array/programming.h>
#include <postprocess/array/update_model.h>

namespace quench::array
{
/// What the periphery of a tile makes of inputs [vector][input] and the conductances of its pairs: outputs
/// [vector][output] in units of conductance, with all errors of wires and converters and the noise of this read.
using TileReader = std::function<Matrix(const Conductances &, const Matrix &inputs, std::uint32_t read)>;

/// Gradient-descent programming: pulses follow the gradient of |x W^T - y|^2 over random inputs x, y read from the
/// tile itself (eq. A17). Source: Buechel et al. 2022, arXiv:2305.16647.
struct GradientParameters
{
  int    iterations = 40;
  int    vectors    = 2000;
  double threshold  = 0.25 * units::uS;
  double gain       = 0.5;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = GradientParameters;
    entry("iterations", &P::iterations, Range{1, 10000}, "rounds of reading and pulsing", "choice");
    entry("vectors", &P::vectors, Range{1, 1000000}, "random inputs per round", "choice");
    entry("threshold", &P::threshold, "uS", non_negative, "a pair gets a pulse if it seems to err by more", "choice");
    entry("gain", &P::gain, "1", Range{0, 1, true}, "part of the estimated error a pulse is meant to take away",
          "choice");
  }
};

/// Pairs of devices that are programmed by pulses. [output][input]
class PulsedTile
{
public:
  /// All devices after RESET. `update` must outlive the tile.
  PulsedTile(Eigen::Index n_outputs, Eigen::Index n_inputs, const UpdateModel &update, std::uint64_t seed);

  /// Every device on its own to its part of `differences` = G+ - G-, the other one stays after RESET.
  void program_and_verify(const DeviceMatrix &differences, const VerifyParameters &parameters,
                          const DeviceModel &drift);

  /// All pairs together from reads of the tile; RESET of a device whose conductance would not rise any more.
  void descend(const DeviceMatrix &differences, const GradientParameters &parameters, const TileReader &reader);

  Conductances conductances() const;

private:
  void pulse_pair(std::size_t k, double error, const GradientParameters &parameters, std::uint32_t round);

  Eigen::Index              rows_, columns_;
  const UpdateModel        &update_;
  std::uint64_t             seed_;
  std::vector<PulsedDevice> plus_, minus_; // [output][input]
};
} // namespace quench::array
