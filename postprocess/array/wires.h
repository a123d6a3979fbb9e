#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

namespace quench::array
{
/// The wires of an array. A word line is driven at its end next to bit line 0, a bit line is sensed at its end next to
/// the last word line. Between two cells, and between the first cell and the terminal of its line, lies one segment;
/// the terminal's own resistance is in series with it.
struct WireParameters
{
  double word_segment = 0, bit_segment = 0;
  double word_terminal = 0, bit_terminal = 0;
  double tolerance      = 1e-6;
  int    max_iterations = 20000;

  /// Whether all wires are ideal, so that nothing has to be solved.
  bool is_ideal() const { return word_segment == 0 && bit_segment == 0 && word_terminal == 0 && bit_terminal == 0; }

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = WireParameters;
    entry("word line resistance", &P::word_segment, "ohm", non_negative, "of one segment; 0: ideal word lines",
          "choice; 0.35 ohm: CrossSim, default of its interconnect examples");
    entry("bit line resistance", &P::bit_segment, "ohm", non_negative, "of one segment; 0: ideal bit lines", "choice");
    entry("driver resistance", &P::word_terminal, "ohm", non_negative, "between a driver and its word line", "choice");
    entry("sense resistance", &P::bit_terminal, "ohm", non_negative, "between a bit line and its sense amplifier",
          "choice");
    entry("tolerance", &P::tolerance, "1", Range{1e-13, 0.1, true},
          "bound of the error of a current, in units of the largest", "choice");
    entry("maximum iterations", &P::max_iterations, Range{1, 1000000}, "of one solve; more is an error", "choice");
  }
};
} // namespace quench::array
