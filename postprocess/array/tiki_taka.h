#pragma once

#include <cstdint>

#include <physics/base/described.h>
#include <postprocess/array/linear_step.h>

namespace quench::array
{
/// How gradients reach a pulsed array.
enum class UpdateScheme
{
  direct,      ///< pulses on the weights: stochastic gradient descent
  tiki_taka_1, ///< pulses on a fast array A, whose columns are added to the weights C from time to time
  tiki_taka_2  ///< the same through a digital sum that gives one pulse when it passes the threshold
};

struct TikiTakaParameters
{
  double learning_rate  = 0.01;
  double transfer_rate  = 0.01;
  int    transfer_every = 1;
  double threshold      = 1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = TikiTakaParameters;
    entry("learning rate", &P::learning_rate, "1", positive, "change of a weight per unit of gradient", "choice");
    entry("transfer rate", &P::transfer_rate, "1", positive, "part of a column of A that one transfer adds to C",
          "choice");
    entry("transfer every", &P::transfer_every, Range{1, 1000000}, "updates between transfers of one column each",
          "Gokmen and Haensch 2020, algorithm 1: n_s");
    entry("threshold", &P::threshold, "1", positive, "of the digital sum, in steps of C",
          "Gokmen 2021 (arXiv 2108.06434): one step");
  }
};

/// Weights that learn by pulses alone (eq. T13). The symmetry point of A is its zero (a reference device is
/// subtracted). C is the weight: gamma of Gokmen and Haensch is 0.
/// Source: Gokmen and Haensch 2020 (Front. Neurosci. 14, 103); Gokmen 2021 (arXiv 2108.06434, buffered transfer).
class PulsedWeights
{
public:
  PulsedWeights(UpdateScheme scheme, const TikiTakaParameters &parameters, const LinearStepParameters &device,
                Eigen::Index rows, Eigen::Index columns, std::uint64_t seed);

  const DeviceMatrix &weights() const { return slow_.weights(); }

  /// One step down the gradient.
  void descend(const DeviceMatrix &gradient);

private:
  void transfer();

  UpdateScheme       scheme_;
  TikiTakaParameters p;
  double             step_, zero_; ///< of a pulse; symmetry point of A
  PulsedArray        slow_, fast_;
  DeviceMatrix       sum_; ///< of scheme tiki_taka_2, in steps of C
  std::uint32_t      number_ = 0;
};
} // namespace quench::array
