#pragma once

#include <postprocess/array/conditions.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/periphery.h>

namespace quench::array
{
/// The tiles of a case: devices, how weights are put on them, converters, temperatures. The device must outlive what
/// uses it.
struct Hardware
{
  const DeviceModel  &device;
  MappingParameters   mapping    = {};
  PeripheryParameters periphery  = {};
  ConditionParameters conditions = {};
};
} // namespace quench::array
