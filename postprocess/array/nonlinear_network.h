#pragma once

#include <postprocess/array/cell_law.h>
#include <postprocess/array/line_network.h>

namespace quench::array
{
/// Voltages at the terminals of all lines.
struct Drive
{
  Eigen::VectorXd word, bit; ///< [line]
};

/// A crossbar whose cells are no resistors.
struct NonlinearSolution
{
  Eigen::VectorXd bit_current;  ///< out of the terminals of the bit lines
  DeviceMatrix    cell_voltage; ///< [word][bit]
  DeviceMatrix    cell_current; ///< [word][bit]
  int             n_newton = 0;
};

/// Exact solution of the nodal equations with cells i = law(G, v) (eq. W8): Newton's method on the cells, the wires by
/// LineNetwork, a line search on the slope of the co-content, which is convex for currents that rise with the voltage.
/// The currents of all cells of a line agree with its wires to `wires.tolerance` of the largest current of a line.
/// conductance: [word][bit]. Throws InputError for laws that are not monotone, ConvergenceError.
NonlinearSolution solve_nonlinear(const DeviceMatrix &conductance, const CellLaw &law, const WireParameters &wires,
                                  const Terminals &terminals, const Drive &drive);
} // namespace quench::array
