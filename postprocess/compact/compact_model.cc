#include <postprocess/compact/compact_model.h>

#include <physics/base/error.h>
#include <physics/base/text.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace quench::compact
{
namespace
{
/// Round-off allowed at the ends of a range, relative.
constexpr double range_slack = 1e-9;

constexpr std::size_t longest_id = 200; ///< bytes

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

/// Members of a part: finite numbers, standard errors of at least 0, vectors of one length.
class PartChecker
{
public:
  PartChecker(const Checker &check, const std::string &part) : check_(check), part_(part) {}

  void operator()(const char *name, double value, const char *unit) const
  {
    check_.require(std::isfinite(value), part_ + "/" + name, "must be finite");
    require_sign(name, value, unit);
  }
  void operator()(const char *name, const Estimate &value, const char *unit) const
  {
    check_.require(std::isfinite(value.value) && std::isfinite(value.sigma) && value.sigma >= 0, part_ + "/" + name,
                   "a finite value with a standard error of at least 0 is needed");
    require_sign(name, value.value, unit);
  }
  void operator()(const char *name, const std::optional<Estimate> &value, const char *unit) const
  {
    if (value)
      (*this)(name, *value, unit);
  }
  template <class Number>
  void operator()(const char *name, const std::vector<Number> &values, const char *unit)
  {
    if (!length_)
      length_ = values.size();
    check_.require(*length_ > 0, part_ + "/" + name + " is empty", "at least one entry is needed");
    check_.same_length(values.size(), *length_, part_ + "/" + name);
    for (const Number &value : values)
      (*this)(name, value, unit);
  }

private:
  /// Times, temperatures and volumes have one.
  void require_sign(const char *name, double value, const std::string &unit) const
  {
    const bool has_sign = unit == "s" || unit == "ns" || unit == "K" || unit == "nm3";
    check_.require(!has_sign || value >= 0, part_ + "/" + name + " = " + number(value) + " " + unit,
                   "must not be negative");
  }

  const Checker             &check_;
  std::string                part_;
  std::optional<std::size_t> length_;
};

struct PartsChecker
{
  const Checker    &check;
  const std::string prefix;

  template <class Part>
  void operator()(const char *name, const std::optional<Part> &part) const
  {
    if (part)
      Part::members(PartChecker(check, prefix + name), *part);
  }
};

/// What the parts must fulfil beyond finite numbers.
void check_rules(const CompactModel &model, const Checker &check)
{
  if (model.current_voltage)
    check.ascending(model.current_voltage->conductance_uS, "current_voltage/conductance");
  if (model.read_temperature)
    check.ascending(model.read_temperature->conductance_uS, "read_temperature/conductance");
  if (model.drift_temperature)
    check.ascending(model.drift_temperature->temperature_K, "drift_temperature/temperature");
  if (model.onset_temperature)
    check.ascending(model.onset_temperature->temperature_K, "onset_temperature/temperature");
  if (model.retention)
  {
    const Retention &r = *model.retention;
    check.ascending(r.temperature_K, "retention/temperature");
    check.all_positive(r.front_time_s, "retention/front_time");
    check.all_positive(r.hazard_half_time_s, "retention/hazard_half_time");
    check.positive(r.reference_K, "retention/reference");
    check.positive(r.conductance_uS, "retention/conductance");
    check.positive(r.front_eV.value, "retention/front_activation");
    check.positive(r.hazard_eV.value, "retention/hazard_activation");
  }
  if (model.threshold)
    check.positive(model.threshold->t0_s, "threshold/t0");
  if (model.thermal)
  {
    check.positive(model.thermal->r_th_K_per_uW.value, "thermal/r_th");
    check.positive(model.thermal->tau_ns.value, "thermal/tau");
  }
  if (model.switching)
  {
    const Switching &s = *model.switching;
    check.positive(s.melting_K, "switching/melting");
    check.require(s.full_melt_K > s.melting_K, "switching/full_melt = " + number(s.full_melt_K),
                  "must be above switching/melting");
    check.positive(s.width_K, "switching/width");
    check.positive(s.on_ohm, "switching/on_resistance");
    check.require(s.glass.size() >= 2 && s.glass.front() == 0 && s.glass.back() == 1, "switching/glass",
                  "at least two entries from 0 to 1 are needed");
    check.ascending(s.glass, "switching/glass");
    check.all_positive(s.conductance_uS, "switching/conductance");
  }
}

void check_update(const Update &update, const Checker &check)
{
  if (update.reset)
  {
    check.ascending(update.reset->amplitude_V, "update/reset/amplitude");
    check.same_length(update.reset->conductance_uS.size(), update.reset->amplitude_V.size(),
                      "update/reset/conductance");
    if (!update.reset->glass_volume_nm3.empty())
      check.same_length(update.reset->glass_volume_nm3.size(), update.reset->amplitude_V.size(),
                        "update/reset/glass_volume");
    check.all_positive(update.reset->conductance_uS, "update/reset/conductance");
    check.require(update.reset->read_time_s >= 0, "update/reset/read_time", "must not be negative");
    for (const double volume : update.reset->glass_volume_nm3)
      check.require(volume >= 0, "update/reset/glass_volume = " + number(volume), "must not be negative");
  }
  if (update.set)
  {
    const std::size_t n = update.set->pulse.size();
    check.require(update.set->read_time_s >= 0, "update/set/read_time", "must not be negative");
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
  check.require(find_invalid_character(model.model_id) == std::string::npos && model.model_id.size() <= longest_id,
                "model_id", "a name of one line and at most 200 bytes is needed, without control characters");
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
    if (!model.programming->sigma_uS.empty())
      check.same_length(model.programming->sigma_uS.size(), model.programming->polynomial.size(),
                        "programming_noise/polynomial_sigma");
  }
  if (model.read_noise)
  {
    check.positive(model.read_noise->g_max_uS, "read_noise/g_max");
    check.positive(model.read_noise->t_read_s, "read_noise/t_read");
  }
  check_update(model.update, check);
  for_each_update_part(PartsChecker{check, "update/"}, model.update);
  for_each_part(PartsChecker{check, ""}, model);
  check_rules(model, check);
}
} // namespace quench::compact
