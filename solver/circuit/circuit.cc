#include <solver/circuit/circuit.h>

#include <physics/base/jet.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace quench::solver
{
namespace
{
using Number = Jet<1>;

/// Channel current at gate overdrive u and drain voltage v >= 0 above the source terminal (eq. E3):
///   I = k (u v - v^2/2) / (1 + v/V_c) up to v_sat = 2 u / (1 + sqrt(1 + 2 u/V_c)), constant above; 0 for u <= 0.
template <int N>
Jet<N> channel(const Transistor &p, const Jet<N> &u, const Jet<N> &v)
{
  if (u.v <= 0)
    return 0;
  const Jet<N> v_sat = 2 * u / (1 + sqrt(1 + 2 * u / p.critical_voltage));
  const Jet<N> w     = v < v_sat ? v : v_sat;
  return p.transconductance * (u * w - w * w / 2) / (1 + w / p.critical_voltage);
}

/// Current from drain to source at their voltages against ground: where the source is the higher one they change
/// places, and the gate counts from the lower one (eq. E3).
template <int N>
Jet<N> channel_between(const Transistor &p, const Jet<N> &drain, const Jet<N> &source)
{
  const double overdrive = p.gate_voltage - p.threshold_voltage;
  return drain.v >= source.v ? channel<N>(p, overdrive - source, drain - source)
                             : -channel<N>(p, overdrive - drain, source - drain);
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
  Chain        c{gate ? channel_between<1>(circuit.transistor, x, 0) : limited_current(circuit, x), x};
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

TransistorCurrent Transistor::current(double drain, double source) const
{
  const Jet<2> I = channel_between<2>(*this, Jet<2>::variable(drain, 0), Jet<2>::variable(source, 1));
  return {I.v, I.d[0], I.d[1]};
}

SourceCurrent Selector::at(double v) const
{
  constexpr double most = 300;
  const double     x = v / voltage, within = std::clamp(x, -most, most);
  const double     slope = current * std::cosh(within) / voltage;
  return {current * std::sinh(within) + slope * voltage * (x - within), slope};
}

SourceCurrent Circuit::current(double source_voltage, double cell_voltage) const
{
  const double V = source_voltage - cell_voltage;
  if (!is_nonlinear())
    return {V / series_resistance, -1 / series_resistance};
  const Chain at = solve_chain(*this, V);
  return {at.current.v, -at.current.d[0] / at.voltage.d[0]};
}
} // namespace quench::solver
