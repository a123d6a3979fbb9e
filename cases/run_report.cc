#include <cases/run_report.h>

#include <cases/retention.h>
#include <physics/base/quantity.h>

#include <cmath>
#include <cstdio>
#include <optional>

namespace quench::cases
{
namespace
{
using namespace units;

std::string in_short(double value, const char *unit)
{
  char text[48];
  std::snprintf(text, sizeof text, "%g%s", value, unit);
  std::string clean;
  for (const char *c = text; *c; ++c)
    if (*c != '+' && !(*c == '0' && c > text && (c[-1] == '-' || c[-1] == '+') && c - text >= 2 && c[-2] == 'e'))
      clean += *c;
  return clean; // 1e-06s -> 1e-6s, 1e+03s -> 1e3s
}

std::optional<Read> read_at(const History &h, int pulse, double since)
{
  for (const Read &r : h.reads)
    if (r.pulse == pulse && std::abs(r.since - since) < 1e-6 * since)
      return r;
  return {};
}

/// Resistances before and after, their ratio, at whole powers of a thousand, and the drift exponent.
void add_reads(const solver::Ambient &ambient, const solver::Program &program, const History &h,
               std::vector<observe::Result> &results)
{
  if (h.reads.empty())
    return;
  const int  last   = static_cast<int>(program.pulses().size());
  const Read before = h.reads.front();
  results.push_back({"resistance_before", before.resistance() / ohm, "ohm"});
  if (h.reads.back().pulse < last)
    return; // of a run that is not complete
  const Read after = read_at(h, last, 1 * s).value_or(h.reads.back());
  results.push_back({"resistance_after", after.resistance() / ohm, "ohm"});
  results.push_back({"resistance_after_time", after.since / s, "s"});
  results.push_back({"resistance_ratio", after.resistance() / before.resistance(), "1"});
  for (int decade = -6; decade <= 6; decade += 3)
  {
    const double t = std::pow(10.0, decade);
    if (const auto r = read_at(h, last, t * s))
      results.push_back({"resistance_" + in_short(t, "s"), r->resistance() / ohm, "ohm"});
  }
  const auto first = read_at(h, last, 1e-6 * s), final = read_at(h, last, 1e6 * s);
  if (first && final)
    results.push_back({"drift_ratio", final->resistance() / first->resistance() - 1, "1"});
  if (const DriftFit fit = fit_drift(drifting_reads(h.reads, program, ambient), last, 1 * s, 1e6 * s); fit.points > 2)
  {
    results.push_back({"nu", fit.nu, "1"});
    results.push_back({"nu_fit_residual", fit.sigma, "1"}); // one run has no scatter: no uncertainty
  }
}

/// What the probe times showed: a plane front where the cell has one (reference problem RP5), else the highest
/// temperature.
void add_probes(const solver::Program &program, const History &h, std::vector<observe::Result> &results)
{
  if (program.pulses().empty())
    return;
  const double off = double(program.pulse_end(program.pulses().size() - 1));
  for (const Probe &probe : h.probes)
  {
    if (probe.front > 0)
    {
      const std::string when = in_short(probe.time / ns, "ns");
      results.push_back({"front_" + when, probe.front / nm, "nm"});
      results.push_back({"temperature_front_" + when, probe.front_temperature / K, "K"});
      results.push_back({"temperature_far_" + when, probe.far_end / K, "K"});
      continue;
    }
    const bool   on   = probe.time <= off + 1e-9;
    const double time = on ? probe.time : probe.time - off;
    results.push_back({std::string("temperature_max_") + (on ? "on_" : "off_") + in_short(time / ns, "ns"),
                       probe.temperature / K, "K"});
  }
}

/// How program-and-verify ended, if it has.
void add_verify(const Case &c, const solver::Program &program, const History &h, std::vector<observe::Result> &results)
{
  const auto read = h.conductance_after();
  if (!read.contains(program.pulses().size()))
    return; // of a run that is not complete
  const double conductance = read.at(program.pulses().size()), error = conductance - c.verify.target;
  results.push_back({"verify_met", std::abs(error) <= c.verify.tolerance ? 1.0 : 0.0, "1"});
  results.push_back({"verify_conductance", conductance / uS, "uS"});
  results.push_back({"verify_error", error / uS, "uS"});
  results.push_back({"verify_pulses",
                     static_cast<double>(program.pulses().size() - solver::parse_pulses(c.program.pulses).size()),
                     "1"});
}
} // namespace

std::string in_words(const solver::VerifyParameters &p, const solver::Verify::Plan &plan, const Read &last)
{
  using Verdict          = solver::Verify::Verdict;
  const std::string next = plan.verdict == Verdict::met         ? "met"
                           : plan.verdict == Verdict::exhausted ? "given up: no pulses left"
                           : plan.verdict == Verdict::stuck
                               ? "given up: no allowed amplitude leads on"
                               : "next pulse " + display_quantity(plan.pulses.back().amplitude(), "V", 6);
  return "verify: " + display_quantity(last.current / last.voltage, "uS", 5) + " after " + std::to_string(last.pulse) +
         " pulses, target " + display_quantity(p.target, "uS", 5) + "; " + next;
}

DriftFit fit_drift(const std::vector<Read> &reads, int pulse, double from, double to)
{
  std::vector<double> x, y;
  for (const Read &r : reads)
    if (r.pulse == pulse && r.since >= from * (1 - 1e-9) && r.since <= to * (1 + 1e-9))
    {
      x.push_back(std::log(r.since));
      y.push_back(std::log(r.resistance()));
    }
  DriftFit fit;
  fit.points = static_cast<int>(x.size());
  if (fit.points < 3)
    return fit;
  double mean_x = 0, mean_y = 0, xx = 0, xy = 0, rest = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    mean_x += x[i] / fit.points;
    mean_y += y[i] / fit.points;
  }
  for (std::size_t i = 0; i < x.size(); ++i)
  {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  fit.nu = xy / xx;
  for (std::size_t i = 0; i < x.size(); ++i)
    rest += std::pow(y[i] - mean_y - fit.nu * (x[i] - mean_x), 2);
  fit.sigma = std::sqrt(rest / (fit.points - 2) / xx);
  return fit;
}

std::vector<observe::Result> program_results(const Case &c, const solver::Program &program, const History &h,
                                             std::uint64_t steps)
{
  std::vector<observe::Result> results;
  results.push_back({"peak_temperature", h.peak_temperature / K, "K"});
  results.push_back({"peak_layer_temperature", h.peak_layer_temperature / K, "K"});
  if (h.peak_neighbour_temperature > 0)
  {
    results.push_back({"peak_neighbour_temperature", h.peak_neighbour_temperature / K, "K"});
    results.push_back(
        {"neighbour_rise", (h.peak_neighbour_temperature - c.electro_thermal.surroundings().at(0)) / K, "K"});
  }
  results.push_back({"peak_current", h.peak_current / uA, "uA"});
  results.push_back({"pulse_energy", h.joule / pJ, "pJ"});
  results.push_back({"source_energy", h.source_energy / pJ, "pJ"});
  results.push_back({"glass_volume", h.glass_volume, "nm3"});
  if (h.below_glass > h.below_melting && h.below_melting > 0)
  {
    const auto  &phase = c.materials.phase_change().phase_change;
    const double fall  = phase.melting_temperature - phase.glass_temperature;
    results.push_back({"cooling_rate", fall / (h.below_glass - h.below_melting) / (K / s), "K/s"});
  }
  if (c.task == Task::verify)
    add_verify(c, program, h, results);
  add_reads(c.electro_thermal.surroundings(), program, h, results);
  add_retention(c.electro_thermal.surroundings(), program, h, results);
  add_probes(program, h, results);
  if (const double heat = h.joule + h.latent_heat; heat > 0)
  {
    const double stored = h.enthalpy_end - h.enthalpy_start;
    results.push_back({"energy_balance", std::abs(heat - stored - h.heat_out) / heat, "1"});

    results.push_back({"energy_of_mesh_changes", std::abs(h.remesh_enthalpy) / heat, "1"});
  }
  results.push_back({"melting_temperature", c.materials.phase_change().phase_change.melting_temperature / K, "K"});
  results.push_back({"charge_imbalance", h.imbalance, "1"});
  results.push_back({"steps", static_cast<double>(steps), "1"});
  results.push_back({"rejected_steps", static_cast<double>(h.rejected), "1"});
  if (c.nucleation.mode == solver::NucleationMode::seeds)
  {
    results.push_back({"nuclei_born", static_cast<double>(h.born), "1"});
    results.push_back({"nuclei_grown", static_cast<double>(h.stamped), "1"});
  }
  results.push_back({"mesh_changes", static_cast<double>(h.mesh_changes), "1"});
  return results;
}

std::vector<std::string> warnings_of(const std::vector<observe::Result> &results)
{
  constexpr double         largest_energy = 1e-2, largest_charge = 1e-8;
  std::vector<std::string> warnings;
  char                     text[160];
  for (const observe::Result &result : results)
    if (const bool energy = result.name == "energy_balance"; energy || result.name == "charge_imbalance")
      if (const double largest = energy ? largest_energy : largest_charge; result.value > largest)
      {
        std::snprintf(text, sizeof text, "%s = %.2g is above %.0e: do not trust the numbers before you know why",
                      result.name.c_str(), result.value, largest);
        warnings.push_back(text);
      }
  return warnings;
}
} // namespace quench::cases
