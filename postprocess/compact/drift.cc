#include <postprocess/compact/drift.h>

#include <physics/base/error.h>
#include <postprocess/compact/least_squares.h>
#include <postprocess/compact/step_law.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr double same_temperature_K = 0.1;

constexpr double same_time = 0.05; // relative

/// The value most reads have, to `same`.
double most_common(const std::vector<Read> &record, double Read::*member, double same)
{
  double best  = record.front().*member;
  int    count = 0;
  for (const Read &candidate : record)
  {
    const auto n = std::count_if(record.begin(), record.end(),
                                 [&](const Read &read) { return std::abs(read.*member - candidate.*member) <= same; });
    if (n > count)
    {
      count = int(n);
      best  = candidate.*member;
    }
  }
  return best;
}

/// G(t0) is read off the fit, so t0 must lie where the fit holds.
void check_origin(const PowerLaw &law)
{
  if (law.t0_s < law.t_min_s || law.t0_s > law.t_max_s)
    throw InputError("t0 = " + std::to_string(law.t0_s) + " s",
                     "lies outside the fitted window, " + std::to_string(law.t_min_s) + " s to " +
                         std::to_string(law.t_max_s) + " s",
                     "", "Choose it with --t0");
}

/// Mean of states that are one; the standard error holds their own and their disagreement.
struct Merged
{
  double   conductance_uS = 0, residual = 0;
  Estimate nu;
};

Merged merge(const DriftState *first, const DriftState *last)
{
  const double n = double(last - first);
  Merged       m;
  double       variance = 0, spread = 0;
  for (const DriftState *s = first; s != last; ++s)
  {
    m.conductance_uS += s->law.g0_uS.value / n;
    m.nu.value += s->law.nu.value / n;
    m.residual = std::max(m.residual, s->law.residual_max);
    variance += s->law.nu.sigma * s->law.nu.sigma / (n * n);
  }
  for (const DriftState *s = first; s != last && n > 1; ++s)
    spread += std::pow(s->law.nu.value - m.nu.value, 2) / (n * (n - 1));
  m.nu.sigma = std::sqrt(variance + spread);
  return m;
}

void check_states(const std::vector<DriftState> &states)
{
  if (states.empty())
    throw InputError("drift", "no run has a drift record",
                     "at least one run with reads over two decades after its last pulse is needed");
  for (const DriftState &state : states)
    if (std::abs(state.temperature_K - states.front().temperature_K) > same_temperature_K)
      throw InputError(state.run,
                       "was read at " + std::to_string(state.temperature_K) + " K, " + states.front().run + " at " +
                           std::to_string(states.front().temperature_K) + " K",
                       "one model holds one temperature", "Extract each temperature on its own");
}
/// The states of each ensemble as one, and the deviation of nu in it.
struct EnsembleState
{
  double conductance_uS = 0, spread = 0;
};

std::vector<EnsembleState> collapse(std::vector<DriftState> &states)
{
  std::vector<EnsembleState> found;
  const auto in_order = [](const DriftState &a, const DriftState &b) { return a.ensemble < b.ensemble; };
  std::stable_sort(states.begin(), states.end(), in_order);
  std::vector<DriftState> kept;
  for (auto first = states.begin(); first != states.end();)
  {
    auto last = std::find_if(first, states.end(), [&](const DriftState &s) { return s.ensemble != first->ensemble; });
    if (first->ensemble < 0 || last - first < fewest_trains)
      kept.insert(kept.end(), first, last);
    else
    {
      std::vector<double> nu, ln_g;
      double              of_fits = 0;
      for (auto s = first; s != last; ++s)
      {
        nu.push_back(s->law.nu.value);
        ln_g.push_back(std::log(s->law.g0_uS.value));
        of_fits += s->law.nu.sigma * s->law.nu.sigma / double(last - first);
      }
      const Sample sample = sample_of(nu);
      DriftState   mean   = *first;
      mean.law.g0_uS      = {std::exp(sample_of(ln_g).mean.value), 0};
      mean.law.nu         = sample.mean;
      const double square = sample.deviation.value * sample.deviation.value - of_fits;
      found.push_back({mean.law.g0_uS.value, std::sqrt(std::max(square, 0.0))});
      kept.push_back(mean);
    }
    first = last;
  }
  states = kept;
  std::sort(found.begin(), found.end(),
            [](const EnsembleState &a, const EnsembleState &b) { return a.conductance_uS < b.conductance_uS; });
  return found;
}

/// Linear in ln G between ensembles, the nearest beyond.
double spread_at(const std::vector<EnsembleState> &ensembles, double g_uS)
{
  const auto above = std::find_if(ensembles.begin(), ensembles.end(),
                                  [&](const EnsembleState &e) { return e.conductance_uS >= g_uS; });
  if (above == ensembles.end())
    return ensembles.back().spread;
  if (above == ensembles.begin())
    return above->spread;
  const EnsembleState &below = *(above - 1);
  const double f = std::log(g_uS / below.conductance_uS) / std::log(above->conductance_uS / below.conductance_uS);
  return (1 - f) * below.spread + f * above->spread;
}
} // namespace

std::vector<Read> reference_reads(const std::vector<Read> &record, const std::string &run)
{
  if (record.empty())
    return record;
  const double      T = most_common(record, &Read::temperature_K, same_temperature_K);
  const double      V = most_common(record, &Read::read_voltage_V, 0);
  std::vector<Read> reference;
  for (const Read &read : record)
    if (std::abs(read.temperature_K - T) <= same_temperature_K && read.read_voltage_V == V)
      reference.push_back(read);
  for (const Read &read : record)
    if (std::abs(read.temperature_K - T) > same_temperature_K &&
        std::none_of(reference.begin(), reference.end(),
                     [&](const Read &r) { return std::abs(r.time_s / read.time_s - 1) <= same_time; }))
      throw InputError(run, "the temperature changes during the drift record",
                       "nu is fitted at one temperature, to 0.1 K");
  return reference;
}

std::optional<DriftState> fit_drift(const Run &run, const DriftOptions &options)
{
  if (run.n_pulses() == 0)
    return std::nullopt;
  const std::vector<Read> record = reference_reads(run.after_pulse(run.n_pulses()), run.directory);
  if (record.size() < 2)
    return std::nullopt;
  std::vector<double> t_s, g_uS;
  for (const Read &read : record)
  {
    t_s.push_back(read.time_s);
    g_uS.push_back(read.conductance_uS);
  }
  try
  {
    DriftState state{run.directory, record.front().temperature_K, {}, fit_onset(t_s, g_uS), -1};
    if (state.onset && std::exp(state.onset->ln_tau0.value) > options.onset_s)
      state.onset.reset();
    Window window = options.window;
    if (state.onset)
      window.t_min_s = std::max(window.t_min_s, 10 * std::exp(state.onset->ln_tau0.value));
    state.law = fit_power_law(t_s, g_uS, {}, options.t0_s, window);
    check_origin(state.law);
    return state;
  }
  catch (const InputError &error)
  {
    throw InputError(run.directory + "/reads.csv", error.what());
  }
}

Drift make_drift(std::vector<DriftState> states, const DriftOptions &options)
{
  check_states(states);
  const std::vector<EnsembleState> ensembles      = collapse(states);
  const auto                       by_conductance = [](const DriftState &a, const DriftState &b) {
    return a.law.g0_uS.value < b.law.g0_uS.value;
  };
  std::sort(states.begin(), states.end(), by_conductance);
  Drift drift;
  drift.t0_s          = options.t0_s;
  drift.t_min_s       = states.front().law.t_min_s;
  drift.t_max_s       = states.front().law.t_max_s;
  drift.temperature_K = states.front().temperature_K;
  for (std::size_t first = 0, last; first < states.size(); first = last)
  {
    const double reach = states[first].law.g0_uS.value * std::exp(options.merge);
    for (last = first; last < states.size() && states[last].law.g0_uS.value <= reach; ++last)
    {
      drift.t_min_s = std::max(drift.t_min_s, states[last].law.t_min_s);
      drift.t_max_s = std::min(drift.t_max_s, states[last].law.t_max_s);
    }
    const Merged merged = merge(&states[first], states.data() + last);
    drift.conductance_uS.push_back(merged.conductance_uS);
    drift.nu.push_back(merged.nu);
    drift.residual.push_back(merged.residual);
    if (!ensembles.empty())
      drift.nu_spread.push_back(spread_at(ensembles, merged.conductance_uS));
  }
  return drift;
}

FitRecord make_record(const DriftState &state)
{
  const PowerLaw &law = state.law;
  FitRecord       record{state.run,  law.g0_uS.value,  law.nu.value,     law.t_min_s,    law.t_max_s,
                   law.points, law.residual_max, law.residual_rms, law.covariance, {}};
  if (state.onset)
  {
    const double tau0 = std::exp(state.onset->ln_tau0.value);
    record.onset_s    = Estimate{tau0, tau0 * state.onset->ln_tau0.sigma};
  }
  return record;
}
} // namespace quench::compact
