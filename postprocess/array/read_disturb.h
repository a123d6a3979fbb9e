#pragma once

#include <physics/base/described.h>

namespace quench::array
{
/// Polarity of successive reads.
enum class ReadPolarity
{
  unipolar,
  alternating
};

/// Change of a resistive device's state by its reads (eq. A16): a read of positive sign moves the state s in [0, 1] by
/// r 4 s (1 - s), one of negative sign by -(1 - a) of that. The window 4 s (1 - s) is that of Joglekar and Wolf 2009
/// (Eur. J. Phys. 30, 661, p = 1).
struct ReadDisturb
{
  double rate      = 1e-7;
  double asymmetry = 0.1;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ReadDisturb;
    entry("rate", &P::rate, "1", fraction, "largest change of the relative state by one read", "choice");
    entry("asymmetry", &P::asymmetry, "1", fraction, "by which a negative read acts less than a positive one",
          "choice: w_read_asymmetry of IBM/aihwkit is of this order");
  }
};

/// The state after so many reads, the first one positive.
double state_after_reads(const ReadDisturb &p, double state, ReadPolarity polarity, long n_reads);
} // namespace quench::array
