#include <postprocess/compact/extract.h>

#include <postprocess/compact/noise_fit.h>
#include <postprocess/compact/read_groups.h>
#include <postprocess/compact/retention_fit.h>
#include <postprocess/compact/temperature_series.h>
#include <postprocess/compact/threshold_drift.h>
#include <postprocess/compact/update.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>

namespace quench::compact
{
namespace
{
std::string format(const char *pattern, ...)
{
  char    text[512];
  va_list arguments;
  va_start(arguments, pattern);
  std::vsnprintf(text, sizeof text, pattern, arguments);
  va_end(arguments);
  return text;
}

std::string fit_table(const std::vector<FitRecord> &fits)
{
  std::string text = "      G(t0)/uS        nu      sigma   from/s     to/s  reads  max|res|   onset/s  run\n";
  for (const FitRecord &fit : fits)
    text += format("%14.6g %9.5f %10.2e %8.2g %8.2g %6d %9.2e %9s  ", fit.conductance_uS, fit.nu,
                   std::sqrt(fit.covariance[2]), fit.t_min_s, fit.t_max_s, fit.points, fit.residual_max,
                   fit.onset_s ? format("%.2e", fit.onset_s->value).c_str() : "-") +
            fit.run + "\n";
  return text;
}

/// Activation energies, and where ten years end.
template <class Add>
std::string retention_lines(const Retention &retention, const Add &add)
{
  constexpr double ten_years_s = 10 * 365.25 * 86400;
  add("retention_front_activation", retention.front_eV, "eV");
  add("retention_hazard_activation", retention.hazard_eV, "eV");
  return format("result retention_ten_years = %.9g K\n", highest_storage_K(retention, ten_years_s, 0.5));
}

/// One line per number of the optional parts.
std::string part_lines(const CompactModel &model)
{
  std::string text;
  const auto  add = [&](const char *name, const Estimate &e, const char *unit) {
    text += format("result %s = %.9g %s\nresult %s_sigma = %.3g %s\n", name, e.value, unit, name, e.sigma, unit);
  };
  if (model.update.reset_ratio)
    add("reset_to_set_ratio", model.update.reset_ratio->ratio, "1");
  if (model.update.law)
    add("set_memory", model.update.law->memory_pulses, "1");
  if (model.read_temperature && model.read_temperature->activation_per_decade_meV)
    add("activation_per_decade", *model.read_temperature->activation_per_decade_meV, "meV");
  if (model.onset_temperature && model.onset_temperature->barrier_meV)
    add("onset_barrier", *model.onset_temperature->barrier_meV, "meV");
  if (model.retention)
    text += retention_lines(*model.retention, add);
  if (model.threshold)
    add("threshold_slope", model.threshold->slope_V, "V");
  if (model.thermal)
  {
    add("thermal_resistance", model.thermal->r_th_K_per_uW, "K/uW");
    add("thermal_time", model.thermal->tau_ns, "ns");
  }
  return text;
}

std::string result_lines(const CompactModel &model)
{
  const Drift &drift  = model.drift;
  const auto   result = [](const char *name, double value, const char *unit) {
    return format("result %s = %.9g %s\n", name, value, unit);
  };
  // one run has no scatter of its own: what its points leave open is a residual of the fit, no uncertainty
  const bool  is_ensemble = !drift.nu_spread.empty();
  std::string text =
      result("drift_states", double(drift.conductance_uS.size()), "1") + result("g_min", model.g_min_uS, "uS") +
      result("g_max", model.g_max_uS, "uS") + result("nu_at_g_min", drift.nu.front().value, "1") +
      result(is_ensemble ? "nu_at_g_min_sigma" : "nu_at_g_min_fit_residual", drift.nu.front().sigma, "1") +
      result("nu_at_g_max", drift.nu.back().value, "1") +
      result(is_ensemble ? "nu_at_g_max_sigma" : "nu_at_g_max_fit_residual", drift.nu.back().sigma, "1") +
      result("drift_residual_max", *std::max_element(drift.residual.begin(), drift.residual.end()), "1");
  if (model.update.reset)
    text += result("reset_amplitudes", double(model.update.reset->amplitude_V.size()), "1");
  if (model.update.set)
    text += result("set_pulses", double(model.update.set->pulse.size()), "1");
  if (model.update.asymmetry)
    text += result("asymmetry", *model.update.asymmetry, "1");
  return text + part_lines(model);
}
int ensemble_of(const Run &run, const std::vector<Ensemble> &ensembles)
{
  for (std::size_t i = 0; i < ensembles.size(); ++i)
    if (std::find(ensembles[i].runs.begin(), ensembles[i].runs.end(), &run) != ensembles[i].runs.end())
      return int(i);
  return -1;
}

/// The drift of every run that has a record.
std::vector<StoredState> stored_states(const std::vector<ResultSet> &sets, const DriftOptions &options)
{
  std::vector<StoredState> states;
  const auto               ensembles = find_ensembles(sets);
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (auto state = fit_drift(run, options))
      {
        state->ensemble = ensemble_of(run, ensembles);
        states.push_back({*state, run.after_pulse(run.n_pulses()).front().amplitude_V});
      }
  return states;
}

std::vector<DriftState> at_temperature(const std::vector<StoredState> &all, double T_K)
{
  constexpr double        same_K = 0.1;
  std::vector<DriftState> states;
  for (const StoredState &state : all)
    if (std::abs(state.drift.temperature_K - T_K) <= same_K)
      states.push_back(state.drift);
  return states;
}

/// The runs behind the states of the drift table, for what their quick groups of reads tell.
std::vector<ReadState> read_states(const std::vector<ResultSet> &sets, const std::vector<DriftState> &states)
{
  std::vector<ReadState> list;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      for (const DriftState &state : states)
        if (state.run == run.directory)
          list.push_back({&run, state.law.g0_uS.value, state.temperature_K});
  return list;
}

/// Everything but drift, pulses and programming.
void add_parts(CompactModel &model, const std::vector<ResultSet> &sets, const std::vector<StoredState> &all,
               const std::vector<DriftState> &states, const ExtractOptions &options)
{
  const auto reads        = read_states(sets, states);
  model.current_voltage   = make_current_voltage(reads);
  model.read_temperature  = make_read_temperature(reads);
  model.drift_temperature = make_drift_temperature(all);
  model.onset_temperature = make_onset_temperature(all);
  model.retention         = make_retention(sets, options.left_out);
  model.threshold         = make_threshold_drift(sets, options.drift.t0_s, options.drift.window, options.left_out);
  model.read_noise        = make_read_noise(sets);
  model.thermal           = make_thermal(sets);
  model.switching         = make_switching(sets, options.drift.t0_s, options.left_out);
}
} // namespace

CompactModel extract(const std::vector<ResultSet> &sets, const ExtractOptions &options)
{
  CompactModel model;
  const auto   all = stored_states(sets, options.drift);
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      model.provenance.inputs.push_back({run.directory, run.case_name, run.case_sha256});
  const double            T      = options.temperature_K.value_or(reference_temperature(all));
  std::vector<DriftState> states = at_temperature(all, T);
  model.drift                    = make_drift(states, options.drift);
  model.update                   = make_update(sets, options.drift.t0_s, options.left_out);
  model.programming              = make_programming_noise(sets, options.drift.t0_s);
  model.g_min_uS                 = model.drift.conductance_uS.front();
  model.g_max_uS                 = model.drift.conductance_uS.back();
  model.model_id = options.model_id.empty() ? model.provenance.inputs.front().case_name : options.model_id;
  add_parts(model, sets, all, states, options);
  std::sort(states.begin(), states.end(),
            [](const DriftState &a, const DriftState &b) { return a.law.g0_uS.value < b.law.g0_uS.value; });
  for (const DriftState &state : states)
    model.fits.push_back(make_record(state));
  model.fit_method = "linear regression ln G = a - nu ln(t/t0) at t >= 10 onset; onset from G = g (1 + t/onset)^-nu by "
                     "nonlinear least squares; covariance: var(a), cov(a, nu), var(nu)";
  return model;
}

std::string summary(const CompactModel &model)
{
  std::string text = fit_table(model.fits);
  text += format("valid: G(%g s) %.4g to %.4g uS, t %.3g to %.3g s, %g K\n", model.drift.t0_s, model.g_min_uS,
                 model.g_max_uS, model.drift.t_min_s, model.drift.t_max_s, model.drift.temperature_K);
  return text + result_lines(model);
}
} // namespace quench::compact
