#include <postprocess/export/card.h>

#include <physics/base/error.h>
#include <physics/base/units.h>
#include <postprocess/compact/evaluate.h>
#include <postprocess/compact/published_parameters.h>
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
  const CompactModel &model = card.model;
  card.own_g_uS             = own_states(model);
  for (const double own : card.own_g_uS)
  {
    card.g_uS.push_back(at_origin(model, own, card.t0_s));
    card.nu.push_back(drift_exponent(model.drift, own));
    card.activation_meV.push_back(activation_meV(model, own));
    card.nl2_per_V.push_back(curvature(model, own).nl2_per_V);
    card.nl3_per_V2.push_back(curvature(model, own).nl3_per_V2);
  }
  if (std::adjacent_find(card.g_uS.begin(), card.g_uS.end(), std::greater_equal<>()) != card.g_uS.end())
    throw InputError("t0 = " + std::to_string(card.t0_s) + " s", "states change their order before this time",
                     "the order at " + std::to_string(model.drift.t0_s) + " s must hold", "Choose it nearer with --t0");
  card.g_min_uS = card.g_uS.front();
  card.g_max_uS = card.g_uS.back();
}

void add_programming(Card &card, Statistics source)
{
  card.sigma_uS.assign(card.g_uS.size(), 0);
  if (source == Statistics::published)
  {
    const PublishedParameters p;
    for (std::size_t i = 0; i < card.g_uS.size(); ++i)
      card.sigma_uS[i] =
          published_programming_sigma(p, card.g_uS[i] * units::uS, card.g_max_uS * units::uS) / units::uS;
    for (const double c : p.programming)
      card.polynomial_uS.push_back(c / units::uS * card.g_max_uS / (p.g_fitted / units::uS));
  }
  else if (source == Statistics::model && card.model.programming)
  {
    const Noise &noise = *card.model.programming;
    for (std::size_t i = 0; i < card.g_uS.size(); ++i)
      card.sigma_uS[i] = programming_sigma(card.model, card.own_g_uS[i]);
    for (std::size_t k = 0; k < noise.polynomial.size(); ++k) // the same polynomial in x = G(t0)/g_max of the card
      card.polynomial_uS.push_back(noise.polynomial[k] * std::pow(card.g_max_uS / noise.g_max_uS, double(k)));
  }
}

void add_spread(Card &card, Statistics source)
{
  Drift spread = card.model.drift;
  for (std::size_t i = 0; i < spread.nu_spread.size(); ++i)
    spread.nu[i] = {spread.nu_spread[i], 0};
  for (std::size_t i = 0; i < card.g_uS.size(); ++i)
    if (source == Statistics::published)
      card.nu_std.push_back(card.nu[i] *
                            published_relative_spread(PublishedParameters(), card.g_uS[i] / card.g_max_uS));
    else
      card.nu_std.push_back(
          source == Statistics::none || spread.nu_spread.empty() ? 0 : drift_exponent(spread, card.own_g_uS[i]));
}

void add_read_noise(Card &card, Statistics source)
{
  const auto &own = card.model.read_noise;
  card.q.assign(card.g_uS.size(), 0);
  card.read_sigma = card.q;
  if (source == Statistics::none || (source == Statistics::model && !own))
    return;
  const bool is_own = source == Statistics::model;
  card.t_read_s     = is_own ? own->t_read_s : PublishedParameters().t_read / units::s;
  card.white        = is_own && own->white ? own->white->value : 0;
  const double age  = std::max((card.t0_s + card.t_read_s) / (2 * card.t_read_s), 1.0);
  for (std::size_t i = 0; i < card.g_uS.size(); ++i)
  {
    card.q[i] = is_own ? std::min(own->q_scale * std::pow(card.own_g_uS[i] / own->g_max_uS, -own->q_power), own->q_max)
                       : published_read_noise(PublishedParameters(), card.g_uS[i] / card.g_max_uS);
    card.read_sigma[i] = std::sqrt(card.q[i] * card.q[i] * std::log(age) + card.white * card.white);
  }
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

/// What is said of a statistical part.
void say(Card &card, Statistics source, bool known, const std::string &what, const char *missing)
{
  if (source == Statistics::none)
    card.assumptions.push_back(what + " is 0: it was switched off");
  else if (source == Statistics::published)
    card.assumptions.push_back(what + " is published (joshi2020), scaled to this window, as in quench array");
  else if (!known)
    card.assumptions.push_back(what + " is 0: the model has no " + missing);
}

void add_assumptions(Card &card, const CardOptions &options)
{
  const CompactModel &model  = card.model;
  const auto          assume = [&](bool known, const char *text) {
    if (!known)
      card.assumptions.push_back(text);
  };
  say(card, options.drift_spread, !model.drift.nu_spread.empty(), "nu_std", "ensemble of devices");
  say(card, options.programming, model.programming.has_value(), "programming sigma", "ensemble of programmed devices");
  say(card, options.read_noise, model.read_noise.has_value(), "read noise", "noise trace");
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
  add_states(card);
  add_programming(card, options.programming);
  add_spread(card, options.drift_spread);
  add_read_noise(card, options.read_noise);
  add_drift_table(card);
  add_current(card);
  if (model.update.set)
    card.pulsed = make_pulsed_device(model);
  add_assumptions(card, options);
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
