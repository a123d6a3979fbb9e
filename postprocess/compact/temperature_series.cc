#include <postprocess/compact/temperature_series.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace quench::compact
{
namespace
{
constexpr double k_meV_per_K        = 8.617333262e-2; // CODATA 2018, exact
constexpr double same_temperature_K = 0.1;

long long key_of(double T_K) { return std::llround(T_K / same_temperature_K); }

/// One state per temperature, ascending, of the amplitude that has most temperatures.
std::vector<StoredState> longest_series(const std::vector<StoredState> &states)
{
  std::map<double, std::map<long long, StoredState>> by_amplitude;
  for (const StoredState &state : states)
    by_amplitude[state.amplitude_V].emplace(key_of(state.drift.temperature_K), state);
  const std::map<long long, StoredState> *longest = nullptr;
  for (const auto &[amplitude, series] : by_amplitude)
    if (!longest || series.size() > longest->size())
      longest = &series;
  std::vector<StoredState> series;
  if (longest)
    for (const auto &[key, state] : *longest)
      series.push_back(state);
  return series;
}

/// Slope of ln(tau0/T) against 1/kT.
std::optional<Estimate> barrier_of(const OnsetTemperature &part)
{
  if (part.temperature_K.size() < 3)
    return std::nullopt;
  std::vector<double> x, y, sigma;
  bool                weighted = true;
  for (std::size_t i = 0; i < part.temperature_K.size(); ++i)
  {
    x.push_back(1 / (k_meV_per_K * part.temperature_K[i]));
    y.push_back(std::log(part.tau0_s[i].value / part.temperature_K[i]));
    sigma.push_back(part.tau0_s[i].sigma / part.tau0_s[i].value);
    weighted = weighted && sigma.back() > 0;
  }
  return fit_line(x, y, weighted ? sigma : std::vector<double>(), "onset of drift against temperature").slope;
}
} // namespace

double reference_temperature(const std::vector<StoredState> &states)
{
  std::map<long long, int> count;
  for (const StoredState &state : states)
    ++count[key_of(state.drift.temperature_K)];
  const auto most =
      std::max_element(count.begin(), count.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
  return most == count.end() ? 0 : double(most->first) * same_temperature_K;
}

std::optional<DriftTemperature> make_drift_temperature(const std::vector<StoredState> &states)
{
  const auto series = longest_series(states);
  if (series.size() < 2)
    return std::nullopt;
  DriftTemperature part;
  part.amplitude_V = series.front().amplitude_V;
  for (const StoredState &state : series)
  {
    part.temperature_K.push_back(state.drift.temperature_K);
    part.conductance_uS.push_back(state.drift.law.g0_uS.value);
    part.nu.push_back(state.drift.law.nu);
  }
  return part;
}

std::optional<OnsetTemperature> make_onset_temperature(const std::vector<StoredState> &states)
{
  OnsetTemperature part;
  const auto       series = longest_series(states);
  for (const StoredState &state : series)
    if (state.drift.onset)
    {
      const double tau0 = std::exp(state.drift.onset->ln_tau0.value);
      part.amplitude_V  = state.amplitude_V;
      part.temperature_K.push_back(state.drift.temperature_K);
      part.tau0_s.push_back({tau0, tau0 * state.drift.onset->ln_tau0.sigma});
    }
  if (series.size() < 2 || part.temperature_K.empty())
    return std::nullopt;
  part.barrier_meV = barrier_of(part);
  return part;
}
} // namespace quench::compact
