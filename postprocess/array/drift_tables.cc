#include <postprocess/array/drift_tables.h>

#include <physics/base/error.h>
#include <physics/base/units.h>
#include <postprocess/compact/table.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace quench::array
{
namespace
{
std::string number(double value)
{
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

void require_ascending(const std::vector<double> &axis, std::size_t fewest, double unit, const std::string &where,
                       const std::string &name)
{
  if (axis.size() < fewest)
    throw InputError(where, name + " has " + std::to_string(axis.size()) + " values",
                     "at least " + std::to_string(fewest) + " are needed");
  for (std::size_t i = 0; i < axis.size(); ++i)
    if (!std::isfinite(axis[i]) || !(axis[i] > 0) || (i > 0 && !(axis[i] > axis[i - 1])))
      throw InputError(where, name + " number " + std::to_string(i + 1) + " = " + number(axis[i] / unit),
                       "finite, above 0 and strictly ascending values are needed");
}

std::vector<double> distinct(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::size_t place(const std::vector<double> &axis, double value)
{
  return static_cast<std::size_t>(std::lower_bound(axis.begin(), axis.end(), value) - axis.begin());
}

/// Interval and weight of its upper end for a value on an axis of at least two points; may lie outside.
struct Between
{
  std::size_t lower;
  double      weight;
};

Between between(const std::vector<double> &axis, double value, bool logarithmic)
{
  const std::size_t n     = axis.size();
  const std::size_t upper = std::clamp<std::size_t>(place(axis, value), 1, n - 1);
  const double      a = axis[upper - 1], b = axis[upper];
  return {upper - 1, logarithmic ? std::log(value / a) / std::log(b / a) : (value - a) / (b - a)};
}

void require_inside(const std::string &what, double value, double low, double high, const std::string &unit)
{
  constexpr double rounding = 1e-9;
  if (!(value >= low * (1 - rounding) && value <= high * (1 + rounding)))
    throw InputError("drift table", what + " = " + number(value) + " " + unit,
                     "the table holds from " + number(low) + " to " + number(high) + " " + unit +
                         " and does not extrapolate");
}
} // namespace

void validate(const DriftTables &tables, const std::string &where)
{
  require_ascending(tables.temperature, 1, units::K, where, "temperature_K");
  require_ascending(tables.time, 2, units::s, where, "time_s");
  require_ascending(tables.state, 2, units::uS, where, "g0_uS");
  if (tables.ln_g.size() != tables.temperature.size() * tables.time.size() * tables.state.size())
    throw InputError(where, std::to_string(tables.ln_g.size()) + " conductances",
                     "one for every temperature, time and state");
  for (const double ln_g : tables.ln_g)
    if (!std::isfinite(ln_g))
      throw InputError(where, "a conductance is zero, negative or not finite", "positive conductances");
}

std::vector<double> ln_conductances(const DriftTables &tables, double t, double temperature, double tolerance)
{
  require_inside("time", t / units::s, tables.time.front() / units::s, tables.time.back() / units::s * tolerance, "s");
  require_inside("temperature", temperature, tables.temperature.front(), tables.temperature.back(), "K");
  const bool    is_single = tables.temperature.size() == 1;
  const Between in_time   = between(tables.time, t, true);
  const Between in_T      = is_single ? Between{0, 0} : between(tables.temperature, temperature, false);

  std::vector<double> result(tables.state.size());
  for (std::size_t k = 0; k < result.size(); ++k)
  {
    const auto along_time = [&](std::size_t i) {
      const double low = tables.at(i, in_time.lower, k), high = tables.at(i, in_time.lower + 1, k);
      return low + in_time.weight * (high - low);
    };
    const double cold = along_time(in_T.lower);
    result[k]         = is_single ? cold : cold + in_T.weight * (along_time(in_T.lower + 1) - cold);
  }
  return result;
}

DriftTables read_drift_tables(const std::string &path)
{
  const compact::Table file(path);
  const auto           g0 = file.numbers("g0_uS"), t = file.numbers("time_s");
  const auto           temperature = file.numbers("temperature_K"), g = file.numbers("g_uS");
  DriftTables          tables{distinct(temperature), distinct(t), distinct(g0), {}};
  const double         nothing = std::numeric_limits<double>::quiet_NaN();
  tables.ln_g.assign(tables.temperature.size() * tables.time.size() * tables.state.size(), nothing);
  for (std::size_t row = 0; row < file.n_rows(); ++row)
  {
    double &entry =
        tables.ln_g[(place(tables.temperature, temperature[row]) * tables.time.size() + place(tables.time, t[row])) *
                        tables.state.size() +
                    place(tables.state, g0[row])];
    if (!std::isnan(entry))
      throw InputError(file.where(row), "this state, time and temperature appear twice", "every combination once");
    if (!(g[row] > 0))
      throw InputError(file.where(row), "g_uS = " + number(g[row]), "a conductance above 0");
    entry = std::log(g[row] * units::uS);
  }
  if (std::any_of(tables.ln_g.begin(), tables.ln_g.end(), [](double x) { return std::isnan(x); }))
    throw InputError(path, std::to_string(file.n_rows()) + " rows",
                     std::to_string(tables.ln_g.size()) + " are needed: every state at every time and temperature");
  for (double &time : tables.time)
    time *= units::s;
  for (double &state : tables.state)
    state *= units::uS;
  validate(tables, path);
  return tables;
}
} // namespace quench::array
