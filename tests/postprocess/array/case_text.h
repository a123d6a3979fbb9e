#pragma once

#include <postprocess/array/study.h>
#include <tests/postprocess/array/small_data.h>

#include <fstream>
#include <string>

namespace quench::array::testing
{
/// The outcome of a case that is given as text.
inline Outcome run_text(const std::string &text)
{
  const TemporaryFolder folder;
  const std::string     path = folder.path() + "/case.prm";
  std::ofstream(path) << text;
  const ArrayCase c       = read_case(path, {});
  const auto      devices = make_case_devices(c, path);
  StudyDevices    studied;
  for (const NamedDevice &named : devices)
    studied.push_back({named.name, named.device.get()});
  return run_study(
      c, studied, [](const std::string &) {}, folder.path());
}
} // namespace quench::array::testing
