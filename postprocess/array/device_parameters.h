#pragma once

#include <memory>
#include <string>
#include <vector>

#include <physics/base/described.h>
#include <physics/base/units.h>
#include <postprocess/array/competing_devices.h>
#include <postprocess/array/device_model.h>
#include <postprocess/array/projected_cell.h>
#include <postprocess/array/published_device.h>
#include <postprocess/array/temperature_parameters.h>

namespace quench::array
{
/// Where a statistical part of the device comes from.
enum class Statistics
{
  model,     ///< what the chosen model says; refused if it says nothing
  published, ///< the published coefficients, scaled to the g_max of the model
  none
};

/// The device of an array case.
struct DeviceParameters
{
  /// A published model fills `published`, which further keys override; a file leaves it at joshi2020.
  static constexpr const char *preset_key = "model";
  static DeviceParameters      preset(const std::string &name, const std::string &directory);

  std::string              model = "joshi2020";
  std::vector<std::string> compare;
  double                   verify_time    = 20 * units::s;
  double                   time_tolerance = 1.1;
  Statistics               programming    = Statistics::model;
  Statistics               drift_spread   = Statistics::model;
  Statistics               read_noise     = Statistics::model;

  PublishedParameters   published;
  ProjectedCell         projected;
  TemperatureParameters temperature;
  CompetingParameters   competing;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = DeviceParameters;
    const Names<Statistics> names{
        {"model", Statistics::model}, {"published", Statistics::published}, {"none", Statistics::none}};
    entry(
        "model", &P::model,
        "a published model (joshi2020, hermes1, hermes2, state_independent, crosssim_joshi), `projected` for the cell "
        "of that section, another memory (flash, rram, sonos), the JSON file of an extracted compact model, or a CSV "
        "file of drift tables",
        "choice");
    entry("compare with", &P::compare, "further models, run side by side; the other keys hold for them too", "choice");
    entry("verify time", &P::verify_time, "s", positive,
          "age of a device at its verifying read, from which all times count (extracted models)",
          "time origin of the published model");
    entry("time tolerance", &P::time_tolerance, "1", Range{1, 2},
          "an age up to this factor beyond the fitted window of an extracted model or table is accepted", "choice");
    entry("programming noise", &P::programming, names, "source of the spread of programmed conductances", "choice");
    entry("drift spread", &P::drift_spread, names, "source of the spread of drift exponents", "choice");
    entry("read noise", &P::read_noise, names, "source of the 1/f noise of a read", "choice");
    entry.subsection("published", &P::published);
    entry.subsection("projected", &P::projected);
    entry.subsection("temperature", &P::temperature);
    entry.subsection("competing", &P::competing);
  }
};

/// A device and the name it has in tables and pictures.
struct NamedDevice
{
  std::string                        name; ///< of a published model, or the file without folder and extension
  std::unique_ptr<const DeviceModel> device;
};

/// A model's file: as named from the folder of the case, else from the current folder. Throws InputError naming `key`
/// and the names that are no files.
std::string find_model_file(const std::string &name, const std::string &folder, const std::string &key,
                            const std::vector<std::string> &known);

/// The device the parameters name. A relative path of a file is looked for in `folder`, then in the current folder.
/// Throws InputError if the file, a part of it or the verify time is not usable.
std::unique_ptr<const DeviceModel> make_device(const DeviceParameters &parameters, const std::string &folder);

/// That device and those it is compared with, in this order. Throws InputError as make_device() and for equal names.
std::vector<NamedDevice> make_devices(const DeviceParameters &parameters, const std::string &folder);
} // namespace quench::array
