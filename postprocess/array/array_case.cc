#include <postprocess/array/array_case.h>

#include <physics/base/error.h>
#include <physics/base/key_place.h>
#include <physics/base/parameters.h>
#include <physics/base/prm.h>
#include <postprocess/array/study_table.h>

#include <algorithm>
#include <filesystem>
#include <functional>

namespace quench::array
{
ArrayCase read_case(const std::string &path, const std::vector<std::string> &overrides)
{
  PrmTree tree = read_prm(path);
  for (const std::string &assignment : overrides)
    apply_override(tree, assignment);
  const auto array_case = read_parameters<ArrayCase>(tree);
  refuse_keys_without_effect(array_case, tree);
  try
  {
    validate(array_case);
  }
  catch (const InputError &error)
  {
    const PrmEntry *entry = named_entry(tree, error.what());
    throw InputError((entry ? entry->place : tree.place).text(), error.what());
  }
  return array_case;
}

namespace
{
/// Training through arrays knows pairs of one device, ideal wires and linear cells.
void validate_awareness(const ArrayCase &array_case)
{
  const EncodingParameters &encoding = array_case.mapping.encoding;
  if (encoding.polarity != Polarity::pair || encoding.devices > 1 || encoding.significances.size() > 1 ||
      !encoding.bits.empty() || encoding.current_exponent != 1)
    throw InputError("network/hardware/awareness", "given with a `mapping/encoding`",
                     "one pair of devices per weight, without current scaling", "Train digitally: `awareness = none`");
  if (!array_case.mapping.wires.is_ideal())
    throw InputError("network/hardware/awareness", "given with `mapping/wires`", "ideal wires",
                     "Train digitally: `awareness = none`");
  if (array_case.periphery.inputs.coding == InputCoding::amplitude)
    throw InputError("network/hardware/awareness", "given with `periphery/inputs/coding = amplitude`", "pulse width",
                     "Train digitally: `awareness = none`");
}

void validate_training(const ArrayCase &array_case)
{
  validate(array_case.network);
  if (array_case.network.hardware.kind != Awareness::none)
    validate_awareness(array_case);
  const int n_training = array_case.data_set.training_images;
  if (array_case.periphery.calibration_images > n_training && !array_case.periphery.is_ideal() &&
      uses(study_of(array_case.study), "periphery/calibration images"))
    throw InputError("periphery/calibration images", std::to_string(array_case.periphery.calibration_images),
                     "at most `data set/training images` (" + std::to_string(n_training) + ")");
  if (array_case.network.batch > n_training && array_case.network.file.empty())
    throw InputError("network/batch size", std::to_string(array_case.network.batch),
                     "at most `data set/training images` (" + std::to_string(n_training) + ")");
}
} // namespace

void validate(const ArrayCase &array_case)
{
  const auto &times = array_case.times;
  if (times.empty() || !std::is_sorted(times.begin(), times.end(), std::less_equal<>()))
    throw InputError("times", times.empty() ? "no time" : "not ascending", "at least one time, strictly ascending");
  if (array_case.periphery.dac_bits == 1 || array_case.periphery.adc_bits == 1)
    throw InputError("periphery/DAC bits, ADC bits", "1", "0 (ideal) or 2 to 16 bits");
  schemes_of(array_case.compensation);
  if (!array_case.device.compare.empty() && array_case.study != StudyKind::accuracy &&
      array_case.study != StudyKind::multiplication_error)
    throw InputError("device/compare with", "given",
                     "only the studies `accuracy` and `mvm error` take several devices");
  if (array_case.study == StudyKind::programming && make_competing_device(array_case.device.model, {}) != nullptr)
    throw InputError("device/model", array_case.device.model, "a phase-change model: `programming` has its pulses");
  if (uses(study_of(array_case.study), "network"))
    validate_training(array_case);
}

Age age_of(const ArrayCase &array_case, double time) { return age_of(array_case.conditions, time); }

Hardware hardware_of(const ArrayCase &c, const DeviceModel &device)
{
  return {device, c.mapping, c.periphery, c.conditions};
}

namespace
{
/// Cells whose model has their curve: no second one, and a current that rises up to the read voltage.
void validate_curvature(const ArrayCase &c, const DeviceModel &device)
{
  const InputParameters &in = c.periphery.inputs;
  if (in.coding != InputCoding::amplitude || !device.is_curved())
    return;
  if (in.nl2 != 0 || in.nl3 != 0)
    throw InputError("periphery/inputs/NL2, NL3", "given", "the device model holds its own I-V curves",
                     "Leave them out");
  const bool is_scaled = std::any_of(c.compensation.schemes.begin(), c.compensation.schemes.end(),
                                     [](const std::string &s) { return s == name_of(Compensation::current_scaling); });
  if (c.mapping.encoding.current_exponent != 1 || is_scaled)
    throw InputError("periphery/inputs/coding", "amplitude", "pulse width with non-linear current scaling",
                     "The device model has curved currents");
  for (const double g : device.states())
    require_monotone(PolynomialLaw{device.curvature(g).nl2, device.curvature(g).nl3}, in.read_voltage);
}
} // namespace

std::vector<NamedDevice> make_case_devices(const ArrayCase &array_case, const std::string &case_path)
{
  if (!study_of(array_case.study).asks_for_devices)
    return {};
  auto devices = make_devices(array_case.device, std::filesystem::path(case_path).parent_path().string());
  for (const NamedDevice &named : devices)
  {
    validate_curvature(array_case, *named.device);
    for (const double time : array_case.times)
    {
      const Age age = age_of(array_case, time);
      named.device->require_valid(time);
      named.device->loss(age);
      named.device->read_factor(named.device->g_max(),
                                age.read_temperature.value_or(named.device->reference_temperature()));
    }
  }
  return devices;
}
} // namespace quench::array
