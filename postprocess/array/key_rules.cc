#include <postprocess/array/key_rules.h>

#include <algorithm>
#include <string>
#include <vector>

namespace quench::array
{
namespace
{
bool is_among(const std::string &name, const std::vector<std::string> &names)
{
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_competing(const std::string &model) { return is_among(model, competing_device_names()); }
bool is_published(const std::string &model) { return is_among(model, published_names()); }
bool is_file(const std::string &model) { return !is_competing(model) && !is_published(model) && model != "projected"; }
bool is_table(const std::string &model) { return model == "projected" || (is_file(model) && model.ends_with(".csv")); }
bool has_verify_time(const std::string &model) { return is_table(model) || is_file(model); }

template <class Is>
bool any_model(const ArrayCase &c, const Is &is)
{
  const auto &others = c.device.compare;
  return is(c.device.model) || std::any_of(others.begin(), others.end(), is);
}

bool is_named(const ArrayCase &c, const std::string &model)
{
  return any_model(c, [&](const std::string &name) { return name == model; });
}

bool has_scheme(const ArrayCase &c, Compensation scheme) { return is_among(name_of(scheme), c.compensation.schemes); }

bool borrows(const ArrayCase &c)
{
  const DeviceParameters &d = c.device;
  return std::max({d.programming == Statistics::published, d.drift_spread == Statistics::published,
                   d.read_noise == Statistics::published});
}

bool reads_warm(const ArrayCase &c)
{
  return c.conditions.read_temperature > 0 || has_scheme(c, Compensation::temperature);
}

bool has_converters(const ArrayCase &c)
{
  return !c.periphery.is_ideal() || c.study == StudyKind::layer_cost || c.study == StudyKind::experts;
}

bool is_curved(const ArrayCase &c)
{
  const InputParameters &in = c.periphery.inputs;
  return in.coding == InputCoding::amplitude && (in.nl2 != 0 || in.nl3 != 0);
}

bool is_at_another_temperature(const ArrayCase &c)
{
  return reads_warm(c) || c.conditions.storage_temperature > 0 || c.device.temperature.reference != 300 * units::K;
}

/// Keys, or a section for all in it, that have an effect under a condition only.
struct KeyRule
{
  std::string_view keys;
  const char      *needs;
  bool (*acts)(const ArrayCase &c);
};

bool trains(const ArrayCase &c) { return c.network.file.empty(); }

const std::vector<KeyRule> rules{
    {"data set/folder", "an empty `data set/file`", [](const ArrayCase &c) { return c.data_set.file.empty(); }},
    {"network/convolutions", "an empty `network/file`", trains},
    {"network/hidden layers", "an empty `network/file`", trains},
    {"network/epochs", "an empty `network/file`", trains},
    {"network/batch size", "an empty `network/file`", trains},
    {"network/learning rate", "an empty `network/file`", trains},
    {"network/weight decay", "an empty `network/file`", trains},
    {"network/seed", "an empty `network/file`", trains},
    {"network/hardware", "an empty `network/file`", trains},
    {"times", "one time: this study reads once",
     [](const ArrayCase &c) {
       return c.times.size() == 1 || (c.study != StudyKind::layer_cost && c.study != StudyKind::experts);
     }},
    {"compensation/slope time", "`slope` among `compensation/schemes`",
     [](const ArrayCase &c) { return has_scheme(c, Compensation::slope); }},
    {"compensation/reference cells", "`reference cells` among `compensation/schemes`",
     [](const ArrayCase &c) { return has_scheme(c, Compensation::reference_cells); }},
    {"compensation/temperature span", "`temperature` among `compensation/schemes`",
     [](const ArrayCase &c) { return has_scheme(c, Compensation::temperature); }},
    {"compensation/current exponent", "`current scaling` among `compensation/schemes`",
     [](const ArrayCase &c) { return has_scheme(c, Compensation::current_scaling); }},
    {"network/hardware/digital epochs", "`network/hardware/awareness` other than none",
     [](const ArrayCase &c) { return c.network.hardware.kind != Awareness::none; }},
    {"network/hardware/noise scale", "`network/hardware/awareness` other than none",
     [](const ArrayCase &c) { return c.network.hardware.kind != Awareness::none; }},
    {"network/hardware/calibration interval", "`network/hardware/awareness` other than none",
     [](const ArrayCase &c) { return c.network.hardware.kind != Awareness::none; }},
    {"network/hardware/earliest time", "`network/hardware/awareness = drift`",
     [](const ArrayCase &c) { return c.network.hardware.kind == Awareness::drift; }},
    {"network/hardware/latest time", "`network/hardware/awareness = drift`",
     [](const ArrayCase &c) { return c.network.hardware.kind == Awareness::drift; }},
    {"device/verify time", "an extracted model, a table or `projected` as `device/model`",
     [](const ArrayCase &c) { return any_model(c, has_verify_time); }},
    {"device/time tolerance", "an extracted model, a table or `projected` as `device/model`",
     [](const ArrayCase &c) { return any_model(c, has_verify_time); }},
    {"device/programming noise", "an extracted model or a table, which asks for it",
     [](const ArrayCase &c) { return c.study != StudyKind::programming || any_model(c, has_verify_time); }},
    {"device/read noise", "an extracted model or a table, which asks for it",
     [](const ArrayCase &c) {
       const bool reads_without_noise = c.study == StudyKind::programming || c.study == StudyKind::layer_cost;
       return !reads_without_noise || any_model(c, has_verify_time);
     }},
    {"device/programming noise", "a phase-change model",
     [](const ArrayCase &c) { return !any_model(c, is_competing) || !c.device.compare.empty(); }},
    {"device/drift spread", "a phase-change model",
     [](const ArrayCase &c) { return !any_model(c, is_competing) || !c.device.compare.empty(); }},
    {"device/read noise", "a phase-change model",
     [](const ArrayCase &c) { return !any_model(c, is_competing) || !c.device.compare.empty(); }},
    {"device/published/drift split", "`device/published/drift polynomial`",
     [](const ArrayCase &c) { return !c.device.published.nu_polynomial.empty(); }},
    {"device/published/spread split", "`device/published/spread polynomial`",
     [](const ArrayCase &c) { return !c.device.published.spread_polynomial.empty(); }},
    {"device/published/read noise split", "`device/published/read noise polynomial`",
     [](const ArrayCase &c) { return !c.device.published.q_polynomial.empty(); }},
    {"device/published", "a published model or a part that is `published`",
     [](const ArrayCase &c) { return any_model(c, is_published) || borrows(c); }},
    {"device/projected/glass activation energy", "a temperature other than 300 K", is_at_another_temperature},
    {"device/projected/liner coefficient", "a temperature other than 300 K", is_at_another_temperature},
    {"device/projected/crystal coefficient", "a temperature other than 300 K", is_at_another_temperature},
    {"device/projected", "`device/model = projected`", [](const ArrayCase &c) { return is_named(c, "projected"); }},
    {"device/temperature/reference temperature", "a table, or a published model under `conditions`",
     [](const ArrayCase &c) {
       return any_model(c, is_table) ||
              (any_model(c, is_published) && (reads_warm(c) || c.conditions.storage_temperature > 0));
     }},
    {"device/temperature/relaxation attempt", "`conditions/storage temperature`",
     [](const ArrayCase &c) { return c.conditions.storage_temperature > 0; }},
    {"device/temperature/activation energy", "`conditions/read temperature` or the scheme `temperature`", reads_warm},
    {"device/competing/rram", "`device/model = rram`", [](const ArrayCase &c) { return is_named(c, "rram"); }},
    {"device/competing/sonos", "`device/model = sonos`", [](const ArrayCase &c) { return is_named(c, "sonos"); }},
    {"device/competing/flash", "`device/model = flash`", [](const ArrayCase &c) { return is_named(c, "flash"); }},
    {"mapping/encoding/bits", "`splitting = digits`",
     [](const ArrayCase &c) { return c.mapping.encoding.splitting == Splitting::digits; }},
    {"mapping/encoding/level separation", "`splitting = digits`",
     [](const ArrayCase &c) { return c.mapping.encoding.splitting == Splitting::digits; }},
    {"mapping/wires/tolerance", "a resistance of the wires",
     [](const ArrayCase &c) { return !c.mapping.wires.is_ideal(); }},
    {"mapping/wires/maximum iterations", "a resistance of the wires",
     [](const ArrayCase &c) { return !c.mapping.wires.is_ideal(); }},
    {"periphery/inputs/read voltage",
     "`coding = amplitude` and a curvature (`NL2`, `NL3`, an extracted model's), or energies",
     [](const ArrayCase &c) {
       const bool is_of_model = c.periphery.inputs.coding == InputCoding::amplitude && any_model(c, is_file);
       return is_curved(c) || is_of_model || c.study == StudyKind::layer_cost || c.study == StudyKind::experts;
     }},
    {"periphery/inputs/NL", "`coding = amplitude`",
     [](const ArrayCase &c) { return c.periphery.inputs.coding == InputCoding::amplitude; }},
    {"periphery/range quantile", "a converter or noise before it", has_converters},
    {"periphery/calibration images", "a converter or noise before it", has_converters},
    {"programming/update/relative spread", "an extracted update model",
     [](const ArrayCase &c) { return c.programming.update.model != "nandakumar2018"; }},
    {"programming/verify", "an update model that knows amplitudes",
     [](const ArrayCase &c) { return c.programming.update.model == "nandakumar2018"; }},
    {"programming/tile", "an update model that knows amplitudes",
     [](const ArrayCase &c) { return c.programming.update.model == "nandakumar2018"; }},
    {"programming/target", "an update model that knows amplitudes",
     [](const ArrayCase &c) { return c.programming.update.model == "nandakumar2018"; }},
};
} // namespace

const char *what_puts_out_of_action(std::string_view key, const ArrayCase &array_case)
{
  for (const KeyRule &rule : rules)
    if (key.starts_with(rule.keys) && !rule.acts(array_case))
      return rule.needs;
  return nullptr;
}
} // namespace quench::array
