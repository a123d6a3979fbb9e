#include <postprocess/export/circuit_text.h>

#include <postprocess/compact/programming_cell.h>
#include <postprocess/export/exporter.h>

#include <algorithm>
#include <cmath>

namespace quench::exports
{
namespace
{
constexpr double widths_of_growth = 3, above_ambient_K = 50; // choice: X4 is cut where 1 % of its peak is left
constexpr double k_eV_per_K      = 8.617333262e-5;
constexpr double per_uW_in_per_W = 1e6, ns_in_s = 1e-9;

std::string line_between(double x0, double y0, double x1, double y1, const std::string &at)
{
  return exact_number(y0) + " + " + exact_number((y1 - y0) / (x1 - x0)) + " * (" + at + " - " + exact_number(x0) + ")";
}

/// Temperature [K] below which the growth of pulses (X4) says nothing: its tail would crystallise a cell at rest.
double rest_K(const compact::CompactModel &model)
{
  const double pulses = std::max(model.switching->peak_K - widths_of_growth * model.switching->width_K,
                                 model.thermal->ambient_K + above_ambient_K);
  return model.retention ? std::max(pulses, model.retention->temperature_K.back()) : pulses;
}
} // namespace

std::string rest_rate(const Card &card, const std::string &T)
{
  if (!card.model.retention)
    return "0.0";
  const compact::Retention &r    = *card.model.retention;
  const auto                line = [&](const compact::Estimate &ln_s, const compact::Estimate &eV) {
    return "exp(" + exact_number(std::log(std::log(2.0) * ns_in_s) - ln_s.value) + "-(" +
           exact_number(eV.value / k_eV_per_K) + ")*(1.0/(" + T + ")-1.0/" + exact_number(r.reference_K) + "))";
  };
  return "max(" + line(r.ln_front_s, r.front_eV) + "," + line(r.ln_hazard_s, r.hazard_eV) + ")";
}

std::string pwl_pairs(const std::vector<double> &x, const std::vector<double> &y)
{
  std::string text;
  for (std::size_t i = 0; i < x.size(); ++i)
    text += (i ? ",\n+   " : "") + exact_number(x[i]) + "," + exact_number(y[i]);
  return text;
}

Values programming_values(const Card &card)
{
  const compact::ProgrammingCell cell(card.model);
  const compact::Thermal        &t    = cell.thermal();
  const compact::Switching      &s    = cell.switching();
  const double                   r_th = t.r_th_K_per_uW.value * per_uW_in_per_W;
  std::vector<double>            log_g;
  for (const double g : s.conductance_uS)
    log_g.push_back(std::log(g));
  return {{"MODEL", card.model.model_id},
          {"R_TH", exact_number(r_th)},
          {"C_TH", exact_number(t.tau_ns.value * ns_in_s / r_th)},
          {"T_AMB", exact_number(t.ambient_K)},
          {"T_MELT", exact_number(s.melting_K)},
          {"T_FULL", exact_number(s.full_melt_K)},
          {"LN_RATE", exact_number(s.ln_rate_per_s.value + std::log(ns_in_s))},
          {"T_PEAK", exact_number(s.peak_K)},
          {"T_WIDTH", exact_number(s.width_K)},
          {"T_REST", exact_number(rest_K(card.model))},
          {"R_ON", exact_number(s.on_ohm)},
          {"V_ON", exact_number(s.v_on_V)},
          {"V_TH", exact_number(cell.threshold_V())},
          {"MELT_TIME", exact_number(cell.shape().melt_time_ns)},
          {"SMOOTH_K", exact_number(cell.shape().smooth_K)},
          {"SMOOTH_V", exact_number(cell.shape().smooth_V)},
          {"LOG_G", pwl_pairs(s.glass, log_g)}};
}

std::string ladder(const std::string &name, const std::string &at, const std::vector<double> &x,
                   const std::vector<double> &y)
{
  std::string text;
  for (std::size_t i = 1; i < x.size(); ++i)
    text += (i == 1 ? "        if (" : "        else if (") + at + " < " + exact_number(x[i]) + ")\n            " +
            name + " = " + line_between(x[i - 1], y[i - 1], x[i], y[i], at) + ";\n";
  return text + "        else\n            " + name + " = " + exact_number(y.back()) + ";\n";
}
} // namespace quench::exports
