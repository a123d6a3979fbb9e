#include <postprocess/compact/thermal_fit.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <postprocess/compact/least_squares.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr std::size_t fewest_rows     = 20;
constexpr double      smallest_rise_K = 10;
constexpr double      shortest_tau_ns = 1e-3, longest_tau_ns = 1e5;

/// Rise of the temperature per K/uW: y' = (P - y)/tau from y = 0, P linear within a step (exact).
std::vector<double> response(std::span<const SeriesRow> rows, double tau_ns)
{
  std::vector<double> y{0};
  for (std::size_t i = 1; i < rows.size(); ++i)
  {
    const double x = (rows[i].time_ns - rows[i - 1].time_ns) / tau_ns, decay = std::exp(-x);
    const double P0 = rows[i - 1].power_uW, P1 = rows[i].power_uW, mean_weight = -std::expm1(-x) / x;
    y.push_back(y.back() * decay + P0 * (mean_weight - decay) + P1 * (1 - mean_weight));
  }
  return y;
}

/// Best R_th for a response, and the sum of squares that is left.
struct Scaled
{
  double r_th, square;
};

Scaled scaled(const std::vector<double> &y, const std::vector<double> &rise)
{
  double yy = 0, yr = 0, rr = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
  {
    yy += y[i] * y[i];
    yr += y[i] * rise[i];
    rr += rise[i] * rise[i];
  }
  return {yr / yy, rr - yr * yr / yy};
}

double best_tau(std::span<const SeriesRow> rows, const std::vector<double> &rise)
{
  constexpr double accuracy = 1e-9;
  const double     ratio    = (std::sqrt(5.0) - 1) / 2;
  const auto       square   = [&](double x) { return scaled(response(rows, std::exp(x)), rise).square; };
  double           low = std::log(shortest_tau_ns), high = std::log(longest_tau_ns);
  while (high - low > accuracy)
  {
    const double left = high - ratio * (high - low), right = low + ratio * (high - low);
    const bool   lower   = square(left) < square(right);
    (lower ? high : low) = lower ? right : left;
  }
  return std::exp((low + high) / 2);
}

void check(std::span<const SeriesRow> rows, double ambient_K)
{
  double highest = 0, power = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
  {
    if (i > 0 && !(rows[i].time_ns > rows[i - 1].time_ns))
      throw InputError("series", "time_ns = " + std::to_string(rows[i].time_ns), "times must ascend");
    highest = std::max(highest, rows[i].temperature_K);
    power   = std::max(power, rows[i].power_uW);
  }
  if (rows.size() < fewest_rows || highest - ambient_K < smallest_rise_K || !(power > 0))
    throw InputError("series",
                     std::to_string(rows.size()) + " rows, " + std::to_string(highest - ambient_K) + " K of rise",
                     "at least 20 rows, 10 K and a current are needed for a thermal resistance");
}
} // namespace

std::vector<SeriesRow> read_series(const std::string &path)
{
  const Table table(path);
  const auto  time = table.numbers("time_ns"), cell = table.numbers("cell_V"), current = table.numbers("current_uA"),
             temperature = table.numbers("temperature_max_K");
  const auto glass =
      table.has("glass_volume_nm3") ? table.numbers("glass_volume_nm3") : std::vector<double>(table.n_rows(), 0.0);
  const bool             has_power = table.has("joule_uW");
  const auto             power     = has_power ? table.numbers("joule_uW") : std::vector<double>();
  std::vector<SeriesRow> rows;
  for (std::size_t i = 0; i < table.n_rows(); ++i)
    rows.push_back(
        {time[i], cell[i], current[i], has_power ? power[i] : cell[i] * current[i], temperature[i], glass[i]});
  return rows;
}

Thermal fit_thermal(std::span<const SeriesRow> rows, double ambient_K)
{
  check(rows, ambient_K);
  std::vector<double> rise;
  for (const SeriesRow &row : rows)
    rise.push_back(row.temperature_K - ambient_K);
  const double tau = best_tau(rows, rise);
  const auto   y   = response(rows, tau);
  const Scaled fit = scaled(y, rise);
  // linear about the minimum: columns dT/dR and dT/dln(tau), whose errors are those of the parameters
  constexpr double                 step  = 1e-4;
  const auto                       above = response(rows, tau * (1 + step)), below = response(rows, tau * (1 - step));
  std::vector<std::vector<double>> columns(2);
  std::vector<double>              residual;
  for (std::size_t i = 0; i < y.size(); ++i)
  {
    columns[0].push_back(y[i]);
    columns[1].push_back(fit.r_th * (above[i] - below[i]) / (2 * step));
    residual.push_back(rise[i] - fit.r_th * y[i]);
  }
  const LinearFit linear = fit_linear(columns, residual, {}, "thermal resistance");
  const double    high   = *std::max_element(rise.begin(), rise.end());
  return {ambient_K,
          ambient_K + high,
          {fit.r_th, linear.coefficient[0].sigma},
          {tau, tau * linear.coefficient[1].sigma},
          linear.residual_rms / high,
          int(rows.size())};
}

std::optional<Thermal> make_thermal(const std::vector<ResultSet> &sets)
{
  std::vector<SeriesRow> hottest;
  const Run             *source  = nullptr;
  double                 highest = 0;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (const std::string path = run.directory + "/series.csv"; file_exists(path) && !run.reads.empty())
        for (const auto rows = read_series(path); const SeriesRow &row : rows)
          if (row.temperature_K > highest)
          {
            highest = row.temperature_K;
            if (source != &run)
              hottest = rows;
            source = &run;
          }
  if (!source)
    return std::nullopt;
  try
  {
    return fit_thermal(hottest, source->reads.front().temperature_K);
  }
  catch (const InputError &error)
  {
    throw InputError(source->directory + "/series.csv", error.what());
  }
}
} // namespace quench::compact
