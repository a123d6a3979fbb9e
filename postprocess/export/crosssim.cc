#include <postprocess/export/exporter.h>
#include <postprocess/export/normal_quantile.h>
#include <postprocess/export/pulsed_device.h>

#include <algorithm>

/// CrossSim: a device class for V3, and the tables of the training branch V2.0.
namespace quench::exports
{
namespace
{
constexpr double read_V = 0.1, uS = 1e-6; // V2.0 reads its ramps at 0.1 V
constexpr int    n_cumulative = 101;      // choice: points of the cumulative distribution
constexpr double tail         = 1e-3;     // choice: the distribution is cut at three deviations

/// Currents [A] at read_V, one ramp: after each of the identical pulses.
std::string ramp(const std::vector<double> &g_uS)
{
  std::string text = "rmp1\n";
  for (const double g : g_uS)
    text += exact_number(g * uS * read_V) + "\n";
  return text;
}

/// What one RESET of any amplitude above melting leaves: the lowest of the train, once.
std::string reset_ramp(const PulsedDevice &device)
{
  return ramp({device.staircase_uS.back(), device.node_uS.front()});
}

std::string row(const std::vector<double> &values)
{
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i)
    text += (i ? "," : "") + exact_number(values[i]);
  return text + "\n";
}

/// Title, conductances [S], cumulative probabilities, then steps [S] [probability][conductance].
std::string step_table(const PulsedDevice &device, const char *title, bool up)
{
  const double        low = device.node_uS.front(), high = device.node_uS.back();
  std::vector<double> probability, conductance;
  for (int i = 0; i < n_cumulative; ++i)
    probability.push_back(double(i) / (n_cumulative - 1));
  for (const double g : device.node_uS)
    conductance.push_back(g * uS);
  std::string text = std::string(title) + "\n" + row(conductance) + row(probability);
  for (const double p : probability)
  {
    const double        z = normal_quantile(std::clamp(p, tail, 1 - tail));
    std::vector<double> steps;
    for (const double g : device.node_uS)
      steps.push_back(
          uS * (up ? std::clamp(mean_step(device, g) + z * step_spread(device, g), low - g, high - g) : low - g));
    text += row(steps);
  }
  return text;
}
} // namespace

std::vector<File> to_crosssim(const Card &card)
{
  std::vector<File> files = python_files(card, "quench_crosssim.py");
  if (card.pulsed)
  {
    files.push_back({"set.csv", ramp(card.pulsed->staircase_uS)});
    files.push_back({"reset.csv", reset_ramp(*card.pulsed)});
    files.push_back({"dG_increasing.txt", step_table(*card.pulsed, "SET pulse", true)});
    files.push_back({"dG_decreasing.txt", step_table(*card.pulsed, "RESET pulse", false)});
  }
  return files;
}
} // namespace quench::exports
