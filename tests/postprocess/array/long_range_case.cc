// The shipped case of kernelised attention (slow): F68.

#include <postprocess/array/array_case.h>
#include <postprocess/array/study.h>
#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>

using namespace quench;
using namespace quench::array;

BOOST_AUTO_TEST_CASE(attention_by_features_survives_the_tile)
{
  const std::string path    = std::string(QUENCH_SOURCE_DIR) + "/cases/array/long_range.prm";
  const ArrayCase   c       = read_case(path, {});
  const auto        devices = make_case_devices(c, path);
  double            exact = 0, digital = 0, analog = 0;
  for (const Result &r : run_study(c, {{devices[0].name, devices[0].device.get()}}, [](const std::string &) {}).results)
  {
    exact   = r.name == "accuracy_exact_attention" ? r.value : exact;
    digital = r.name == "accuracy_digital_features" ? r.value : digital;
    analog  = r.name == "accuracy_analog_features_1d" ? r.value : analog;
  }
  char text[320];
  std::snprintf(text, sizeof text,
                "%d sequences of %d tokens, %d features: exact attention %.3f, digital random features %.3f, through a "
                "tile after 1 d %.3f: %.1f points less",
                c.long_range.sequences, c.long_range.length, c.long_range.features, exact, digital, analog,
                100 * (digital - analog));
  test::record_feature("F68", "generated retrieval task", text, digital - analog <= 0.01 && exact > 0.99);
}
