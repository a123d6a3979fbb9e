// Rules about the whole of a netlist.
#include <solver/circuit/netlist.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace quench::solver
{
namespace
{
/// Sets of nodes that elements join.
class Joined
{
public:
  explicit Joined(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0); }

  int root(int node) const
  {
    while (parent_[static_cast<std::size_t>(node)] != node)
      node = parent_[static_cast<std::size_t>(node)];
    return node;
  }
  /// False where they were joined already.
  bool join(int a, int b)
  {
    const int from = root(a), to = root(b);
    parent_[static_cast<std::size_t>(from)] = to;
    return from != to;
  }

private:
  std::vector<int> parent_;
};

void refuse_loose_ends(const Netlist &netlist, const std::vector<int> &terminals)
{
  std::vector<std::vector<std::string>> ends(netlist.nodes.size());
  for (const Element &e : netlist.elements)
    for (const int node : {e.from, e.to})
      ends[static_cast<std::size_t>(node)].push_back(e.name);
  for (const int node : terminals)
    ends[static_cast<std::size_t>(node)].push_back("a terminal");
  ends[Netlist::source].push_back("the source");
  for (std::size_t k = Netlist::source; k < ends.size(); ++k)
    if (ends[k].size() < 2)
      throw InputError("node " + netlist.nodes[k], "dangles: only " + ends[k][0] + " is there",
                       "two elements or terminals at least",
                       k == Netlist::source ? "Let an element begin at node source"
                                            : "Put a terminal there (terminals/NAME/node), or leave the element out");
}

void refuse_circles(const Netlist &netlist)
{
  Joined held(netlist.nodes.size());
  held.join(Netlist::source, Netlist::ground);
  for (const Element &e : netlist.elements)
    if (e.kind == ElementKind::voltage_source && !held.join(e.from, e.to))
      throw InputError("element " + e.name,
                       "closes a circle of voltage sources between " + netlist.nodes[static_cast<std::size_t>(e.from)] +
                           " and " + netlist.nodes[static_cast<std::size_t>(e.to)] + " (the program holds node source)",
                       "one voltage between two nodes", "Put a resistance in series");
}

void refuse_what_nothing_holds(const Netlist &netlist, const std::vector<int> &terminals)
{
  Joined joined(netlist.nodes.size());
  for (const Element &e : netlist.elements)
    if (e.kind != ElementKind::current_source)
      joined.join(e.from, e.to);
  for (const int node : terminals) // the cell conducts
    joined.join(node, terminals[0]);
  joined.join(Netlist::source, Netlist::ground);
  for (std::size_t k = 0; k < netlist.nodes.size(); ++k)
    if (joined.root(static_cast<int>(k)) != joined.root(Netlist::ground))
      throw InputError("node " + netlist.nodes[k], "nothing but current sources joins it to the ground",
                       "a voltage against the ground",
                       "Join it to node ground, itself or through other elements and the cell");
}
} // namespace

void check_netlist(const Netlist &netlist, const std::vector<int> &terminals)
{
  refuse_loose_ends(netlist, terminals);
  refuse_circles(netlist);
  refuse_what_nothing_holds(netlist, terminals);
}
} // namespace quench::solver
