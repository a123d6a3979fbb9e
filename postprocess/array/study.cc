#include <postprocess/array/study.h>

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
      .set("read_noise", sources.read_noise);
}

Outcome run_kind(const ArrayCase &array_case, const DeviceModel &device, const Log &log)
{
  switch (array_case.study)
  {
  case StudyKind::multiplication_error:
    return run_multiplication_study(array_case, device, log);
  case StudyKind::mixed_precision:
    return run_mixed_precision_study(array_case, log);
  case StudyKind::pulsed_weights:
    return run_pulsed_study(array_case, log);
  case StudyKind::layer_cost:
    return run_cost_study(array_case, device, log);
  case StudyKind::transformer:
    return run_transformer_study(array_case, device, log);
  case StudyKind::long_range:
    return run_long_range_study(array_case, device, log);
  case StudyKind::experts:
    return run_expert_study(array_case, device, log);
  case StudyKind::accuracy:
    break;
  }
  return run_accuracy_study(array_case, device, log);
}
} // namespace

Outcome run_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log)
{
  Outcome outcome = run_kind(array_case, device, log);
  Json    model   = Json::object();
  model.set("name", array_case.device.model).set("sources", to_json(device.sources()));
  model.set("g_min_uS", device.g_min() / units::uS).set("g_max_uS", device.g_max() / units::uS);
  model.set("verify_time_s", device.verify_time() / units::s);
  outcome.details.set("device_model", model);
  return outcome;
}
} // namespace quench::array
