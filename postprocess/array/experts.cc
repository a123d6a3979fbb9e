#include <postprocess/array/experts.h>

#include <physics/base/error.h>
#include <postprocess/array/energy.h>
#include <postprocess/array/product.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace quench::array
{
Experts::Experts(const ExpertParameters &parameters, const Hardware &hardware, std::uint64_t seed, const Matrix &tokens)
  : p(parameters), hardware_(hardware), bound_(covering_bound(tokens, hardware.periphery.range_quantile)),
    router_(parameters.experts, parameters.width)
{
  if (p.routed > p.experts)
    throw InputError("experts/routed", std::to_string(p.routed),
                     "at most `experts` (" + std::to_string(p.experts) + ")");
  fill_normal(router_, {seed, Purpose::start_weights, 0, 0});
  std::uint64_t tile = 0;
  for (int k = 0; k < p.experts; ++k)
  {
    DeviceMatrix weights(p.width, p.width);
    fill_normal(weights, {seed, Purpose::reference_weights, static_cast<std::uint64_t>(k), 0});
    weights_.push_back((weights / std::sqrt(p.width)).cast<float>());
    layers_.emplace_back(
        weights_.back(),
        layer_range(weights_.back(), tokens, bound_, hardware.periphery.range_quantile, hardware.mapping), hardware,
        CompensationParameters(), seed, tile);
    tile += layers_.back().array().n_parts();
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
  for (const int expert : order)
  {
    route.weights.push_back(std::exp(scores[expert] - scores[order.front()]));
    sum += route.weights.back();
  }
  for (float &weight : route.weights)
    weight /= sum;
  return route;
}

std::vector<Experts::Tokens> Experts::route_all(const Matrix &x) const
{
  std::vector<Tokens> tokens(p.experts);
  for (Eigen::Index i = 0; i < x.rows(); ++i)
  {
    const Route way = route(x.row(i));
    for (std::size_t k = 0; k < way.experts.size(); ++k)
      tokens[way.experts[k]].emplace_back(i, way.weights[k]);
  }
  return tokens;
}

Matrix Experts::digital(const Matrix &x) const
{
  Matrix                    y      = Matrix::Zero(x.rows(), p.width);
  const std::vector<Tokens> tokens = route_all(x);
  for (int expert = 0; expert < p.experts; ++expert)
    for (const auto &[row, weight] : tokens[expert])
      y.row(row) += weight * (x.row(row) * weights_[expert].transpose());
  return y;
}

Experts::Output Experts::forward(const Matrix &x, const Age &age, double read_time) const
{
  Output                    output{Matrix::Zero(x.rows(), p.width), 0, 0, std::vector<double>(p.experts)};
  const std::vector<Tokens> tokens = route_all(x);
  for (int expert = 0; expert < p.experts; ++expert)
  {
    if (tokens[expert].empty())
      continue; // not routed: not read
    Matrix part(static_cast<Eigen::Index>(tokens[expert].size()), p.width);
    for (Eigen::Index r = 0; r < part.rows(); ++r)
      part.row(r) = x.row(tokens[expert][r].first);
    const TiledLayer &layer = layers_[expert];
    const AgedArray   aged  = layer.at(age, 1);
    const Matrix      y     = aged.sum(aged.convert(part, 0), Compensation::global);
    for (Eigen::Index r = 0; r < part.rows(); ++r)
      output.y.row(tokens[expert][r].first) += tokens[expert][r].second * y.row(r);
    const auto n = static_cast<double>(part.rows());
    output.expert_energy[expert] =
        n * cell_energy(layer.array(), hardware_.device, age, part, bound_, hardware_.periphery.inputs, read_time);
    output.energy += output.expert_energy[expert];
    output.conversions += n * layer.array().counts().adc;
  }
  return output;
}

TileCounts Experts::counts() const
{
  TileCounts sum;
  for (const TiledLayer &layer : layers_)
    sum += layer.array().counts();
  return sum;
}
} // namespace quench::array
