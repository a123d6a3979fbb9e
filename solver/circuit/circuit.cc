#include <solver/circuit/circuit.h>

#include <physics/base/jet.h>

#include <cmath>
#include <limits>

namespace quench::solver
{
namespace
{
using Number = Jet<1>;

/// Channel current at gate overdrive u and drain voltage v >= 0 above the source terminal (eq. E3):
///   I = k (u v - v^2/2) / (1 + v/V_c) up to v_sat = 2 u / (1 + sqrt(1 + 2 u/V_c)), constant above; 0 for u <= 0.
Number channel(const Transistor &p, const Number &u, const Number &v)
{
  if (u.v <= 0)
    return 0;
  const Number v_sat = 2 * u / (1 + sqrt(1 + 2 * u / p.critical_voltage));
  const Number w     = v < v_sat ? v : v_sat;
  return p.transconductance * (u * w - w * w / 2) / (1 + w / p.critical_voltage);
}

/// Current through the transistor at its voltage v, of either sign: below 0 drain and source change places, and the
/// gate stands higher above the source by |v| (eq. E3).
Number transistor_current(const Transistor &p, const Number &v)
{
  const Number overdrive = p.gate_voltage - p.threshold_voltage;
  return v.v >= 0 ? channel(p, overdrive, v) : -channel(p, overdrive - v, -v);
}

/// Current of the series resistance at its voltage v, limited (eq. E2): I = I_R / (1 + |I_R / I_c|^8)^(1/8), I_R = v /
/// R.
Number limited_current(const Circuit &circuit, const Number &v)
{
  const Number ohmic = v / circuit.series_resistance;
  if (circuit.compliance == 0)
    return ohmic;
  const Number y = ohmic / circuit.compliance, y2 = y * y, y4 = y2 * y2;
  return ohmic / sqrt(sqrt(sqrt(1 + y4 * y4)));
}

/// asinh(x) without cancellation for either sign.
Number arsinh(const Number &x) { return chain(x, std::asinh(x.v), 1 / std::hypot(1.0, x.v)); }

/// Voltages and current of the chain at the voltage x of the element that limits the current: the transistor, or the
/// series resistance.
struct Chain
{
  Number current, voltage; ///< through all, and of all together
};

Chain chain_at(const Circuit &circuit, double at)
{
  const Number x    = Number::variable(at, 0);
  const bool   gate = circuit.transistor.is_present();
  Chain        c{gate ? transistor_current(circuit.transistor, x) : limited_current(circuit, x), x};
  if (gate)
    c.voltage += circuit.series_resistance * c.current;
  if (circuit.selector.is_present())
    c.voltage += circuit.selector.voltage * arsinh(c.current / circuit.selector.current);
  return c;
}

/// Newton's method for chain_at(x).voltage = V on [0, V] (eq. E5); bisection where it leaves the bracket. The voltage
/// rises at least as fast as x, so there is one root.
Chain solve_chain(const Circuit &circuit, double V)
{
  constexpr int    most = 200; // choice: bisection alone needs about 60
  constexpr double eps  = std::numeric_limits<double>::epsilon();
  double           low = std::min(V, 0.0), high = std::max(V, 0.0), x = 0;
  Chain            at = chain_at(circuit, x);
  for (int i = 0; i < most && std::abs(at.voltage.v - V) > 2 * eps * std::abs(V); ++i)
  {
    const double residual       = at.voltage.v - V;
    (residual < 0 ? low : high) = x;
    const double newton         = x - residual / at.voltage.d[0];
    const double next           = newton > low && newton < high ? newton : low + (high - low) / 2;
    if (next == x)
      break;
    x  = next;
    at = chain_at(circuit, x);
  }
  return at;
}
} // namespace

SourceCurrent Circuit::current(const SourceValue &source, double cell_voltage) const
{
  if (source.kind == SourceKind::current)
    return {source.value, 0};
  if (source.kind == SourceKind::load_line)
    return {source.value - source.slope * cell_voltage, -source.slope};
  const double voltage = source.value - cell_voltage;
  if (!is_nonlinear())
    return {voltage / series_resistance, -1 / series_resistance};
  const Chain at = solve_chain(*this, voltage);
  return {at.current.v, -at.current.d[0] / at.voltage.d[0]};
}

double Circuit::source_voltage(const SourceValue &source, double cell_voltage) const
{
  return source.kind == SourceKind::voltage ? source.value : cell_voltage + series_resistance * source.value;
}
} // namespace quench::solver
