#include <cases/history.h>

#include <initializer_list>
#include <utility>

namespace quench::cases
{
namespace
{
/// Every number of the history by name; one list serves writing and reading.
template <class H, class Visit>
void visit_doubles(H &h, const Visit &visit)
{
  visit("peak_temperature", h.peak_temperature);
  visit("peak_current", h.peak_current);
  visit("peak_layer_temperature", h.peak_layer_temperature);
  visit("peak_neighbour_temperature", h.peak_neighbour_temperature);
  visit("joule", h.joule);
  visit("source_energy", h.source_energy);
  visit("heat_out", h.heat_out);

  visit("enthalpy_start", h.enthalpy_start);
  visit("enthalpy_end", h.enthalpy_end);
  visit("remesh_enthalpy", h.remesh_enthalpy);
  visit("imbalance", h.imbalance);
  visit("below_melting", h.below_melting);
  visit("below_glass", h.below_glass);
  visit("glass_volume", h.glass_volume);

  visit("last_layer_temperature", h.last_layer_temperature);
  visit("latent_heat", h.latent_heat);
  visit("hazard", h.hazard);
  visit("half_hazard", h.half_hazard);
}

template <class H, class Visit>
void visit_counts(H &h, const Visit &visit)
{
  visit("rejected", h.rejected);
  visit("mesh_changes", h.mesh_changes);
  visit("newton", h.newton);
  visit("linear", h.linear);
  visit("substeps", h.substeps);
  visit("born", h.born);
  visit("stamped", h.stamped);
}
} // namespace

std::map<std::size_t, double> History::conductance_after() const
{
  std::map<std::size_t, double> conductance;
  for (const Read &r : reads)
    conductance.emplace(static_cast<std::size_t>(r.pulse), r.current / r.voltage);
  return conductance;
}

Json History::to_json() const
{
  Json json = Json::object();
  visit_doubles(*this, [&](const char *name, double value) { json.append(name, Json(value)); });
  visit_counts(*this, [&](const char *name, int value) { json.append(name, Json(value)); });
  Json all_reads = Json::array(), all_probes = Json::array();
  for (const Read &r : reads)
    all_reads.push_back(Json(std::vector<double>{static_cast<double>(r.pulse), r.amplitude, r.since, r.time, r.current,
                                                 r.voltage, r.temperature, r.glass, r.hazard, r.current_amplitude}));
  for (const Probe &p : probes)
    all_probes.push_back(Json(std::vector<double>{p.time, p.temperature, p.front, p.front_temperature, p.far_end}));
  json.append("reads", std::move(all_reads));
  json.append("probes", std::move(all_probes));
  return json;
}

History History::from_json(const Json &json)
{
  History        h;
  const JsonView view(json, "checkpoint");
  visit_doubles(h, [&](const char *name, double &value) { value = view[name].as_double(); });
  visit_counts(h, [&](const char *name, int &value) { value = static_cast<int>(view[name].as_integer()); });
  for (std::size_t i = 0; i < view["reads"].size(); ++i)
  {
    const auto r = view["reads"][i].as_doubles();
    h.reads.push_back({static_cast<int>(r[0]), r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9]});
  }
  for (std::size_t i = 0; i < view["probes"].size(); ++i)
  {
    const auto p = view["probes"][i].as_doubles();
    h.probes.push_back({p[0], p[1], p[2], p[3], p[4]});
  }
  return h;
}
} // namespace quench::cases
