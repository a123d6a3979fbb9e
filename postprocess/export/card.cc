#include <postprocess/export/card.h>

#include <physics/base/error.h>
#include <postprocess/compact/evaluate.h>
#include <postprocess/export/pulsed_device.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace quench::exports
{
namespace
{
using namespace compact;

constexpr int    n_states        = 160; // choice: linear between states is right to 2e-4 over ten decades of time
constexpr int    ages_per_decade = 12;  // choice: linear interpolation of G in log t is right to 1e-4
constexpr int    n_voltages      = 41;  // choice: odd, so that 0 V is an entry
constexpr double default_read_V  = 0.2; // choice: range of a linear I-V where none was measured

/// Tools take linear tables; one origin differs from another by the drift in between.
double at_origin(const CompactModel &model, double own_g_uS, double t0_s)
{
  return own_g_uS * std::pow(t0_s / model.drift.t0_s, -drift_exponent(model.drift, own_g_uS));
}

/// The model's states, and evenly spaced ones (in ln G) between them, all within the validity.
std::vector<double> own_states(const CompactModel &model)
{
  std::vector<double> g;
  for (const double state : model.drift.conductance_uS)
    if (state >= model.g_min_uS && state <= model.g_max_uS)
      g.push_back(state);
  const double ratio = std::log(model.g_max_uS / model.g_min_uS);
  for (int i = 0; i <= n_states; ++i)
    g.push_back(model.g_min_uS * std::exp(ratio * i / n_states));
  g.back() = model.g_max_uS;
  std::sort(g.begin(), g.end());
  const auto same = [](double a, double b) { return b < a * (1 + 1e-6); };
  g.erase(std::unique(g.begin(), g.end(), same), g.end());
  return g;
}

void check_model(const CompactModel &model, double t0_s)
{
  if (model.drift.conductance_uS.size() < 2 || !(model.g_max_uS > model.g_min_uS))
    throw InputError(model.model_id, "a model of one state", "a weight needs at least two states",
                     "Extract from runs with different RESET amplitudes");
  if (!(t0_s >= model.drift.t_min_s && t0_s < model.drift.t_max_s))
    throw InputError("t0 = " + std::to_string(t0_s) + " s",
                     "lies outside the fitted times, " + std::to_string(model.drift.t_min_s) + " s to " +
                         std::to_string(model.drift.t_max_s) + " s",
                     "the model does not extrapolate", "Choose it with --t0");
}

void add_states(Card &card)
{
  const CompactModel &model  = card.model;
  Drift               spread = model.drift;
  for (std::size_t i = 0; i < spread.nu_spread.size(); ++i)
    spread.nu[i] = {spread.nu_spread[i], 0};
  card.own_g_uS = own_states(model);
  for (const double own : card.own_g_uS)
  {
    card.g_uS.push_back(at_origin(model, own, card.t0_s));
    card.nu.push_back(drift_exponent(model.drift, own));
    card.nu_std.push_back(spread.nu_spread.empty() ? 0 : drift_exponent(spread, own));
    card.sigma_uS.push_back(programming_sigma(model, own));
    card.read_sigma.push_back(read_sigma(model, own, card.t0_s));
    card.activation_meV.push_back(activation_meV(model, own));
    card.nl2_per_V.push_back(curvature(model, own).nl2_per_V);
    card.nl3_per_V2.push_back(curvature(model, own).nl3_per_V2);
    const ReadNoise p = model.read_noise.value_or(ReadNoise{0, 0, 0, 1, 1, "", 0, 0, {}});
    card.q.push_back(std::min(p.q_scale * std::pow(own / p.g_max_uS, -p.q_power), p.q_max));
  }
  if (std::adjacent_find(card.g_uS.begin(), card.g_uS.end(), std::greater_equal<>()) != card.g_uS.end())
    throw InputError("t0 = " + std::to_string(card.t0_s) + " s", "states change their order before this time",
                     "the order at " + std::to_string(model.drift.t0_s) + " s must hold", "Choose it nearer with --t0");
  card.g_min_uS = card.g_uS.front();
  card.g_max_uS = card.g_uS.back();
}

void add_drift_table(Card &card)
{
  const double decades = std::log10(card.model.drift.t_max_s / card.t0_s);
  const int    n       = std::max(2, int(std::ceil(decades * ages_per_decade)));
  for (int i = 0; i <= n; ++i)
  {
    const double t = i == n ? card.model.drift.t_max_s : card.t0_s * std::pow(10, decades * i / n);
    card.age_s.push_back(i == 0 ? 0 : t - card.t0_s);
    card.drifted_uS.emplace_back();
    for (const double own : card.own_g_uS)
      card.drifted_uS.back().push_back(drifted_conductance(card.model.drift, own, t));
  }
}

void add_current(Card &card)
{
  const auto  &part  = card.model.current_voltage;
  const double reach = part ? std::max(std::abs(part->v_min_V), std::abs(part->v_max_V)) : default_read_V;
  for (int k = 0; k < n_voltages; ++k)
  {
    const double V = reach * (2.0 * k / (n_voltages - 1) - 1);
    card.v_V.push_back(V);
    card.i_uA.emplace_back();
    for (const double own : card.own_g_uS)
      card.i_uA.back().push_back(state_current(card.model, own, card.t0_s, card.temperature_K, V));
  }
}

void add_assumptions(Card &card)
{
  const CompactModel &model  = card.model;
  const auto          assume = [&](bool known, const char *text) {
    if (!known)
      card.assumptions.push_back(text);
  };
  assume(!model.drift.nu_spread.empty(), "nu_std is 0: the model has no ensemble of devices");
  assume(model.programming.has_value(), "programming sigma is 0: the model has no ensemble of programmed devices");
  assume(model.read_noise.has_value(), "read noise is 0: the model has no noise trace");
  assume(model.current_voltage.has_value(), "current is linear in voltage to 0.2 V: the model has no I-V data");
  assume(model.read_temperature.has_value(), "conductance does not depend on temperature: the model has no such data");
  assume(model.update.set.has_value(), "no SET train: nothing for training is exported");
  card.assumptions.push_back("programming bias is 0: programming with verify hits its target on average");
}

/// The state at the model's own t0 of a state of the card.
double own_state(const Card &card, double g_uS)
{
  double low = card.own_g_uS.front(), high = card.own_g_uS.back();
  if (!(g_uS >= card.g_min_uS * (1 - 1e-9) && g_uS <= card.g_max_uS * (1 + 1e-9)))
    throw InputError("card", "G(t0) = " + std::to_string(g_uS) + " uS",
                     "the card holds from " + std::to_string(card.g_min_uS) + " to " + std::to_string(card.g_max_uS) +
                         " uS");
  constexpr int bisections = 60; // halves a double's range to rounding
  for (int i = 0; i < bisections; ++i)
  {
    const double middle                                            = std::sqrt(low * high);
    (at_origin(card.model, middle, card.t0_s) < g_uS ? low : high) = middle;
  }
  return std::sqrt(low * high);
}
} // namespace

Card make_card(const CompactModel &model, const CardOptions &options)
{
  Card card;
  card.model         = model;
  card.t0_s          = options.t0_s.value_or(model.drift.t0_s);
  card.temperature_K = model.drift.temperature_K;
  check_model(model, card.t0_s);
  if (model.read_noise)
  {
    card.t_read_s = model.read_noise->t_read_s;
    card.white    = model.read_noise->white ? model.read_noise->white->value : 0;
  }
  add_states(card);
  add_drift_table(card);
  add_current(card);
  if (model.update.set)
    card.pulsed = make_pulsed_device(model);
  add_assumptions(card);
  return card;
}

double conductance(const Card &card, double g_uS, double age_s, double T_K)
{
  return state_conductance(card.model, own_state(card, g_uS), card.t0_s + age_s, T_K);
}

double current(const Card &card, double g_uS, double age_s, double T_K, double V)
{
  return state_current(card.model, own_state(card, g_uS), card.t0_s + age_s, T_K, V);
}
} // namespace quench::exports
