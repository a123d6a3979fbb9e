#pragma once

#include <solver/circuit/netlist.h>

namespace quench::solver
{
/// What evolves in a circuit.
struct CircuitState
{
  std::vector<double> voltage; ///< of each node against the ground [V]; empty: all 0
  std::vector<double> current; ///< of each inductor [e/ns]

  double source_voltage() const { return voltage.empty() ? 0 : voltage[Netlist::source]; }

  bool operator==(const CircuitState &) const = default;
};

/// What the circuit takes from the groups of nodes whose voltages the fields share.
struct CircuitDraw
{
  std::vector<double> current;   ///< [group] out of the group into the circuit [e/ns]
  std::vector<double> slope;     ///< [group][group] derivative by the voltages of the groups [e/(ns V)]
  double              power = 0; ///< into all elements but sources [eV/ns]
};

/// Where the circuit stands at the end of a stage of the time scheme (eq. D8):
///   du/dt = (u - start) rate.
struct CircuitStage
{
  CircuitState start;
  double       rate; ///< [1/ns]; 0 in the steady state
  SourceValue  source;
};

/// The circuit round the cell, solved jointly with its fields (eqs. E10, E11): nodes at which terminals (ports) of the
/// cell are keep their voltages as unknowns of the fields' Newton iteration; the other nodes and the currents of
/// inductors follow from these voltages and are eliminated.
///
/// Nodes between which voltage sources stand form a group with one unknown voltage. Group 0 is the ground with all that
/// is held against it; then come those with ports, in the order of the ports; then inner ones.
class Network
{
public:
  /// @param ports   node of each terminal, where the circuit has keys "ground", "driven", and others that float.
  /// Throws InputError where the circuit has a netlist and that lacks one of the ports.
  Network(const Circuit &circuit, const std::vector<std::string> &ports);

  /// Groups with ports, the ground's included.
  int n_groups() const { return held.n_ported; }
  int group_of_port(std::size_t port) const { return held.group[index(ports[port])]; }
  /// Whether an element ends at the port's node, or it is held.
  bool is_joined(std::size_t port) const;
  /// False where a source of current would find a terminal held by it.
  bool takes_current() const;
  /// A constant source that is not 0.
  bool has_own_sources() const;

  const Netlist &netlist() const { return list; }
  CircuitState   rest() const;
  /// `state`, or where that is empty the rest with the cell's voltage `cell_voltage`.
  CircuitState filled(const CircuitState &state, double cell_voltage) const;
  double port_voltage(const CircuitState &state, std::size_t port) const { return state.voltage[index(ports[port])]; }
  /// Of the second port over the first.
  double cell_voltage(const CircuitState &state) const { return port_voltage(state, 1) - port_voltage(state, 0); }
  /// Moves the second port's group to this voltage over the first, unless something holds it.
  void set_cell_voltage(CircuitState &state, double voltage) const;
  /// Gives held nodes their voltages.
  void hold(const SourceValue &source, CircuitState &state) const;
  /// Adds to the voltages of the groups with ports.
  void raise(const std::vector<double> &by, CircuitState &state) const;
  /// Largest voltage of a node that is not held, and of the currents of inductors.
  double largest_voltage(const CircuitState &state) const;
  double largest_current(const CircuitState &state) const;

  /// Solves for the inner nodes at the voltages of the ports (Newton's method), sets the currents of inductors, and
  /// returns what the circuit takes. Where the inner nodes have no solution the currents are NaN.
  CircuitDraw solve(const CircuitStage &stage, CircuitState &state) const;

private:
  /// Nodes whose voltages differ by given ones.
  struct Groups
  {
    std::vector<int>    group;     ///< of each node
    std::vector<double> offset;    ///< V_node - V_group [V] without the program's source
    std::vector<bool>   on_source; ///< that source comes on top
    int                 n_ported = 1, n = 1;
  };
  struct Flow;
  struct Sums;

  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  Groups             groups(bool source_is_held) const;
  const Groups &groups(const SourceValue &source) const { return source.kind == SourceKind::voltage ? held : free; }
  static Flow   through(double conductance, double voltage);
  Flow flow(const Element &element, const CircuitStage &stage, const CircuitState &state, double charged) const;
  Sums sum(const CircuitStage &stage, const CircuitState &state) const;
  bool step_inner(const CircuitStage &stage, CircuitState &state, Sums &sums) const;

  Circuit          circuit;
  Netlist          list;
  std::vector<int> ports;      ///< node of each
  Groups           held, free; ///< with node `source` held, and with a current into it
};
} // namespace quench::solver
