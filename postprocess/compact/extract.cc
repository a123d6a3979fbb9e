#include <postprocess/compact/extract.h>

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

std::string result_lines(const CompactModel &model)
{
  const Drift &drift  = model.drift;
  const auto   result = [](const char *name, double value, const char *unit) {
    return format("result %s = %.9g %s\n", name, value, unit);
  };
  std::string text =
      result("drift_states", double(drift.conductance_uS.size()), "1") + result("g_min", model.g_min_uS, "uS") +
      result("g_max", model.g_max_uS, "uS") + result("nu_at_g_min", drift.nu.front().value, "1") +
      result("nu_at_g_min_sigma", drift.nu.front().sigma, "1") + result("nu_at_g_max", drift.nu.back().value, "1") +
      result("nu_at_g_max_sigma", drift.nu.back().sigma, "1") +
      result("drift_residual_max", *std::max_element(drift.residual.begin(), drift.residual.end()), "1");
  if (model.update.reset)
    text += result("reset_amplitudes", double(model.update.reset->amplitude_V.size()), "1");
  if (model.update.set)
    text += result("set_pulses", double(model.update.set->pulse.size()), "1");
  if (model.update.asymmetry)
    text += result("asymmetry", *model.update.asymmetry, "1");
  return text;
}
int ensemble_of(const Run &run, const std::vector<Ensemble> &ensembles)
{
  for (std::size_t i = 0; i < ensembles.size(); ++i)
    if (std::find(ensembles[i].runs.begin(), ensembles[i].runs.end(), &run) != ensembles[i].runs.end())
      return int(i);
  return -1;
}
} // namespace

CompactModel extract(const std::vector<ResultSet> &sets, const ExtractOptions &options)
{
  CompactModel            model;
  std::vector<DriftState> states;
  const auto              ensembles = find_ensembles(sets);
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
    {
      model.provenance.inputs.push_back({run.directory, run.case_name, run.case_sha256});
      if (auto state = fit_drift(run, options.drift))
      {
        state->ensemble = ensemble_of(run, ensembles);
        states.push_back(*state);
      }
    }
  model.drift       = make_drift(states, options.drift);
  model.update      = make_update(sets, options.drift.t0_s);
  model.programming = make_programming_noise(sets, options.drift.t0_s);
  model.g_min_uS    = model.drift.conductance_uS.front();
  model.g_max_uS    = model.drift.conductance_uS.back();
  model.model_id    = options.model_id.empty() ? model.provenance.inputs.front().case_name : options.model_id;
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
