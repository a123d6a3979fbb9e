#include <postprocess/compact/read_groups.h>

#include <physics/base/error.h>
#include <postprocess/compact/least_squares.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace quench::compact
{
namespace
{
constexpr double same_time          = 0.05; // relative
constexpr double same_temperature_K = 0.1;
constexpr double k_meV_per_K        = 8.617333262e-2; // CODATA 2018, exact

std::vector<Read> at_temperature(const std::vector<Read> &group, double T_K)
{
  std::vector<Read> part;
  std::copy_if(group.begin(), group.end(), std::back_inserter(part),
               [&](const Read &read) { return std::abs(read.temperature_K - T_K) <= same_temperature_K; });
  return part;
}

int n_voltages(const std::vector<Read> &group)
{
  std::set<double> different;
  for (const Read &read : group)
    different.insert(read.read_voltage_V);
  return int(different.size());
}

/// The curve of one group: coefficients of V, V^2, V^3.
struct Curve
{
  Estimate nl2, nl3, polarity;
  double   residual = 0, v_min = 0, v_max = 0;
};

/// Standard error of a ratio p[k]/p[0] from their covariance.
Estimate ratio_to_first(const LinearFit &fit, std::size_t k)
{
  const double g = fit.coefficient[0].value, r = fit.coefficient[k].value / g;
  const double variance = fit.covariance[k][k] - 2 * r * fit.covariance[0][k] + r * r * fit.covariance[0][0];
  return {r, std::sqrt(std::max(variance, 0.0)) / std::abs(g)};
}

Curve fit_curve(const std::vector<Read> &group, const std::string &run)
{
  std::vector<std::vector<double>> columns(3);
  std::vector<double>              current;
  Curve                            curve;
  double                           largest = 0;
  for (const Read &read : group)
  {
    const double V = read.read_voltage_V;
    columns[0].push_back(V);
    columns[1].push_back(V * V);
    columns[2].push_back(V * V * V);
    current.push_back(read.current_uA);
    curve.v_min = std::min(curve.v_min, V);
    curve.v_max = std::max(curve.v_max, V);
    largest     = std::max(largest, std::abs(read.current_uA));
  }
  const LinearFit fit = fit_linear(columns, current, {}, (run + "/reads.csv: current against voltage").c_str());
  if (!(fit.coefficient[0].value > 0))
    throw InputError(run + "/reads.csv: current against voltage", "the slope at 0 V is not above 0",
                     "current must have the sign of its voltage");
  curve.nl2          = ratio_to_first(fit, 1);
  curve.nl3          = ratio_to_first(fit, 2);
  curve.residual     = fit.residual_max / largest;
  const double v     = std::min(-curve.v_min, curve.v_max);
  const double scale = v > 0 ? v / (1 + curve.nl3.value * v * v) : 0;
  curve.polarity     = {curve.nl2.value * scale, curve.nl2.sigma * scale};
  return curve;
}

/// Activation energy of one group [meV], and the largest residual of ln G.
struct Activation
{
  double   time_s = 0, residual = 0;
  Estimate energy_meV;
};

Activation fit_activation(const std::vector<Read> &group, const std::string &run)
{
  std::vector<double> x, y;
  for (const Read &read : group)
  {
    x.push_back(-1 / (k_meV_per_K * read.temperature_K));
    y.push_back(std::log(read.conductance_uS));
  }
  const Line line = fit_line(x, y, {}, (run + "/reads.csv: conductance against temperature").c_str());
  return {group.front().time_s, line.residual_max, line.slope};
}

/// The groups of a run in which the temperature varies enough, at the voltage most of the record has.
std::vector<Activation> activations(const Run &run)
{
  std::vector<Activation> list;
  for (const auto &group : quick_groups(run))
  {
    std::vector<Read>   same_voltage;
    std::set<long long> different;
    for (const Read &read : group)
      if (read.read_voltage_V == group.front().read_voltage_V)
      {
        same_voltage.push_back(read);
        different.insert(std::llround(read.temperature_K / same_temperature_K));
      }
    if (int(different.size()) >= fewest_temperatures)
      list.push_back(fit_activation(same_voltage, run.directory));
  }
  return list;
}

/// dE_a/dlog10 t; empty with fewer than three groups or less than a decade.
std::optional<Estimate> per_decade(const std::vector<Activation> &list)
{
  std::vector<double> x, y;
  for (const Activation &a : list)
  {
    x.push_back(std::log10(a.time_s));
    y.push_back(a.energy_meV.value);
  }
  if (x.size() < 3 || x.back() - x.front() < 1)
    return std::nullopt;
  return fit_line(x, y, {}, "activation energy against time").slope;
}

void widen(ReadTemperature &part, const Run &run)
{
  for (const Read &read : run.after_pulse(run.n_pulses()))
  {
    part.t_min_K = part.t_min_K == 0 ? read.temperature_K : std::min(part.t_min_K, read.temperature_K);
    part.t_max_K = std::max(part.t_max_K, read.temperature_K);
  }
}

std::vector<ReadState> sorted(std::vector<ReadState> states)
{
  std::sort(states.begin(), states.end(), [](const ReadState &a, const ReadState &b) { return a.g_uS < b.g_uS; });
  return states;
}
} // namespace

std::vector<std::vector<Read>> quick_groups(const Run &run)
{
  std::vector<std::vector<Read>> groups;
  for (const Read &read : run.after_pulse(run.n_pulses()))
    if (!groups.empty() && read.time_s <= groups.back().front().time_s * (1 + same_time))
      groups.back().push_back(read);
    else
      groups.push_back({read});
  return groups;
}

std::optional<CurrentVoltage> make_current_voltage(const std::vector<ReadState> &states)
{
  CurrentVoltage part;
  for (const ReadState &state : sorted(states))
  {
    std::vector<Read> best;
    for (const auto &group : quick_groups(*state.run))
      if (const auto reads = at_temperature(group, state.temperature_K); n_voltages(reads) > n_voltages(best))
        best = reads;
    if (n_voltages(best) < fewest_voltages ||
        (!part.conductance_uS.empty() && !(state.g_uS > part.conductance_uS.back())))
      continue;
    const Curve curve = fit_curve(best, state.run->directory);
    part.v_min_V      = part.conductance_uS.empty() ? curve.v_min : std::max(part.v_min_V, curve.v_min);
    part.v_max_V      = part.conductance_uS.empty() ? curve.v_max : std::min(part.v_max_V, curve.v_max);
    part.conductance_uS.push_back(state.g_uS);
    part.nl2_per_V.push_back(curve.nl2);
    part.nl3_per_V2.push_back(curve.nl3);
    part.polarity.push_back(curve.polarity);
    part.residual.push_back(curve.residual);
  }
  return part.conductance_uS.empty() ? std::nullopt : std::optional(part);
}

std::optional<ReadTemperature> make_read_temperature(const std::vector<ReadState> &states)
{
  ReadTemperature part;
  for (const ReadState &state : sorted(states))
  {
    const auto list = activations(*state.run);
    if (list.empty() || (!part.conductance_uS.empty() && !(state.g_uS > part.conductance_uS.back())))
      continue;
    if (part.conductance_uS.empty())
      part.activation_per_decade_meV = per_decade(list);
    widen(part, *state.run);
    part.conductance_uS.push_back(state.g_uS);
    part.activation_meV.push_back(list.back().energy_meV);
    part.residual.push_back(list.back().residual);
  }
  return part.conductance_uS.empty() ? std::nullopt : std::optional(part);
}
} // namespace quench::compact
