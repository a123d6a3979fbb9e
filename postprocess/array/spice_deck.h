#pragma once

#include <string>

#include <postprocess/array/matrix.h>
#include <postprocess/array/wires.h>

namespace quench::array
{
/// A crossbar with its wires as a netlist for SPICE: the operating point for the given voltages of the drivers, whose
/// control block prints one line `i(vsenseJ) = I` per bit line, I in ampere with 15 digits. Word lines are V0, V1, ...,
/// sense amplifiers ammeters at 0 V. conductance: [word][bit]. Segments without resistance are left out.
/// Throws InputError if a number is not finite.
std::string spice_deck(const DeviceMatrix &conductance, const WireParameters &wires,
                       const Eigen::VectorXd &word_voltage);
} // namespace quench::array
