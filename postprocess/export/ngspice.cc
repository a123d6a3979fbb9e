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

std::string program_cell(const Card &card) { return filled("pcm_program.lib", programming_values(card)); }
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
    files.push_back({"pulse_example.cir", template_text("pulse_example.cir")});
  }
  return files;
}
} // namespace quench::exports
