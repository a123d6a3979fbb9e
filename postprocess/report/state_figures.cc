#include <postprocess/report/figures.h>

#include <physics/base/error.h>
#include <postprocess/compact/drift.h>
#include <postprocess/compact/ensemble.h>
#include <postprocess/compact/update.h>
#include <postprocess/report/plot.h>

#include <algorithm>
#include <cmath>

namespace quench::report
{
namespace
{
constexpr double read_time_s = 1; ///< of the programming curve

std::vector<double> resistances(const std::vector<double> &conductance_uS)
{
  std::vector<double> ohm;
  for (const double g : conductance_uS)
    ohm.push_back(1e6 / g);
  return ohm;
}

/// Resistance over time after the last pulse.
Curve record_of(const compact::Run &run)
{
  Curve curve;
  for (const compact::Read &read : run.after_pulse(run.n_pulses()))
  {
    curve.x.push_back(read.time_s);
    curve.y.push_back(1e6 / read.conductance_uS);
  }
  return curve;
}

Curve fit_curve(const compact::PowerLaw &law, const std::vector<double> &times)
{
  Curve curve;
  for (const double t : times)
    if (t >= law.t_min_s * 0.999 && t <= law.t_max_s * 1.001)
    {
      curve.x.push_back(t);
      curve.y.push_back(1e6 / law.g0_uS.value * std::pow(t / law.t0_s, law.nu.value));
    }
  curve.colour = palette::vermilion;
  return curve;
}

/// ln R - fit in percent, inside the window of the fit.
Curve residual_of(const Curve &data, const compact::PowerLaw &law)
{
  Curve curve;
  for (std::size_t i = 0; i < data.x.size(); ++i)
    if (data.x[i] >= law.t_min_s * 0.999 && data.x[i] <= law.t_max_s * 1.001)
    {
      curve.x.push_back(data.x[i]);
      curve.y.push_back(100 *
                        std::log(data.y[i] * law.g0_uS.value * 1e-6 / std::pow(data.x[i] / law.t0_s, law.nu.value)));
    }
  curve.markers = true;
  curve.line    = false;
  return curve;
}

Plot drift_panel(const Curve &data, const compact::ResultSet *sweep, const compact::DriftState &state)
{
  Plot plot;
  plot.title   = "Resistance against time";
  plot.panel   = "a";
  plot.x.label = "Time after the pulse (s)";
  plot.y.label = "Resistance (Ω)";
  plot.x.scale = plot.y.scale = Scale::logarithmic;
  plot.x.marks                = time_marks(data.x.front(), data.x.back());
  plot.width                  = 680;
  plot.height                 = 360;
  bool first                  = true;
  if (sweep)
    for (const compact::Run &run : sweep->runs)
    {
      Curve other  = record_of(run);
      other.label  = first ? "other amplitudes" : "";
      other.colour = "#b5b5b5";
      other.width  = 1.2;
      first        = false;
      plot.curves.push_back(other);
    }
  plot.curves.push_back(data);
  plot.curves.push_back(fit_curve(state.law, data.x));
  plot.curves.back().label = "fit, ν = " + with_error(state.law.nu.value, state.law.nu.sigma);
  plot.curves.back().width = 2.2;
  return plot;
}

Plot residual_panel(const Curve &data, const compact::DriftState &state)
{
  Plot plot;
  plot.panel   = "b";
  plot.x.label = "Time after the pulse (s)";
  plot.y.label = "Residual (%)";
  plot.x.scale = Scale::logarithmic;
  plot.curves  = {residual_of(data, state.law)};
  plot.guides  = {{0, ""}};
  plot.width   = 680;
  plot.height  = 170;
  return plot;
}

Plot reset_panel(const std::string &name, const std::string &label, const std::vector<double> &x,
                 const std::vector<double> &y, const std::string &colour)
{
  Plot plot;
  plot.title      = label + " against amplitude";
  plot.panel      = name;
  plot.x.label    = "Pulse amplitude (V)";
  plot.y.label    = label;
  plot.width      = 440;
  plot.height     = 330;
  plot.room_above = true;
  Curve curve{"", x, y};
  curve.colour  = colour;
  curve.markers = true;
  plot.curves   = {curve};
  return plot;
}
/// "20 equal SET pulses of 0.8 V, read 1 µs after each".
std::string train_in_words(const compact::SetTrain &train)
{
  const auto [low, high] = std::minmax_element(train.amplitude_V.begin(), train.amplitude_V.end());
  const std::string size = *low == *high ? " equal SET pulses of " + readable(*low) + " V"
                                         : " SET pulses from " + readable(*low) + " V to " + readable(*high) + " V";
  return std::to_string(train.pulse.size()) + size + ", read " + with_prefix(train.read_time_s, "s") + " after each";
}

/// Device-to-device deviation about the exponents.
Band spread_of(const compact::Drift &drift, const std::string &colour)
{
  Band spread{"device to device", drift.conductance_uS, {}, {}, colour};
  for (std::size_t i = 0; i < drift.nu.size(); ++i)
  {
    spread.lower.push_back(drift.nu[i].value - drift.nu_spread[i]);
    spread.upper.push_back(drift.nu[i].value + drift.nu_spread[i]);
  }
  return spread;
}
} // namespace

Figure reset_figure(const compact::ResultSet &sweep)
{
  const auto curve = compact::make_reset_curve({sweep}, read_time_s);
  if (!curve)
    throw InputError(sweep.directory, "fewer than two amplitudes", "a programming curve needs at least two");
  Plot resistance =
      reset_panel("a", "Resistance at 1 s (Ω)", curve->amplitude_V, resistances(curve->conductance_uS), palette::blue);
  resistance.y.scale = Scale::logarithmic;
  std::vector<Plot> panels{resistance};
  const bool        has_volume = !curve->glass_volume_nm3.empty();
  if (has_volume)
    panels.push_back(
        reset_panel("b", "Glass volume (nm^{3})", curve->amplitude_V, curve->glass_volume_nm3, palette::vermilion));
  return make_figure("reset-curve", "RESET programming curve", panels,
                     "RESET programming curve, " + std::to_string(curve->amplitude_V.size()) +
                         " amplitudes of one pulse from the same crystalline start. (a) Resistance read 1 s after the "
                         "pulse. " +
                         (has_volume ? "(b) Volume of glass it leaves. " : "") +
                         "Expect a steep rise of the resistance once the glass covers the heater.");
}

Figure train_figure(const std::vector<compact::Run> &runs)
{
  Plot plot;
  plot.title   = "Conductance against SET pulses";
  plot.x.label = "SET pulses after the RESET";
  plot.y.label = "Conductance (µS)";
  plot.width   = 680;
  std::string words;
  for (const compact::Run &run : runs)
  {
    compact::ResultSet set;
    set.runs         = {run};
    const auto train = compact::make_set_train(compact::find_trains({set}));
    if (!train)
      continue;
    Curve curve = new_curve(runs.size() > 1 ? name_of(run.directory) : "", plot.curves.size());
    curve.x     = {0};
    curve.y     = {train->before_uS.front()};
    curve.x.insert(curve.x.end(), train->pulse.begin(), train->pulse.end());
    curve.y.insert(curve.y.end(), train->after_uS.begin(), train->after_uS.end());
    plot.curves.push_back(curve);
    words += (words.empty() ? "" : "; ") + train_in_words(*train);
  }
  if (plot.curves.empty())
    throw InputError(runs.front().directory, "fewer than two pulses after the RESET", "a train is needed");
  return make_figure("set-train", plot.title, {plot},
                     "Conductance after each pulse of a train: " + words +
                         ". Pulse 0 is the state after the RESET. Each pulse crystallises part of what glass is "
                         "left, so the steps are not equal: the state before matters.");
}

Figure drifts_figure(const std::vector<compact::Run> &runs)
{
  Plot plot;
  plot.title   = "Resistance after the last pulse";
  plot.x.label = "Time after the last pulse (s)";
  plot.y.label = "Resistance (Ω)";
  plot.x.scale = plot.y.scale = Scale::logarithmic;
  plot.width                  = 680;
  plot.height                 = 380;
  double first = INFINITY, last = 0;
  for (const compact::Run &run : runs)
    if (const Curve record = record_of(run); record.x.size() > 1)
    {
      Curve curve = new_curve(name_of(run.directory), plot.curves.size());
      curve.x     = record.x;
      curve.y     = record.y;
      first       = std::min(first, record.x.front());
      last        = std::max(last, record.x.back());
      plot.curves.push_back(curve);
    }
  if (plot.curves.empty())
    throw InputError("reads.csv", "no run has two reads after its last pulse", "a drift record is needed");
  plot.x.marks = time_marks(first, last);
  return make_figure("drifts", "Drift side by side", {plot},
                     "Resistance read at low voltage after the last pulse, a marker per read.");
}

Figure drift_figure(const compact::Run &run, const compact::ResultSet *sweep)
{
  const auto state = compact::fit_drift(run, {});
  if (!state)
    throw InputError(run.directory, "a single read after the last pulse", "a drift record is needed");
  Curve data   = record_of(run);
  data.label   = "computed";
  data.markers = true;
  data.line    = false;
  std::string onset;
  if (state->onset)
    onset = " Drift sets in at " + with_prefix(std::exp(state->onset->ln_tau0.value), "s", 2) + ".";
  return make_figure(
      "drift", "Drift over time", {drift_panel(data, sweep, *state), residual_panel(data, *state)},
      "Drift after the pulse at " + readable(state->temperature_K) +
          " K. (a) Resistance read at low voltage; line: power law R = R_{0} (t/t_{0})^{ν} fitted from " +
          readable(state->law.t_min_s) + " s to " + readable(state->law.t_max_s, 3) + " s (" +
          std::to_string(state->law.points) + " reads), ν = " + with_error(state->law.nu.value, state->law.nu.sigma) +
          " (standard error)." + onset + (sweep ? " Grey: the states of the amplitude sweep." : "") +
          " (b) What the fit leaves inside its window: a power law is as good as this is flat.",
      true);
}

Figure exponent_figure(const std::vector<Sources::Model> &models)
{
  Plot plot;
  plot.title   = "Drift exponent against conductance";
  plot.x.label = "Conductance at the origin of drift (µS)";
  plot.x.scale = Scale::logarithmic;
  plot.y.label = "Drift exponent ν";
  plot.width   = 680;
  std::string words;
  for (const auto &[path, name, model] : models)
  {
    const compact::Drift &drift = model.drift;
    if (drift.nu.empty())
      continue;
    Curve curve = new_curve(models.size() > 1 ? name : "", plot.curves.size());
    curve.x     = drift.conductance_uS;
    curve.width = 1.2;
    for (const compact::Estimate &nu : drift.nu)
    {
      curve.y.push_back(nu.value);
      curve.error.push_back(nu.sigma);
    }
    if (!drift.nu_spread.empty())
      plot.bands.push_back(spread_of(drift, curve.colour));
    plot.curves.push_back(curve);
    words += (words.empty() ? "" : "; ") + (models.size() > 1 ? name + ": " : std::string()) + "conductance at " +
             readable(drift.t0_s) + " s, at " + readable(drift.temperature_K) + " K, valid from " +
             readable(drift.t_min_s, 3) + " s to " + readable(drift.t_max_s, 3) + " s";
  }
  if (plot.curves.empty())
    throw InputError(models.front().path, "has no drift", "exponents of states are needed");
  return make_figure(
      "exponent", plot.title, {plot},
      "Drift exponent of every state against its conductance (" + words +
          "). Bars: one standard error of the fit (often smaller than the marker). Line: the interpolation "
          "the array stage uses. Where current finds a way around the glass the exponent is smaller.");
}
} // namespace quench::report
