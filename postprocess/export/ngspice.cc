#include <postprocess/compact/programming_cell.h>
#include <postprocess/export/circuit_text.h>
#include <postprocess/export/exporter.h>

#include <algorithm>
#include <cmath>

/// ngspice: behavioural sources, whose derivatives ngspice takes itself.
namespace quench::exports
{
namespace
{
constexpr double untested_K = 1; // choice: without temperature data a read is good this near to the model's own

/// A middle state and ages within the model: what the example and README.md read.
double middle_state(const Card &card) { return std::sqrt(card.g_min_uS * card.g_max_uS); }

std::string example_ages(const Card &card)
{
  std::string list = "0";
  for (const double age : {60.0, 3600.0, 86400.0, 2592000.0})
    if (age <= card.age_s.back())
      list += " " + exact_number(age);
  return list;
}

std::string read_cell(const Card &card)
{
  std::vector<double> ln_g;
  for (const double g : card.g_uS)
    ln_g.push_back(std::log(g));
  const auto  &reads = card.model.read_temperature;
  const double T     = card.temperature_K;
  return filled("pcm_read.lib", {{"MODEL", card.model.model_id},
                                 {"T0", exact_number(card.t0_s)},
                                 {"TEMPERATURE", exact_number(T)},
                                 {"T_LOW", exact_number(reads ? std::min(reads->t_min_K, T) : T - untested_K)},
                                 {"T_HIGH", exact_number(reads ? std::max(reads->t_max_K, T) : T + untested_K)},
                                 {"G_MIN", exact_number(card.g_min_uS)},
                                 {"G_MAX", exact_number(card.g_max_uS)},
                                 {"AGE_MAX", exact_number(card.age_s.back())},
                                 {"REACH", exact_number(card.v_V.back())},
                                 {"NU", pwl_pairs(ln_g, card.nu)},
                                 {"NL2", pwl_pairs(ln_g, card.nl2_per_V)},
                                 {"NL3", pwl_pairs(ln_g, card.nl3_per_V2)},
                                 {"ACTIVATION", pwl_pairs(ln_g, card.activation_meV)}});
}

std::string program_cell(const Card &card)
{
  Values values = programming_values(card);
  values.emplace_back("REST_RATE", rest_rate(card, "max(V(t),1)"));
  return filled("pcm_program.lib", values);
}
/// Voltage that heats the conducting cell to a temperature (X3 and X5 at rest).
double heating_V(const compact::CompactModel &model, double temperature_K)
{
  const double power_uW = (temperature_K - model.thermal->ambient_K) / model.thermal->r_th_K_per_uW.value;
  return std::sqrt(power_uW * 1e-6 * model.switching->on_ohm);
}

/// A RESET and a SET pulse of the model: measured amplitudes, or those that melt all and crystallise fastest.
std::string pulse_example(const Card &card)
{
  constexpr double          rest_end_ns = 205, growth_times = 10; // choice: the SET pulse lasts ten times 1/rate
  const compact::Switching &s     = *card.model.switching;
  const auto               &reset = card.model.update.reset;
  const double              V_reset =
      reset && !reset->amplitude_V.empty() ? reset->amplitude_V.back() : heating_V(card.model, s.full_melt_K);
  const double V_set = card.pulsed ? card.pulsed->amplitude_V : heating_V(card.model, s.peak_K);
  const double end   = rest_end_ns + std::max(95.0, growth_times * 1e9 / std::exp(s.ln_rate_per_s.value));
  return filled("pulse_example.cir", {{"V_RESET", exact_number(V_reset)},
                                      {"V_SET", exact_number(V_set)},
                                      {"SET_END", exact_number(end)},
                                      {"SET_FALL", exact_number(end + 5)},
                                      {"MEASURE", exact_number(end + 99)},
                                      {"END", exact_number(end + 100)}});
}
} // namespace

std::vector<File> to_ngspice(const Card &card)
{
  std::vector<File> files{
      {"card.json", card_json(card).dump()},
      {"pcm_read.lib", read_cell(card)},
      {"read_example.cir", filled("read_example.cir", {{"G", exact_number(middle_state(card))},
                                                       {"AGES", example_ages(card)},
                                                       {"TEMPERATURE", exact_number(card.temperature_K)}})}};
  if (card.model.thermal && card.model.switching)
  {
    files.push_back({"pcm_program.lib", program_cell(card)});
    files.push_back({"pulse_example.cir", pulse_example(card)});
  }
  return files;
}
} // namespace quench::exports
