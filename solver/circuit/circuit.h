#pragma once

#include <physics/base/described.h>
#include <physics/base/units.h>

#include <string>

/// Source and what stands between it and the driven contact of the cell (eqs. E1 to E5).
namespace quench::solver
{
enum class SourceKind
{
  voltage,
  current,
  load_line ///< a straight line through the plane of current and cell voltage, of any slope: what a continuation needs
};

/// What the source holds at one moment: its voltage against the grounded contact, the current it drives, or a load line
/// I = value - slope V_c, past all that stands in series.
struct SourceValue
{
  SourceValue(double value_ = 0, SourceKind kind_ = SourceKind::voltage, double slope_ = 0)
    : value(value_), slope(slope_), kind(kind_)
  {}

  double     value; ///< [V] or [e/ns]
  double     slope; ///< of a load line [e/(ns V)]; 0 otherwise
  SourceKind kind;

  bool operator==(const SourceValue &) const = default;
};

/// Current into the drain of a transistor, and its derivatives by the voltages of drain and source.
struct TransistorCurrent
{
  double value;               ///< [e/ns]
  double by_drain, by_source; ///< [e/(ns V)]
};

/// Access transistor of n type on the grounded side of the cell: square law with velocity saturation (eq. E3).
struct Transistor
{
  double transconductance  = 0;
  double gate_voltage      = 2 * units::V;
  double threshold_voltage = 0.5 * units::V;
  double critical_voltage  = 1 * units::V;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("transconductance", &Transistor::transconductance, "uA/V^2", non_negative,
          "k = mobility x gate capacitance per area x width / length; 0 for no transistor", "choice (0)");
    entry("gate voltage", &Transistor::gate_voltage, "V", Range{-10, 10}, "V_G, against ground", "choice");
    entry("threshold voltage", &Transistor::threshold_voltage, "V", Range{-10, 10}, "V_T", "choice");
    entry("critical voltage", &Transistor::critical_voltage, "V", Range{1e-3, 1e6},
          "V_c = field of velocity saturation x channel length; large for the plain square law",
          "choice (1 V: about 2 V/um, electrons in silicon, over 0.5 um)");
  }

  bool is_present() const { return transconductance > 0; }

  /// At the voltages of drain and source against ground, of which either may be the higher one.
  TransistorCurrent current(double drain, double source) const;
};

/// Current out of a node, or into it, and its derivative by a voltage.
struct SourceCurrent
{
  double value; ///< [e/ns]
  double slope; ///< [e/(ns V)]
};

/// Selector in series with the cell: exponential in the voltage, odd, without memory (eq. E4).
struct Selector
{
  double current = 0;
  double voltage = 0.05 * units::V;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("current", &Selector::current, "uA", non_negative,
          "I_0 of I = I_0 sinh(V / V_0); 0 for no selector; needs a series resistance or a transistor", "choice (0)");
    entry("voltage", &Selector::voltage, "V", Range{1e-3, 10}, "V_0; ln(10) V_0 is one decade of current",
          "choice (0.05 V: 115 mV per decade)");
  }

  bool is_present() const { return current > 0; }

  /// At its voltage; beyond what a number can hold it goes on as a straight line.
  SourceCurrent at(double voltage) const;
};

struct Circuit
{
  double     series_resistance     = 2e3 * units::ohm;
  double     parasitic_capacitance = 0;
  double     compliance            = 0;
  Transistor transistor            = {};
  Selector   selector              = {};
  /// Elements between named nodes instead of the others (parse_netlist()); empty for none.
  std::string netlist = "";

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("series resistance", &Circuit::series_resistance, "ohm", non_negative,
          "between source and cell; 0 drives the cell's contact directly", "choice (2 kohm)");
    entry("parasitic capacitance", &Circuit::parasitic_capacitance, "F", Range{0, 1e-9},
          "parallel to the cell; gives the current overshoot after threshold switching (Ielmini)", "choice (0)");
    entry("current compliance", &Circuit::compliance, "uA", non_negative,
          "I_c: the source gives no more in either direction; 0 for no limit; needs a series resistance", "choice (0)");
    entry("netlist", &Circuit::netlist,
          "instead of all other keys of this section: elements between named nodes, separated by ';', NAME NODE NODE "
          "VALUE as R1 source a 2 kohm; C, L, V, I likewise; M1 d s gate=2 V k=200 uA/V2 (VT=, VC=); S1 a b I0=1 nA "
          "V0=50 "
          "mV. The program drives node source; terminals/NAME/node says where terminals are: docs/circuit.md",
          "choice");
    entry.subsection("transistor", &Circuit::transistor);
    entry.subsection("selector", &Circuit::selector);
  }

  /// The driven contact is a node of the circuit; otherwise the source holds it.
  bool floats() const { return series_resistance > 0 || transistor.is_present(); }
  /// Something in series limits the current or is not linear.
  bool is_nonlinear() const { return compliance > 0 || transistor.is_present() || selector.is_present(); }

  /// Current that the source drives into the driven contact at these voltages (eqs. E1 to E5), and its derivative by
  /// the latter. Odd in the difference but for the transistor.
  SourceCurrent current(double source_voltage, double cell_voltage) const;
};
} // namespace quench::solver
