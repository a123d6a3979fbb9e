#include <postprocess/compact/evaluate.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr double k_meV_per_K = 8.617333262e-2; // CODATA 2018, exact
constexpr double range_slack = 1e-9;           // round-off at the ends of a table

std::vector<double> values(const std::vector<Estimate> &estimates)
{
  std::vector<double> list;
  for (const Estimate &estimate : estimates)
    list.push_back(estimate.value);
  return list;
}

/// The nearest state of the data: the model is drift; its other parts may cover fewer states.
double within(const std::vector<double> &g, double at) { return std::clamp(at, g.front(), g.back()); }
} // namespace

double interpolated(const std::vector<double> &x, const std::vector<double> &y, double at, const char *what)
{
  if (!(at >= x.front() * (1 - range_slack) && at <= x.back() * (1 + range_slack)))
    throw InputError(what, std::to_string(at),
                     "the table reaches from " + std::to_string(x.front()) + " to " + std::to_string(x.back()));
  const auto above = std::upper_bound(x.begin(), x.end(), at);
  if (above == x.begin())
    return y.front();
  if (above == x.end())
    return y.back();
  const std::size_t i = std::size_t(above - x.begin());
  const double      f = std::log(at / x[i - 1]) / std::log(x[i] / x[i - 1]);
  return (1 - f) * y[i - 1] + f * y[i];
}

double activation_meV(const CompactModel &model, double g_uS)
{
  if (!model.read_temperature)
    return 0;
  const ReadTemperature &part = *model.read_temperature;
  return interpolated(part.conductance_uS, values(part.activation_meV), within(part.conductance_uS, g_uS),
                      "activation energy");
}

Curvature curvature(const CompactModel &model, double g_uS)
{
  if (!model.current_voltage)
    return {};
  const CurrentVoltage &part = *model.current_voltage;
  const double          at   = within(part.conductance_uS, g_uS);
  return {interpolated(part.conductance_uS, values(part.nl2_per_V), at, "nl2"),
          interpolated(part.conductance_uS, values(part.nl3_per_V2), at, "nl3")};
}

double temperature_factor(const CompactModel &model, double g_uS, double T_K)
{
  const double T_ref = model.drift.temperature_K;
  if (std::abs(T_K / T_ref - 1) < range_slack)
    return 1;
  const bool known = model.read_temperature && T_K >= model.read_temperature->t_min_K * (1 - range_slack) &&
                     T_K <= model.read_temperature->t_max_K * (1 + range_slack);
  if (!known)
    throw InputError("compact model", "a read at " + std::to_string(T_K) + " K",
                     model.read_temperature
                         ? "reads were measured from " + std::to_string(model.read_temperature->t_min_K) + " to " +
                               std::to_string(model.read_temperature->t_max_K) + " K"
                         : "the model holds at " + std::to_string(T_ref) + " K");
  return std::exp(-activation_meV(model, g_uS) / k_meV_per_K * (1 / T_K - 1 / T_ref));
}

double state_conductance(const CompactModel &model, double g_uS, double t_s, double T_K)
{
  return drifted_conductance(model.drift, g_uS, t_s) * temperature_factor(model, g_uS, T_K);
}

double state_current(const CompactModel &model, double g_uS, double t_s, double T_K, double V)
{
  const Curvature c = curvature(model, g_uS);
  return state_conductance(model, g_uS, t_s, T_K) * V * (1 + c.nl2_per_V * V + c.nl3_per_V2 * V * V);
}

double read_sigma(const CompactModel &model, double g_uS, double t_s)
{
  if (!model.read_noise)
    return 0;
  const ReadNoise &p     = *model.read_noise;
  const double     Q     = std::min(p.q_scale * std::pow(g_uS / p.g_max_uS, -p.q_power), p.q_max);
  const double     age   = std::max((t_s + p.t_read_s) / (2 * p.t_read_s), 1.0);
  const double     white = p.white ? p.white->value : 0;
  return std::sqrt(Q * Q * std::log(age) + white * white);
}

double programming_sigma(const CompactModel &model, double g_uS)
{
  if (!model.programming)
    return 0;
  const double x     = g_uS / model.programming->g_max_uS;
  double       sigma = 0;
  for (std::size_t k = model.programming->polynomial.size(); k-- > 0;)
    sigma = sigma * x + model.programming->polynomial[k];
  return std::max(sigma, 0.0);
}
} // namespace quench::compact
