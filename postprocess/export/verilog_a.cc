#include <postprocess/export/circuit_text.h>
#include <postprocess/export/exporter.h>

#include <physics/base/error.h>

#include <cmath>

/// Verilog-A: glass fraction, relaxation and temperature as states (eqs. X3 to X6).
namespace quench::exports
{
namespace
{
/// Barrier energy of a complete relaxation and the initial state of the glass: with the attempt rate, only tau0 and the
/// exponent show. Choice: the defaults of the relaxation law of the cell (cases/materials/GST225.prm).
constexpr double E_s_eV = 1.5, initial_state = 0.893333, hold_K = 534;
constexpr double k_eV_per_K = 8.617333262e-5;

/// Onset [s] at the model's temperature: measured, or a tenth of the first fitted time, before which nothing is known.
double onset_s(const compact::CompactModel &model)
{
  for (const compact::FitRecord &fit : model.fits)
    if (fit.onset_s)
      return fit.onset_s->value;
  return model.drift.t_min_s / 10;
}

/// nu0 DS of the relaxation law so that tau0 = kT/(nu0DS E_s) exp(E_s (1 - Sigma0)/kT).
double attempt_rate_per_s(const compact::CompactModel &model)
{
  const double kT = k_eV_per_K * model.drift.temperature_K;
  return kT / (onset_s(model) * E_s_eV) * std::exp(E_s_eV * (1 - initial_state) / kT);
}

/// Exponent and activation energy at the entries of the glass table: states outside the drift table take the nearest.
struct StatesOfGlass
{
  std::vector<double> nu, activation_eV;
};

StatesOfGlass states_of(const Card &card, const std::vector<double> &g_uS)
{
  StatesOfGlass states;
  for (const double g : g_uS)
  {
    std::size_t nearest = 0;
    for (std::size_t i = 0; i < card.own_g_uS.size(); ++i)
      if (std::abs(std::log(card.own_g_uS[i] / g)) < std::abs(std::log(card.own_g_uS[nearest] / g)))
        nearest = i;
    states.nu.push_back(card.nu[nearest]);
    states.activation_eV.push_back(card.activation_meV[nearest] / 1000);
  }
  return states;
}
} // namespace

std::vector<File> to_verilog_a(const Card &card)
{
  const compact::CompactModel &model = card.model;
  if (!model.thermal || !model.switching)
    throw InputError(model.model_id, std::string("has no part ") + (model.thermal ? "switching" : "thermal"),
                     "the module has temperature and glass as states",
                     "Extract from runs with series.csv: a sweep of RESET amplitudes and a train of SET pulses");
  const compact::Switching &s      = *model.switching;
  const StatesOfGlass       states = states_of(card, s.conductance_uS);
  Values                    values = programming_values(card);
  std::vector<double>       log_g; // at the origin of the card, which need not be that of the model
  for (std::size_t i = 0; i < s.glass.size(); ++i)
    log_g.push_back(std::log(s.conductance_uS[i]) - states.nu[i] * std::log(card.t0_s / model.drift.t0_s));
  values.insert(values.end(), {{"LOG_G_LADDER", ladder("ln_g", "gl", s.glass, log_g)},
                               {"REST_RATE", rest_rate(card, "max(V(t), 1.0)")},
                               {"E_S", exact_number(E_s_eV)},
                               {"SIGMA0", exact_number(initial_state)},
                               {"NU0DS", exact_number(attempt_rate_per_s(model))},
                               {"T_HOLD", exact_number(hold_K)},
                               {"T0", exact_number(card.t0_s)},
                               {"TAU0", exact_number(onset_s(model))},
                               {"T_REF", exact_number(model.drift.temperature_K)},
                               {"NU_LADDER", ladder("nu", "gl", s.glass, states.nu)},
                               {"ACTIVATION_LADDER", ladder("act", "gl", s.glass, states.activation_eV)}});
  return {{"card.json", card_json(card).dump()}, {"quench_pcm.va", filled("quench_pcm.va", values)}};
}
} // namespace quench::exports
