#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/dataset.h>
#include <postprocess/array/matrix.h>

namespace quench::array
{
/// A fully connected layer y = W x + b.
struct DenseLayer
{
  Matrix    weights; ///< [output][input]
  RowVector bias;    ///< [output]
};

/// Multilayer perceptron: rectified linear units between the layers, the outputs are logits.
struct Network
{
  std::vector<DenseLayer> layers;
};

struct TrainingParameters
{
  std::vector<int> hidden        = {256, 128};
  int              epochs        = 10;
  int              batch         = 128;
  double           learning_rate = 1e-3;
  double           weight_decay  = 1e-4;
  std::uint64_t    seed          = 1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TrainingParameters;
    entry("hidden layers", &P::hidden, Range{1, 4096}, "number of neurons of each hidden layer", "choice");
    entry("epochs", &P::epochs, Range{1, 1000}, "passes over the training images", "choice");
    entry("batch size", &P::batch, Range{1, 60000}, "images per step of the optimiser", "choice");
    entry("learning rate", &P::learning_rate, "1", positive, "of Adam at the start; falls linearly to zero",
          "Kingma and Ba 2015 (arXiv 1412.6980), default of algorithm 1");
    entry("weight decay", &P::weight_decay, "1", non_negative, "decoupled decay of the weights, times the rate",
          "choice");
    entry("seed", &P::seed, Range{0, 4294967295.0}, "of the start weights and of the order of the images", "choice");
  }
};

/// max(x, 0) for every element.
Matrix rectified(const Matrix &x);

/// Outputs of one layer before the rectifier, x W^T + b. [image][output]
Matrix apply(const DenseLayer &layer, const Matrix &x);

/// Logits of all images, computed digitally in single precision. [image][class]
Matrix forward(const Network &network, const Matrix &images);

/// Fraction of the images whose largest logit is that of their label.
double accuracy(const Matrix &logits, const std::vector<std::uint8_t> &labels);

/// Digital training: softmax cross-entropy, Adam with decoupled weight decay, mini-batches.
/// A function of its arguments only: the same seed gives the same network.
/// Throws ConvergenceError when the loss is not finite.
/// Source: Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1; Loshchilov and Hutter 2019 (arXiv 1711.05101),
/// algorithm 2; start weights of He et al. 2015 (arXiv 1502.01852), eq. 10.
Network train(const Dataset &data, const TrainingParameters &parameters);
} // namespace quench::array
