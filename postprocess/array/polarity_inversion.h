#pragma once

#include <cstdint>
#include <vector>

#include <physics/base/described.h>

namespace quench::array
{
/// Weights whose small changes go to a capacitor and are moved to a phase-change pair from time to time.
struct CapacitorParameters
{
  double gain_spread    = 0.2;
  int    transfer_every = 8000;
  bool   inverts        = true;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = CapacitorParameters;
    entry("gain deviation", &P::gain_spread, "1", non_negative,
          "fixed relative error of the charging and of the discharging current of each cell, independent", "choice");
    entry("transfer every", &P::transfer_every, Range{1, 1000000000}, "updates between transfers",
          "8000 examples: Ambrogio et al. 2018 (Nature 558, 60)");
  }
};

/// Weights w = w_pcm + s q with the charge q of a capacitor and its polarity s = +-1 (eq. T18). A transfer moves s q to
/// the pair without error, so that what is seen is the capacitor's own error.
/// Source: Ambrogio et al. 2018, Nature 558, 60 (capacitor, transfer and polarity inversion).
class CapacitorWeights
{
public:
  CapacitorWeights(const CapacitorParameters &parameters, std::size_t n, std::uint64_t seed);

  /// Changes every weight by `change[k]` as far as its currents do.
  void add(const std::vector<double> &change);

  double      weight(std::size_t k) const { return moved_[k] + polarity_ * charge_[k]; }
  std::size_t size() const { return charge_.size(); }

private:
  CapacitorParameters p;
  int                 n_updates_ = 0;
  double              polarity_  = 1;
  std::vector<double> charging_, discharging_; ///< gains
  std::vector<double> charge_, moved_;
};
} // namespace quench::array
