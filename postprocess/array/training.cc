#include <postprocess/array/training.h>

#include <physics/base/error.h>
#include <postprocess/array/adam.h>
#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <string>

namespace quench::array
{
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

namespace
{
/// Start weights of He et al. 2015, eq. 10.
Layer start_layer(Eigen::Index n_out, Eigen::Index n_in, std::uint64_t seed, std::size_t l)
{
  Layer layer{Matrix(n_out, n_in), RowVector::Zero(n_out), {}};
  fill_normal(layer.weights, {seed, Purpose::start_weights, l, 0});
  layer.weights *= static_cast<float>(std::sqrt(2.0 / static_cast<double>(n_in)));
  return layer;
}

/// What one layer saw in the forward pass of a step.
struct Trace
{
  Matrix                               tile_input, weights, tile_output, output;
  std::optional<HardwareView::Reading> reading; ///< of the tiles; `weights` are then these with their factors
};

/// Owns the network while it learns.
class Trainer
{
public:
  Trainer(const Dataset &data, const TrainingParameters &parameters, const Hardware *hardware)
    : data_(data), p(parameters), hardware_(hardware), network_(start_network(data, parameters))
  {
    for (const Layer &layer : network_.layers)
    {
      weight_moments_.emplace_back(layer.weights.size());
      bias_moments_.emplace_back(layer.bias.size());
    }
  }

  void run_epoch(int epoch)
  {
    if (hardware_ && p.hardware.kind != Awareness::none && epoch == p.hardware.digital_epochs)
      view_.emplace(*hardware_, p.hardware, network_.layers.size(), p.seed);
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
    Matrix                    images(n, data_.images.cols());
    std::vector<std::uint8_t> labels(n);
    for (int i = 0; i < n; ++i)
    {
      images.row(i) = data_.images.row(which[i]);
      labels[i]     = data_.labels[which[i]];
    }
    const std::vector<Trace> traces = pass_forward(images);
    Matrix                   delta  = traces.back().output;
    if (!std::isfinite(cross_entropy_gradient(delta, labels.data())))
      throw ConvergenceError("network training, step " + std::to_string(step_), "the loss is not finite", "",
                             "Lower `learning rate`");
    ++step_;
    pass_backward(traces, std::move(delta), rate);
  }

  std::vector<Trace> pass_forward(Matrix x)
  {
    if (view_)
      view_->start_step(step_);
    std::vector<Trace> traces;
    for (std::size_t l = 0; l < network_.layers.size(); ++l)
    {
      traces.push_back(pass_tile(l, to_tile(network_.layers[l], x)));
      x = traces.back().output = outputs(network_.layers[l], traces.back().tile_output);
      if (l + 1 < network_.layers.size())
        x = traces.back().output = rectified(x);
    }
    return traces;
  }

  static Matrix outputs(const Layer &layer, const Matrix &tile_output)
  {
    Matrix y = from_tile(layer, tile_output);
    add_bias(layer, y);
    return y;
  }

  Trace pass_tile(std::size_t l, Matrix x)
  {
    Trace trace{std::move(x), {}, {}, {}, {}};
    if (!view_)
    {
      trace.weights     = network_.layers[l].weights;
      trace.tile_output = times_transposed(trace.tile_input, trace.weights);
      return trace;
    }
    view_->convert_input(trace.tile_input, l);
    trace.reading     = view_->read(network_.layers[l], l);
    trace.tile_output = view_->multiply(trace.tile_input, *trace.reading, l);
    trace.weights     = trace.reading->weights;
    HardwareView::compensate(*trace.reading, trace.weights);
    return trace;
  }

  void pass_backward(const std::vector<Trace> &traces, Matrix delta, double rate)
  {
    for (std::size_t l = network_.layers.size(); l-- > 0;)
    {
      const Layer    &layer      = network_.layers[l];
      const RowVector bias       = bias_gradient(layer, delta);
      const Matrix    delta_tile = from_tile_gradient(layer, traces[l].tile_output, delta);
      if (l > 0)
      {
        delta = to_tile_gradient(layer, times(delta_tile, traces[l].weights));
        delta = (traces[l - 1].output.array() > 0.0F).select(delta, 0.0F);
      }
      Matrix gradient = transposed_times(delta_tile, traces[l].tile_input);
      if (traces[l].reading)
        HardwareView::compensate(*traces[l].reading, gradient);
      update(l, gradient, bias, rate);
    }
  }

  void update(std::size_t l, const Matrix &weight_gradient, const RowVector &bias_gradient, double rate)
  {
    Layer &layer = network_.layers[l];
    weight_moments_[l].step(layer.weights, weight_gradient, rate, p.weight_decay, step_);
    bias_moments_[l].step(layer.bias, bias_gradient, rate, 0, step_);
    if (view_)
      view_->clip(layer);
  }

  const Dataset              &data_;
  const TrainingParameters    p;
  const Hardware             *hardware_; ///< may be null
  Network                     network_;
  std::vector<Adam>           weight_moments_, bias_moments_;
  std::optional<HardwareView> view_;
  int                         step_ = 0;
};

Network train_with(const Dataset &data, const TrainingParameters &parameters, const Hardware *hardware)
{
  Trainer trainer(data, parameters, hardware);
  for (int epoch = 0; epoch < parameters.epochs; ++epoch)
    trainer.run_epoch(epoch);
  return trainer.network();
}
} // namespace

void validate(const TrainingParameters &parameters)
{
  const AwarenessParameters &hardware = parameters.hardware;
  if (hardware.kind != Awareness::none && hardware.digital_epochs >= parameters.epochs)
    throw InputError("network/hardware/digital epochs", std::to_string(hardware.digital_epochs),
                     "fewer than `network/epochs` (" + std::to_string(parameters.epochs) + ")",
                     "Or set `awareness = none`");
  if (hardware.earliest > hardware.latest)
    throw InputError("network/hardware/earliest time", std::to_string(hardware.earliest / units::s) + " s",
                     "not after `latest time` (" + std::to_string(hardware.latest / units::s) + " s)");
}

Network start_network(const Dataset &data, const TrainingParameters &parameters)
{
  Network     network;
  Convolution shape{1, data.height, data.width};
  int         n_in = static_cast<int>(data.images.cols());
  for (const int n_channels : parameters.convolutions)
  {
    if (shape.pooled_height() < 1 || shape.pooled_width() < 1 || shape.n_pixels() * shape.channels != n_in)
      throw InputError("network/convolutions", std::to_string(parameters.convolutions.size()) + " convolutions",
                       "each halves the " + std::to_string(data.height) + " x " + std::to_string(data.width) +
                           " pixels of an image, of which one must be left");
    Layer layer       = start_layer(n_channels, shape.patch(), parameters.seed, network.layers.size());
    layer.convolution = shape;
    network.layers.push_back(std::move(layer));
    shape = {n_channels, shape.pooled_height(), shape.pooled_width()};
    n_in  = shape.n_pixels() * n_channels;
  }
  std::vector<int> sizes = parameters.hidden;
  sizes.push_back(data.n_classes);
  for (const int n_out : sizes)
  {
    network.layers.push_back(start_layer(n_out, n_in, parameters.seed, network.layers.size()));
    n_in = n_out;
  }
  return network;
}

Network train(const Dataset &data, const TrainingParameters &parameters, const Hardware &hardware)
{
  return train_with(data, parameters, &hardware);
}

Network train(const Dataset &data, const TrainingParameters &parameters)
{
  return train_with(data, parameters, nullptr);
}
} // namespace quench::array
