#include <postprocess/compact/update.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr double same_conductance = 0.01; // relative

bool is_single_pulse(const Run &run) { return run.n_pulses() == 1; }

/// The sweep with most single-pulse runs; null if none has enough.
const ResultSet *reset_sweep(const std::vector<ResultSet> &sets)
{
  const ResultSet *best = nullptr;
  std::ptrdiff_t   most = std::ptrdiff_t(fewest_amplitudes) - 1;
  for (const ResultSet &set : sets)
  {
    const auto n = std::count_if(set.runs.begin(), set.runs.end(), is_single_pulse);
    if (set.is_sweep && n > most)
    {
      best = &set;
      most = n;
    }
  }
  return best;
}

struct ResetPoint
{
  double      amplitude_V, conductance_uS, glass_volume_nm3;
  std::string run;
};

std::vector<ResetPoint> reset_points(const ResultSet &sweep, double read_time_s)
{
  std::vector<ResetPoint> points;
  for (const Run &run : sweep.runs)
    if (is_single_pulse(run))
    {
      const auto reads = run.after_pulse(1);
      points.push_back({reads.front().amplitude_V, conductance_at(reads, read_time_s), reads.front().glass_volume_nm3,
                        run.directory});
    }
  std::sort(points.begin(), points.end(),
            [](const ResetPoint &a, const ResetPoint &b) { return a.amplitude_V < b.amplitude_V; });
  return points;
}

/// Conductance after each pulse [pulse], read at the delay of the first read after the first pulse; entry 0 is
/// the conductance before any pulse (NaN if it was not read).
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

const Run *longest_train(const std::vector<ResultSet> &sets)
{
  const Run *best = nullptr;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (run.n_pulses() >= fewest_set_pulses && (!best || run.n_pulses() > best->n_pulses()))
        best = &run;
  return best;
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

std::optional<double> asymmetry(const Run &run)
{
  const auto g     = staircase(run, run.after_pulse(1).front().time_s);
  const int  reset = reset_pulse(g);
  if (reset == 0 || std::isnan(g[reset - 1]) || int(g.size()) - 1 - reset < fewest_set_pulses)
    return std::nullopt;
  std::vector<double> step;
  for (std::size_t k = reset + 1; k < g.size(); ++k)
    step.push_back(g[k] - g[k - 1]);
  std::nth_element(step.begin(), step.begin() + step.size() / 2, step.end());
  const double down = g[reset - 1] - g[reset], up = std::abs(step[step.size() / 2]);
  return (down - up) / (down + up);
}
} // namespace

std::optional<ResetCurve> make_reset_curve(const std::vector<ResultSet> &sets, double read_time_s)
{
  const ResultSet *sweep = reset_sweep(sets);
  if (!sweep)
    return std::nullopt;
  ResetCurve curve;
  curve.read_time_s = read_time_s;
  for (const ResetPoint &point : reset_points(*sweep, read_time_s))
  {
    if (!curve.amplitude_V.empty() && curve.amplitude_V.back() == point.amplitude_V)
    {
      if (std::abs(point.conductance_uS / curve.conductance_uS.back() - 1) > same_conductance)
        throw InputError(point.run, "another run of the sweep has the same amplitude and another conductance",
                         "a RESET curve varies the amplitude only");
      continue;
    }
    curve.amplitude_V.push_back(point.amplitude_V);
    curve.conductance_uS.push_back(point.conductance_uS);
    curve.glass_volume_nm3.push_back(point.glass_volume_nm3);
  }
  return curve.amplitude_V.size() >= fewest_amplitudes ? std::optional<ResetCurve>(curve) : std::nullopt;
}

std::optional<SetTrain> make_set_train(const std::vector<ResultSet> &sets)
{
  const Run *run = longest_train(sets);
  if (!run)
    return std::nullopt;
  const auto first = run->after_pulse(1);
  if (first.empty())
    throw InputError(run->directory + "/reads.csv", "no read after pulse 1", "a train needs a read after every pulse");
  SetTrain train;
  train.read_time_s = first.front().time_s;
  const auto g      = staircase(*run, train.read_time_s);
  const int  reset  = reset_pulse(g);
  for (int k = reset + 1; k < int(g.size()); ++k)
  {
    train.pulse.push_back(k - reset);
    train.amplitude_V.push_back(run->after_pulse(k).front().amplitude_V);
    train.before_uS.push_back(g[k - 1]);
    train.after_uS.push_back(g[k]);
  }
  return int(train.pulse.size()) >= fewest_set_pulses ? std::optional<SetTrain>(train) : std::nullopt;
}

Update make_update(const std::vector<ResultSet> &sets, double read_time_s)
{
  Update update;
  update.reset = make_reset_curve(sets, read_time_s);
  update.set   = make_set_train(sets);
  if (update.set)
    update.asymmetry = asymmetry(*longest_train(sets));
  return update;
}
} // namespace quench::compact
