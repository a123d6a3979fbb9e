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
} // namespace

Outcome run_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log)
{
  Outcome outcome = array_case.study == StudyKind::accuracy ? run_accuracy_study(array_case, device, log)
                                                            : run_multiplication_study(array_case, device, log);
  Json    model   = Json::object();
  model.set("name", array_case.device.model).set("sources", to_json(device.sources()));
  model.set("g_min_uS", device.g_min() / units::uS).set("g_max_uS", device.g_max() / units::uS);
  model.set("verify_time_s", device.verify_time() / units::s);
  outcome.details.set("device_model", model);
  return outcome;
}
} // namespace quench::array
