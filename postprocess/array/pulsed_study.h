#pragma once

#include <vector>

#include <physics/base/described.h>
#include <postprocess/array/polarity_inversion.h>
#include <postprocess/array/tiki_taka.h>

namespace quench::array
{
/// Weights that look for the minimum of (w - target)^2 / 2 with a noisy gradient, one at a time.
struct PulsedStudyParameters
{
  int              weights = 64, updates = 100000;
  double           target = -0.4, gradient_noise = 1;
  std::vector<int> states{20, 80, 1000};

  TikiTakaParameters   tiki_taka;
  LinearStepParameters device;
  CapacitorParameters  capacitor;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = PulsedStudyParameters;
    entry("weights", &P::weights, Range{1, 1000000}, "independent weights", "choice");
    entry("updates", &P::updates, Range{2, 1000000000}, "of each weight; the second half is measured", "choice");
    entry("target", &P::target, "1", Range{-1, 1}, "where the minimum is", "choice");
    entry("gradient noise", &P::gradient_noise, "1", non_negative, "standard deviation of the gradient", "choice");
    entry("states", &P::states, Range{2, 1000000}, "range of a device over its step; one run for each", "choice");
    entry.subsection("tiki-taka", &P::tiki_taka);
    entry.subsection("device", &P::device);
    entry.subsection("capacitor", &P::capacitor);
  }
};

/// Distance of the weights from the target in the second half of a run: mean, and root of the mean square.
struct StationaryError
{
  double bias = 0, rms = 0;
};

StationaryError stationary_error(UpdateScheme scheme, int n_states, const PulsedStudyParameters &parameters,
                                 std::uint64_t seed);

/// Root mean square over the weights of what random updates leave beyond their sum, relative to the sum of the upward
/// ones: the effective difference of the gains up and down. Without inversion its deviation is 2^(1/2) times that of
/// one gain. Take an even number of transfers.
double gain_asymmetry(const CapacitorParameters &capacitor, int n_weights, int n_transfers, std::uint64_t seed);
} // namespace quench::array
