#include <solver/run/continuation.h>

#include <physics/base/error.h>
#include <solver/run/measures.h>

#include <algorithm>
#include <cmath>

namespace quench::solver
{
namespace
{
constexpr double shortest_part = 1.0 / 1024; ///< of the longest step
constexpr int    few_newton    = 6;          ///< iterations below which the step grows

void extrapolate(Vector &field, const Vector &before, double ratio)
{
  field.sadd(1 + ratio, -ratio, before);
  field.update_ghost_values();
}

/// The steady state on a load line; the point it gives, or newton = 0 where it did not converge.
template <int dim>
CurvePoint solve_on(const SourceValue &line, ElectroThermal<dim> &equations, const Discretization<dim> &space,
                    const State &old, State &next)
{
  const SolveReport report = equations.solve(old, next, line, ElectroThermal<dim>::steady);
  if (!report.converged || !(report.balance.current[1] > 0))
    return {};
  return {next.cell_voltage, report.balance.current[1], hottest(space, next, [](int) { return true; }).temperature,
          std::max(report.newton_iterations, 1)};
}
} // namespace

double distance(const CurvePoint &a, const CurvePoint &b, double scale)
{
  return std::hypot((b.voltage - a.voltage) / scale, std::log(b.current / a.current));
}

SourceValue line_across(const CurvePoint &a, const CurvePoint &b, double step, double scale)
{
  constexpr double steepest = 1e-6; // no line along the axis of the voltage
  const double     length   = distance(a, b, scale);
  const double     t_v      = (b.voltage - a.voltage) / scale / length;
  const double     t_i      = std::log(b.current / a.current) / length;
  const double     V = b.voltage + step * t_v * scale, I = b.current * std::exp(step * t_i);
  const double     slope = I * t_v / (scale * std::copysign(std::max(std::abs(t_i), steepest), t_i));
  return {I + slope * V, SourceKind::load_line, slope};
}

template <int dim>
std::vector<CurvePoint> trace_curve(ElectroThermal<dim> &equations, const Discretization<dim> &space, State &state,
                                    const CurveParameters                                        &p,
                                    const std::function<void(const CurvePoint &, const State &)> &accepted)
{
  std::vector<CurvePoint> points;
  State                   before = state;
  const double            G      = equations.read(state, p.first).balance.current[1] / p.first;
  double                  step   = p.step;
  while (points.size() < static_cast<std::size_t>(p.points))
  {
    const std::size_t n     = points.size();
    const SourceValue line  = n < 2 ? SourceValue(2 * G * (n + 1.0) * p.first, SourceKind::load_line, G)
                                    : line_across(points[n - 2], points[n - 1], step, p.scale);
    State             next  = state;
    const double      ratio = n < 2 ? 0 : step / distance(points[n - 2], points[n - 1], p.scale);
    extrapolate(next.potential, before.potential, ratio);
    extrapolate(next.temperature, before.temperature, ratio);
    next.cell_voltage += ratio * (state.cell_voltage - before.cell_voltage);
    const CurvePoint point = solve_on(line, equations, space, next, next);
    const bool       far   = n >= 2 && point.newton > 0 && distance(points.back(), point, p.scale) > 3 * step;
    if (point.newton == 0 || far)
    {
      if (n < 2 || (step /= 2) < shortest_part * p.step) // the first two points do not depend on the step
        throw ConvergenceError("current-voltage curve behind " + std::to_string(state.cell_voltage) + " V",
                               "charge and heat did not converge at the shortest step");
      continue;
    }
    before = std::exchange(state, std::move(next));
    points.push_back(point);
    accepted(point, state);
    if (point.voltage > p.voltage || point.current > p.current)
      break;
    if (point.newton <= few_newton)
      step = std::min(1.5 * step, p.step);
  }
  return points;
}

std::size_t turning_point(const std::vector<CurvePoint> &points)
{
  std::size_t top = 0;
  for (std::size_t i = 1; i < points.size(); ++i)
    if (points[i].voltage > points[top].voltage)
      top = i;
    else if (points[i].voltage < 0.99 * points[top].voltage)
      return top;
  return points.size();
}

template std::vector<CurvePoint> trace_curve<2>(ElectroThermal<2> &, const Discretization<2> &, State &,
                                                const CurveParameters &,
                                                const std::function<void(const CurvePoint &, const State &)> &);
template std::vector<CurvePoint> trace_curve<3>(ElectroThermal<3> &, const Discretization<3> &, State &,
                                                const CurveParameters &,
                                                const std::function<void(const CurvePoint &, const State &)> &);
} // namespace quench::solver
