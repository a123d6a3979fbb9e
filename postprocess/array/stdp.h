#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/dataset.h>
#include <postprocess/array/matrix.h>
#include <postprocess/array/update_model.h>

namespace quench::array
{
/// Spike-timing dependent plasticity by pulses that overlap (eq. A18). The spike of the input opens the transistor of a
/// 1T1R cell for a window, through which the current falls exponentially. The spike of the output sends a SET pulse at
/// once and a RESET pulse at the end of the window. Where a pulse meets an open gate, the device gets its product:
/// output after input (dt > 0) is a SET pulse, output before input (dt < 0) a RESET.
/// Source of the scheme: Ambrogio et al. 2016, Front. Neurosci. 10, 56 (PCM, gradual SET, abrupt RESET); the numbers
/// are choices.
struct StdpParameters
{
  double window          = 100e-3 * units::s;
  double decay           = 50e-3 * units::s;
  double set_amplitude   = 1;
  double reset_amplitude = 20;
  double reset_threshold = 1.5;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = StdpParameters;
    entry("window", &P::window, "s", positive, "for which the spike of an input opens the gate", "choice");
    entry("decay", &P::decay, "s", positive, "time constant of the current through the gate", "choice");
    entry("SET amplitude", &P::set_amplitude, "1", positive, "of the output's first pulse, through a fresh gate",
          "choice: the pulse of the update model");
    entry("RESET amplitude", &P::reset_amplitude, "1", positive, "of the output's second pulse, through a fresh gate",
          "choice: melts through the whole window");
    entry("RESET threshold", &P::reset_threshold, "1", positive, "amplitude from which a pulse melts",
          "choice, relative to a SET pulse of the update model");
  }
};

/// What the spikes of an input and an output `dt` = t_output - t_input apart do to the device between them.
PulsedDevice apply_spikes(const StdpParameters &p, const UpdateModel &update, PulsedDevice device, double dt,
                          RandomStream &random);

/// A network of three layers: pixels and their complements as inputs, outputs that compete and learn by STDP, and a
/// layer of classes that the outputs are wired to after learning, in proportion to how often they answer to each; the
/// strongest outputs vote.
struct StdpNetworkParameters
{
  int            outputs         = 300;
  int            passes          = 5;
  double         depression_rate = 0.3;
  double         threshold_step  = 0.03;
  int            voters          = 5;
  StdpParameters spikes;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = StdpNetworkParameters;
    entry("outputs", &P::outputs, Range{1, 10000}, "competing neurons", "choice");
    entry("passes", &P::passes, Range{1, 1000}, "through the training images", "choice");
    entry("depression rate", &P::depression_rate, "1", fraction,
          "probability that a silent input spikes after the output", "choice: background noise of the inputs");
    entry("threshold step", &P::threshold_step, "1", non_negative,
          "by which the threshold of the output that fires rises, relative to the largest possible sum", "choice");
    entry("voters", &P::voters, Range{1, 10000}, "strongest outputs that the classes listen to", "choice");
    entry.subsection("spikes", &P::spikes);
  }
};

class StdpNetwork
{
public:
  /// Learns the images (grey values in [0, 1]) and wires the outputs to classes. `update` must outlive it.
  StdpNetwork(const Dataset &training, const StdpNetworkParameters &parameters, const UpdateModel &update,
              std::uint64_t seed);

  /// Fraction of the images classified rightly.
  double accuracy(const Dataset &test) const;

private:
  /// 1 for every input that spikes, 0 for the others: pixels above one half, then those below.
  std::vector<double> rates(const Matrix &images, Eigen::Index image) const;

  /// Current of every output: what the active inputs give minus what the silent ones would give.
  std::vector<double> sums(const std::vector<double> &rate) const;

  int              winner(const std::vector<double> &rate) const; ///< with the thresholds
  std::vector<int> strongest(const std::vector<double> &rate) const;
  void             learn(const std::vector<double> &rate, int output, RandomStream &random);
  void             wire(const Dataset &training);
  int              classify(const Matrix &images, Eigen::Index image) const;

  StdpNetworkParameters                  p;
  const UpdateModel                     &update_;
  std::vector<std::vector<PulsedDevice>> devices_;   // [output][input]
  std::vector<double>                    threshold_; // [output] in units of conductance
  std::vector<std::vector<double>>       answers_;   // [output][class] how often it was among the strongest
};
} // namespace quench::array
