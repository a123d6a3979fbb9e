#include <postprocess/array/mixed_precision.h>

#include <physics/base/error.h>
#include <postprocess/array/product.h>
#include <postprocess/array/pulsed_layer.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace quench::array
{
namespace
{
double deviation(const Matrix &weights)
{
  const float mean = weights.mean();
  return std::sqrt((weights.array() - mean).square().mean());
}

/// Owns devices and digital sums while they learn.
class MixedTrainer
{
public:
  MixedTrainer(const Dataset &data, const TrainingParameters &training, const MixedPrecisionParameters &parameters)
    : data_(data), t(training), p(parameters), network_(start_network(data, training))
  {
    for (std::size_t l = 0; l < network_.layers.size(); ++l)
    {
      Layer &layer = network_.layers[l];
      tiles_.emplace_back(layer.weights, p.range * deviation(layer.weights), p, t.seed, l);
    }
  }

  void run_epoch(int epoch)
  {
    std::vector<int> order(data_.labels.size());
    std::iota(order.begin(), order.end(), 0);
    shuffle(order, {t.seed, Purpose::image_order, 0, static_cast<std::uint32_t>(epoch)});
    const int    n       = static_cast<int>(order.size());
    const double n_steps = static_cast<double>(t.epochs) * ((n + p.batch - 1) / p.batch);
    for (int first = 0; first < n; first += p.batch)
      learn(order.data() + first, std::min(p.batch, n - first), p.learning_rate * (1 - step_ / n_steps));
  }

  MixedPrecisionResult result()
  {
    MixedPrecisionResult result;
    read_devices();
    result.network     = network_;
    result.repetitions = std::numeric_limits<double>::infinity();
    for (const PulsedLayer &tile : tiles_)
    {
      result.n_pulses += tile.n_pulses();
      result.n_resets += tile.n_resets();
      result.most_written = std::max(result.most_written, static_cast<double>(tile.endurance().most_written()));
      result.repetitions  = std::min(result.repetitions, tile.endurance().repetitions());
    }
    return result;
  }

private:
  void read_devices()
  {
    for (std::size_t l = 0; l < tiles_.size(); ++l)
      network_.layers[l].weights = tiles_[l].read(static_cast<std::uint32_t>(step_));
  }

  void learn(const int *which, int n, double rate)
  {
    read_devices();
    std::vector<Matrix>       input(network_.layers.size());
    std::vector<std::uint8_t> labels(n);
    input[0].resize(n, data_.images.cols());
    for (int i = 0; i < n; ++i)
    {
      input[0].row(i) = data_.images.row(which[i]);
      labels[i]       = data_.labels[which[i]];
    }
    for (std::size_t l = 0; l + 1 < input.size(); ++l)
      input[l + 1] = rectified(apply(network_.layers[l], input[l]));
    Matrix delta = apply(network_.layers.back(), input.back());
    if (!std::isfinite(cross_entropy_gradient(delta, labels.data())))
      throw ConvergenceError("mixed-precision training, step " + std::to_string(step_), "the loss is not finite", "",
                             "Lower `mixed precision/learning rate`");
    ++step_;
    for (std::size_t l = input.size(); l-- > 0;)
    {
      const Matrix next = l > 0 ? times(delta, network_.layers[l].weights) : Matrix();
      update(l, delta, input[l], rate);
      if (l > 0)
        delta = (input[l].array() > 0.0F).select(next, 0.0F);
    }
    if (step_ % p.refresh_every == 0)
      for (PulsedLayer &tile : tiles_)
        tile.refresh(static_cast<std::uint32_t>(step_));
  }

  void update(std::size_t l, const Matrix &delta, const Matrix &input, double rate)
  {
    Layer     &layer = network_.layers[l];
    const auto eta   = static_cast<float>(rate);
    tiles_[l].add(-eta * transposed_times(delta, input), static_cast<std::uint32_t>(step_));
    layer.bias -= eta * bias_gradient(layer, delta);
  }

  const Dataset                  &data_;
  const TrainingParameters        t;
  const MixedPrecisionParameters &p;
  Network                         network_; ///< biases, and the weights of the last read
  std::vector<PulsedLayer>        tiles_;
  int                             step_ = 0;
};
} // namespace

MixedPrecisionResult train_mixed_precision(const Dataset &data, const TrainingParameters &training,
                                           const MixedPrecisionParameters &parameters)
{
  if (!training.convolutions.empty())
    throw InputError("network/convolutions", "convolutions", "none for mixed-precision training");
  MixedTrainer trainer(data, training, parameters);
  for (int epoch = 0; epoch < training.epochs; ++epoch)
    trainer.run_epoch(epoch);
  return trainer.result();
}
} // namespace quench::array
