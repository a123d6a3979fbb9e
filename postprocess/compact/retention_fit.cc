#include <postprocess/compact/retention_fit.h>

#include <postprocess/compact/fit.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace quench::compact
{
namespace
{
constexpr double      k_eV_per_K         = 8.617333262e-5; // CODATA 2018, exact
constexpr double      same_temperature_K = 0.1;
constexpr std::size_t fewest_kept        = 3; ///< a line with an error needs them

struct Kept
{
  double temperature_K, conductance_uS, front_s, hazard_s;
};

std::optional<double> result_of(const Run &run, const std::string &name)
{
  for (const Quantity &quantity : run.results)
    if (quantity.name == name && quantity.unit == "s")
      return quantity.value;
  return {};
}

/// One per temperature, ascending; of several the first.
std::map<long long, Kept> kept_states(const std::vector<ResultSet> &sets)
{
  std::map<long long, Kept> kept;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
    {
      const auto front = result_of(run, "retention_time_50"), hazard = result_of(run, "hazard_half_time");
      const auto reads = run.after_pulse(run.n_pulses());
      if (!front || !hazard || reads.empty() || !(*front > 0) || !(*hazard > 0))
        continue;
      const double T = reads.back().temperature_K;
      kept.emplace(std::llround(T / same_temperature_K), Kept{T, reads.front().conductance_uS, *front, *hazard});
    }
  return kept;
}
} // namespace

std::optional<Retention> make_retention(const std::vector<ResultSet>                   &sets,
                                        const std::function<void(const std::string &)> &left_out)
{
  const auto kept = kept_states(sets);
  if (kept.size() < fewest_kept)
  {
    if (!kept.empty())
      left_out("retention: runs that lose their glass at " + std::to_string(kept.size()) +
               " temperatures; an activation energy needs 3");
    return std::nullopt;
  }
  Retention           part;
  std::vector<double> x, ln_front, ln_hazard;
  for (const auto &[key, state] : kept)
  {
    part.temperature_K.push_back(state.temperature_K);
    part.front_time_s.push_back(state.front_s);
    part.hazard_half_time_s.push_back(state.hazard_s);
    part.conductance_uS = std::max(part.conductance_uS, state.conductance_uS);
    part.reference_K += 1 / state.temperature_K / double(kept.size());
  }
  part.reference_K = 1 / part.reference_K;
  for (std::size_t i = 0; i < part.temperature_K.size(); ++i)
  {
    x.push_back((1 / part.temperature_K[i] - 1 / part.reference_K) / k_eV_per_K);
    ln_front.push_back(std::log(part.front_time_s[i]));
    ln_hazard.push_back(std::log(part.hazard_half_time_s[i]));
  }
  const Line front  = fit_line(x, ln_front, {}, "time to half of the resistance against temperature");
  const Line hazard = fit_line(x, ln_hazard, {}, "half time of the hazard against temperature");
  part.ln_front_s   = front.intercept;
  part.front_eV     = front.slope;
  part.ln_hazard_s  = hazard.intercept;
  part.hazard_eV    = hazard.slope;
  part.residual     = std::max(front.residual_max, hazard.residual_max);
  return part;
}

double arrhenius_time_s(const Estimate &ln_time_s, const Estimate &activation_eV, double reference_K, double T_K)
{
  return std::exp(ln_time_s.value + activation_eV.value / k_eV_per_K * (1 / T_K - 1 / reference_K));
}

double lost_part(const Retention &p, double T_K, double t_s, double glass)
{
  if (glass <= 0)
    return 0;
  if (t_s >= std::cbrt(glass) * arrhenius_time_s(p.ln_front_s, p.front_eV, p.reference_K, T_K))
    return 1;
  const double hazard =
      std::numbers::ln2 * glass * t_s / arrhenius_time_s(p.ln_hazard_s, p.hazard_eV, p.reference_K, T_K);
  return -std::expm1(-hazard);
}

double highest_storage_K(const Retention &retention, double t_s, double part)
{
  constexpr double none = 1, resolution = 1e-3;
  double           low = none, high = 1e4;
  while (high - low > resolution)
  {
    const double middle                                     = (low + high) / 2;
    (lost_part(retention, middle, t_s) > part ? high : low) = middle;
  }
  return low;
}
} // namespace quench::compact
