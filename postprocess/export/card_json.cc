#include <physics/base/provenance.h>
#include <postprocess/compact/programming_cell.h>
#include <postprocess/export/card.h>
#include <postprocess/export/pulsed_device.h>

#include <cmath>

namespace quench::exports
{
namespace
{
using namespace compact;

constexpr double per_uW_in_per_W = 1e6, ns_in_s = 1e-9;

Json table(const std::vector<std::vector<double>> &rows)
{
  Json json = Json::array();
  for (const auto &row : rows)
    json.push_back(Json(row));
  return json;
}

Json drift_power_law(const Card &card)
{
  return Json::object().set("g_uS", card.g_uS).set("nu_mean", card.nu).set("nu_std", card.nu_std);
}

Json program(const Card &card)
{
  Json json = Json::object();
  json.set("g_uS", card.g_uS).set("bias_uS", std::vector<double>(card.g_uS.size(), 0.0)).set("sigma_uS", card.sigma_uS);
  if (!card.polynomial_uS.empty())
    json.set("polynomial_uS", card.polynomial_uS);
  return json;
}

Json read_noise(const Card &card)
{
  return Json::object()
      .set("g_uS", card.g_uS)
      .set("q", card.q)
      .set("rel_sigma", card.read_sigma)
      .set("white", card.white)
      .set("t_read_s", card.t_read_s);
}

Json current_voltage(const Card &card)
{
  return Json::object()
      .set("v_V", card.v_V)
      .set("g0_uS", card.g_uS)
      .set("i_uA", table(card.i_uA))
      .set("nl2_per_V", card.nl2_per_V)
      .set("nl3_per_V2", card.nl3_per_V2);
}

Json update_set(const PulsedDevice &device)
{
  return Json::object()
      .set("amplitude_V", device.amplitude_V)
      .set("read_time_s", device.read_time_s)
      .set("g_uS", device.staircase_uS)
      .set("node_uS", device.node_uS)
      .set("step_uS", device.up_uS)
      .set("spread_uS", device.spread_uS)
      .set("reset_step_uS", device.down_uS);
}

Json update_reset(const ResetCurve &curve)
{
  return Json::object()
      .set("amplitude_V", curve.amplitude_V)
      .set("read_time_s", curve.read_time_s)
      .set("g_uS", curve.conductance_uS);
}

Json thermal(const Card &card)
{
  const ProgrammingCell cell(card.model);
  const Thermal        &t     = cell.thermal();
  const Switching      &s     = cell.switching();
  const LumpedShape    &shape = cell.shape();
  const double          r_th  = t.r_th_K_per_uW.value * per_uW_in_per_W;
  return Json::object()
      .set("Rth_K_per_W", r_th)
      .set("Cth_J_per_K", t.tau_ns.value * ns_in_s / r_th)
      .set("T_amb_K", t.ambient_K)
      .set("T_melt_K", s.melting_K)
      .set("T_full_K", s.full_melt_K)
      .set("rate_max_per_s", std::exp(s.ln_rate_per_s.value))
      .set("T_rate_peak_K", s.peak_K)
      .set("T_rate_width_K", s.width_K)
      .set("R_on_ohm", s.on_ohm)
      .set("V_on_V", s.v_on_V)
      .set("V_th_V", cell.threshold_V())
      .set("t_melt_s", shape.melt_time_ns * ns_in_s)
      .set("smooth_K", shape.smooth_K)
      .set("smooth_V", shape.smooth_V)
      .set("glass", s.glass)
      .set("g_uS", s.conductance_uS);
}

Json provenance(const Card &card)
{
  Json inputs = Json::array();
  for (const Source &source : card.model.provenance.inputs)
    inputs.push_back(Json::object().set("run", source.run).set("case_sha256", source.case_sha256));
  return to_json(card.model.provenance.program).set("model_id", card.model.model_id).set("inputs", inputs);
}
} // namespace

Json card_json(const Card &card)
{
  Json json = Json::object();
  json.set("card", "quench-device-card")
      .set("card_version", 1)
      .set("time_origin", "ages and t_s count from t0_s after the last programming pulse; conductances are G(t0)")
      .set("g_max_uS", card.g_max_uS)
      .set("g_min_uS", card.g_min_uS)
      .set("t0_s", card.t0_s)
      .set("temperature_K", card.temperature_K)
      .set("drift_power_law", drift_power_law(card))
      .set("drift_table",
           Json::object().set("t_s", card.age_s).set("g0_uS", card.g_uS).set("g_uS", table(card.drifted_uS)))
      .set("program", program(card))
      .set("read_noise", read_noise(card))
      .set("iv", current_voltage(card))
      .set("activation", Json::object().set("g0_uS", card.g_uS).set("activation_meV", card.activation_meV));
  if (card.pulsed)
    json.set("update_set", update_set(*card.pulsed));
  if (card.model.update.reset)
    json.set("update_reset", update_reset(*card.model.update.reset));
  if (card.model.thermal && card.model.switching)
    json.set("thermal", thermal(card));
  return json.set("assumptions", card.assumptions).set("provenance", provenance(card));
}
} // namespace quench::exports
