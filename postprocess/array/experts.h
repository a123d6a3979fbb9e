#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/energy.h>

namespace quench::array
{
/// A layer of which each input uses only a few parts.
struct ExpertParameters
{
  int experts = 8, routed = 2, width = 128, tokens = 512;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ExpertParameters;
    entry("experts", &P::experts, Range{1, 1024}, "tiles of the layer", "choice");
    entry("routed", &P::routed, Range{1, 1024}, "tiles that read each token", "choice; 2: Lepikhin et al. 2020");
    entry("width", &P::width, Range{1, 4096}, "inputs and outputs of each tile", "choice");
    entry("tokens", &P::tokens, Range{1, 1000000}, "random inputs", "choice");
  }
};

/// Tiles behind a digital router that sends each token to those with the largest scores and adds their outputs with
/// softmax weights (eq. T6). Source: Shazeer et al. 2017 (arXiv 1701.06538), eqs. 1 to 3, without noise.
class Experts
{
public:
  /// Normal weights of deviation width^(-1/2). The device must outlive the object. Throws InputError if more tiles
  /// are routed than there are.
  Experts(const ExpertParameters &parameters, const MappingParameters &mapping, const DeviceModel &device,
          std::uint64_t seed);

  /// What came out and what it cost the cells.
  struct Output
  {
    Matrix              y;           ///< [token][width]
    double              energy = 0;  ///< of all cells that were read
    std::vector<double> tile_energy; ///< by tile
  };

  /// Sends x through the tiles at `age`; x is scaled to pulses by `bound`.
  Output forward(const Matrix &x, const Age &age, double bound, const EnergyParameters &energy) const;

  /// The tiles of each token with their weights.
  struct Route
  {
    std::vector<int>   tiles;
    std::vector<float> weights;
  };
  Route route(const Eigen::Ref<const RowVector> &token) const;

private:
  ExpertParameters      p;
  Matrix                router_; ///< [tile][width]
  std::vector<Crossbar> tiles_;
};
} // namespace quench::array
