#include <postprocess/array/study_table.h>

#include <physics/base/error.h>
#include <physics/base/parameters.h>
#include <physics/base/text.h>
#include <postprocess/array/key_rules.h>

#include <algorithm>

namespace quench::array
{
namespace
{
using Keys = std::vector<std::string_view>;

/// Parts of the section `device` that say how much a read scatters.
const Keys read_noise_keys{"-device/published/read noise scale",   "-device/published/read noise power",
                           "-device/published/read noise slope",   "-device/published/read noise offset",
                           "-device/published/read noise minimum", "-device/published/read noise limit",
                           "-device/published/read noise split",   "-device/published/read noise polynomial",
                           "-device/published/read duration",      "-device/competing/rram/telegraph noise",
                           "-device/competing/sonos/read noise",   "-device/competing/sonos/read noise scale"};

Keys joined(Keys a, const Keys &b)
{
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const DeviceModel &first(const StudyInput &in) { return *in.devices.front().model; }

Outcome run_accuracy(const StudyInput &in) { return run_accuracy_study(in.array_case, in.devices, in.log, in.folder); }
Outcome run_products(const StudyInput &in) { return run_multiplication_study(in.array_case, in.devices, in.log); }
Outcome run_programming(const StudyInput &in)
{
  return run_programming_study(in.array_case, first(in), *make_update(in.array_case.programming.update, in.folder));
}
Outcome run_mixed(const StudyInput &in) { return run_mixed_precision_study(in.array_case, in.log, in.folder); }
Outcome run_pulsed(const StudyInput &in) { return run_pulsed_study(in.array_case, in.log); }
Outcome run_cost(const StudyInput &in) { return run_cost_study(in.array_case, first(in), in.log, in.folder); }
Outcome run_transformer(const StudyInput &in) { return run_transformer_study(in.array_case, first(in), in.log); }
Outcome run_long_range(const StudyInput &in) { return run_long_range_study(in.array_case, first(in), in.log); }
Outcome run_experts(const StudyInput &in) { return run_expert_study(in.array_case, first(in), in.log); }

std::vector<Study> make_studies()
{
  const Keys network{"times",        "seed",       "data set",  "network", "device", "mapping",
                     "compensation", "conditions", "periphery", "arrays",  "threads"};
  const Keys products{"times",     "seed",         "device",
                      "mapping",   "compensation", "conditions",
                      "periphery", "mvm error",    "-periphery/calibration images"};
  const Keys programming =
      joined({"times", "seed", "device", "conditions/storage temperature", "programming", "-device/compare with",
              "-device/published/programming noise", "-device/published/fitted maximum", "-device/competing",
              "-device/temperature/activation energy at zero", "-device/temperature/activation energy at maximum"},
             read_noise_keys);
  const Keys mixed{"data set",
                   "network",
                   "-network/file",
                   "-network/convolutions",
                   "-network/hardware",
                   "mixed precision",
                   "-mixed precision/device/read time",
                   "-mixed precision/device/threshold"};
  const Keys block{"times",   "seed",       "device",    "-device/compare with",
                   "mapping", "conditions", "periphery", "-periphery/calibration images"};
  const Keys layers =
      joined({"times", "seed", "device", "-device/compare with", "mapping", "-mapping/read noise", "-mapping/wires",
              "conditions", "periphery/range quantile", "periphery/inputs", "periphery/calibration images", "data set",
              "-data set/test images", "network", "-network/hardware", "energy"},
             read_noise_keys);
  return {{StudyKind::accuracy, "accuracy", run_accuracy, true, network},
          {StudyKind::multiplication_error, "mvm error", run_products, true, products},
          {StudyKind::programming, "programming", run_programming, true, programming},
          {StudyKind::mixed_precision, "mixed precision", run_mixed, false, mixed},
          {StudyKind::pulsed_weights, "pulsed weights", run_pulsed, false, {"seed", "pulsed weights"}},
          {StudyKind::layer_cost, "layer cost", run_cost, true, layers},
          {StudyKind::transformer, "transformer", run_transformer, true, joined(block, {"transformer"})},
          {StudyKind::long_range, "long range", run_long_range, true, joined(block, {"long range"})},
          {StudyKind::experts, "experts", run_experts, true, joined(block, {"energy/read time", "experts"})}};
}

bool holds(std::string_view section, std::string_view key)
{
  return key.starts_with(section) && (key.size() == section.size() || key[section.size()] == '/');
}

/// Calls visit(path, entry) for every key that is set.
template <class Visit>
void for_set_keys(const PrmTree &tree, const std::string &path, const Visit &visit)
{
  for (const auto &[key, entry] : tree.entries)
    visit(path + key, entry);
  for (const auto &[name, section] : tree.sections)
    for_set_keys(section, path + name + "/", visit);
}

Json only_used(const Json &section, const Study &study, const std::string &path)
{
  Json result = Json::object();
  for (const auto &[key, value] : section.as_object())
    if (value.is_object())
    {
      if (Json inner = only_used(value, study, path + key + "/"); !inner.as_object().empty())
        result.set(key, std::move(inner));
    }
    else if (uses(study, path + key))
      result.set(key, value);
  return result;
}
} // namespace

const std::vector<Study> &studies()
{
  static const std::vector<Study> table = make_studies();
  return table;
}

const Study &study_of(StudyKind kind)
{
  return *std::find_if(studies().begin(), studies().end(), [&](const Study &study) { return study.kind == kind; });
}

bool uses(const Study &study, std::string_view key)
{
  if (key == "title" || key == "study")
    return true;
  std::size_t longest = 0;
  bool        is_used = false;
  for (std::string_view path : study.keys)
  {
    const bool is_left_out = path.starts_with('-');
    path.remove_prefix(is_left_out ? 1 : 0);
    if (path.size() > longest && holds(path, key))
    {
      longest = path.size();
      is_used = !is_left_out;
    }
  }
  return is_used;
}

void refuse_keys_without_effect(const ArrayCase &array_case, const PrmTree &tree)
{
  const Study             &study = study_of(array_case.study);
  std::vector<std::string> problems;
  std::string              place;
  for_set_keys(tree, "", [&](const std::string &key, const PrmEntry &entry) {
    std::string problem;
    if (!uses(study, key))
      problem = std::string("the study `") + study.name + "` does not use it";
    else if (const char *needed = what_puts_out_of_action(key, array_case))
      problem = std::string("has an effect only with ") + needed;
    if (problem.empty())
      return;
    place = place.empty() ? entry.place.text() : place;
    problems.push_back((problems.empty() ? "" : entry.place.text() + ": ") + key + ": " + problem);
  });
  if (!problems.empty())
    throw InputError(place, join(problems, "\n"), "", "Remove what has no effect");
}

Json used_keys(const ArrayCase &array_case)
{
  return only_used(Json::parse(to_json_text(array_case), "case"), study_of(array_case.study), "");
}
} // namespace quench::array
