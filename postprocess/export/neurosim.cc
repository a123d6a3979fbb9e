#include <postprocess/export/exporter.h>

#include <algorithm>
#include <cmath>

/// NeuroSim has no file format: a block of text to paste.
namespace quench::exports
{
namespace
{
constexpr double uS = 1e-6, ohm_uS = 1e6;

std::string staircase(const PulsedDevice &device)
{
  std::string text;
  for (const double g : device.staircase_uS)
    text += (text.empty() ? "" : ", ") + exact_number(g * uS);
  return text;
}

/// Mean exponent over the window, weighted by conductance: what a column of currents sees.
double mean_exponent(const Card &card)
{
  double sum = 0, weight = 0;
  for (std::size_t i = 0; i < card.nu.size(); ++i)
  {
    sum += card.g_uS[i] * card.nu[i];
    weight += card.g_uS[i];
  }
  return sum / weight;
}

/// Largest difference [uS] of the single exponent from the model, over states and ages.
double largest_miss(const Card &card, double nu)
{
  double miss = 0;
  for (std::size_t k = 0; k < card.age_s.size(); ++k)
    for (std::size_t i = 0; i < card.g_uS.size(); ++i)
      miss =
          std::max(miss, std::abs(card.g_uS[i] * std::pow(card.age_s[k] / card.t0_s + 1, -nu) - card.drifted_uS[k][i]));
  return miss;
}

/// As many levels as the staircase has, as a power of two that fits.
int cell_bits(const Card &card)
{
  const double levels = card.pulsed ? double(card.pulsed->staircase_uS.size()) : 2;
  return std::max(1, int(std::floor(std::log2(levels))));
}

std::string training_block(const Card &card)
{
  if (!card.pulsed)
    return "// no SET train in the model: nothing for MLP_NeuroSim\n";
  const PulsedDevice &device = *card.pulsed;
  double              spread = 0;
  for (const double sigma : device.spread_uS)
    spread += sigma / double(device.spread_uS.size());
  const double range = device.node_uS.back() - device.node_uS.front();
  return filled("neurosim_training.txt", {{"LTP", staircase(device)},
                                          {"LTD", exact_number(device.staircase_uS.back() * uS) + ", " +
                                                      exact_number(device.node_uS.front() * uS)},
                                          {"N_LTP", std::to_string(device.staircase_uS.size() - 1)},
                                          {"G_MAX", exact_number(device.node_uS.back() * uS)},
                                          {"G_MIN", exact_number(device.node_uS.front() * uS)},
                                          {"C2C", short_number(spread / range)},
                                          {"V_SET", short_number(device.amplitude_V)}});
}
} // namespace

std::vector<File> to_neurosim(const Card &card)
{
  const double      nu      = mean_exponent(card);
  const std::string warning = "one exponent for all states misses up to " + short_number(largest_miss(card, nu)) +
                              " uS of " + short_number(card.g_max_uS) + " uS within " +
                              short_number(card.age_s.back()) + " s";
  double vari = 0;
  for (const double sigma : card.sigma_uS)
    vari = std::max(vari, sigma / card.g_max_uS);
  return {{"card.json", card_json(card).dump()},
          {"neurosim.txt", filled("neurosim.txt", {{"R_ON", exact_number(ohm_uS / card.g_max_uS)},
                                                   {"R_OFF", exact_number(ohm_uS / card.g_min_uS)},
                                                   {"ON_OFF", short_number(card.g_max_uS / card.g_min_uS)},
                                                   {"CELL_BITS", std::to_string(cell_bits(card))},
                                                   {"VARI", short_number(vari)},
                                                   {"NU", exact_number(nu)},
                                                   {"T0", exact_number(card.t0_s)},
                                                   {"T_DAY", exact_number((86400 + card.t0_s) / card.t0_s)},
                                                   {"WARNING", warning},
                                                   {"TRAINING", training_block(card)}})}};
}
} // namespace quench::exports
