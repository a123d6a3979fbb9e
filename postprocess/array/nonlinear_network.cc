#include <postprocess/array/nonlinear_network.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
/// Cell voltages, and the cell currents that the wires carry at these voltages.
struct CellState
{
  DeviceMatrix voltage, carried;

  CellState towards(const CellState &other, double t) const
  {
    return {voltage + t * (other.voltage - voltage), carried + t * (other.carried - carried)};
  }
};

struct LawValues
{
  DeviceMatrix current, slope;
};

LawValues evaluate(const CellLaw &law, const DeviceMatrix &conductance, const DeviceMatrix &voltage)
{
  LawValues values{voltage, voltage};
  std::visit(
      [&](const auto &of_cell) {
        for (Eigen::Index k = 0; k < voltage.size(); ++k)
        {
          const CellCurrent current = of_cell(conductance.data()[k], voltage.data()[k]);
          values.current.data()[k]  = current.value;
          values.slope.data()[k]    = current.slope;
        }
      },
      law);
  return values;
}

/// Largest disagreement of the cells of a bit line with its wires, in units of the largest current of a line.
double mismatch(const DeviceMatrix &current, const DeviceMatrix &carried)
{
  const double of_a_line = (current - carried).cwiseAbs().colwise().sum().maxCoeff();
  const double scale     = carried.colwise().sum().cwiseAbs().maxCoeff();
  return of_a_line == 0 ? 0 : of_a_line / scale;
}

/// The state of the network linearised at `at`.
CellState newton_target(const CellState &at, const LawValues &values, const DeviceMatrix &undisturbed,
                        const WireParameters &wires, const Terminals &terminals)
{
  LineNetwork        network(values.slope, wires, terminals);
  const DeviceMatrix source = values.current - values.slope.cwiseProduct(at.voltage - undisturbed);
  const DeviceMatrix change = network.respond(source).cell_voltage;
  return {undisturbed + change, values.slope.cwiseProduct(change) + source};
}

/// Derivative of the co-content at `at` along a change of the cell voltages (eq. W8).
double slope_along(const DeviceMatrix &change, const DeviceMatrix &current, const CellState &at)
{
  return change.cwiseProduct(current - at.carried).sum();
}
} // namespace

NonlinearSolution solve_nonlinear(const DeviceMatrix &conductance, const CellLaw &law, const WireParameters &wires,
                                  const Terminals &terminals, const Drive &drive)
{
  constexpr int      max_newton = 100, max_cuts = 30;
  const DeviceMatrix undisturbed =
      drive.word.replicate(1, conductance.cols()) - drive.bit.transpose().replicate(conductance.rows(), 1);
  require_monotone(law, undisturbed.cwiseAbs().maxCoeff());
  WireParameters inner = wires;
  inner.tolerance      = wires.tolerance / 8; // the rest is Newton's
  CellState state{undisturbed, DeviceMatrix::Zero(conductance.rows(), conductance.cols())};
  LawValues values = evaluate(law, conductance, state.voltage);
  double    error  = 0;
  for (int n = 1; n <= max_newton; ++n)
  {
    const CellState    target = newton_target(state, values, undisturbed, inner, terminals);
    const DeviceMatrix change = target.voltage - state.voltage;
    const double       before = std::abs(slope_along(change, values.current, state));
    double             t      = 1;
    for (int cut = 0;; ++cut, t /= 2)
    {
      const CellState trial        = state.towards(target, t);
      LawValues       trial_values = evaluate(law, conductance, trial.voltage);
      const double    slope        = slope_along(change, trial_values.current, trial);
      if (slope <= before / 2 || cut == max_cuts)
      {
        state  = trial;
        values = std::move(trial_values);
        break;
      }
    }
    error = mismatch(values.current, state.carried);
    if (error <= wires.tolerance / 2)
      return {state.carried.colwise().sum().transpose(), state.voltage, values.current, n};
  }
  throw ConvergenceError("array of nonlinear cells",
                         "currents of cells and wires differ by " + std::to_string(error) + " of the largest after " +
                             std::to_string(max_newton) + " Newton steps",
                         "`wires/tolerance`, " + std::to_string(wires.tolerance));
}
} // namespace quench::array
