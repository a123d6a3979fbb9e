#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/endurance.h>
#include <postprocess/array/network.h>
#include <postprocess/array/training.h>
#include <postprocess/array/update_model.h>

namespace quench::array
{
/// Training with digital sums of updates and phase-change weights.
struct MixedPrecisionParameters
{
  double window        = 8 * units::uS;
  double range         = 4;
  double granularity   = 0.77 * units::uS;
  int    refresh_every = 100;
  double refresh_above = 8 * units::uS, refresh_both_above = 0.87 * units::uS;
  int    refresh_reads = 4;
  int    most_pulses   = 10;
  int    batch         = 32;
  double learning_rate = 0.1;

  NandakumarParameters device;
  EnduranceParameters  endurance;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = MixedPrecisionParameters;
    entry("window", &P::window, "uS", positive, "conductance that stands for the weight range of a layer",
          "Nandakumar et al. 2020 (Front. Neurosci. 14, 406)");
    entry("range", &P::range, "1", positive, "weight range in units of the deviation of a layer's start weights",
          "choice");
    entry("granularity", &P::granularity, "uS", positive, "a pulse is given for each of these in the digital sum",
          "Nandakumar et al. 2020: the mean step");
    entry("refresh every", &P::refresh_every, Range{1, 1000000}, "steps between searches for devices near their limit",
          "Nandakumar et al. 2020");
    entry("refresh above", &P::refresh_above, "uS", positive,
          "a pair whose larger device reads above this is reset and programmed again", "Nandakumar et al. 2020");
    entry("refresh both above", &P::refresh_both_above, "uS", non_negative,
          "if its smaller device reads above this, too: else nothing is gained",
          "choice: RESET conductance and one granularity");
    entry("reads of a refresh", &P::refresh_reads, Range{1, 1000}, "of each device, averaged", "choice");
    entry("pulses of a refresh", &P::most_pulses, Range{1, 1000}, "largest number of SET pulses to reach the weight",
          "choice");
    entry("batch size", &P::batch, Range{1, 60000}, "images per step of the descent", "choice");
    entry("learning rate", &P::learning_rate, "1", positive, "of the descent at the start; falls linearly to zero",
          "choice");
    entry.subsection("device", &P::device);
    entry.subsection("endurance", &P::endurance);
  }
};

/// What a mixed-precision training leaves behind.
struct MixedPrecisionResult
{
  Network       network; ///< weights as read once from the devices, with the noise of that read
  std::uint64_t n_pulses = 0, n_resets = 0;
  double        most_written = 0; ///< cycles of the most written device
  double        repetitions  = 0; ///< trainings until the first device is worn
};

/// Trains a fully connected network whose weights are pairs of phase-change devices (eq. T15): the steps of stochastic
/// gradient descent are summed up digitally; when a sum passes the granularity of the devices, one of the pair gets
/// blind SET pulses. Every forward and backward pass reads the devices with noise. Drift during training is left out.
/// Of `training`, the network's shape, the epochs and the seed count; rate and batch are those of `parameters`.
/// Throws InputError for convolutions. Source: Nandakumar et al. 2020, Front. Neurosci. 14, 406, figure 1.
MixedPrecisionResult train_mixed_precision(const Dataset &data, const TrainingParameters &training,
                                           const MixedPrecisionParameters &parameters);
} // namespace quench::array
