#pragma once

#include <solver/transport/electro_thermal.h>

#include <functional>
#include <vector>

/// The steady current-voltage curve of a cell through its turning points.
namespace quench::solver
{
/// A point of the curve.
struct CurvePoint
{
  double voltage = 0, current = 0; ///< at the cell [V], [e/ns]
  double temperature = 0;          ///< highest [K]
  int    newton      = 0;          ///< iterations it took
};

struct CurveParameters
{
  double first   = 0.02 * units::V;
  double voltage = 3 * units::V;
  double current = 200 * units::uA;
  double step    = 0.2;
  double scale   = 0.1 * units::V;
  int    points  = 500;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = CurveParameters;
    entry("first voltage", &P::first, "V", Range{1e-4, 1}, "of the first point", "choice");
    entry("largest voltage", &P::voltage, "V", Range{1e-3, 100}, "the curve ends above it", "choice");
    entry("largest current", &P::current, "uA", positive, "the curve ends above it", "choice");
    entry("step", &P::step, "1", Range{1e-3, 2}, "longest step along the curve of ln(current) against voltage / scale",
          "choice");
    entry("voltage scale", &P::scale, "V", Range{1e-3, 10}, "voltage that counts as much as a factor e of current",
          "choice");
    entry("most points", &P::points, Range{3, 1e5}, "the curve ends after them", "choice");
  }
};

/// Load line through the point that the secant of two points predicts, across the curve (eq. E8); `step` is the
/// distance from b to it in the plane of V / scale and ln I. Both currents must be positive.
SourceValue line_across(const CurvePoint &a, const CurvePoint &b, double step, double scale);

/// Distance of two points in that plane.
double distance(const CurvePoint &a, const CurvePoint &b, double scale);

/// Traces the curve at fixed phases from low voltage on: pseudo-arclength continuation whose constraint is the load
/// line of the circuit's row, so that a turning point is a point like others (eq. E8). `state` enters at ambient
/// temperature and leaves at the last point; `accepted` sees every point. The circuit of `equations` must float. Throws
/// ConvergenceError with the place where even the shortest step fails.
template <int dim>
std::vector<CurvePoint> trace_curve(ElectroThermal<dim> &equations, const Discretization<dim> &space, State &state,
                                    const CurveParameters                                        &parameters,
                                    const std::function<void(const CurvePoint &, const State &)> &accepted);

/// Index of the point at which the voltage turns back: the first maximum that is followed by a fall of at least 1 %;
/// points.size() if there is none.
std::size_t turning_point(const std::vector<CurvePoint> &points);
} // namespace quench::solver
