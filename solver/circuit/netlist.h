#pragma once

#include <solver/circuit/circuit.h>

#include <string>
#include <vector>

namespace quench::solver
{
enum class ElementKind
{
  resistor,
  capacitor,
  inductor,
  voltage_source, ///< constant: V_from - V_to = value
  current_source, ///< constant, from `from` through the element to `to`
  transistor,     ///< `from` the drain, `to` the source; the gate at a constant voltage against ground (eq. E3)
  selector,       ///< eq. E4
  series          ///< what the keys of the section circuit put between source and cell (eq. E5)
};

/// An element between two nodes; its current flows from `from` through it to `to`.
struct Element
{
  ElementKind kind;
  std::string name;
  int         from, to;       ///< indices of Netlist::nodes
  double      value      = 0; ///< [V ns/e], [e/V], [V ns^2/e], [V], [e/ns]; 0 where it has parameters instead
  Transistor  transistor = {};
  Selector    selector   = {};
};

/// Elements between named nodes (eq. E10). Node 0 is the ground, node 1 the one that the source of the program holds.
struct Netlist
{
  static constexpr int ground = 0, source = 1;

  std::vector<std::string> nodes = {"ground", "source"};
  std::vector<Element>     elements;

  /// Index of a node; -1 where there is none of that name.
  int node(const std::string &name) const;
  /// The same, made where there was none. "0" is the ground.
  int add_node(const std::string &name);
};

/// Reads a list of elements, separated by ';', in the words of SPICE (docs/circuit.md): NAME NODE NODE VALUE, the first
/// letter of the name being the kind. Throws InputError "item 2 of the netlist, character 14: ..." for what it does not
/// understand, a value out of its range, an element between one node, and two elements of one name.
Netlist parse_netlist(const std::string &text);

/// What only the whole circuit tells: every node has two ends at least, counting terminals; nothing but voltage sources
/// in a circle; current sources have a way back; something joins the terminals to the ground.
/// @param terminals   nodes at which the terminals of the cell are
/// Throws InputError "node a", "element V1" and so on.
void check_netlist(const Netlist &netlist, const std::vector<int> &terminals);
} // namespace quench::solver
