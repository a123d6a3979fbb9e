#include <postprocess/compact/programming_cell.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr double per_s_in_per_ns = 1e-9, ohm_uS = 1e6; // 1/s in 1/ns; uS of one ohm

/// 1/(1 + exp(-x)) without overflow.
double logistic(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }

CellState ahead(const CellState &state, const CellState &rate, double dt)
{
  return {state.temperature_K + dt * rate.temperature_K, state.glass + dt * rate.glass};
}
} // namespace

ProgrammingCell::ProgrammingCell(const CompactModel &model)
{
  if (!model.thermal || !model.switching)
    throw InputError(model.model_id, std::string("has no part ") + (model.thermal ? "switching" : "thermal"),
                     "a cell that can be programmed needs both",
                     "Extract from runs with series.csv: a sweep of RESET amplitudes and a train of SET pulses");
  thermal_   = *model.thermal;
  switching_ = *model.switching;
  if (model.threshold)
    threshold_V_ = std::max(model.threshold->at_t0_V.value - switching_.v_on_V, 0.0);
}

double ProgrammingCell::read_conductance(double glass) const
{
  const auto  &u     = switching_.glass;
  const auto  &g     = switching_.conductance_uS;
  const double at    = std::clamp(glass, 0.0, 1.0);
  const auto   above = std::upper_bound(u.begin(), u.end(), at);
  if (above == u.end())
    return g.back();
  const std::size_t i = std::size_t(above - u.begin());
  const double      f = (at - u[i - 1]) / (u[i] - u[i - 1]);
  return std::exp((1 - f) * std::log(g[i - 1]) + f * std::log(g[i]));
}

double ProgrammingCell::current(double voltage_V, double glass) const
{
  const double switch_V = switching_.v_on_V + threshold_V_ * std::clamp(glass, 0.0, 1.0);
  const double c        = logistic((std::abs(voltage_V) - switch_V) / shape_.smooth_V);
  return voltage_V * ((1 - c) * read_conductance(glass) + c * ohm_uS / switching_.on_ohm);
}

CellState ProgrammingCell::rate(const CellState &state, double voltage_V) const
{
  const Switching &s     = switching_;
  const double     T     = state.temperature_K;
  const double     power = voltage_V * current(voltage_V, state.glass);
  const double     rise  = T - thermal_.ambient_K;
  const double     melt  = std::clamp((T - s.melting_K) / (s.full_melt_K - s.melting_K), 0.0, 1.0);
  const double     x     = (T - s.peak_K) / s.width_K;
  const double     grow  = per_s_in_per_ns * std::exp(s.ln_rate_per_s.value - x * x / 2);
  return {(thermal_.r_th_K_per_uW.value * power - rise) / thermal_.tau_ns.value,
          std::max(melt - state.glass, 0.0) / shape_.melt_time_ns -
              state.glass * grow * logistic((s.melting_K - T) / shape_.smooth_K)};
}

std::vector<CellSample> ProgrammingCell::transient(CellState state, const std::function<double(double)> &voltage_V,
                                                   double end_ns, double dt_ns) const
{
  if (!(end_ns > 0) || !(dt_ns > 0) || !(dt_ns <= end_ns))
    throw InputError("transient", std::to_string(dt_ns) + " ns steps to " + std::to_string(end_ns) + " ns",
                     "both must be above 0, the step not above the end");
  std::vector<CellSample> samples;
  const auto              n = static_cast<std::size_t>(std::ceil(end_ns / dt_ns - 1e-9));
  const double            h = end_ns / double(n);
  for (std::size_t i = 0; i <= n; ++i)
  {
    const double t = double(i) * h, V = voltage_V(t);
    samples.push_back({t, V, current(V, state.glass), state});
    const CellState k1 = rate(state, V), k2 = rate(ahead(state, k1, h / 2), voltage_V(t + h / 2)),
                    k3 = rate(ahead(state, k2, h / 2), voltage_V(t + h / 2)),
                    k4 = rate(ahead(state, k3, h), voltage_V(t + h));
    state.temperature_K += h / 6 * (k1.temperature_K + 2 * k2.temperature_K + 2 * k3.temperature_K + k4.temperature_K);
    state.glass += h / 6 * (k1.glass + 2 * k2.glass + 2 * k3.glass + k4.glass);
  }
  return samples;
}
} // namespace quench::compact
