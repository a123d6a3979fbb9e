// Where the fields meet the circuit: docs/equations.md, E9 to E11.
#include <solver/transport/electro_thermal.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
template <int dim>
std::vector<int> ElectroThermal<dim>::node_groups() const
{
  std::vector<int> groups;
  for (const int port : space.contact)
    groups.push_back(port < 0 ? -1 : network.group_of_port(static_cast<std::size_t>(port)));
  return groups;
}

/// Values held at the contacts, and the potential where nothing drives it.
template <int dim>
void ElectroThermal<dim>::hold_contacts(State &next, const SourceValue &source, bool off) const
{
  if (off)
    next.circuit = network.rest();
  else
  {
    next.circuit = network.filled(next.circuit, next.cell_voltage);
    network.set_cell_voltage(next.circuit, next.cell_voltage);
    network.hold(source, next.circuit);
  }
  next.cell_voltage = network.cell_voltage(next.circuit);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (v_field.is_held(i))
      continue;
    else if (space.contact[i] >= 0)
      next.potential.local_element(i) = network.port_voltage(next.circuit, static_cast<std::size_t>(space.contact[i]));
    else if (off)
      next.potential.local_element(i) = 0;
  const double ambient = surroundings.at(next.time);
  for (unsigned int i = 0; i < space.positions.size(); ++i)
    if (space.sink[i] >= 0)
      next.temperature.local_element(i) = ambient;
  v_field.distribute(next.potential);
}

template <int dim>
bool ElectroThermal<dim>::is_off(const State &state, const Drive &drive) const
{
  constexpr double no_voltage = 1e-9 * units::V, no_thermovoltage = 5e-3 * units::V, no_difference = 10 * units::K;
  constexpr double no_current = 1e-6 * units::uA, no_thermocurrent = 1 * units::uA; // left in inductors
  if (drive.end.value != 0 || drive.stage.value != 0 || network.has_own_sources() ||
      std::max(std::abs(state.cell_voltage), network.largest_voltage(state.circuit)) >
          (thermoelectric ? no_thermovoltage : no_voltage) ||
      network.largest_current(state.circuit) > (thermoelectric ? no_thermocurrent : no_current))
    return false;
  double       difference = 0;
  const double ambient    = surroundings.at(state.time);
  for (unsigned int i = 0; thermoelectric && i < space.partitioner->locally_owned_size(); ++i)
    difference = std::max(difference, std::abs(state.temperature.local_element(i) - ambient));
  return dealii::Utilities::MPI::max(difference, space.communicator) < no_difference;
}

/// Net current out of each group of nodes with terminals, into cell and circuit, whose inner nodes are solved for (eq.
/// E11); the rows of the groups in the matrix.
template <int dim>
std::vector<double> ElectroThermal<dim>::join_circuit(const Stage &stage, State &next, bool jacobian, Balance &balance)
{
  CircuitStage at{network.filled(stage.old.circuit, stage.old.cell_voltage), stage.rate(), stage.source};
  const auto   ahead = [&](std::vector<double> &start, const std::vector<double> &inner) {
    for (std::size_t i = 0; i < start.size(); ++i)
      start[i] += stage.weight * (inner[i] - start[i]);
  };
  if (stage.weight != 0)
  {
    ahead(at.start.voltage, stage.inner.circuit.voltage);
    ahead(at.start.current, stage.inner.circuit.current);
  }
  const CircuitDraw   draw = network.solve(at, next.circuit);
  std::vector<double> out  = draw.current;
  balance.source_power     = draw.power;
  for (std::size_t k = 0; k < v_read.rules.size(); ++k)
  {
    const double current = k < 2 ? balance.current[k] : balance.further[k - 2];
    out[static_cast<std::size_t>(network.group_of_port(k))] += current;
    balance.source_power += current * network.port_voltage(next.circuit, k);
    if (k >= 2 && network.is_joined(k))
      balance.through = std::max(balance.through, std::abs(current));
  }
  for (std::size_t k = 1; jacobian && k < out.size(); ++k)
    for (std::size_t l = 1; l < out.size(); ++l)
      vv.set_contacts(k, l, draw.slope[k * out.size() + l]);
  return out;
}

/// What the last linear solve adds to the voltage of each node; those of the circuit take it.
template <int dim>
std::vector<double> ElectroThermal<dim>::raise_nodes(State &next, Mode mode) const
{
  const auto         &unknowns = mode == Mode::charge_only ? v_read : v_driven;
  std::vector<double> rise(unknowns.contact_row.size(), 0.0);
  for (unsigned int i = 0; i < space.partitioner->locally_owned_size(); ++i)
    for (std::size_t k = 1; k < rise.size(); ++k)
      if (unknowns.contact_row[k] == static_cast<PetscInt>(space.partitioner->local_to_global(i)))
        rise[k] = d_v.local_element(i);
  dealii::Utilities::MPI::sum(rise, space.communicator, rise);
  if (mode == Mode::coupled)
  {
    network.raise(rise, next.circuit);
    next.cell_voltage = network.cell_voltage(next.circuit);
  }
  return rise;
}

template std::vector<int>    ElectroThermal<2>::node_groups() const;
template void                ElectroThermal<2>::hold_contacts(State &, const SourceValue &, bool) const;
template bool                ElectroThermal<2>::is_off(const State &, const Drive &) const;
template std::vector<double> ElectroThermal<2>::join_circuit(const Stage &, State &, bool, Balance &);
template std::vector<double> ElectroThermal<2>::raise_nodes(State &, Mode) const;
template std::vector<int>    ElectroThermal<3>::node_groups() const;
template void                ElectroThermal<3>::hold_contacts(State &, const SourceValue &, bool) const;
template bool                ElectroThermal<3>::is_off(const State &, const Drive &) const;
template std::vector<double> ElectroThermal<3>::join_circuit(const Stage &, State &, bool, Balance &);
template std::vector<double> ElectroThermal<3>::raise_nodes(State &, Mode) const;
} // namespace quench::solver
