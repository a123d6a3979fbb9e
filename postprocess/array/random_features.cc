#include <postprocess/array/random_features.h>

#include <physics/base/random.h>
#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
namespace
{
/// Rows scaled to the length `length`.
Matrix with_length(Matrix x, double length)
{
  for (Eigen::Index i = 0; i < x.rows(); ++i)
    x.row(i) *= static_cast<float>(length) / x.row(i).norm();
  return x;
}

int most_frequent(const std::vector<double> &weights)
{
  return static_cast<int>(std::max_element(weights.begin(), weights.end()) - weights.begin());
}

Matrix one_row(const RowVector &x) { return x; }
} // namespace

LongRangeSequence make_sequence(const LongRangeParameters &p, std::uint64_t seed, std::uint32_t number)
{
  RandomStream numbers(seed, static_cast<std::uint32_t>(Purpose::sequences), 1, number);
  const auto   below = [&](int n) { return static_cast<int>(numbers.uniform() * n); };
  Matrix       topic(p.topics, p.width);
  for (Eigen::Index k = 0; k < topic.size(); ++k)
    topic.data()[k] = static_cast<float>(numbers.normal());
  std::vector<int> frequent(p.topics);
  for (int &value : frequent)
    value = below(p.values);

  LongRangeSequence sequence{Matrix(p.length, p.width), std::vector<int>(p.length), {}, 0};
  for (int i = 0; i < p.length; ++i)
  {
    const int t        = below(p.topics);
    sequence.values[i] = numbers.uniform() < p.frequency ? frequent[t] : below(p.values);
    for (int j = 0; j < p.width; ++j)
      sequence.keys(i, j) = topic(t, j) + static_cast<float>(p.noise * numbers.normal());
  }
  const int asked = below(p.topics);
  sequence.query  = topic.row(asked);
  sequence.answer = frequent[asked];
  return sequence;
}

Layer feature_layer(const LongRangeParameters &p, std::uint64_t seed)
{
  Layer layer{Matrix(p.features, p.width), RowVector::Zero(p.features)};
  fill_normal(layer.weights, {seed, Purpose::reference_weights, 0, 0});
  return layer;
}

int answer_exactly(const LongRangeParameters &p, const LongRangeSequence &sequence)
{
  const double length = std::sqrt(p.sharpness);
  const Matrix scores =
      times_transposed(with_length(one_row(sequence.query), length), with_length(sequence.keys, length));
  std::vector<double> weights(p.values);
  for (Eigen::Index i = 0; i < scores.cols(); ++i)
    weights[sequence.values[i]] += std::exp(scores(0, i));
  return most_frequent(weights);
}

int answer_by_features(const LongRangeParameters &p, const LongRangeSequence &sequence, const Projector &project)
{
  // exp(-|x|^2 / 2) is the same for all keys and cancels in the comparison, as does the number of features
  const double        length = std::sqrt(p.sharpness);
  const Matrix        keys   = project(with_length(sequence.keys, length)).array().exp();
  const Matrix        query  = project(with_length(one_row(sequence.query), length)).array().exp();
  const Matrix        scores = times_transposed(query, keys);
  std::vector<double> weights(p.values);
  for (Eigen::Index i = 0; i < scores.cols(); ++i)
    weights[sequence.values[i]] += scores(0, i);
  return most_frequent(weights);
}
} // namespace quench::array
