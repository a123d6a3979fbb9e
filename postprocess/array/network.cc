#include <postprocess/array/network.h>

#include <physics/base/error.h>
#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace quench::array
{
Matrix rectified(const Matrix &x) { return x.cwiseMax(0.0F); }

Matrix apply(const DenseLayer &layer, const Matrix &x)
{
  Matrix y = times_transposed(x, layer.weights);
  y.rowwise() += layer.bias;
  return y;
}

Matrix forward(const Network &network, const Matrix &images)
{
  Matrix y = apply(network.layers.front(), images);
  for (std::size_t l = 1; l < network.layers.size(); ++l)
    y = apply(network.layers[l], rectified(y));
  return y;
}

double accuracy(const Matrix &logits, const std::vector<std::uint8_t> &labels)
{
  int n_right = 0;
  for (Eigen::Index i = 0; i < logits.rows(); ++i)
  {
    Eigen::Index best = 0;
    logits.row(i).maxCoeff(&best);
    n_right += best == labels[i] ? 1 : 0;
  }
  return static_cast<double>(n_right) / static_cast<double>(logits.rows());
}

namespace
{
/// Adam's two moments of one array of parameters.
class Adam
{
public:
  explicit Adam(Eigen::Index n) : mean_(Eigen::ArrayXf::Zero(n)), square_(Eigen::ArrayXf::Zero(n)) {}

  /// One step number `step` (from 1): theta -= rate (m / (1-b1^t) / (sqrt(v / (1-b2^t)) + eps) + decay theta).
  void step(Eigen::Map<Eigen::ArrayXf> theta, Eigen::Map<const Eigen::ArrayXf> gradient, double rate, double decay,
            int step)
  {
    constexpr double b1 = 0.9, b2 = 0.999; // Kingma and Ba 2015, algorithm 1
    constexpr float  eps    = 1e-8F;
    const float      scale1 = static_cast<float>(1 / (1 - std::pow(b1, step)));
    const float      scale2 = static_cast<float>(1 / (1 - std::pow(b2, step)));
    mean_                   = float(b1) * mean_ + float(1 - b1) * gradient;
    square_                 = float(b2) * square_ + float(1 - b2) * gradient.square();
    theta -= float(rate) * (scale1 * mean_ / ((scale2 * square_).sqrt() + eps) + float(decay) * theta);
  }

private:
  Eigen::ArrayXf mean_, square_;
};

/// Replaces logits by softmax probabilities minus the one-hot label, divided by the batch size: the gradient of
/// the mean cross-entropy. Returns that mean.
double cross_entropy_gradient(Matrix &logits, const std::uint8_t *labels)
{
  const Eigen::Index n    = logits.rows();
  double             loss = 0;
  for (Eigen::Index i = 0; i < n; ++i)
  {
    auto        row     = logits.row(i).array();
    const float largest = row.maxCoeff();
    row                 = (row - largest).exp();
    row /= row.sum();
    loss -= std::log(std::max(row(labels[i]), std::numeric_limits<float>::min()));
    row(labels[i]) -= 1;
    row /= static_cast<float>(n);
  }
  return loss / static_cast<double>(n);
}

/// Owns the network while it learns.
class Trainer
{
public:
  Trainer(const Dataset &data, const TrainingParameters &parameters) : data_(data), p(parameters)
  {
    std::vector<int> sizes = p.hidden;
    sizes.insert(sizes.begin(), static_cast<int>(data.images.cols()));
    sizes.push_back(data.n_classes);
    for (std::size_t l = 0; l + 1 < sizes.size(); ++l)
      add_layer(sizes[l], sizes[l + 1], l);
  }

  void run_epoch(int epoch)
  {
    const std::vector<int> order   = shuffled(epoch);
    const int              n       = static_cast<int>(order.size());
    const int              n_batch = (n + p.batch - 1) / p.batch;
    for (int first = 0; first < n; first += p.batch)
    {
      const double progress = static_cast<double>(step_) / (static_cast<double>(p.epochs) * n_batch);
      learn(order.data() + first, std::min(p.batch, n - first), p.learning_rate * (1 - progress));
    }
  }

  const Network &network() const { return network_; }

private:
  void add_layer(int n_in, int n_out, std::size_t l)
  {
    DenseLayer layer{Matrix(n_out, n_in), RowVector::Zero(n_out)};
    fill_normal(layer.weights, {p.seed, Purpose::start_weights, l, 0});
    layer.weights *= static_cast<float>(std::sqrt(2.0 / n_in)); // He et al. 2015, eq. 10
    network_.layers.push_back(layer);
    weight_moments_.emplace_back(layer.weights.size());
    bias_moments_.emplace_back(layer.bias.size());
  }

  std::vector<int> shuffled(int epoch) const
  {
    std::vector<int> order(data_.labels.size());
    std::iota(order.begin(), order.end(), 0);
    shuffle(order, {p.seed, Purpose::image_order, 0, static_cast<std::uint32_t>(epoch)});
    return order;
  }

  /// One step on the images `which[0..n)`.
  void learn(const int *which, int n, double rate)
  {
    const std::size_t         n_layers = network_.layers.size();
    std::vector<Matrix>       input(n_layers); // of each layer
    std::vector<std::uint8_t> labels(n);
    input[0].resize(n, data_.images.cols());
    for (int i = 0; i < n; ++i)
    {
      input[0].row(i) = data_.images.row(which[i]);
      labels[i]       = data_.labels[which[i]];
    }
    for (std::size_t l = 0; l + 1 < n_layers; ++l)
      input[l + 1] = rectified(apply(network_.layers[l], input[l]));
    Matrix delta = apply(network_.layers.back(), input.back());
    if (!std::isfinite(cross_entropy_gradient(delta, labels.data())))
      throw ConvergenceError("network training, step " + std::to_string(step_), "the loss is not finite", "",
                             "Lower `learning rate`");
    ++step_;
    for (std::size_t l = n_layers; l-- > 0;)
    {
      const Matrix next = l > 0 ? times(delta, network_.layers[l].weights) : Matrix();
      update(l, delta, input[l], rate);
      if (l > 0)
        delta = (input[l].array() > 0.0F).select(next, 0.0F);
    }
  }

  void update(std::size_t l, const Matrix &delta, const Matrix &input, double rate)
  {
    using Values          = Eigen::Map<Eigen::ArrayXf>;
    using ConstValues     = Eigen::Map<const Eigen::ArrayXf>;
    DenseLayer  &layer    = network_.layers[l];
    const Matrix gradient = transposed_times(delta, input);
    weight_moments_[l].step(Values(layer.weights.data(), layer.weights.size()),
                            ConstValues(gradient.data(), gradient.size()), rate, p.weight_decay, step_);
    const RowVector bias_gradient = delta.colwise().sum();
    bias_moments_[l].step(Values(layer.bias.data(), layer.bias.size()),
                          ConstValues(bias_gradient.data(), bias_gradient.size()), rate, 0, step_);
  }

  const Dataset           &data_;
  const TrainingParameters p;
  Network                  network_;
  std::vector<Adam>        weight_moments_, bias_moments_;
  int                      step_ = 0;
};
} // namespace

Network train(const Dataset &data, const TrainingParameters &parameters)
{
  Trainer trainer(data, parameters);
  for (int epoch = 0; epoch < parameters.epochs; ++epoch)
    trainer.run_epoch(epoch);
  return trainer.network();
}
} // namespace quench::array
