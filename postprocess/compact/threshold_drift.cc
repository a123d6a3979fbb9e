#include <postprocess/compact/threshold_drift.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace quench::compact
{
namespace
{
constexpr double same_temperature_K = 0.1;
constexpr double same_amplitude_V   = 1e-3;
constexpr double snap_back = 0.1, snap_current = 2; // choice: no crystalline cell falls in voltage with more current
constexpr double s_per_ns = 1e-9;

/// Columns of a series.csv.
struct Ramp
{
  std::vector<double> time_ns, source_V, cell_V, current_uA;
};

/// Row of the largest cell voltage before the snap-back after row `start`; 0 if there is none.
std::size_t row_of_snap(const Ramp &ramp, std::size_t start)
{
  std::size_t top       = start;
  const auto  magnitude = [](const std::vector<double> &column, std::size_t row) { return std::abs(column[row]); };
  for (std::size_t i = start; i < ramp.cell_V.size(); ++i)
  {
    const double volts = magnitude(ramp.cell_V, i), highest = magnitude(ramp.cell_V, top);
    if (volts > highest)
      top = i;
    else if (volts < (1 - snap_back) * highest &&
             magnitude(ramp.current_uA, i) > snap_current * magnitude(ramp.current_uA, top))
      return top;
  }
  return 0;
}

/// The thresholds of a file, or of a sweep.
struct Record
{
  std::string            where;
  std::vector<Threshold> thresholds;
  bool                   is_file = false;
};

/// The record with most thresholds; files before series.
Record longest_record(const std::vector<ResultSet> &sets)
{
  Record     best;
  const auto offer = [&](Record record) {
    if (record.is_file > best.is_file ||
        (record.is_file == best.is_file && record.thresholds.size() > best.thresholds.size()))
      best = std::move(record);
  };
  for (const ResultSet &set : sets)
  {
    std::map<long, Record> of_amplitude;
    for (const Run &run : set.runs)
      if (!run.thresholds.empty())
        offer({run.directory + "/thresholds.csv", run.thresholds, true});
      else if (const auto threshold = switching_threshold(run))
      {
        Record &record = of_amplitude[std::lround(run.after_pulse(1).front().amplitude_V / same_amplitude_V)];
        record.where   = set.directory;
        record.thresholds.push_back(*threshold);
      }
    for (auto &[amplitude, record] : of_amplitude)
    {
      std::sort(record.thresholds.begin(), record.thresholds.end(),
                [](const Threshold &a, const Threshold &b) { return a.time_s < b.time_s; });
      offer(record);
    }
  }
  return best;
}

/// 1 - scatter about the line over scatter about the mean.
double r_squared(const std::vector<double> &y, const Line &line)
{
  double mean = 0, total = 0;
  for (const double value : y)
    mean += value / double(y.size());
  for (const double value : y)
    total += (value - mean) * (value - mean);
  return total > 0 ? 1 - line.residual_rms * line.residual_rms * double(y.size()) / total : 0;
}

ThresholdDrift fit_record(const Record &record, double t0_s, const Window &window)
{
  std::vector<double> x, y;
  ThresholdDrift      part;
  part.t0_s          = t0_s;
  part.temperature_K = record.thresholds.front().temperature_K;
  for (const Threshold &threshold : record.thresholds)
  {
    if (std::abs(threshold.temperature_K - part.temperature_K) > same_temperature_K)
      throw InputError(record.where, "the temperature changes", "the threshold is fitted at one temperature, to 0.1 K");
    if (threshold.time_s < window.t_min_s || threshold.time_s > window.t_max_s)
      continue;
    part.t_min_s = x.empty() ? threshold.time_s : part.t_min_s;
    part.t_max_s = threshold.time_s;
    x.push_back(std::log(threshold.time_s / t0_s));
    y.push_back(threshold.voltage_V);
  }
  const double decades = x.empty() ? 0 : std::log10(part.t_max_s / part.t_min_s);
  if (int(x.size()) < fewest_points || decades < fewest_decades)
    throw InputError(record.where,
                     std::to_string(x.size()) + " thresholds over " + std::to_string(decades) + " decades",
                     "at least " + std::to_string(fewest_points) + " over 2 decades are needed in the window");
  const Line line     = fit_line(x, y, {}, record.where.c_str());
  part.at_t0_V        = line.intercept;
  part.slope_V        = line.slope;
  part.r_squared      = r_squared(y, line);
  part.residual_max_V = line.residual_max;
  part.points         = line.points;
  return part;
}
} // namespace

std::optional<Threshold> switching_threshold(const Run &run)
{
  const std::string path = run.directory + "/series.csv";
  if (run.n_pulses() != 2 || run.after_pulse(1).empty() || !file_exists(path))
    return std::nullopt;
  const Table table(path);
  const Ramp  ramp{table.numbers("time_ns"), table.numbers("source_V"), table.numbers("cell_V"),
                  table.numbers("current_uA")};
  std::size_t first_end = 0, second_start = 0; // rows: the source is off again; the last one before it is on again
  for (std::size_t i = 1; i < ramp.source_V.size(); ++i)
  {
    const bool is_on = ramp.source_V[i] != 0, was_on = ramp.source_V[i - 1] != 0;
    first_end    = was_on && !is_on && first_end == 0 ? i : first_end;
    second_start = is_on && !was_on && first_end > 0 ? i - 1 : second_start;
  }
  const std::size_t top = second_start > 0 ? row_of_snap(ramp, second_start) : 0;
  if (top <= second_start)
    return std::nullopt;
  return Threshold{(ramp.time_ns[top] - ramp.time_ns[first_end]) * s_per_ns, std::abs(ramp.cell_V[top]),
                   run.after_pulse(1).front().temperature_K};
}

std::optional<ThresholdDrift> make_threshold_drift(const std::vector<ResultSet> &sets, double t0_s,
                                                   const Window &window, const LeftOut &left_out)
{
  const Record record = longest_record(sets);
  if (record.thresholds.empty())
    return std::nullopt;
  try
  {
    return fit_record(record, t0_s, window);
  }
  catch (const InputError &error)
  {
    if (record.is_file)
      throw;
    left_out(std::string("threshold: ") + error.what());
    return std::nullopt;
  }
}
} // namespace quench::compact
