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

bool same_pulses(const Train &a, const Train &b)
{
  return std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(),
                    [](const Step &x, const Step &y) { return x.amplitude_V == y.amplitude_V; });
}

const Train *longest_train(const std::vector<Train> &trains)
{
  const auto longest = std::max_element(trains.begin(), trains.end(),
                                        [](const Train &a, const Train &b) { return a.steps.size() < b.steps.size(); });
  return longest == trains.end() ? nullptr : &*longest;
}

std::optional<double> asymmetry(const std::vector<Train> &trains)
{
  const Train *train = longest_train(trains);
  if (!train || std::isnan(train->reset_from_uS))
    return std::nullopt;
  std::vector<double> step;
  for (const Step &s : train->steps)
    step.push_back(s.after_uS - s.before_uS);
  const auto middle = step.begin() + std::ptrdiff_t(step.size() / 2);
  std::nth_element(step.begin(), middle, step.end());
  const double down = train->reset_from_uS - train->reset_to_uS, up = std::abs(*middle);
  return (down - up) / (down + up);
}

/// The points of one amplitude as one: their mean if they are an ensemble, else they must agree.
ResetPoint merged(const ResetPoint *first, const ResetPoint *last)
{
  ResetPoint   mean   = *first;
  const double n      = double(last - first);
  mean.conductance_uS = mean.glass_volume_nm3 = 0;
  for (const ResetPoint *p = first; p != last; ++p)
  {
    if (last - first < fewest_trains && std::abs(p->conductance_uS / first->conductance_uS - 1) > same_conductance)
      throw InputError(p->run, "another run of the sweep has the same amplitude and another conductance",
                       "a RESET curve varies the amplitude only",
                       "At least " + std::to_string(fewest_trains) + " runs of one amplitude are an ensemble");
    mean.conductance_uS += p->conductance_uS / n;
    mean.glass_volume_nm3 += p->glass_volume_nm3 / n;
  }
  return last - first < fewest_trains ? *first : mean;
}
} // namespace

std::optional<ResetCurve> make_reset_curve(const std::vector<ResultSet> &sets, double read_time_s)
{
  const ResultSet *sweep = reset_sweep(sets);
  if (!sweep)
    return std::nullopt;
  ResetCurve curve;
  curve.read_time_s = read_time_s;
  const auto points = reset_points(*sweep, read_time_s);
  for (std::size_t first = 0, last; first < points.size(); first = last)
  {
    for (last = first; last < points.size() && points[last].amplitude_V == points[first].amplitude_V;)
      ++last;
    const ResetPoint point = merged(&points[first], points.data() + last);
    curve.amplitude_V.push_back(point.amplitude_V);
    curve.conductance_uS.push_back(point.conductance_uS);
    curve.glass_volume_nm3.push_back(point.glass_volume_nm3);
  }
  if (std::any_of(curve.glass_volume_nm3.begin(), curve.glass_volume_nm3.end(), [](double v) { return std::isnan(v); }))
    curve.glass_volume_nm3.clear();
  return curve.amplitude_V.size() >= fewest_amplitudes ? std::optional<ResetCurve>(curve) : std::nullopt;
}

std::optional<SetTrain> make_set_train(const std::vector<Train> &trains)
{
  const Train *longest = longest_train(trains);
  if (!longest)
    return std::nullopt;
  SetTrain set;
  set.read_time_s = longest->read_time_s;
  for (const Step &step : longest->steps)
  {
    set.pulse.push_back(step.pulse);
    set.amplitude_V.push_back(step.amplitude_V);
  }
  set.before_uS.assign(set.pulse.size(), 0);
  set.after_uS.assign(set.pulse.size(), 0);
  const double n = double(
      std::count_if(trains.begin(), trains.end(), [&](const Train &train) { return same_pulses(train, *longest); }));
  for (const Train &train : trains)
    for (std::size_t k = 0; k < train.steps.size() && same_pulses(train, *longest); ++k)
    {
      set.before_uS[k] += train.steps[k].before_uS / n;
      set.after_uS[k] += train.steps[k].after_uS / n;
    }
  return set;
}

Update make_update(const std::vector<ResultSet> &all, double read_time_s, const LeftOut &left_out)
{
  std::vector<ResultSet> sets   = all;
  std::size_t            n_left = 0;
  for (ResultSet &set : sets)
    n_left += std::erase_if(set.runs, [](const Run &run) { return run.has_current_pulses(); });
  if (n_left > 0)
    left_out("update: " + std::to_string(n_left) + " runs with pulses of current; updates are tabulated against volts");
  const std::vector<Train> trains = find_trains(sets);
  Update                   update;
  update.reset       = make_reset_curve(sets, read_time_s);
  update.set         = make_set_train(trains);
  update.asymmetry   = asymmetry(trains);
  update.table       = make_step_table(trains);
  update.law         = make_step_law(trains);
  update.reset_ratio = make_reset_ratio(trains);
  return update;
}
} // namespace quench::compact
