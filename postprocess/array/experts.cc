#include <postprocess/array/experts.h>

#include <physics/base/error.h>
#include <postprocess/array/product.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace quench::array
{
Experts::Experts(const ExpertParameters &parameters, const MappingParameters &mapping, const DeviceModel &device,
                 std::uint64_t seed)
  : p(parameters), router_(parameters.experts, parameters.width)
{
  if (p.routed > p.experts)
    throw InputError("experts/routed", std::to_string(p.routed),
                     "at most `experts` (" + std::to_string(p.experts) + ")");
  fill_normal(router_, {seed, Purpose::start_weights, 0, 0});
  for (int k = 0; k < p.experts; ++k)
  {
    DeviceMatrix weights(p.width, p.width);
    fill_normal(weights, {seed, Purpose::reference_weights, static_cast<std::uint64_t>(k), 0});
    tiles_.emplace_back(weights / std::sqrt(p.width), mapping, device, seed, k);
  }
}

Experts::Route Experts::route(const Eigen::Ref<const RowVector> &token) const
{
  const Eigen::VectorXf scores = router_ * token.transpose() / std::sqrt(static_cast<float>(p.width));
  std::vector<int>      order(p.experts);
  std::iota(order.begin(), order.end(), 0);
  std::partial_sort(order.begin(), order.begin() + p.routed, order.end(),
                    [&](int a, int b) { return scores[a] > scores[b]; });
  order.resize(p.routed);
  Route route{order, {}};
  float sum = 0;
  for (const int tile : order)
  {
    route.weights.push_back(std::exp(scores[tile] - scores[order.front()]));
    sum += route.weights.back();
  }
  for (float &weight : route.weights)
    weight /= sum;
  return route;
}

Experts::Output Experts::forward(const Matrix &x, const Age &age, double bound, const EnergyParameters &energy) const
{
  Output output{Matrix::Zero(x.rows(), p.width), 0, std::vector<double>(p.experts)};
  std::vector<std::vector<std::pair<Eigen::Index, float>>> tokens(p.experts); // of each tile
  for (Eigen::Index i = 0; i < x.rows(); ++i)
  {
    const Route way = route(x.row(i));
    for (std::size_t k = 0; k < way.tiles.size(); ++k)
      tokens[way.tiles[k]].emplace_back(i, way.weights[k]);
  }
  for (int tile = 0; tile < p.experts; ++tile)
  {
    if (tokens[tile].empty())
      continue; // not routed: not read
    Matrix part(static_cast<Eigen::Index>(tokens[tile].size()), p.width);
    for (Eigen::Index r = 0; r < part.rows(); ++r)
      part.row(r) = x.row(tokens[tile][r].first);
    const Matrix y = tiles_[tile].multiply(part.cast<double>(), age).cast<float>();
    for (Eigen::Index r = 0; r < part.rows(); ++r)
      output.y.row(tokens[tile][r].first) += tokens[tile][r].second * y.row(r);
    output.tile_energy[tile] = cell_energy(tiles_[tile], age, part, bound, energy) * static_cast<double>(part.rows());
    output.energy += output.tile_energy[tile];
  }
  return output;
}
} // namespace quench::array
