#include <postprocess/array/device_parameters.h>

#include <physics/base/error.h>
#include <physics/base/files.h>
#include <physics/base/text.h>
#include <postprocess/array/extracted_device.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/table_device.h>
#include <postprocess/compact/compact_model.h>

#include <algorithm>
#include <filesystem>

namespace quench::array
{
namespace
{
bool is_published(const std::string &model)
{
  const auto names = published_names();
  return std::find(names.begin(), names.end(), model) != names.end();
}

/// The published coefficients without the statistical parts that are switched off.
PublishedParameters with_silenced_parts(const DeviceParameters &parameters)
{
  PublishedParameters published = parameters.published;
  if (parameters.programming == Statistics::none)
    published.programming.clear();
  if (parameters.drift_spread == Statistics::none)
  {
    published.spread_min = published.spread_max = 0;
    published.spread_polynomial.clear();
  }
  if (parameters.read_noise == Statistics::none)
  {
    published.q_min = published.q_max = 0;
    published.q_polynomial.clear();
  }
  return published;
}

std::string short_name(const std::string &model)
{
  return is_published(model) ? model : std::filesystem::path(model).stem().string();
}
} // namespace

std::string find_model_file(const std::string &name, const std::string &folder, const std::string &key,
                            const std::vector<std::string> &known)
{
  namespace fs = std::filesystem;
  for (const fs::path &path : {fs::path(folder) / name, fs::path(name)})
    if (regular_file_exists(path))
      return path.string();
  throw InputError(key, name, join(known, ", ") + ", or a file in the folder of the case or the current folder",
                   "Make one with `quench extract RESULTS... -o model.json`");
}

DeviceParameters DeviceParameters::preset(const std::string &name, const std::string &)
{
  DeviceParameters parameters;
  parameters.model = name;
  if (is_published(name))
    parameters.published = published_parameters(name);
  return parameters;
}

std::unique_ptr<const DeviceModel> make_device(const DeviceParameters &parameters, const std::string &folder)
{
  if (is_published(parameters.model))
    return std::make_unique<PublishedDevice>(with_silenced_parts(parameters), parameters.published.g_max,
                                             parameters.temperature);
  if (parameters.model == "projected")
    return std::make_unique<TableDevice>(drift_tables(parameters.projected), parameters);
  if (auto competing = make_competing_device(parameters.model, parameters.competing))
    return competing;
  auto names = published_names();
  names.emplace_back("projected");
  for (const std::string &name : competing_device_names())
    names.push_back(name);
  const std::string file = find_model_file(parameters.model, folder, "device/model", names);
  if (file.ends_with(".csv"))
    return std::make_unique<TableDevice>(read_drift_tables(file), parameters);
  return std::make_unique<ExtractedDevice>(compact::read_model(file), parameters);
}

std::vector<NamedDevice> make_devices(const DeviceParameters &parameters, const std::string &folder)
{
  std::vector<NamedDevice> devices;
  devices.push_back({short_name(parameters.model), make_device(parameters, folder)});
  for (const std::string &model : parameters.compare)
  {
    DeviceParameters other = parameters;
    other.model            = model;
    other.published        = DeviceParameters::preset(model, "").published;
    const std::string name = short_name(model);
    for (const NamedDevice &known : devices)
      if (known.name == name)
        throw InputError("device/compare with", model, "every model once, and no two files of the same name");
    devices.push_back({name, make_device(other, folder)});
  }
  return devices;
}
} // namespace quench::array
