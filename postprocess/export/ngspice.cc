#include <postprocess/compact/programming_cell.h>
#include <postprocess/export/circuit_text.h>
#include <postprocess/export/exporter.h>

#include <cmath>

/// ngspice: tables for XSPICE's table2d, behavioural sources for what changes in time.
namespace quench::exports
{
namespace
{
/// The file format of table2d: counts, values of x, values of y, then a row over x for each y.
std::string table2d(const std::vector<double> &x, const std::vector<double> &y,
                    const std::vector<std::vector<double>> &x_then_y)
{
  std::string text = std::to_string(x.size()) + "\n" + std::to_string(y.size()) + "\n";
  const auto  line = [&](std::size_t n, auto &&value) {
    for (std::size_t i = 0; i < n; ++i)
      text += exact_number(value(i)) + (i + 1 < n ? " " : "\n");
  };
  line(x.size(), [&](std::size_t i) { return x[i]; });
  line(y.size(), [&](std::size_t i) { return y[i]; });
  for (std::size_t j = 0; j < y.size(); ++j)
    line(x.size(), [&](std::size_t i) { return x_then_y[i][j]; });
  return text;
}

/// log10 of the time since programming [s] at each age.
std::vector<double> log_times(const Card &card)
{
  std::vector<double> list;
  for (const double age : card.age_s)
    list.push_back(std::log10(age + card.t0_s));
  return list;
}

std::string read_cell(const Card &card)
{
  return filled("pcm_read.lib", {{"MODEL", card.model.model_id},
                                 {"T0", exact_number(card.t0_s)},
                                 {"TEMPERATURE", exact_number(card.temperature_K)},
                                 {"G_MIN", exact_number(card.g_min_uS)},
                                 {"G_MAX", exact_number(card.g_max_uS)},
                                 {"AGE_MAX", short_number(card.age_s.back())},
                                 {"ACTIVATION", pwl_pairs(card.g_uS, card.activation_meV)}});
}

std::string program_cell(const Card &card) { return filled("pcm_program.lib", programming_values(card)); }
} // namespace

std::vector<File> to_ngspice(const Card &card)
{
  std::vector<File> files{{"card.json", card_json(card).dump()},
                          {"pcm_read.lib", read_cell(card)},
                          {"drift.tab", table2d(log_times(card), card.g_uS, card.drifted_uS)},
                          {"iv.tab", table2d(card.v_V, card.g_uS, card.i_uA)},
                          {"read_example.cir", filled("read_example.cir", {{"G", short_number(card.g_max_uS)}})}};
  if (card.model.thermal && card.model.switching)
  {
    files.push_back({"pcm_program.lib", program_cell(card)});
    files.push_back({"pulse_example.cir", template_text("pulse_example.cir")});
  }
  return files;
}
} // namespace quench::exports
