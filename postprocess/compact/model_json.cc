#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/json.h>
#include <postprocess/compact/compact_model.h>
#include <postprocess/compact/unit_json.h>

namespace quench::compact
{
namespace
{
constexpr const char *drift_law = "G(t) = G(t0) (t/t0)^-nu(G(t0)), nu linear in ln G between the states";
constexpr const char *noise_law = "sigma(G) = sum_k polynomial[k] (G/g_max)^k";
constexpr const char *read_noise_law =
    "sigma(G) = G Q sqrt(ln((t + t_read)/(2 t_read))), Q = min(q_scale (G/g_max)^-q_power, q_max)";

/// A law we do not know must not be taken for ours.
void require_law(const JsonView &view, const char *law)
{
  if (view["law"].as_string() != law)
    view["law"].fail("\"" + view["law"].as_string() + "\"", std::string("\"") + law + "\" is needed");
}

// ------------------------------------------------------------------ parts, out and in

Json drift_json(const Drift &drift)
{
  Json json = Json::object();
  json.set("law", drift_law);
  json.set("t0", quantity(drift.t0_s, "s"));
  json.set("conductance", quantities(drift.conductance_uS, "uS"));
  json.set("nu", quantities(drift.nu, "1"));
  json.set("residual", quantities(drift.residual, "1"));
  if (!drift.nu_spread.empty())
    json.set("nu_spread", quantities(drift.nu_spread, "1"));
  return json;
}

Json validity_json(const CompactModel &model)
{
  const std::vector<double> g{model.g_min_uS, model.g_max_uS}, t{model.drift.t_min_s, model.drift.t_max_s};
  const std::vector<double> temperature{model.drift.temperature_K, model.drift.temperature_K};
  return Json::object()
      .set("conductance", quantities(g, "uS"))
      .set("time", quantities(t, "s"))
      .set("temperature", quantities(temperature, "K"));
}

std::vector<double> range(const JsonView &view, const char *unit)
{
  const auto pair = numbers(view, unit);
  if (pair.size() != 2)
    view.fail(std::to_string(pair.size()) + " numbers", "a minimum and a maximum are needed");
  return pair;
}

void read_drift(const JsonView &root, CompactModel &model)
{
  const JsonView view = root["drift"], validity = root["validity"];
  view.allow_only({"law", "t0", "conductance", "nu", "residual", "nu_spread"});
  validity.allow_only({"conductance", "time", "temperature"});
  require_law(view, drift_law);
  model.drift.t0_s           = number(view["t0"], "s");
  model.drift.conductance_uS = numbers(view["conductance"], "uS");
  model.drift.nu             = estimates(view["nu"], "1");
  model.drift.residual       = numbers(view["residual"], "1");
  if (view.has("nu_spread"))
    model.drift.nu_spread = numbers(view["nu_spread"], "1");
  const auto g = range(validity["conductance"], "uS"), t = range(validity["time"], "s");
  const auto temperature = range(validity["temperature"], "K");
  if (temperature[0] != temperature[1])
    validity["temperature"].fail("two temperatures", "a model of version 1 holds at one");
  model.g_min_uS            = g[0];
  model.g_max_uS            = g[1];
  model.drift.t_min_s       = t[0];
  model.drift.t_max_s       = t[1];
  model.drift.temperature_K = temperature[0];
}

Json noise_json(const Noise &noise)
{
  Json json = Json::object()
                  .set("law", noise_law)
                  .set("polynomial", quantities(noise.polynomial, "uS"))
                  .set("g_max", quantity(noise.g_max_uS, "uS"))
                  .set("source", noise.source);
  if (!noise.sigma_uS.empty())
    json.set("polynomial_sigma", quantities(noise.sigma_uS, "uS"));
  return json;
}

Noise read_noise_of(const JsonView &view)
{
  view.allow_only({"law", "polynomial", "g_max", "source", "polynomial_sigma"});
  require_law(view, noise_law);
  Noise noise{numbers(view["polynomial"], "uS"), number(view["g_max"], "uS"), view["source"].as_string(), {}};
  if (view.has("polynomial_sigma"))
    noise.sigma_uS = numbers(view["polynomial_sigma"], "uS");
  return noise;
}

Json read_noise_json(const ReadNoise &noise)
{
  Json json = Json::object()
                  .set("law", read_noise_law)
                  .set("q_scale", quantity(noise.q_scale, "1"))
                  .set("q_power", quantity(noise.q_power, "1"))
                  .set("q_max", quantity(noise.q_max, "1"))
                  .set("g_max", quantity(noise.g_max_uS, "uS"))
                  .set("t_read", quantity(noise.t_read_s, "s"))
                  .set("source", noise.source);
  if (noise.q_scale_sigma > 0)
    json.set("q_scale_sigma", quantity(noise.q_scale_sigma, "1"));
  if (noise.q_power_sigma > 0)
    json.set("q_power_sigma", quantity(noise.q_power_sigma, "1"));
  if (noise.white)
    json.set("white", quantity(*noise.white, "1"));
  return json;
}

ReadNoise read_read_noise(const JsonView &view)
{
  view.allow_only(
      {"law", "q_scale", "q_power", "q_max", "g_max", "t_read", "source", "q_scale_sigma", "q_power_sigma", "white"});
  require_law(view, read_noise_law);
  ReadNoise noise;
  noise.q_scale  = number(view["q_scale"], "1");
  noise.q_power  = number(view["q_power"], "1");
  noise.q_max    = number(view["q_max"], "1");
  noise.g_max_uS = number(view["g_max"], "uS");
  noise.t_read_s = number(view["t_read"], "s");
  noise.source   = view["source"].as_string();
  if (view.has("q_scale_sigma"))
    noise.q_scale_sigma = number(view["q_scale_sigma"], "1");
  if (view.has("q_power_sigma"))
    noise.q_power_sigma = number(view["q_power_sigma"], "1");
  if (view.has("white"))
    noise.white = estimate(view["white"], "1");
  return noise;
}

/// Both ways for parts that list their members.
struct PartsOut
{
  Json &json;

  template <class Part>
  void operator()(const char *name, const std::optional<Part> &part)
  {
    if (part)
      json.set(name, part_json(*part));
  }
};

struct PartsIn
{
  const JsonView &view;

  template <class Part>
  void operator()(const char *name, std::optional<Part> &part)
  {
    if (view.has(name))
      part = read_part<Part>(view[name]);
  }
};

Json update_json(const Update &update)
{
  Json json = Json::object();
  if (update.reset)
  {
    Json reset = Json::object();
    reset.set("read_time", quantity(update.reset->read_time_s, "s"))
        .set("amplitude", quantities(update.reset->amplitude_V, "V"))
        .set("conductance", quantities(update.reset->conductance_uS, "uS"));
    if (!update.reset->glass_volume_nm3.empty())
      reset.set("glass_volume", quantities(update.reset->glass_volume_nm3, "nm3"));
    json.set("reset", reset);
  }
  if (update.set)
    json.set("set", Json::object()
                        .set("read_time", quantity(update.set->read_time_s, "s"))
                        .set("pulse", quantities(update.set->pulse, "1"))
                        .set("amplitude", quantities(update.set->amplitude_V, "V"))
                        .set("conductance_before", quantities(update.set->before_uS, "uS"))
                        .set("conductance_after", quantities(update.set->after_uS, "uS")));
  if (update.asymmetry)
    json.set("asymmetry", quantity(*update.asymmetry, "1"));
  for_each_update_part(PartsOut{json}, update);
  return json;
}

Update read_update(const JsonView &view)
{
  view.allow_only({"reset", "set", "asymmetry", "table", "law", "reset_ratio"});
  Update update;
  if (view.has("reset"))
  {
    const JsonView reset = view["reset"];
    reset.allow_only({"read_time", "amplitude", "conductance", "glass_volume"});
    update.reset = ResetCurve{
        number(reset["read_time"], "s"), numbers(reset["amplitude"], "V"), numbers(reset["conductance"], "uS"), {}};
    if (reset.has("glass_volume"))
      update.reset->glass_volume_nm3 = numbers(reset["glass_volume"], "nm3");
  }
  if (view.has("set"))
  {
    const JsonView set = view["set"];
    set.allow_only({"read_time", "pulse", "amplitude", "conductance_before", "conductance_after"});
    update.set =
        SetTrain{number(set["read_time"], "s"), whole_numbers(set["pulse"], "1"), numbers(set["amplitude"], "V"),
                 numbers(set["conductance_before"], "uS"), numbers(set["conductance_after"], "uS")};
  }
  if (view.has("asymmetry"))
    update.asymmetry = number(view["asymmetry"], "1");
  for_each_update_part(PartsIn{view}, update);
  return update;
}

Json fit_json(const FitRecord &fit)
{
  Json json = Json::object();
  json.set("run", fit.run)
      .set("conductance", quantity(fit.conductance_uS, "uS"))
      .set("nu", quantity(fit.nu, "1"))
      .set("window", quantities(std::vector<double>{fit.t_min_s, fit.t_max_s}, "s"))
      .set("points", fit.points)
      .set("residual_max", quantity(fit.residual_max, "1"))
      .set("residual_rms", quantity(fit.residual_rms, "1"))
      .set("covariance", quantities(std::vector<double>(fit.covariance.begin(), fit.covariance.end()), "1"));
  if (fit.onset_s)
    json.set("onset", quantity(*fit.onset_s, "s"));
  return json;
}

FitRecord read_fit(const JsonView &view)
{
  view.allow_only(
      {"run", "conductance", "nu", "window", "points", "residual_max", "residual_rms", "covariance", "onset"});
  FitRecord  fit;
  const auto window = range(view["window"], "s"), covariance = numbers(view["covariance"], "1");
  if (covariance.size() != fit.covariance.size())
    view["covariance"].fail(std::to_string(covariance.size()) + " numbers", "var(a), cov(a, nu), var(nu) are needed");
  fit.run            = view["run"].as_string();
  fit.conductance_uS = number(view["conductance"], "uS");
  fit.nu             = number(view["nu"], "1");
  fit.t_min_s        = window[0];
  fit.t_max_s        = window[1];
  fit.points         = int(view["points"].as_integer());
  fit.residual_max   = number(view["residual_max"], "1");
  fit.residual_rms   = number(view["residual_rms"], "1");
  std::copy(covariance.begin(), covariance.end(), fit.covariance.begin());
  if (view.has("onset"))
    fit.onset_s = estimate(view["onset"], "s");
  return fit;
}

Json provenance_json(const ModelProvenance &provenance)
{
  Json inputs = Json::array();
  for (const Source &source : provenance.inputs)
    inputs.push_back(Json::object()
                         .set("run", source.run)
                         .set("case_name", source.case_name)
                         .set("case_sha256", source.case_sha256));
  return to_json(provenance.program).set("inputs", inputs);
}

ModelProvenance read_provenance(const JsonView &view)
{
  ModelProvenance provenance{provenance_from_json(view), {}};
  for (std::size_t i = 0; i < view["inputs"].size(); ++i)
  {
    const JsonView input = view["inputs"][i];
    provenance.inputs.push_back(
        {input["run"].as_string(), input["case_name"].as_string(), input["case_sha256"].as_string()});
  }
  return provenance;
}

void check_schema(const JsonView &root)
{
  if (root["schema"].as_string() != CompactModel::schema)
    root["schema"].fail("\"" + root["schema"].as_string() + "\"",
                        std::string("\"") + CompactModel::schema + "\" is needed");
  const auto major = root["version"][std::size_t(0)].as_integer(), minor = root["version"][std::size_t(1)].as_integer();
  if (root["version"].size() != 2 || major != CompactModel::version_major || minor > CompactModel::version_minor)
    root["version"].fail("version " + std::to_string(major) + "." + std::to_string(minor),
                         "this program reads versions 1.0 and 1.1");
}

Json fits_json(const CompactModel &model)
{
  Json states = Json::array();
  for (const FitRecord &fit : model.fits)
    states.push_back(fit_json(fit));
  return Json::object().set("method", model.fit_method).set("states", states);
}
} // namespace

CompactModel read_model(const std::string &path)
{
  const Json     json = Json::read(path);
  const JsonView root(json, path);
  check_schema(root);
  root.allow_only({"schema", "version", "model_id", "validity", "drift", "programming_noise", "read_noise", "update",
                   "current_voltage", "read_temperature", "drift_temperature", "onset_temperature", "retention",
                   "threshold", "thermal", "switching", "fit", "provenance"});
  CompactModel model;
  model.model_id = root["model_id"].as_string();
  read_drift(root, model);
  if (root.has("programming_noise"))
    model.programming = read_noise_of(root["programming_noise"]);
  if (root.has("read_noise"))
    model.read_noise = read_read_noise(root["read_noise"]);
  model.update = read_update(root["update"]);
  for_each_part(PartsIn{root}, model);
  root["fit"].allow_only({"method", "states"});
  model.fit_method = root["fit"]["method"].as_string();
  for (std::size_t i = 0; i < root["fit"]["states"].size(); ++i)
    model.fits.push_back(read_fit(root["fit"]["states"][i]));
  model.provenance = read_provenance(root["provenance"]);
  validate(model, path);
  return model;
}

void write_model(const CompactModel &model, const std::string &path)
{
  validate(model, path);
  Json version = Json::array(), root = Json::object();
  version.push_back(Json(CompactModel::version_major));
  version.push_back(Json(CompactModel::version_minor));
  root.set("schema", CompactModel::schema).set("version", version).set("model_id", model.model_id);
  root.set("validity", validity_json(model)).set("drift", drift_json(model.drift));
  if (model.programming)
    root.set("programming_noise", noise_json(*model.programming));
  if (model.read_noise)
    root.set("read_noise", read_noise_json(*model.read_noise));
  root.set("update", update_json(model.update));
  for_each_part(PartsOut{root}, model);
  root.set("fit", fits_json(model));
  root.set("provenance", provenance_json(model.provenance));
  write_file_atomically(path, root.dump());
}
} // namespace quench::compact
