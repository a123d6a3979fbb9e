#include <postprocess/array/study.h>

#include <postprocess/array/study_table.h>

#include <cstdio>

namespace quench::array
{
namespace
{
Json to_json(const Sources &sources)
{
  return Json::object()
      .set("programming_noise", sources.programming_noise)
      .set("drift", sources.drift)
      .set("drift_spread", sources.drift_spread)
      .set("read_noise", sources.read_noise)
      .set("retention", sources.retention);
}

/// Said where devices are kept so warm that glass is lost, by a model that does not know it.
void note_missing_retention(const ArrayCase &c, const StudyDevices &devices, const Log &log)
{
  constexpr double ten_years = 348 * units::K; // docs/retention.md: of the shipped GST
  for (const StudyDevice &studied : devices)
    if (const double T = c.conditions.storage_temperature; T > ten_years && !studied.model->loses_glass())
    {
      char text[200];
      std::snprintf(text, sizeof text,
                    "%s: stored at %g K, but the model has no part `retention`: no device loses its glass, as GST does "
                    "above 348 K within ten years (docs/retention.md)",
                    studied.name.c_str(), T / units::K);
      log(text);
    }
}
} // namespace

void add_counts(Outcome &outcome, const TileCounts &counts)
{
  outcome.results.push_back({"tiles", double(counts.tiles), "1"});
  outcome.results.push_back({"devices", counts.devices, "1"});
  outcome.results.push_back({"conversions", counts.adc, "1"});
}

Outcome run_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log, const std::string &folder)
{
  note_missing_retention(array_case, devices, log);
  Outcome outcome = study_of(array_case.study).run({array_case, devices, log, folder});
  Json    models  = Json::array();
  for (const StudyDevice &studied : devices)
  {
    Json model = Json::object();
    model.set("name", studied.name).set("sources", to_json(studied.model->sources()));
    model.set("g_min_uS", studied.model->g_min() / units::uS).set("g_max_uS", studied.model->g_max() / units::uS);
    model.set("verify_time_s", studied.model->verify_time() / units::s);
    models.push_back(model);
  }
  if (!devices.empty())
    outcome.details.set("device_model", models.as_array().front()).set("device_models", models);
  return outcome;
}
} // namespace quench::array
