#include <postprocess/array/extracted_device.h>

#include <physics/base/error.h>
#include <postprocess/compact/evaluate.h>
#include <postprocess/compact/retention_fit.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace quench::array
{
namespace
{
/// G(t_v) of every state of the table, in place of G(t0). Throws InputError if the order of the states is lost.
compact::Drift at_verify_time(compact::Drift drift, double verify_time_s)
{
  for (std::size_t i = 0; i < drift.conductance_uS.size(); ++i)
    drift.conductance_uS[i] *= std::pow(verify_time_s / drift.t0_s, -drift.nu[i].value);
  if (!std::is_sorted(drift.conductance_uS.begin(), drift.conductance_uS.end(), std::less_equal<>()))
    throw InputError("device/verify time", std::to_string(verify_time_s) + " s",
                     "the states of the compact model change their order between its t0 and this time",
                     "Choose a verify time nearer to " + std::to_string(drift.t0_s) + " s");
  drift.t0_s = verify_time_s;
  return drift;
}

/// The table with nu_spread in place of nu, so that both are interpolated alike.
compact::Drift spread_table(compact::Drift drift)
{
  for (std::size_t i = 0; i < drift.nu_spread.size(); ++i)
    drift.nu[i] = {drift.nu_spread[i], 0};
  return drift;
}

TemperatureParameters at_model_temperature(TemperatureParameters temperature, const compact::Drift &drift)
{
  temperature.reference = drift.temperature_K * units::K;
  return temperature;
}

void require(bool available, Statistics wanted, const std::string &key)
{
  if (wanted == Statistics::model && !available)
    throw InputError("device/" + key, "model", "the compact model holds no such part",
                     "Write `published` (scaled to this device) or `none`");
}
} // namespace

ExtractedDevice::ExtractedDevice(const compact::CompactModel &model, const DeviceParameters &parameters)
  : model_(model), p(parameters), drift_(at_verify_time(model.drift, p.verify_time / units::s)),
    spread_(spread_table(drift_)), published_(p.published, at_verify(model.g_max_uS)),
    temperature_(at_model_temperature(p.temperature, model.drift))
{
  require_parts();
  require_valid(0);
}

double ExtractedDevice::at_verify(double g_uS) const
{
  const double nu = compact::drift_exponent(model_.drift, g_uS);
  return g_uS * std::pow(p.verify_time / units::s / model_.drift.t0_s, -nu) * units::uS;
}

void ExtractedDevice::require_parts() const
{
  if (drift_.conductance_uS.size() < 2)
    throw InputError("device/model", "a compact model of one state", "weights need at least two states",
                     "Extract from runs with different RESET amplitudes");
  require(model_.programming.has_value(), p.programming, "programming noise");
  require(!drift_.nu_spread.empty(), p.drift_spread, "drift spread");
  require(model_.read_noise.has_value(), p.read_noise, "read noise");
  const TemperatureParameters usual;
  if (model_.read_temperature &&
      (p.temperature.activation_low != usual.activation_low || p.temperature.activation_high != usual.activation_high))
    throw InputError("device/temperature/activation energy", "given", "the compact model holds its own",
                     "Leave it out");
}

double ExtractedDevice::read_duration() const
{
  const bool own = p.read_noise == Statistics::model;
  return own ? model_.read_noise->t_read_s * units::s : published_.read_duration();
}

double ExtractedDevice::programming_sigma(double g) const
{
  if (p.programming == Statistics::none)
    return 0;
  if (p.programming == Statistics::published)
    return published_.programming_sigma(g);
  const compact::Noise &noise = *model_.programming;
  const double          x     = g / (noise.g_max_uS * units::uS);
  double                sigma = 0;
  for (std::size_t k = noise.polynomial.size(); k-- > 0;)
    sigma = sigma * x + noise.polynomial[k];
  return std::max(sigma, 0.0) * units::uS;
}

Exponent ExtractedDevice::drift_exponent(double g) const
{
  const double mean = compact::drift_exponent(drift_, g / units::uS);
  if (p.drift_spread == Statistics::none)
    return {mean, 0};
  if (p.drift_spread == Statistics::published)
    return {mean, mean * published_.relative_spread(g)};
  return {mean, compact::drift_exponent(spread_, g / units::uS)};
}

std::vector<double> ExtractedDevice::loss(const Age &age) const
{
  require_valid(age.time);
  return {stored_loss(temperature_, p.verify_time, age)};
}

std::vector<double> ExtractedDevice::states() const
{
  std::vector<double> states;
  for (const double g_uS : drift_.conductance_uS)
    states.push_back(g_uS * units::uS);
  return states;
}

double ExtractedDevice::own_state(double g) const
{
  const double nu = compact::drift_exponent(
      drift_, std::clamp(g / units::uS, drift_.conductance_uS.front(), drift_.conductance_uS.back()));
  return g / units::uS * std::pow(p.verify_time / units::s / model_.drift.t0_s, nu);
}

double ExtractedDevice::white_noise() const
{
  const bool own = p.read_noise == Statistics::model && model_.read_noise->white;
  return own ? model_.read_noise->white->value : 0;
}

Curvature ExtractedDevice::curvature(double g) const
{
  const compact::Curvature c = compact::curvature(model_, own_state(g));
  return {c.nl2_per_V / units::V, c.nl3_per_V2 / (units::V * units::V)};
}

/// The activation energies of the model (eq. X1), else those of the case (eq. A3).
double ExtractedDevice::read_factor(double g, double temperature) const
{
  if (model_.read_temperature)
    return compact::temperature_factor(model_, own_state(g), temperature / units::K);
  return arrhenius_read_factor(temperature_, g / g_max(), temperature);
}

/// The glass of a device is taken from its conductance: all of it in the state that was baked, none at the end of the
/// window, linear in between (choice).
double ExtractedDevice::lost_part(double g, const Age &age) const
{
  if (!model_.retention)
    return 0;
  const double g_baked = model_.retention->conductance_uS * units::uS;
  const double glass   = std::clamp((g_max() - g) / std::max(g_max() - g_baked, g_max() * 1e-9), 0.0, 1.0);
  const double T       = age.storage_temperature.value_or(reference_temperature());
  return compact::lost_part(*model_.retention, T / units::K, age.time / units::s, glass);
}

double ExtractedDevice::read_noise(double g) const
{
  if (p.read_noise == Statistics::none)
    return 0;
  if (p.read_noise == Statistics::published)
    return published_.read_noise(g);
  const compact::ReadNoise &noise = *model_.read_noise;
  return std::min(noise.q_scale * std::pow(g / (noise.g_max_uS * units::uS), -noise.q_power), noise.q_max);
}

void ExtractedDevice::require_valid(double t) const
{
  const double age_s = (t + p.verify_time) / units::s;
  if (!(age_s >= drift_.t_min_s && age_s <= drift_.t_max_s * p.time_tolerance))
    throw InputError("times", "a device " + std::to_string(age_s) + " s after programming",
                     "the compact model was fitted from " + std::to_string(drift_.t_min_s) + " s to " +
                         std::to_string(drift_.t_max_s) + " s",
                     "It does not extrapolate: choose other times or extract over a longer run");
}

Sources ExtractedDevice::sources() const
{
  const std::string own  = "compact model " + model_.model_id;
  const auto        name = [&](Statistics s, const std::string &model_source) {
    return s == Statistics::none ? "none" : s == Statistics::model ? model_source : "joshi2020 (published, scaled)";
  };
  return {name(p.programming, own), own, name(p.drift_spread, own), name(p.read_noise, own),
          model_.retention ? own : "none"};
}
} // namespace quench::array
