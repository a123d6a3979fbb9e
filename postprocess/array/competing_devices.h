#pragma once

#include <memory>
#include <string>
#include <vector>

#include <postprocess/array/flash_device.h>
#include <postprocess/array/rram_device.h>
#include <postprocess/array/sonos_device.h>

namespace quench::array
{
/// Memory devices other than phase change, for comparison through the same interface.
struct CompetingParameters
{
  RramParameters  rram;
  SonosParameters sonos;
  FlashParameters flash;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = CompetingParameters;
    entry.subsection("rram", &P::rram);
    entry.subsection("sonos", &P::sonos);
    entry.subsection("flash", &P::flash);
  }
};

/// Values of `device/model` that name one: flash, rram, sonos.
std::vector<std::string> competing_device_names();

/// The device of that name; empty for any other.
std::unique_ptr<const DeviceModel> make_competing_device(const std::string         &name,
                                                         const CompetingParameters &parameters);
} // namespace quench::array
