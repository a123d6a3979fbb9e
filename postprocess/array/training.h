#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/awareness.h>
#include <postprocess/array/dataset.h>
#include <postprocess/array/hardware_view.h>
#include <postprocess/array/network.h>

namespace quench::array
{
/// Shape of a network and how it learns.
struct TrainingParameters
{
  std::string      file;
  std::vector<int> convolutions;
  std::vector<int> hidden        = {256, 128};
  int              epochs        = 10;
  int              batch         = 128;
  double           learning_rate = 1e-3;
  double           weight_decay  = 1e-4;
  std::uint64_t    seed          = 1;

  AwarenessParameters hardware;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TrainingParameters;
    entry(
        "file", &P::file,
        "NPZ file with a trained network, arrays NAME.weight (outputs, inputs) and NAME.bias of every layer in order, "
        "rectified linear units between them, or ONNX file (in the study accuracy, docs/own_networks.md); empty: a "
        "network is trained",
        "numpy.savez of a PyTorch state_dict(), torch.onnx.export");
    entry("convolutions", &P::convolutions, Range{1, 256},
          "output channels of each convolution before the hidden layers: 3 x 3 pixels, then the largest of 2 x 2",
          "choice");
    entry("hidden layers", &P::hidden, Range{1, 4096}, "number of neurons of each hidden layer", "choice");
    entry("epochs", &P::epochs, Range{1, 1000}, "passes over the training images", "choice");
    entry("batch size", &P::batch, Range{1, 60000}, "images per step of the optimiser", "choice");
    entry("learning rate", &P::learning_rate, "1", positive, "of Adam at the start; falls linearly to zero",
          "Kingma and Ba 2015 (arXiv 1412.6980), default of algorithm 1");
    entry("weight decay", &P::weight_decay, "1", non_negative, "decoupled decay of the weights, times the rate",
          "choice");
    entry("seed", &P::seed, Range{0, 4294967295.0}, "of the start weights and of the order of the images", "choice");
    entry.subsection("hardware", &P::hardware);
  }
};

/// Training: softmax cross-entropy, Adam with decoupled weight decay, mini-batches. With `hardware/awareness` the
/// passes go through the arrays of `hardware` (see HardwareView); the weights that are updated stay digital.
/// A function of its arguments only: the same seed gives the same network.
/// Throws ConvergenceError when the loss is not finite, InputError if images are too small for the convolutions.
/// Source: Kingma and Ba 2015 (arXiv 1412.6980), algorithm 1; Loshchilov and Hutter 2019 (arXiv 1711.05101),
/// algorithm 2; start weights of He et al. 2015 (arXiv 1502.01852), eq. 10; noise injection: Joshi et al. 2020,
/// Nature Communications 11, 2473.
Network train(const Dataset &data, const TrainingParameters &parameters, const Hardware &hardware);

/// Digital training, whatever `hardware/awareness` says.
Network train(const Dataset &data, const TrainingParameters &parameters);

/// Rules between the keys of `network`. Throws InputError naming the key.
void validate(const TrainingParameters &parameters);

/// The untrained network with its start weights.
Network start_network(const Dataset &data, const TrainingParameters &parameters);

/// Replaces logits by softmax probabilities minus the one-hot label, divided by the batch size: the gradient of
/// the mean cross-entropy. Returns that mean.
double cross_entropy_gradient(Matrix &logits, const std::uint8_t *labels);
} // namespace quench::array
