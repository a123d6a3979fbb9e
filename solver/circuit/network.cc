#include <solver/circuit/network.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

namespace quench::solver
{
namespace
{
constexpr double epsilon = std::numeric_limits<double>::epsilon();
/// Of a node that nothing but closed transistors joins, in the matrix of Newton's method only (choice: SPICE's GMIN).
constexpr double leak = 1e-12 * units::S;

/// What the keys of the section circuit say, between the nodes ground, source and driven.
Netlist netlist_of(const Circuit &circuit)
{
  Netlist   list;
  const int driven = list.add_node("driven");
  if (!circuit.floats())
    list.elements.push_back({ElementKind::voltage_source, "source", driven, Netlist::source});
  else
    list.elements.push_back({ElementKind::series, "series", Netlist::source, driven});
  if (circuit.parasitic_capacitance > 0)
    list.elements.push_back(
        {ElementKind::capacitor, "parasitic capacitance", driven, Netlist::ground, circuit.parasitic_capacitance});
  return list;
}

std::vector<int> find_ports(Netlist &list, bool given, const std::vector<std::string> &names)
{
  std::vector<int> ports;
  for (const std::string &name : names)
  {
    if (given && list.node(name) < 0)
      throw InputError("node " + name, "the netlist has no such node", "one of " + join(list.nodes, ", "));
    ports.push_back(list.add_node(name));
  }
  return ports;
}
} // namespace

/// Current through an element and its derivatives by the voltages of its ends.
struct Network::Flow
{
  double current, by_from, by_to;
};

Network::Flow Network::through(double conductance, double voltage)
{
  return {conductance * voltage, conductance, -conductance};
}

/// Net currents out of each group into elements, and sources' into groups taken off.
struct Network::Sums
{
  Eigen::VectorXd out;   ///< [e/ns]
  Eigen::VectorXd scale; ///< sum of |terms| that make it, rounded voltages counted
  Eigen::MatrixXd slope;
  double          power = 0;
};

Network::Network(const Circuit &circuit_, const std::vector<std::string> &port_names)
  : circuit(circuit_), list(circuit.netlist.empty() ? netlist_of(circuit) : parse_netlist(circuit.netlist)),
    ports(find_ports(list, !circuit.netlist.empty(), port_names)), held(groups(true)), free(groups(false))
{}

Network::Groups Network::groups(bool source_is_held) const
{
  Groups     g;
  const auto n = list.nodes.size();
  g.group.assign(n, -1);
  g.offset.assign(n, 0.0);
  g.on_source.assign(n, false);
  const auto spread = [&](int start, int group) {
    std::vector<int> queue{start};
    g.group[index(start)] = group;
    const auto reach      = [&](int from, int to, double rise, bool on_source) {
      if (g.group[index(to)] >= 0)
        return;
      g.group[index(to)]     = group;
      g.offset[index(to)]    = g.offset[index(from)] + rise;
      g.on_source[index(to)] = on_source || g.on_source[index(from)];
      queue.push_back(to);
    };
    for (std::size_t i = 0; i < queue.size(); ++i)
    {
      const int node = queue[i];
      if (source_is_held && node == Netlist::ground)
        reach(node, Netlist::source, 0, true);
      for (const Element &e : list.elements)
        if (e.kind == ElementKind::voltage_source && (e.from == node || e.to == node))
          e.to == node ? reach(node, e.from, e.value, false) : reach(node, e.to, -e.value, false);
    }
  };
  spread(Netlist::ground, 0);
  for (const int port : ports)
    if (g.group[index(port)] < 0)
      spread(port, g.n++);
  g.n_ported = g.n;
  for (int node = 0; node < static_cast<int>(n); ++node)
    if (g.group[index(node)] < 0)
      spread(node, g.n++);
  return g;
}

bool Network::is_joined(std::size_t port) const
{
  const int node = ports[port];
  return held.group[index(node)] == 0 || std::any_of(list.elements.begin(), list.elements.end(),
                                                     [&](const Element &e) { return e.from == node || e.to == node; });
}

bool Network::takes_current() const { return free.group[Netlist::source] >= free.n_ported; }

bool Network::has_own_sources() const
{
  return std::any_of(list.elements.begin(), list.elements.end(), [](const Element &e) {
    return (e.kind == ElementKind::voltage_source || e.kind == ElementKind::current_source) && e.value != 0;
  });
}

CircuitState Network::rest() const
{
  CircuitState state;
  state.voltage.assign(list.nodes.size(), 0.0);
  state.current.assign(
      static_cast<std::size_t>(std::count_if(list.elements.begin(), list.elements.end(),
                                             [](const Element &e) { return e.kind == ElementKind::inductor; })),
      0.0);
  return state;
}

CircuitState Network::filled(const CircuitState &state, double voltage) const
{
  if (!state.voltage.empty())
    return state;
  CircuitState full = rest();
  set_cell_voltage(full, voltage);
  return full;
}

void Network::set_cell_voltage(CircuitState &state, double voltage) const
{
  const int group = group_of_port(1);
  if (group == 0 || group == group_of_port(0))
    return;
  const double rise = voltage - cell_voltage(state);
  for (std::size_t i = 0; i < state.voltage.size(); ++i)
    if (held.group[i] == group)
      state.voltage[i] += rise;
}

void Network::hold(const SourceValue &source, CircuitState &state) const
{
  const Groups       &g = groups(source);
  std::vector<double> base(index(g.n), 0.0); // the first of its group that comes along
  std::vector<bool>   known(index(g.n), false);
  known[0] = true;
  for (std::size_t i = 0; i < state.voltage.size(); ++i)
  {
    const std::size_t k = index(g.group[i]);
    if (!known[k])
      base[k] = state.voltage[i] - g.offset[i];
    known[k]         = true;
    state.voltage[i] = base[k] + g.offset[i] + (g.on_source[i] ? source.value : 0.0);
  }
}

void Network::raise(const std::vector<double> &by, CircuitState &state) const
{
  for (std::size_t i = 0; i < state.voltage.size(); ++i)
    if (held.group[i] > 0 && held.group[i] < held.n_ported)
      state.voltage[i] += by[index(held.group[i])];
}

double Network::largest_voltage(const CircuitState &state) const
{
  double largest = 0;
  for (std::size_t i = 0; i < state.voltage.size(); ++i)
    if (held.group[i] > 0)
      largest = std::max(largest, std::abs(state.voltage[i]));
  return largest;
}

double Network::largest_current(const CircuitState &state) const
{
  double largest = 0;
  for (const double current : state.current)
    largest = std::max(largest, std::abs(current));
  return largest;
}

/// Through an element; `charged` is the current of an inductor at the start.
Network::Flow Network::flow(const Element &e, const CircuitStage &stage, const CircuitState &state,
                            double charged) const
{
  const double from = state.voltage[index(e.from)], to = state.voltage[index(e.to)];
  switch (e.kind)
  {
  case ElementKind::resistor:
    return through(1 / e.value, from - to);
  case ElementKind::capacitor: // C dV/dt
    return through(e.value * stage.rate,
                   from - to - (stage.start.voltage[index(e.from)] - stage.start.voltage[index(e.to)]));
  case ElementKind::inductor: // dI/dt = V / L
  {
    Flow f = through(1 / (e.value * stage.rate), from - to);
    f.current += charged;
    return f;
  }
  case ElementKind::current_source:
    return {e.value, 0, 0};
  case ElementKind::transistor:
  {
    const TransistorCurrent at = e.transistor.current(from, to);
    return {at.value, at.by_drain, at.by_source};
  }
  case ElementKind::selector:
  {
    const SourceCurrent at = e.selector.at(from - to);
    return {at.value, at.slope, -at.slope};
  }
  case ElementKind::series:
  {
    const SourceCurrent at = circuit.current(from, to);
    return {at.value, -at.slope, at.slope};
  }
  default:
    return {0, 0, 0}; // that of a voltage source follows from the others
  }
}

Network::Sums Network::sum(const CircuitStage &stage, const CircuitState &state) const
{
  const Groups &g = groups(stage.source);
  Sums          s{Eigen::VectorXd::Zero(g.n), Eigen::VectorXd::Zero(g.n), Eigen::MatrixXd::Zero(g.n, g.n)};
  std::size_t   inductor = 0;
  for (const Element &e : list.elements)
  {
    const double charged = e.kind == ElementKind::inductor ? stage.start.current[inductor++] : 0;
    const Flow   f       = flow(e, stage, state, charged);
    const double from = state.voltage[index(e.from)], to = state.voltage[index(e.to)];
    const int    a = g.group[index(e.from)], b = g.group[index(e.to)];
    if (e.kind != ElementKind::current_source)
      s.power += f.current * (from - to);
    for (const auto &[group, sign] : {std::pair{a, 1.0}, std::pair{b, -1.0}})
    {
      s.out[group] += sign * f.current;
      s.slope(group, a) += sign * f.by_from;
      s.slope(group, b) += sign * f.by_to;
      s.scale[group] += std::abs(f.current) + std::abs(f.by_from * from) + std::abs(f.by_to * to);
    }
  }
  if (stage.source.kind == SourceKind::current)
    s.out[g.group[Netlist::source]] -= stage.source.value;
  if (stage.source.kind == SourceKind::load_line) // past all that stands in series
  {
    const int driven = group_of_port(1);
    s.out[driven] -= stage.source.value - stage.source.slope * cell_voltage(state);
    s.slope(driven, driven) += stage.source.slope;
  }
  return s;
}

/// One step of Newton's method for the inner nodes, shortened where it overshoots: without transistors the currents are
/// the gradient of a convex function of the voltages, so its slope along the step tells. False where rounding allows no
/// further one.
bool Network::step_inner(const CircuitStage &stage, CircuitState &state, Sums &sums) const
{
  constexpr int tries = 60;
  const Groups &g     = groups(stage.source);
  const int     first = g.n_ported, n = g.n - first;
  const auto    out = [&] { return sums.out.tail(n); };
  if ((out().array().abs() <= 4 * epsilon * sums.scale.tail(n).array()).all())
    return false;
  Eigen::MatrixXd slope = sums.slope.bottomRightCorner(n, n);
  slope.diagonal().array() += leak;
  const Eigen::VectorXd step   = slope.partialPivLu().solve(-out());
  const double          start  = std::abs(out().dot(step));
  const CircuitState    before = state;
  double                part = 1, moved = 0, largest = 0;
  for (int k = 0; k < tries; ++k)
  {
    moved = 0;
    for (std::size_t i = 0; i < state.voltage.size(); ++i)
      if (g.group[i] >= first)
      {
        state.voltage[i] = before.voltage[i] + part * step[g.group[i] - first];
        moved            = std::max(moved, std::abs(state.voltage[i] - before.voltage[i]));
        largest          = std::max(largest, std::abs(state.voltage[i]));
      }
    sums             = sum(stage, state);
    const double end = out().dot(step);
    if (!(end > 0.5 * start))
      break;
    part *= std::max(0.1, start / (start + end));
  }
  return moved > 4 * epsilon * largest;
}

CircuitDraw Network::solve(const CircuitStage &stage, CircuitState &state) const
{
  constexpr int most  = 200; // choice: a selector alone needs some twenty
  const Groups &g     = groups(stage.source);
  const int     first = g.n_ported, n = g.n - first;
  if (stage.source.kind == SourceKind::current && !takes_current())
    throw InputError("source of the program", "a pulse of current at a node that a terminal shares",
                     "an element between node source and every terminal");
  Sums sums    = sum(stage, state);
  bool goes_on = n > 0;
  for (int k = 0; goes_on && k < most; ++k)
    goes_on = step_inner(stage, state, sums);
  std::size_t inductor = 0;
  for (const Element &e : list.elements)
    if (e.kind == ElementKind::inductor)
    {
      const double voltage    = state.voltage[index(e.from)] - state.voltage[index(e.to)];
      state.current[inductor] = stage.start.current[inductor] + voltage / (e.value * stage.rate);
      ++inductor;
    }
  Eigen::MatrixXd slope = sums.slope.topLeftCorner(first, first);
  if (n > 0)
  {
    Eigen::MatrixXd inner = sums.slope.bottomRightCorner(n, n);
    inner.diagonal().array() += leak;
    slope -= sums.slope.topRightCorner(first, n) * inner.partialPivLu().solve(sums.slope.bottomLeftCorner(n, first));
  }
  CircuitDraw draw;
  draw.power = sums.power;
  for (int k = 0; k < first; ++k)
    draw.current.push_back(goes_on ? std::numeric_limits<double>::quiet_NaN() : sums.out[k]);
  for (int k = 0; k < first; ++k)
    for (int l = 0; l < first; ++l)
      draw.slope.push_back(slope(k, l));
  return draw;
}
} // namespace quench::solver
