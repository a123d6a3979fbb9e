#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/random.h>
#include <postprocess/array/mixed_precision.h>

namespace quench::array
{
/// The weights of a layer as pairs of phase-change devices, w = (G+ - G-) w_range / window, [output][input].
class PulsedLayer
{
public:
  /// Programs start weights by SET pulses. w_range: weight of a full window.
  PulsedLayer(const Matrix &weights, double w_range, const MixedPrecisionParameters &parameters, std::uint64_t seed,
              std::uint64_t layer);

  /// One read of all devices, with noise.
  Matrix read(std::uint32_t number) const;

  /// Adds a change to the digital sums and gives the pulses that are due.
  void add(const Matrix &change, std::uint32_t number);

  /// Resets pairs that are near their limit and programs them again.
  void refresh(std::uint32_t number);

  std::uint64_t    n_pulses() const { return n_pulses_; }
  std::uint64_t    n_resets() const { return n_resets_; }
  const Endurance &endurance() const { return endurance_; }

private:
  void set(std::size_t device, RandomStream &numbers);
  void program(std::size_t pair, double g, RandomStream &numbers);

  const MixedPrecisionParameters &p;
  const NandakumarUpdate          update_;
  std::uint64_t                   seed_, layer_, n_pulses_ = 0, n_resets_ = 0;
  double                          weight_per_g_;
  Matrix                          sum_;     ///< of changes that have not become pulses
  std::vector<PulsedDevice>       devices_; ///< G+ and G- of each weight in turn
  Endurance                       endurance_;
};
} // namespace quench::array
