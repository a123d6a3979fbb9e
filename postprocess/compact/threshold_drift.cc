#include <postprocess/compact/threshold_drift.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr double same_temperature_K = 0.1;

const Run *run_with_most(const std::vector<ResultSet> &sets)
{
  const Run *best = nullptr;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (!run.thresholds.empty() && (!best || run.thresholds.size() > best->thresholds.size()))
        best = &run;
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
} // namespace

std::optional<ThresholdDrift> make_threshold_drift(const std::vector<ResultSet> &sets, double t0_s,
                                                   const Window &window)
{
  const Run *run = run_with_most(sets);
  if (!run)
    return std::nullopt;
  const std::string   where = run->directory + "/thresholds.csv";
  std::vector<double> x, y;
  ThresholdDrift      part;
  part.t0_s          = t0_s;
  part.temperature_K = run->thresholds.front().temperature_K;
  for (const Threshold &threshold : run->thresholds)
  {
    if (std::abs(threshold.temperature_K - part.temperature_K) > same_temperature_K)
      throw InputError(where, "the temperature changes", "the threshold is fitted at one temperature, to 0.1 K");
    if (threshold.time_s < window.t_min_s || threshold.time_s > window.t_max_s)
      continue;
    part.t_min_s = x.empty() ? threshold.time_s : part.t_min_s;
    part.t_max_s = threshold.time_s;
    x.push_back(std::log(threshold.time_s / t0_s));
    y.push_back(threshold.voltage_V);
  }
  const double decades = x.empty() ? 0 : std::log10(part.t_max_s / part.t_min_s);
  if (int(x.size()) < fewest_points || decades < fewest_decades)
    throw InputError(where, std::to_string(x.size()) + " thresholds over " + std::to_string(decades) + " decades",
                     "at least " + std::to_string(fewest_points) + " over 2 decades are needed in the window");
  const Line line     = fit_line(x, y, {}, where.c_str());
  part.at_t0_V        = line.intercept;
  part.slope_V        = line.slope;
  part.r_squared      = r_squared(y, line);
  part.residual_max_V = line.residual_max;
  part.points         = line.points;
  return part;
}
} // namespace quench::compact
