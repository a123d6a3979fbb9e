#include <postprocess/compact/compact_model.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace quench::compact
{
namespace
{
/// Round-off allowed at the ends of a range, relative.
constexpr double range_slack = 1e-9;

std::string number(double value)
{
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

void require_inside(double value, double low, double high, const std::string &name, const std::string &unit)
{
  if (!(value >= low * (1 - range_slack) && value <= high * (1 + range_slack)))
    throw InputError("compact model", name + " = " + number(value) + " " + unit,
                     "the model holds from " + number(low) + " to " + number(high) + " " + unit +
                         " and does not extrapolate");
}

/// Collects the rules a model breaks and names the place.
class Checker
{
public:
  explicit Checker(const std::string &where) : where_(where) {}

  void require(bool right, const std::string &field, const std::string &rule) const
  {
    if (!right)
      throw InputError(where_, field, rule);
  }
  void positive(double value, const std::string &field) const
  {
    require(std::isfinite(value) && value > 0, field + " = " + number(value), "must be above 0");
  }
  void ascending(const std::vector<double> &values, const std::string &field) const
  {
    for (std::size_t i = 0; i < values.size(); ++i)
    {
      require(std::isfinite(values[i]), field + "/" + std::to_string(i), "must be finite");
      require(i == 0 || values[i] > values[i - 1], field + "/" + std::to_string(i) + " = " + number(values[i]),
              "must ascend strictly");
    }
  }
  void same_length(std::size_t n, std::size_t expected, const std::string &field) const
  {
    require(n == expected, field + " has " + std::to_string(n) + " entries",
            std::to_string(expected) + " are needed, one per state");
  }
  void all_positive(const std::vector<double> &values, const std::string &field) const
  {
    for (std::size_t i = 0; i < values.size(); ++i)
      positive(values[i], field + "/" + std::to_string(i));
  }

private:
  std::string where_;
};

void check_drift(const Drift &drift, const Checker &check)
{
  const std::size_t n = drift.conductance_uS.size();
  check.require(n > 0, "drift/conductance is empty", "at least one state is needed");
  check.ascending(drift.conductance_uS, "drift/conductance");
  check.positive(drift.conductance_uS.front(), "drift/conductance/0");
  check.same_length(drift.nu.size(), n, "drift/nu");
  check.same_length(drift.residual.size(), n, "drift/residual");
  if (!drift.nu_spread.empty())
    check.same_length(drift.nu_spread.size(), n, "drift/nu_spread");
  for (const double spread : drift.nu_spread)
    check.require(std::isfinite(spread) && spread >= 0, "drift/nu_spread", "must not be negative");
  for (const Estimate &nu : drift.nu)
    check.require(std::isfinite(nu.value) && nu.sigma >= 0 && std::isfinite(nu.sigma), "drift/nu",
                  "finite values with standard errors of at least 0 are needed");
  check.positive(drift.t0_s, "drift/t0");
  check.positive(drift.t_min_s, "drift/t_min");
  check.require(drift.t_max_s > drift.t_min_s, "drift/t_max = " + number(drift.t_max_s), "must be above drift/t_min");
  check.positive(drift.temperature_K, "drift/temperature");
}

void check_update(const Update &update, const Checker &check)
{
  if (update.reset)
  {
    check.ascending(update.reset->amplitude_V, "update/reset/amplitude");
    check.same_length(update.reset->conductance_uS.size(), update.reset->amplitude_V.size(),
                      "update/reset/conductance");
    check.same_length(update.reset->glass_volume_nm3.size(), update.reset->amplitude_V.size(),
                      "update/reset/glass_volume");
    check.all_positive(update.reset->conductance_uS, "update/reset/conductance");
  }
  if (update.set)
  {
    const std::size_t n = update.set->pulse.size();
    check.same_length(update.set->amplitude_V.size(), n, "update/set/amplitude");
    check.same_length(update.set->before_uS.size(), n, "update/set/conductance_before");
    check.same_length(update.set->after_uS.size(), n, "update/set/conductance_after");
    check.all_positive(update.set->before_uS, "update/set/conductance_before");
    check.all_positive(update.set->after_uS, "update/set/conductance_after");
  }
}
} // namespace

double drift_exponent(const Drift &drift, double g_uS)
{
  const auto &g = drift.conductance_uS;
  require_inside(g_uS, g.front(), g.back(), "G(t0)", "uS");
  const auto above = std::upper_bound(g.begin(), g.end(), g_uS);
  if (above == g.begin())
    return drift.nu.front().value;
  if (above == g.end())
    return drift.nu.back().value;
  const std::size_t i = std::size_t(above - g.begin());
  const double      f = std::log(g_uS / g[i - 1]) / std::log(g[i] / g[i - 1]);
  return (1 - f) * drift.nu[i - 1].value + f * drift.nu[i].value;
}

double drifted_conductance(const Drift &drift, double g_uS, double t_s)
{
  require_inside(t_s, drift.t_min_s, drift.t_max_s, "t", "s");
  return g_uS * std::pow(t_s / drift.t0_s, -drift_exponent(drift, g_uS));
}

void validate(const CompactModel &model, const std::string &where)
{
  const Checker check(where);
  check.require(!model.model_id.empty(), "model_id is empty", "a name is needed");
  check_drift(model.drift, check);
  check.positive(model.g_min_uS, "validity/conductance/0");
  check.require(model.g_max_uS >= model.g_min_uS, "validity/conductance", "minimum and maximum, in this order");
  check.require(model.g_min_uS >= model.drift.conductance_uS.front() * (1 - range_slack) &&
                    model.g_max_uS <= model.drift.conductance_uS.back() * (1 + range_slack),
                "validity/conductance", "must lie inside drift/conductance");
  if (model.programming)
  {
    check.positive(model.programming->g_max_uS, "programming_noise/g_max");
    check.require(!model.programming->polynomial.empty(), "programming_noise/polynomial is empty",
                  "at least one coefficient is needed");
  }
  if (model.read_noise)
  {
    check.positive(model.read_noise->g_max_uS, "read_noise/g_max");
    check.positive(model.read_noise->t_read_s, "read_noise/t_read");
  }
  check_update(model.update, check);
}
} // namespace quench::compact
