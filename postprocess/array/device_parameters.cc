#include <postprocess/array/device_parameters.h>

#include <physics/base/error.h>
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

/// The model's file: as named from the folder of the case, else from the current folder.
std::string find_model(const std::string &name, const std::string &folder)
{
  namespace fs = std::filesystem;
  for (const fs::path &path : {fs::path(folder) / name, fs::path(name)})
    if (fs::is_regular_file(path))
      return path.string();
  throw InputError("device/model", name,
                   "joshi2020, flash, rram, sonos, or a JSON file in the folder of the case or the current folder",
                   "Make one with `quench extract RESULTS... -o model.json`");
}
} // namespace

std::unique_ptr<const DeviceModel> make_device(const DeviceParameters &parameters, const std::string &folder)
{
  if (parameters.model == "joshi2020")
    return std::make_unique<PublishedDevice>(with_silenced_parts(parameters), parameters.published.g_max);
  if (auto competing = make_competing_device(parameters.model, parameters.competing))
    return competing;
  return std::make_unique<ExtractedDevice>(compact::read_model(find_model(parameters.model, folder)), parameters);
}
} // namespace quench::array
