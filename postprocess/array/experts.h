#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/tiles/tiled_layer.h>

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
    entry("experts", &P::experts, Range{1, 1024}, "parts of the layer, each on tiles of its own", "choice");
    entry("routed", &P::routed, Range{1, 1024}, "parts that read each token", "choice; 2: Lepikhin et al. 2020");
    entry("width", &P::width, Range{1, 4096}, "inputs and outputs of each part", "choice");
    entry("tokens", &P::tokens, Range{1, 1000000}, "random inputs", "choice");
  }
};

/// Layers on tiles behind a digital router that sends each token to those with the largest scores and adds their
/// outputs with softmax weights (eq. T6). Source: Shazeer et al. 2017 (arXiv 1701.06538), eqs. 1 to 3, without noise.
class Experts
{
public:
  /// Normal weights of deviation width^(-1/2); the converters are calibrated with `tokens`. The device must outlive the
  /// object. Throws InputError if more experts are routed than there are.
  Experts(const ExpertParameters &parameters, const Hardware &hardware, std::uint64_t seed, const Matrix &tokens);

  /// What came out and what it took.
  struct Output
  {
    Matrix              y;               ///< [token][width]
    double              energy      = 0; ///< of all cells that were read
    double              conversions = 0; ///< of outputs of tiles
    std::vector<double> expert_energy;   ///< by expert
  };

  /// Sends x through the tiles at `age`, with global drift compensation.
  Output forward(const Matrix &x, const Age &age, double read_time) const;

  /// The same computed digitally. [token][width]
  Matrix digital(const Matrix &x) const;

  TileCounts counts() const; ///< of all experts

  /// The experts of each token with their weights.
  struct Route
  {
    std::vector<int>   experts;
    std::vector<float> weights;
  };
  Route route(const Eigen::Ref<const RowVector> &token) const;

private:
  using Tokens = std::vector<std::pair<Eigen::Index, float>>; ///< of an expert: row and weight
  std::vector<Tokens> route_all(const Matrix &x) const;

  ExpertParameters        p;
  Hardware                hardware_;
  double                  bound_;  ///< of the inputs
  Matrix                  router_; ///< [expert][width]
  std::vector<Matrix>     weights_;
  std::vector<TiledLayer> layers_;
};
} // namespace quench::array
