#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/cell_law.h>
#include <postprocess/array/matrix.h>

namespace quench::array
{
/// How a number becomes what drives a word line.
enum class InputCoding
{
  pulse_width, ///< the read voltage for a time in proportion: Q = i(V) T x, linear whatever the cell's I-V curve
  amplitude    ///< a voltage in proportion, for a fixed time: sees the curve
};

/// Inputs of an array and the curvature of its cells. Negative numbers are driven in a phase of their own with the
/// same polarity and subtracted, so that a cell only sees one polarity.
struct InputParameters
{
  InputCoding coding       = InputCoding::pulse_width;
  double      read_voltage = 0.2 * units::V;
  double      nl2 = 0, nl3 = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = InputParameters;
    entry("coding", &P::coding,
          Names<InputCoding>{{"pulse width", InputCoding::pulse_width}, {"amplitude", InputCoding::amplitude}},
          "what of a pulse carries the number", "choice");
    entry("read voltage", &P::read_voltage, "V", positive, "of a full input", "choice");
    entry("NL2", &P::nl2, "1/V", any_value, "i = G (v + NL2 v^2 + NL3 v^3); amplitude coding sees it", "choice");
    entry("NL3", &P::nl3, "1/V2", any_value, "see NL2", "choice");
  }
};

/// Inputs as the cells see them (eq. W9): what multiplies the conductance i(V)/V of a cell at the read voltage.
/// values: converted inputs, `bound` the full one. Pulse widths pass unchanged.
/// Throws InputError if the current does not rise with the voltage up to the read voltage.
void apply_coding(const InputParameters &parameters, double bound, Matrix &values);

/// Charge through a cell during one input x in (0, 1) of a pulse of at most `duration` (eq. W9).
double read_charge(const CellLaw &law, double g, const InputParameters &parameters, double x, double duration);

/// A neuron that integrates charge and fires whenever it has collected q_0 (pulse-frequency output, eq. W10). It starts
/// half full, so that the count is rounded and not cut off. Charges may be negative: such a spike counts back.
class SpikeCounter
{
public:
  /// Throws InputError unless q_0 > 0.
  explicit SpikeCounter(double q_0);

  /// A constant current for a time >= 0: every spike in turn.
  void integrate(double current, double duration);

  long count() const { return count_; }

private:
  double q_0_, collected_;
  long   count_ = 0;
};
} // namespace quench::array
