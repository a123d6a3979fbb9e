// The shipped case on all images of Fashion-MNIST (slow): F57, as is mixed_precision.cc on handwritten digits.

#include <postprocess/array/array_case.h>
#include <postprocess/array/study.h>
#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>

using namespace quench;
using namespace quench::array;

BOOST_AUTO_TEST_CASE(devices_learn_almost_as_well_as_digital_weights)
{
  const std::string path    = std::string(QUENCH_SOURCE_DIR) + "/cases/array/mixed_precision.prm";
  const ArrayCase   c       = read_case(path, {});
  double            digital = 0, mixed = 0, pulses = 0;
  const auto        devices = make_case_devices(c, path);
  for (const Result &r : run_study(c, {{devices[0].name, devices[0].device.get()}}, [](const std::string &) {}).results)
  {
    digital = r.name == "float_accuracy" ? r.value : digital;
    mixed   = r.name == "mixed_precision_accuracy" ? r.value : mixed;
    pulses  = r.name == "set_pulses" ? r.value : pulses;
  }
  const double loss = 100 * (digital - mixed);
  char         text[320];
  std::snprintf(
      text, sizeof text,
      "Fashion-MNIST (Debian has no MNIST), 784-250-10: float %.2f %%, phase-change weights %.2f %%, loss %.2f "
      "points after %.2g pulses; a SET step deviates by more than its mean",
      100 * digital, 100 * mixed, loss, pulses);
  BOOST_CHECK_LT(loss, 2.5); // 1.6 when this was written; another processor rounds differently
  test::record_miss("F57", "Fashion-MNIST", text, loss <= 0.6);
}
