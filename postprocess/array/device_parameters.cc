#include <postprocess/array/device_parameters.h>

#include <postprocess/array/extracted_device.h>
#include <postprocess/array/published_device.h>
#include <postprocess/compact/compact_model.h>

#include <filesystem>

namespace quench::array
{
namespace
{
/// The published coefficients without the statistical parts that are switched off.
PublishedParameters with_silenced_parts(const DeviceParameters &parameters)
{
  PublishedParameters published = parameters.published;
  if (parameters.programming == Statistics::none)
    published.programming.clear();
  if (parameters.drift_spread == Statistics::none)
    published.spread_min = published.spread_max = 0;
  if (parameters.read_noise == Statistics::none)
    published.q_max = 0;
  return published;
}
} // namespace

std::unique_ptr<const DeviceModel> make_device(const DeviceParameters &parameters, const std::string &folder)
{
  if (parameters.model == "joshi2020")
    return std::make_unique<PublishedDevice>(with_silenced_parts(parameters), parameters.published.g_max);
  const std::filesystem::path path = std::filesystem::path(folder) / parameters.model;
  return std::make_unique<ExtractedDevice>(compact::read_model(path.string()), parameters);
}
} // namespace quench::array
