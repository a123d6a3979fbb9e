#include <postprocess/compact/least_squares.h>
#include <postprocess/compact/thermal_fit.h>

#include <physics/base/files.h>

#include <algorithm>
#include <cmath>

namespace quench::compact
{
namespace
{
constexpr double reads_to_pulses = 1.5; // choice: a voltage that much above the largest read is a pulse
constexpr double per_ns_in_per_s = 1e9;
constexpr double centre_K = 700, scale_K = 100; // of the parabola of ln rate; any will do

/// A single RESET: how hot it got, what it left.
struct Reset
{
  double peak_K = 0, glass_nm3 = 0, conductance_uS = 0;
};

/// Glass that crystallises in one step.
struct Shrink
{
  double temperature_K = 0, rate_per_ns = 0; ///< mean temperature; -d ln(glass)/dt
};

std::optional<double> result_of(const Run &run, const std::string &name)
{
  for (const Quantity &quantity : run.results)
    if (quantity.name == name && std::isfinite(quantity.value))
      return quantity.value;
  return std::nullopt;
}

/// What the runs of a sweep did, sorted by the glass they left; and what else is asked of the runs.
struct Observations
{
  std::vector<Reset>  resets;
  std::vector<Shrink> shrinking; ///< steps of trains in which glass crystallises
  double              melting_K = 0, on_ohm = 0, read_V = 0, fresh_uS = 0;
};

void add_shrinking(Observations &o, const std::vector<SeriesRow> &rows)
{
  constexpr double measurable = 1e-4; // relative change in a step that rounding and the mesh do not make
  for (std::size_t i = 1; i < rows.size(); ++i)
  {
    const SeriesRow &a = rows[i - 1], &b = rows[i];
    if (!(a.glass_nm3 > 0 && b.glass_nm3 > 0 && b.glass_nm3 < a.glass_nm3 * (1 - measurable)))
      continue;
    const Shrink shrink{(a.temperature_K + b.temperature_K) / 2,
                        std::log(a.glass_nm3 / b.glass_nm3) / (b.time_ns - a.time_ns)};
    if (shrink.temperature_K < o.melting_K)
      o.shrinking.push_back(shrink);
  }
}

/// Resistance of the cell at the largest current of a pulse.
double on_resistance(const std::vector<SeriesRow> &rows)
{
  const auto most = std::max_element(rows.begin(), rows.end(), [](const SeriesRow &a, const SeriesRow &b) {
    return std::abs(a.current_uA) < std::abs(b.current_uA);
  });
  return most == rows.end() || most->current_uA == 0 ? 0 : std::abs(most->cell_V / most->current_uA) * 1e6;
}

Observations observe(const std::vector<ResultSet> &sets, double t0_s)
{
  Observations o;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
    {
      if (const auto melting = result_of(run, "melting_temperature"))
        o.melting_K = *melting;
      for (const Read &read : run.reads)
        o.read_V = std::max(o.read_V, std::abs(read.read_voltage_V));
      if (!run.reads.empty() && run.reads.front().pulse == 0)
        o.fresh_uS = std::max(o.fresh_uS, run.reads.front().conductance_uS);
      const auto peak = result_of(run, "peak_temperature");
      if (run.n_pulses() == 1 && peak && std::isfinite(run.after_pulse(1).front().glass_volume_nm3))
        o.resets.push_back(
            {*peak, run.after_pulse(1).front().glass_volume_nm3, conductance_at(run.after_pulse(1), t0_s)});
    }
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (const std::string path = run.directory + "/series.csv"; file_exists(path))
      {
        const auto rows = read_series(path);
        o.on_ohm        = std::max(o.on_ohm, on_resistance(rows));
        if (run.n_pulses() > 1)
          add_shrinking(o, rows);
      }
  std::sort(o.resets.begin(), o.resets.end(), [](const Reset &a, const Reset &b) { return a.glass_nm3 < b.glass_nm3; });
  return o;
}

/// Glass fraction against conductance, from none to the largest dome; both strictly monotone.
bool add_table(Switching &part, const Observations &o)
{
  const double largest = o.resets.empty() ? 0 : o.resets.back().glass_nm3;
  if (!(largest > 0) || !(o.fresh_uS > 0))
    return false;
  part.glass          = {0};
  part.conductance_uS = {o.fresh_uS};
  for (const Reset &reset : o.resets)
    if (const double u = reset.glass_nm3 / largest;
        u > part.glass.back() * (1 + 1e-6) && u > 0 && reset.conductance_uS < part.conductance_uS.back())
    {
      part.glass.push_back(u);
      part.conductance_uS.push_back(reset.conductance_uS);
    }
  part.glass.back() = part.glass.back() > 1 - 1e-6 ? 1 : part.glass.back();
  return part.glass.size() >= 3 && part.glass.back() == 1;
}

/// T at which everything is molten: u = (T_peak - T_m)/(T_full - T_m), least squares through (T_m, 0). Domes all but as
/// large as the largest may have been molten completely and do not count.
bool add_melting(Switching &part, const Observations &o)
{
  constexpr double complete = 0.95;
  double           xu = 0, xx = 0;
  for (const Reset &reset : o.resets)
    if (reset.glass_nm3 > 0 && reset.glass_nm3 < complete * o.resets.back().glass_nm3 && reset.peak_K > o.melting_K)
    {
      const double x = reset.peak_K - o.melting_K;
      xu += x * reset.glass_nm3 / o.resets.back().glass_nm3;
      xx += x * x;
    }
  if (!(o.melting_K > 0) || !(xu > 0))
    return false;
  part.melting_K   = o.melting_K;
  part.full_melt_K = o.melting_K + xx / xu;
  return true;
}

/// Parabola of ln rate over temperature; false if it has no highest point.
bool add_crystallisation(Switching &part, const Observations &o)
{
  constexpr std::size_t            fewest_rates = 8;
  std::vector<std::vector<double>> columns(3);
  std::vector<double>              ln_rate;
  for (const Shrink &shrink : o.shrinking)
  {
    const double x = (shrink.temperature_K - centre_K) / scale_K;
    columns[0].push_back(1);
    columns[1].push_back(x);
    columns[2].push_back(x * x);
    ln_rate.push_back(std::log(shrink.rate_per_ns * per_ns_in_per_s));
  }
  if (ln_rate.size() < fewest_rates)
    return false;
  const LinearFit fit = fit_linear(columns, ln_rate, {}, "rate of crystallisation against temperature");
  const double    b = fit.coefficient[1].value, c = fit.coefficient[2].value, x = -b / (2 * c);
  if (!(c < 0) || !(centre_K + scale_K * x < part.full_melt_K) || !(centre_K + scale_K * x > 0))
    return false;
  const double v[]      = {1, x, x * x};
  double       variance = 0;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      variance += v[i] * fit.covariance[i][j] * v[j];
  part.peak_K        = centre_K + scale_K * x;
  part.width_K       = scale_K / std::sqrt(-2 * c);
  part.ln_rate_per_s = {fit.coefficient[0].value + b * x + c * x * x, std::sqrt(std::max(variance, 0.0))};
  return true;
}
} // namespace

std::optional<Switching> make_switching(const std::vector<ResultSet> &sets, double t0_s, const LeftOut &left_out)
{
  const Observations o = observe(sets, t0_s);
  Switching          part;
  part.on_ohm        = o.on_ohm;
  part.v_on_V        = reads_to_pulses * o.read_V;
  const auto missing = [&](const char *why) -> std::optional<Switching> {
    left_out(std::string("switching: ") + why);
    return std::nullopt;
  };
  if (o.resets.empty() || o.shrinking.empty())
    return std::nullopt; // no such runs were given
  if (!add_table(part, o))
    return missing("no two RESET amplitudes that leave glass, or no read before the pulse");
  if (!add_melting(part, o))
    return missing("no run reports peak_temperature above its melting_temperature");
  if (!(part.on_ohm > 0) || !(part.v_on_V > 0))
    return missing("the series show no current, or the reads no voltage");
  if (!add_crystallisation(part, o))
    return missing("the SET pulses do not show where crystallisation is fastest");
  return part;
}
} // namespace quench::compact
