#pragma once

#include <cases/case.h>
#include <postprocess/observe/series.h>

/// What a case with circuit/netlist asks for, and what its run writes about the circuit.
namespace quench::cases
{
/// Nodes of the terminals: every electrode has one that the netlist knows, and without a netlist there are none. Throws
/// InputError "terminals/NAME/node = ...".
void check_terminal_nodes(const Case &c, const meshes::CellGeometry &cell);

/// Other keys of the section circuit, which the netlist replaces, are as they were. Throws InputError "circuit/KEY =
/// ...", with the element to write instead.
void check_replaced_keys(const solver::Circuit &circuit);

/// The netlist itself, with the terminals and with what drives it. Throws InputError.
void check_circuit_of(const Case &c, const meshes::CellGeometry &cell);

/// Columns of series.csv for a circuit: voltages of its nodes, currents of inductors, and currents into the cell at
/// nodes other than those of its two contacts; none without a netlist.
std::vector<observe::Column> circuit_columns(const solver::Circuit &circuit, const meshes::CellGeometry &cell);

/// Their values, each in the unit of its column.
std::vector<double> circuit_values(const solver::Circuit &circuit, const meshes::CellGeometry &cell,
                                   const solver::CircuitState &state, const solver::Balance &balance);
} // namespace quench::cases
