#include <postprocess/array/array_case.h>

#include <physics/base/error.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <fstream>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
ArrayCase read_text(const std::string &text, const std::vector<std::string> &overrides = {})
{
  const TemporaryFolder folder;
  const std::string     path = folder.path() + "/test.prm";
  std::ofstream(path) << text;
  return read_case(path, overrides);
}

/// The text is refused, and the message holds `part`.
void check_refused(const std::string &text, const std::string &part)
{
  BOOST_CHECK_THROW(read_text(text), InputError);
  const std::string message = message_of([&] { read_text(text); });
  BOOST_CHECK_MESSAGE(contains(message, part), "\"" << message << "\" does not hold \"" << part << "\"");
}
} // namespace

BOOST_AUTO_TEST_CASE(an_empty_case_is_the_standard_study)
{
  const ArrayCase c = read_text("");
  BOOST_CHECK(c.study == StudyKind::accuracy);
  BOOST_CHECK_EQUAL(c.times.size(), 6U);
  BOOST_CHECK_CLOSE(c.times.back() / units::s, 315576000, 1e-12);
  BOOST_CHECK_EQUAL(c.arrays, 10);
}

BOOST_AUTO_TEST_CASE(times_have_units)
{
  const ArrayCase c = read_text("set times = 25 s, 1 h, 1 d, 30 d, 1 y, 10 y");
  BOOST_CHECK_CLOSE(c.times[3] / units::s, 30 * 86400, 1e-12);
  BOOST_CHECK(c.times == read_text("").times);
  check_refused("set times = 25, 1 h", "times");
  check_refused("set times = 25 nm", "times");
  check_refused("set times = 1 h, 25 s", "ascending");
  check_refused("set times = 1 h, 60 min", "ascending");
  check_refused("set times = nan s", "times");
  check_refused("set times = -1 s", "times");
}

BOOST_AUTO_TEST_CASE(unknown_keys_and_values_are_refused)
{
  check_refused("set array = 3", "arrays");
  check_refused("subsection device\n set programing noise = none\nend", "programming noise");
  check_refused("subsection device\n set read noise = some\nend", "published");
  check_refused("set study = speed", "mvm error");
  check_refused("set arrays = 0", "arrays");
  check_refused("subsection periphery\n set ADC bits = 17\nend", "ADC bits");
}

BOOST_AUTO_TEST_CASE(rules_between_keys)
{
  check_refused("subsection periphery\n set DAC bits = 1\nend", "2 to 16");
  check_refused("subsection data set\n set training images = 900\nend", "calibration images");
  BOOST_CHECK_NO_THROW(read_text("subsection data set\n set training images = 1000\nend"));
  check_refused(
      "subsection data set\n set training images = 1000\nend\nsubsection network\n set batch size = 1001\nend",
      "batch size");
}

// The name of a model fills the section `published`; keys beside it go on top.
BOOST_AUTO_TEST_CASE(a_published_model_is_a_start_for_other_keys)
{
  const ArrayCase c = read_text("subsection device\n set model = hermes2\n subsection published\n"
                                "  set drift maximum = 0.2\n end\nend");
  BOOST_CHECK_CLOSE(c.device.published.g_max / units::uS, 20.7, 1e-12);
  BOOST_CHECK_EQUAL(c.device.published.nu_max, 0.2);
}

BOOST_AUTO_TEST_CASE(schemes_conditions_and_programming_are_checked)
{
  check_refused("subsection compensation\n set schemes = raw, slop\nend", "Did you mean");
  check_refused("subsection compensation\n set schemes = raw, raw\nend", "every scheme once");
  check_refused("subsection conditions\n set read temperature = 20\nend", "read temperature");
  check_refused("subsection mapping\n subsection encoding\n  set devices = 0\n end\nend", "devices");
  const auto devices_of = [](const std::string &text) { make_case_devices(read_text(text), "case.prm"); };
  BOOST_CHECK_NO_THROW(devices_of("subsection conditions\n set read temperature = 350 K\nend"));
  const std::string projected = "subsection device\n set model = projected\n set programming noise = none\n"
                                " set drift spread = none\n set read noise = none\nend\n";
  BOOST_CHECK_NO_THROW(devices_of(projected));
  BOOST_CHECK(
      contains(message_of([&] { devices_of(projected + "subsection conditions\n set read temperature = 450 K\nend"); }),
               "240 to 400 K"));
  BOOST_CHECK(contains(message_of([&] { devices_of(projected + "set times = 40 y"); }), "does not extrapolate"));
  BOOST_CHECK(contains(message_of([&] { devices_of("subsection device\n set compare with = joshi2020\nend"); }),
                       "every model once"));
}

BOOST_AUTO_TEST_CASE(what_does_not_go_together_is_refused)
{
  const std::string aware = "subsection network\n subsection hardware\n  set awareness = drift\n end\nend\n";
  BOOST_CHECK_NO_THROW(read_text(aware));
  for (const std::string encoding :
       {"devices = 2", "polarity = single", "significances = 4, 1", "current exponent = 0.5"})
    check_refused(aware + "subsection mapping\n subsection encoding\n  set " + encoding + "\n end\nend",
                  "one pair of devices per weight");
  const std::string two = "subsection device\n set compare with = hermes2, rram\nend\n";
  BOOST_CHECK_NO_THROW(read_text(two + "set study = mvm error"));
  for (const std::string study : {"programming", "transformer", "long range", "experts", "layer cost"})
    check_refused(two + "set study = " + study, "compare with");
}

BOOST_AUTO_TEST_CASE(overrides_replace_values)
{
  const ArrayCase c = read_text("set arrays = 3", {"arrays=5", "device/published/maximum conductance=30 uS"});
  BOOST_CHECK_EQUAL(c.arrays, 5);
  BOOST_CHECK_CLOSE(c.device.published.g_max / units::uS, 30, 1e-12);
}

BOOST_AUTO_TEST_CASE(the_shipped_cases_are_right)
{
  for (const std::string name :
       {"fashion_mnist", "mvm_error", "schemes", "projected", "programming", "fashion_mnist_cnn", "hardware_aware",
        "competing_rram", "mixed_precision", "pulsed_weights", "transformer", "long_range", "experts", "layer_cost"})
  {
    const std::string path = std::string(QUENCH_SOURCE_DIR) + "/cases/array/" + name + ".prm";
    BOOST_CHECK_NO_THROW(make_case_devices(read_case(path, {}), path));
  }
}
