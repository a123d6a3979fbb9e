#pragma once

#include <physics/base/described.h>
#include <postprocess/array/nonlinear_network.h>

namespace quench::array
{
/// Reading one cell of an array of cells with selectors by the V/2 scheme.
struct ReadMarginParameters
{
  double         on = 25 * units::uS, off = 0.25 * units::uS;
  double         read_voltage     = 1 * units::V;
  double         selector_current = 10 * units::uA;
  double         selector_ratio   = 1e6;
  WireParameters wires{0.35 * units::ohm, 0.35 * units::ohm, 0, 0, 1e-6, 20000};

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ReadMarginParameters;
    entry("on conductance", &P::on, "uS", positive, "of a cell that is set, without its selector", "choice");
    entry("off conductance", &P::off, "uS", positive, "of a cell that is reset", "choice");
    entry("read voltage", &P::read_voltage, "V", positive, "across the selected cell", "choice");
    entry("selector current", &P::selector_current, "uA", positive, "of a selector alone at the read voltage",
          "choice");
    entry("selector ratio", &P::selector_ratio, "1", Range{2, 1e12, true},
          "current of a selector at the read voltage over that at half of it; 2 is a resistor", "choice");
    entry.subsection("wires", &P::wires);
  }
};

/// i_0 and v_0 of the selector with the given current at v and the given ratio to that at v/2 (eq. W7).
SelectorLaw selector(double current, double ratio, double v);

/// Sensed currents of the selected bit line, all other cells on, the cell at the far end of both its lines.
struct ReadMargin
{
  double on = 0, off = 0;

  /// (I_on - I_off) / I_on: what of the sensed current tells the states apart.
  double margin() const { return (on - off) / on; }
};

/// n x n array. The selected word line is at the read voltage, the selected bit line at 0, all other lines at half the
/// read voltage.
ReadMargin read_margin(const ReadMarginParameters &parameters, int n);
} // namespace quench::array
