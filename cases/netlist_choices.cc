#include <cases/netlist_choices.h>

#include <physics/base/error.h>
#include <physics/base/quantity.h>
#include <physics/base/text.h>
#include <solver/circuit/netlist.h>

#include <algorithm>
#include <optional>

namespace quench::cases
{
namespace
{
using solver::ElementKind, solver::Netlist;

/// A list that cannot be read has no nodes to compare with; its own mistakes are told elsewhere.
std::optional<Netlist> readable(const solver::Circuit &circuit)
{
  try
  {
    return solver::parse_netlist(circuit.netlist);
  }
  catch (const InputError &)
  {
    return std::nullopt;
  }
}

void check_node(const meshes::Contact &contact, bool is_electrode, const Netlist &netlist)
{
  const std::string key = "terminals/" + contact.name;
  if (contact.electrode != meshes::Electrode::none)
    throw InputError(key + "/electrical",
                     "with circuit/netlist a terminal is at one of its nodes. Write \"set node = ...\" instead");
  if (contact.node.empty() && is_electrode)
    throw InputError(key + "/node = nothing", "with circuit/netlist each contact of the cell is at one of its nodes: " +
                                                  join(netlist.nodes, ", "));
  if (!contact.node.empty() && netlist.node(contact.node) < 0)
    throw InputError(key + "/node = " + contact.node, "circuit/netlist has the nodes " + join(netlist.nodes, ", "), "",
                     did_you_mean(contact.node, netlist.nodes));
}

/// Pulses that cannot be read are told of elsewhere.
bool has_current_pulses(const Case &c)
{
  try
  {
    const auto pulses = solver::parse_pulses(c.program.pulses);
    return std::any_of(pulses.begin(), pulses.end(),
                       [](const auto &pulse) { return pulse.kind == solver::SourceKind::current; });
  }
  catch (const InputError &)
  {
    return false;
  }
}
} // namespace

void check_terminal_nodes(const Case &c, const meshes::CellGeometry &cell)
{
  if (c.circuit.netlist.empty())
  {
    for (const meshes::Contact &contact : cell.contacts)
      if (!contact.node.empty())
        throw InputError("terminals/" + contact.name + "/node = " + contact.node,
                         "there is no circuit/netlist that has nodes. Write one, or use electrical");
    return;
  }
  const auto netlist = readable(c.circuit);
  if (!netlist)
    return;
  for (std::size_t k = 0; k < cell.contacts.size(); ++k)
    check_node(cell.contacts[k], k < 2, *netlist);
  if (netlist->node(cell.contacts[0].node) == netlist->node(cell.contacts[1].node))
    throw InputError("terminals/" + cell.contacts[1].name + "/node = " + cell.contacts[1].node,
                     "is the node of terminals/" + cell.contacts[0].name + " too: no voltage stands between them");
}

void check_replaced_keys(const solver::Circuit &circuit)
{
  if (circuit.netlist.empty())
    return;
  const solver::Circuit untouched;
  const auto refuse = [](const std::string &key, double value, const char *unit, const std::string &instead) {
    throw InputError("circuit/" + key + " = " + display_quantity(value, unit, 6),
                     "has no effect with circuit/netlist. Write there " + instead);
  };
  if (const double R = circuit.series_resistance; R != untouched.series_resistance)
    refuse("series resistance", R, "ohm", "R1 source top " + display_quantity(R, "ohm", 6));
  if (const double C = circuit.parasitic_capacitance; C != untouched.parasitic_capacitance)
    refuse("parasitic capacitance", C, "F", "C1 top ground " + display_quantity(C, "F", 6));
  if (const double I = circuit.compliance; I != untouched.compliance)
    refuse("current compliance", I, "uA", "a transistor, M1 bottom ground gate=... k=..., whose saturation limits");
  if (const solver::Transistor &m = circuit.transistor; m.is_present())
    refuse("transistor/transconductance", m.transconductance, "uA/V^2",
           "M1 bottom ground gate=" + display_quantity(m.gate_voltage, "V", 6) +
               " k=" + display_quantity(m.transconductance, "uA/V^2", 6) + " VT=" +
               display_quantity(m.threshold_voltage, "V", 6) + " VC=" + display_quantity(m.critical_voltage, "V", 6));
  if (const solver::Selector &s = circuit.selector; s.is_present())
    refuse("selector/current", s.current, "uA",
           "S1 a top I0=" + display_quantity(s.current, "uA", 6) + " V0=" + display_quantity(s.voltage, "V", 6));
}

void check_circuit_of(const Case &c, const meshes::CellGeometry &cell)
{
  if (c.circuit.netlist.empty())
    return;
  const Netlist netlist = solver::parse_netlist(c.circuit.netlist);
  if (c.task == Task::steady || c.task == Task::curve)
    throw InputError("circuit/netlist", "task = steady and task = curve know no netlist",
                     "task = program or task = verify", "Ask for a long pulse");
  std::vector<int> terminals;
  for (const meshes::Contact &contact : cell.contacts)
    if (const int node = netlist.node(contact.node); node >= 0)
      terminals.push_back(node);
  if (terminals.size() < 2)
    return; // check_terminal_nodes() has told
  solver::check_netlist(netlist, terminals);
  if (has_current_pulses(c) && !solver::Network(c.circuit, cell.node_names()).takes_current())
    throw InputError("program/pulses = \"" + c.program.pulses + "\"",
                     "a source of current needs an element between node source and every terminal");
}

std::vector<observe::Column> circuit_columns(const solver::Circuit &circuit, const meshes::CellGeometry &cell)
{
  std::vector<observe::Column> columns;
  if (circuit.netlist.empty())
    return columns;
  const Netlist netlist = solver::parse_netlist(circuit.netlist);
  for (std::size_t k = 1; k < netlist.nodes.size(); ++k)
    columns.push_back({"node_" + netlist.nodes[k], "V", "voltage of the node against the ground"});
  for (const solver::Element &e : netlist.elements)
    if (e.kind == ElementKind::inductor)
      columns.push_back({"inductor_" + e.name, "uA", "current from its first node to its second"});
  const std::vector<std::string> ports = cell.node_names();
  for (std::size_t k = 2; k < ports.size(); ++k)
    columns.push_back({"into_cell_at_" + ports[k], "uA", "current into the terminals at the node"});
  return columns;
}

std::vector<double> circuit_values(const solver::Circuit &circuit, const meshes::CellGeometry &cell,
                                   const solver::CircuitState &state, const solver::Balance &balance)
{
  std::vector<double> values;
  if (circuit.netlist.empty())
    return values;
  const solver::Network      network(circuit, cell.node_names());
  const solver::CircuitState at = network.filled(state, 0);
  for (std::size_t k = 1; k < at.voltage.size(); ++k)
    values.push_back(at.voltage[k] / units::V);
  for (const double current : at.current)
    values.push_back(current / units::uA);
  for (std::size_t k = 2; k < cell.node_names().size(); ++k) // none in a step of a cell at rest
    values.push_back(balance.further.empty() ? 0 : balance.further[k - 2] / units::uA);
  return values;
}
} // namespace quench::cases
