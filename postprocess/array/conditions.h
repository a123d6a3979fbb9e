#pragma once

#include <physics/base/described.h>
#include <postprocess/array/device_model.h>

namespace quench::array
{
/// Where the arrays of a case are kept and read.
struct ConditionParameters
{
  double storage_temperature = 0;
  double read_temperature    = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    using P = ConditionParameters;
    entry("storage temperature", &P::storage_temperature, "K", non_negative,
          "from the verifying read on; 0 K: the reference temperature of the device", "choice");
    entry("read temperature", &P::read_temperature, "K", non_negative,
          "of all reads but the verifying one; 0 K: the reference temperature of the device", "choice");
  }
};

/// A read at a time under these conditions.
inline Age age_of(const ConditionParameters &conditions, double time)
{
  Age age(time);
  if (conditions.storage_temperature > 0)
    age.storage_temperature = conditions.storage_temperature;
  if (conditions.read_temperature > 0)
    age.read_temperature = conditions.read_temperature;
  return age;
}
} // namespace quench::array
