#include <postprocess/array/competing_devices.h>

namespace quench::array
{
std::vector<std::string> competing_device_names() { return {"flash", "rram", "sonos"}; }

std::unique_ptr<const DeviceModel> make_competing_device(const std::string &name, const CompetingParameters &parameters)
{
  if (name == "flash")
    return std::make_unique<FlashDevice>(parameters.flash);
  if (name == "rram")
    return std::make_unique<RramDevice>(parameters.rram);
  if (name == "sonos")
    return std::make_unique<SonosDevice>(parameters.sonos);
  return nullptr;
}
} // namespace quench::array
