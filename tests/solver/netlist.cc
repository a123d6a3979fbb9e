// The list of elements: what is read, what is refused, and circuits of inner nodes against hand calculation.
#include <solver/circuit/network.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::solver;
using namespace quench::units;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(netlist)

BOOST_AUTO_TEST_CASE(elements_are_read_with_their_units)
{
  const Netlist list = parse_netlist("Rs source a 2 kohm; L1 a top 1 nH; C1 top 0 20 fF; V1 b ground -0.3 V; I1 b a 10 "
                                     "uA; M1 bottom ground gate=1.2 V k = 200 uA/V2 VC=2 V; s1 a b I0=1 nA V0=50 mV;");
  BOOST_TEST(list.nodes == (std::vector<std::string>{"ground", "source", "a", "top", "b", "bottom"}),
             tt::per_element());
  BOOST_TEST(list.elements.size() == 7u);
  const double values[] = {2e3 * ohm, 1e-9 * H, 20e-15 * F, -0.3 * V, 10 * uA};
  for (std::size_t k = 0; k < 5; ++k)
    BOOST_TEST(list.elements[k].value == values[k], tt::tolerance(1e-14));
  const Transistor &m = list.elements[5].transistor;
  BOOST_TEST(m.gate_voltage == 1.2 * V);
  BOOST_TEST(m.transconductance == 200 * uA / (V * V), tt::tolerance(1e-14));
  BOOST_TEST(m.critical_voltage == 2 * V);
  BOOST_TEST(m.threshold_voltage == Transistor().threshold_voltage);
  BOOST_TEST(list.elements[6].selector.current == 1e-3 * uA, tt::tolerance(1e-14));
  BOOST_TEST(list.elements[6].selector.voltage == 0.05 * V, tt::tolerance(1e-14));
}

std::string refused(const std::string &text, const std::vector<std::string> &terminals = {})
{
  try
  {
    const Netlist    list = parse_netlist(text);
    std::vector<int> nodes;
    for (const std::string &name : terminals)
      nodes.push_back(list.node(name));
    check_netlist(list, nodes);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "";
}

void is_refused(const std::string &text, const std::vector<std::string> &terminals,
                const std::vector<std::string> &told)
{
  const std::string message = refused(text, terminals);
  for (const std::string &part : told)
    BOOST_TEST(message.find(part) != std::string::npos, text << ": \"" << message << "\" lacks \"" << part << "\"");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_refused_with_its_place)
{
  is_refused("R1 source a 2 kohm; C1 a", {}, {"item 2 of the netlist, character 25", "name of a node"});
  is_refused("X1 a b 2 kohm", {}, {"item 1", "\"X1\" is no kind of element", "R, C, L, V or I"});
  is_refused("R1 a b -2 kohm", {}, {"\"-2 kohm\" is out of range", "above 0 ohm"});
  is_refused("R1 a b 2", {}, {"item 1", "\"2\""});
  is_refused("R1 a b 2 nH", {}, {"a resistance"});
  is_refused("R1 a a 2 ohm", {}, {"both ends at one node"});
  is_refused("R1 a b 2 ohm; R1 b c 2 ohm", {}, {"item 2", "\"R1\" is there twice"});
  is_refused("S1 a b I0=1 nA", {}, {"lacks V0="});
  is_refused("S1 a b I0=1 nA V0=50 mV V=1 V", {}, {"\"V\" is no key"});
  is_refused("M1 a b gate=0.2 V k=1 uA/V2", {}, {"blocks", "gate above VT"});
}

BOOST_AUTO_TEST_CASE(circuits_without_a_solution_are_refused)
{
  is_refused("R1 source top 2 kohm; R2 top b 1 ohm", {"ground", "top"}, {"node b", "dangles: only R2", "terminals/"});
  is_refused("R1 a top 2 kohm; V1 a ground 1 V", {"ground", "top"}, {"node source", "dangles"});
  is_refused("R1 source top 2 kohm; V1 top ground 1 V; V2 ground top 1 V", {"ground", "top"},
             {"element V2", "circle of voltage sources"});
  is_refused("R1 source top 2 kohm; V1 source 0 1 V", {"ground", "top"},
             {"element V1", "the program holds node source"});
  is_refused("R1 source top 2 kohm; I1 top a 1 uA; I2 a ground 1 uA", {"ground", "top"},
             {"node a", "nothing but current"});
  is_refused("R1 source 0 2 kohm; R2 top bottom 1 ohm", {"bottom", "top"}, {"node top", "joins it to the ground"});
  BOOST_TEST(refused("R1 source top 2 kohm; L1 top bottom 1 nH; R2 bottom ground 1 kohm", {"bottom", "top"}) == "");
}

/// A bridge of inner nodes between a source and a port, with a selector across: its voltage from one equation by hand.
BOOST_AUTO_TEST_CASE(inner_nodes_are_solved_for)
{
  Circuit circuit;
  circuit.netlist = "R1 source a 1 kohm; R2 a ground 2 kohm; R3 source b 3 kohm; R4 b ground 1 kohm; S1 a b I0=1 nA "
                    "V0=50 mV; R5 b top 1 kohm";
  const Network network(circuit, {"ground", "top"});
  CircuitState  state = network.rest();
  network.hold(1.5 * V, state);
  const CircuitDraw draw = network.solve({network.rest(), 0, 1.5 * V}, state);
  const int         a = network.netlist().node("a"), b = network.netlist().node("b");
  const double      V_a = state.voltage[a], V_b = state.voltage[b];
  const double      S = 1e-3 * uA * std::sinh((V_a - V_b) / 0.05), k = 1e3 * ohm;
  BOOST_TEST((1.5 - V_a) / k == V_a / (2 * k) + S, tt::tolerance(1e-12));
  BOOST_TEST((1.5 - V_b) / (3 * k) + S == 2 * V_b / k, tt::tolerance(1e-12));
  BOOST_TEST(draw.current[1] == -V_b / k, tt::tolerance(1e-12));
  // against the difference of two solutions; the tolerance is that of the difference
  const double h  = 1e-5;
  CircuitState up = state, down = state;
  network.raise({0, h}, up);
  network.raise({0, -h}, down);
  const CircuitStage at{network.rest(), 0, 1.5 * V};
  BOOST_TEST(draw.slope[3] == (network.solve(at, up).current[1] - network.solve(at, down).current[1]) / (2 * h),
             tt::tolerance(1e-6));
}

/// Two closed transistors leave a node between them without any current.
BOOST_AUTO_TEST_CASE(a_node_between_closed_transistors_is_no_mistake)
{
  Circuit circuit;
  circuit.netlist = "M1 source a gate=1 V k=100 uA/V2; M2 a top gate=1 V k=100 uA/V2";
  const Network network(circuit, {"ground", "top"});
  CircuitState  state = network.filled({}, 0.6 * V); // gate below VT above all nodes
  network.hold(2 * V, state);
  state.voltage[network.netlist().node("a")] = 0.8 * V;
  const CircuitDraw draw                     = network.solve({network.rest(), 0, 2 * V}, state);
  BOOST_TEST(std::abs(draw.current[1]) < 1e-9 * uA);
}

BOOST_AUTO_TEST_SUITE_END()
