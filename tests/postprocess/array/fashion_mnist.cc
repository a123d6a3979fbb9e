// The shipped case on all 10 000 test images (slow: about 30 s).

#include <postprocess/array/array_case.h>
#include <postprocess/array/study.h>

#include <boost/test/unit_test.hpp>

using namespace quench;
using namespace quench::array;

BOOST_AUTO_TEST_CASE(float_accuracy_and_ageing_are_as_documented)
{
  const std::string path = std::string(QUENCH_SOURCE_DIR) + "/cases/array/fashion_mnist.prm";
  const ArrayCase   c    = read_case(path, {});
  const Outcome     outcome =
      run_study(c, {{"joshi2020", make_case_devices(c, path)[0].device.get()}}, [](const std::string &) {});
  const auto value = [&](const std::string &name) {
    for (const Result &r : outcome.results)
      if (r.name == name)
        return r.value;
    return -1.0;
  };
  BOOST_CHECK_GT(value("float_accuracy"), 0.88);
  // drift only lowers the raw accuracy, and compensation is worth more the longer it drifts
  double last = 1, gain = -1;
  for (const std::string at : {"25s", "1h", "1d", "30d", "1y", "10y"})
  {
    const double raw         = value("accuracy_raw_" + at + "_mean"),
                 compensated = value("accuracy_compensated_" + at + "_mean");
    BOOST_CHECK_LT(raw, last);
    BOOST_CHECK_GT(compensated - raw, gain);
    BOOST_CHECK_GT(compensated, 0.85);
    last = raw;
    gain = compensated - raw;
  }
}
