#include <postprocess/compact/ensemble.h>

#include <physics/base/error.h>
#include <postprocess/compact/least_squares.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace quench::compact
{
namespace
{
/// What two runs of one ensemble have in common: amplitude of each pulse, and the temperature to a tenth of a kelvin.
std::vector<double> program_of(const Run &run)
{
  std::vector<double> key;
  for (int pulse = 1; pulse <= run.n_pulses(); ++pulse)
  {
    const auto reads = run.after_pulse(pulse);
    key.push_back(reads.empty() ? std::numeric_limits<double>::infinity() : reads.front().amplitude_V);
    key.push_back(reads.empty() ? 0 : reads.front().amplitude_uA);
  }
  key.push_back(run.reads.empty() ? 0 : std::round(run.reads.back().temperature_K * 10));
  return key;
}

/// Conductance after each pulse, read at the delay of the first read after the first; entry 0 before any pulse (NaN if
/// not read).
std::vector<double> staircase(const Run &run, double delay_s)
{
  std::vector<double> g;
  for (int pulse = 0; pulse <= run.n_pulses(); ++pulse)
  {
    const auto reads = run.after_pulse(pulse);
    if (reads.empty() && pulse > 0)
      throw InputError(run.directory + "/reads.csv", "no read after pulse " + std::to_string(pulse),
                       "a train needs a read after every pulse");
    g.push_back(reads.empty() ? std::nan("") : conductance_at(reads, pulse == 0 ? reads.front().time_s : delay_s));
  }
  return g;
}

/// Number of the pulse that took most of the conductance, the RESET a train starts from; 0 where none halved it.
int reset_pulse(const std::vector<double> &g)
{
  int    pulse   = std::isnan(g[0]) ? 1 : 0;
  double deepest = 0.5;
  for (std::size_t k = 1; k < g.size(); ++k)
    if (g[k] / g[k - 1] < deepest)
    {
      deepest = g[k] / g[k - 1];
      pulse   = int(k);
    }
  return pulse;
}

Train make_train(const Run &run)
{
  const auto first = run.after_pulse(1);
  if (first.empty())
    throw InputError(run.directory + "/reads.csv", "no read after pulse 1", "a train needs a read after every pulse");
  Train train;
  train.run           = run.directory;
  train.read_time_s   = first.front().time_s;
  const auto g        = staircase(run, train.read_time_s);
  const int  reset    = reset_pulse(g);
  train.reset_from_uS = reset > 0 ? g[std::size_t(reset) - 1] : std::nan("");
  train.reset_to_uS   = g[std::size_t(reset)];
  for (int k = reset + 1; k < int(g.size()); ++k)
    train.steps.push_back(
        {k - reset, g[std::size_t(k) - 1], g[std::size_t(k)], run.after_pulse(k).front().amplitude_V});
  return train;
}

/// Deviation against mean of one programmed state.
struct Programmed
{
  double   mean_uS = 0;
  Estimate deviation_uS;
};

void add_state(std::vector<Programmed> &states, const std::vector<double> &g)
{
  const Sample sample = sample_of(g);
  if (sample.deviation.value > 0)
    states.push_back({sample.mean.value, sample.deviation});
}

std::vector<Programmed> programmed_states(const Ensemble &ensemble, double t0_s)
{
  std::vector<Programmed> states;
  std::vector<double>     g;
  if (ensemble.runs.front()->n_pulses() == 1)
  {
    for (const Run *run : ensemble.runs)
      g.push_back(conductance_at(run->after_pulse(1), t0_s));
    add_state(states, g);
    return states;
  }
  std::vector<Train> trains;
  for (const Run *run : ensemble.runs)
    trains.push_back(make_train(*run));
  for (std::size_t k = 0; k < trains.front().steps.size(); ++k)
  {
    g.clear();
    for (const Train &train : trains)
      if (k < train.steps.size())
        g.push_back(train.steps[k].after_uS);
    if (int(g.size()) >= fewest_trains)
      add_state(states, g);
  }
  return states;
}

/// One entry of the table.
void add_entry(StepTable &table, const std::vector<Step> &steps)
{
  std::vector<double> change;
  double              before = 0;
  for (const Step &step : steps)
  {
    change.push_back(step.after_uS - step.before_uS);
    before += step.before_uS / double(steps.size());
  }
  table.amplitude_V.push_back(steps.front().amplitude_V);
  table.pulse.push_back(steps.front().pulse);
  table.before_uS.push_back(before);
  table.trains.push_back(int(steps.size()));
  const Sample sample = change.size() > 1 ? sample_of(change) : Sample{{change.front(), 0}, {0, 0}, 1};
  table.step_uS.push_back(sample.mean);
  table.spread_uS.push_back(sample.deviation.value);
}
} // namespace

std::vector<Ensemble> find_ensembles(const std::vector<ResultSet> &sets)
{
  std::vector<Ensemble> ensembles;
  for (const ResultSet &set : sets)
  {
    std::map<std::vector<double>, Ensemble> groups;
    for (const Run &run : set.runs)
      if (set.is_sweep && run.n_pulses() > 0)
        groups[program_of(run)].runs.push_back(&run);
    for (const auto &[program, ensemble] : groups)
      if (int(ensemble.runs.size()) >= fewest_trains)
        ensembles.push_back(ensemble);
  }
  return ensembles;
}

std::vector<Train> find_trains(const std::vector<ResultSet> &sets)
{
  std::vector<Train> trains;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (run.n_pulses() >= fewest_set_pulses)
        if (const Train train = make_train(run); int(train.steps.size()) >= fewest_set_pulses)
          trains.push_back(train);
  return trains;
}

std::optional<Noise> make_programming_noise(const std::vector<ResultSet> &sets, double t0_s)
{
  std::vector<Programmed> states;
  std::size_t             n_runs = 0;
  for (const Ensemble &ensemble : find_ensembles(sets))
  {
    const auto more = programmed_states(ensemble, t0_s);
    states.insert(states.end(), more.begin(), more.end());
    n_runs += ensemble.runs.size();
  }
  constexpr std::size_t n_coefficients = 3;
  if (states.size() <= n_coefficients)
    return std::nullopt;
  Noise noise;
  for (const Programmed &state : states)
    noise.g_max_uS = std::max(noise.g_max_uS, state.mean_uS);
  std::vector<std::vector<double>> columns(n_coefficients);
  std::vector<double>              deviation, sigma;
  for (const Programmed &state : states)
  {
    for (std::size_t k = 0; k < n_coefficients; ++k)
      columns[k].push_back(std::pow(state.mean_uS / noise.g_max_uS, double(k)));
    deviation.push_back(state.deviation_uS.value);
    sigma.push_back(state.deviation_uS.sigma);
  }
  for (const Estimate &c : fit_linear(columns, deviation, sigma, "programming noise").coefficient)
  {
    noise.polynomial.push_back(c.value);
    noise.sigma_uS.push_back(c.sigma);
  }
  noise.source = "ensembles: " + std::to_string(states.size()) + " states, " + std::to_string(n_runs) + " runs";
  return noise;
}

std::optional<StepTable> make_step_table(const std::vector<Train> &trains)
{
  if (trains.empty())
    return std::nullopt;
  std::map<std::pair<double, int>, std::vector<Step>> groups;
  for (const Train &train : trains)
    for (const Step &step : train.steps)
      groups[{step.amplitude_V, step.pulse}].push_back(step);
  StepTable table;
  table.read_time_s = trains.front().read_time_s;
  for (auto &[key, steps] : groups)
  {
    std::sort(steps.begin(), steps.end(), [](const Step &a, const Step &b) { return a.before_uS < b.before_uS; });
    const std::size_t n_parts = steps.size() >= 4 * std::size_t(fewest_trains) ? 4 : 1;
    for (std::size_t part = 0; part < n_parts; ++part)
      add_entry(table, {steps.begin() + std::ptrdiff_t(steps.size() * part / n_parts),
                        steps.begin() + std::ptrdiff_t(steps.size() * (part + 1) / n_parts)});
  }
  return table;
}

std::optional<StepLaw> make_step_law(const std::vector<Train> &trains)
{
  std::map<double, std::vector<Step>> by_amplitude;
  for (const Train &train : trains)
    for (const Step &step : train.steps)
      by_amplitude[step.amplitude_V].push_back(step);
  const std::vector<Step> *most = nullptr;
  for (const auto &[amplitude, steps] : by_amplitude)
    if (!most || steps.size() > most->size())
      most = &steps;
  if (int(trains.size()) < fewest_trains || !most || int(most->size()) < fewest_steps)
    return std::nullopt;
  return fit_step_law(*most);
}

std::optional<ResetRatio> make_reset_ratio(const std::vector<Train> &trains)
{
  ResetRatio          ratio;
  std::vector<double> up;
  for (const Train &train : trains)
  {
    if (train.reset_from_uS - train.reset_to_uS > ratio.depression_uS.value)
      ratio.depression_uS.value = train.reset_from_uS - train.reset_to_uS;
    for (const Step &step : train.steps)
      up.push_back(step.after_uS - step.before_uS);
  }
  if (!(ratio.depression_uS.value > 0) || up.size() < 2)
    return std::nullopt;
  ratio.potentiation_uS = sample_of(up).mean;
  if (!(ratio.potentiation_uS.value > 0))
    return std::nullopt;
  const double value = ratio.depression_uS.value / ratio.potentiation_uS.value;
  ratio.ratio        = {value, value * ratio.potentiation_uS.sigma / ratio.potentiation_uS.value};
  return ratio;
}
} // namespace quench::compact
