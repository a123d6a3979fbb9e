#include <postprocess/array/device_model.h>

#include <physics/base/error.h>
#include <postprocess/array/crossbar.h>
#include <postprocess/array/device_moments.h>
#include <postprocess/array/device_parameters.h>
#include <postprocess/array/extracted_device.h>
#include <postprocess/array/published_device.h>
#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;

namespace
{
constexpr double year = 31557600 * units::s;

/// A model of three states that knows its drift and nothing else, as deterministic runs give it.
compact::CompactModel three_states()
{
  compact::CompactModel model;
  model.model_id             = "three states";
  model.g_min_uS             = 0.1;
  model.g_max_uS             = 20;
  model.drift.t0_s           = 1;
  model.drift.t_min_s        = 1e-3;
  model.drift.t_max_s        = 3e8;
  model.drift.temperature_K  = 300;
  model.drift.conductance_uS = {0.1, 1, 20};
  model.drift.nu             = {{0.11, 0.001}, {0.08, 0.001}, {0.01, 0.001}};
  model.drift.residual       = {0, 0, 0};
  return model;
}

DeviceParameters all(Statistics source)
{
  DeviceParameters p;
  p.programming = p.drift_spread = p.read_noise = source;
  return p;
}
} // namespace

// By hand from the coefficients: x = 1, 0.6, 0.2 and 0 (V2-34).
BOOST_AUTO_TEST_CASE(the_published_model_has_the_published_values)
{
  const PublishedDevice device(PublishedParameters(), 25 * units::uS);
  BOOST_CHECK_CLOSE(device.programming_sigma(25 * units::uS) / units::uS, 1.05538, 1e-9);
  BOOST_CHECK_CLOSE(device.programming_sigma(15 * units::uS) / units::uS, 1.020164, 1e-9);
  BOOST_CHECK_CLOSE(device.programming_sigma(5 * units::uS) / units::uS, 0.609556, 1e-9);
  BOOST_CHECK_CLOSE(device.programming_sigma(0) / units::uS, 0.26348, 1e-9);
  BOOST_CHECK_EQUAL(device.drift_exponent(25 * units::uS).mean, 0.049); // 0.0244, clipped
  BOOST_CHECK_EQUAL(device.drift_exponent(25 * units::uS).sigma, 0.008);
  BOOST_CHECK_CLOSE(device.drift_exponent(2.5 * units::uS).mean, 0.0155 * std::log(10) + 0.0244, 1e-9);
  BOOST_CHECK_EQUAL(device.drift_exponent(0).mean, 0.1);
  BOOST_CHECK_EQUAL(device.drift_exponent(0).sigma, 0.045);
  BOOST_CHECK_CLOSE(device.read_noise(25 * units::uS), 0.0088, 1e-9);
  BOOST_CHECK_EQUAL(device.read_noise(0), 0.2);
  BOOST_CHECK_CLOSE(read_noise_growth(device, 0), std::sqrt(std::log((20 + 250e-9) / 500e-9)), 1e-9);
  BOOST_CHECK_CLOSE(drift_time_ratio(device, 3600 * units::s), 181, 1e-12);
}

BOOST_AUTO_TEST_CASE(the_published_model_scales_with_the_window)
{
  const PublishedDevice device(PublishedParameters(), 100 * units::uS);
  BOOST_CHECK_CLOSE(device.programming_sigma(100 * units::uS) / units::uS, 4 * 1.05538, 1e-9);
  BOOST_CHECK_EQUAL(device.drift_exponent(100 * units::uS).mean, 0.049);
  BOOST_CHECK_CLOSE(device.read_noise(100 * units::uS), 0.0088, 1e-9);
}

BOOST_AUTO_TEST_CASE(parts_of_the_published_model_can_be_silenced)
{
  const auto device = make_device(all(Statistics::none), "");
  BOOST_CHECK_EQUAL(device->programming_sigma(10 * units::uS), 0);
  BOOST_CHECK_EQUAL(device->drift_exponent(10 * units::uS).sigma, 0);
  BOOST_CHECK_GT(device->drift_exponent(10 * units::uS).mean, 0.04);
  BOOST_CHECK_EQUAL(device->read_noise(10 * units::uS), 0);
  BOOST_CHECK_EQUAL(device->sources().programming_noise, "none");
  BOOST_CHECK_EQUAL(device->sources().drift, "joshi2020 (published)");
}

// The window and the table move with the verifying read: G(20 s) = G(1 s) 20^-nu.
BOOST_AUTO_TEST_CASE(an_extracted_model_is_converted_to_the_verify_time)
{
  const ExtractedDevice device(three_states(), all(Statistics::none));
  BOOST_CHECK_CLOSE(device.g_max() / units::uS, 20 * std::pow(20, -0.01), 1e-9);
  BOOST_CHECK_CLOSE(device.g_min() / units::uS, 0.1 * std::pow(20, -0.11), 1e-9);
  BOOST_CHECK_CLOSE(device.drift_exponent(device.g_max()).mean, 0.01, 1e-6);
  const double middle = std::pow(20, -0.08) * units::uS; // the state with 1 uS at 1 s
  BOOST_CHECK_CLOSE(device.drift_exponent(middle).mean, 0.08, 1e-6);
  // the same state by the model's own law, 1 d after the verifying read
  const double day     = 86400;
  const double drifted = middle / units::uS * std::pow(drift_time_ratio(device, day * units::s), -0.08);
  BOOST_CHECK_CLOSE(drifted, compact::drifted_conductance(three_states().drift, 1, day + 20), 1e-6);
}

BOOST_AUTO_TEST_CASE(an_extracted_model_does_not_extrapolate)
{
  DeviceParameters      p = all(Statistics::none);
  const ExtractedDevice device(three_states(), p);
  BOOST_CHECK_THROW(device.drift_exponent(1.01 * device.g_max()), InputError);
  BOOST_CHECK_THROW(device.drift_exponent(0.99 * device.g_min()), InputError);
  BOOST_CHECK_NO_THROW(device.require_valid(10 * year)); // 3.16e8 s, within the tolerance of a factor 1.1
  BOOST_CHECK_THROW(device.require_valid(11 * year), InputError);
  p.time_tolerance = 1;
  BOOST_CHECK_THROW(ExtractedDevice(three_states(), p).require_valid(10 * year), InputError);
  p.verify_time = 1e-4 * units::s; // before the fitted window
  BOOST_CHECK_THROW(ExtractedDevice(three_states(), p), InputError);
}

BOOST_AUTO_TEST_CASE(what_the_model_does_not_know_must_be_chosen)
{
  const auto make = [] { ExtractedDevice(three_states(), all(Statistics::model)); };
  BOOST_CHECK_THROW(make(), InputError);
  BOOST_CHECK(contains(message_of(make), "device/programming noise"));
  BOOST_CHECK(contains(message_of(make), "`published`"));

  const ExtractedDevice device(three_states(), all(Statistics::published));
  const double          g = device.g_max();
  BOOST_CHECK_CLOSE(device.programming_sigma(g) / g, 1.05538 / 25, 1e-9);
  BOOST_CHECK_CLOSE(device.drift_exponent(g).mean, 0.01, 1e-6);
  BOOST_CHECK_CLOSE(device.drift_exponent(g).sigma, 0.01 * 0.008 / 0.049, 1e-6); // relative to the own exponent
  BOOST_CHECK_EQUAL(device.sources().drift, "compact model three states");
  BOOST_CHECK_EQUAL(device.sources().read_noise, "joshi2020 (published, scaled)");
}

BOOST_AUTO_TEST_CASE(what_the_model_knows_is_used)
{
  compact::CompactModel model = three_states();
  model.programming           = compact::Noise{{0.1, 0.5}, 20, "ensemble", {}};
  model.drift.nu_spread       = {0.02, 0.01, 0.004};
  model.read_noise            = compact::ReadNoise{0.01, 0.5, 0.3, 20, 1e-6, "measurement", 0, 0, {}};
  const ExtractedDevice device(model, all(Statistics::model));
  BOOST_CHECK_CLOSE(device.programming_sigma(10 * units::uS) / units::uS, 0.35, 1e-9);
  BOOST_CHECK_CLOSE(device.drift_exponent(device.g_max()).sigma, 0.004, 1e-6);
  BOOST_CHECK_CLOSE(device.read_noise(5 * units::uS), 0.02, 1e-9);
  BOOST_CHECK_CLOSE(device.read_duration() / units::ns, 1000, 1e-9);
}

BOOST_AUTO_TEST_CASE(a_model_file_is_found_beside_the_case)
{
  const TemporaryFolder folder;
  compact::write_model(three_states(), folder.path() + "/model.json");
  DeviceParameters p = all(Statistics::published);
  p.model            = "model.json";
  BOOST_CHECK_GT(make_device(p, folder.path())->g_max(), 0);
  BOOST_CHECK_THROW(make_device(p, folder.path() + "/elsewhere"), InputError);
  std::ofstream(folder.path() + "/model.json") << "{\"schema\": 3}";
  BOOST_CHECK_THROW(make_device(p, folder.path()), InputError);
}

BOOST_AUTO_TEST_CASE(one_state_is_no_window)
{
  compact::CompactModel model = three_states();
  model.g_min_uS              = 20;
  model.drift.conductance_uS  = {20};
  model.drift.nu              = {{0.01, 0}};
  model.drift.residual        = {0};
  BOOST_CHECK_THROW(ExtractedDevice(model, all(Statistics::none)), InputError);
}

namespace
{
/// three_states(), baked: at 358 K half of the devices of the lowest state are lost after 1e6 s, all after 1e7 s.
compact::CompactModel baked_states()
{
  compact::CompactModel model = three_states();
  model.retention             = compact::Retention{0.1,
                                       358,
                                       {350, 358, 366},
                                       {1e8, 1e7, 1e6},
                                       {1e7, 1e6, 1e5},
                                       {std::log(1e7), 0},
                                       {2.5, 0.1},
                                       {std::log(1e6), 0},
                                       {2.5, 0.1},
                                       0};
  return model;
}

Age warm(double time_s)
{
  Age age(time_s * units::s);
  age.storage_temperature = 358 * units::K;
  return age;
}
} // namespace

BOOST_AUTO_TEST_CASE(devices_stored_warm_lose_their_glass)
{
  const ExtractedDevice device(baked_states(), all(Statistics::none)), unaware(three_states(), all(Statistics::none));
  BOOST_TEST(!unaware.loses_glass());
  BOOST_TEST(unaware.sources().retention == "none");
  BOOST_TEST(device.sources().retention == "compact model three states");
  BOOST_TEST(unaware.lost_part(device.g_min(), warm(1e8)) == 0);
  // G at the verifying read is a little above G(t0) = 0.1 uS, so its glass is that of the baked state within 1e-3
  BOOST_CHECK_CLOSE(device.lost_part(device.g_min(), warm(1e6)), 0.5, 0.5);
  BOOST_TEST(device.lost_part(device.g_min(), warm(1.1e7)) == 1);
  BOOST_TEST(device.lost_part(device.g_max(), warm(1e8)) == 0);                    // no glass
  const double half = 1e6 * std::exp(2.5 / 8.617333e-5 * (1 / 300.0 - 1 / 358.0)); // s, at 300 K
  BOOST_CHECK_CLOSE(device.lost_part(device.g_min(), Age(1e8 * units::s)), -std::expm1(-std::log(2) * 1e8 / half), 1);
}

BOOST_AUTO_TEST_CASE(an_array_stored_warm_has_lost_what_its_hazard_says)
{
  const ExtractedDevice device(baked_states(), all(Statistics::none));
  MappingParameters     mapping;
  const Eigen::Index    n       = 40;
  const DeviceMatrix    weights = DeviceMatrix::Constant(n, n, 1); // G- of each pair stays low
  const Crossbar        array(weights, mapping, device, 7);
  const auto            lost = [&](const Age &age) {
    return (array.conductances(age).minus.array() > 0.99 * device.g_max()).count();
  };
  BOOST_TEST(lost(Age(1e6 * units::s)) == 0);
  const double expected = device.lost_part(array.programmed().minus(0, 0), warm(1e6)) * n * n;
  BOOST_TEST(expected > 0.3 * n * n);
  BOOST_TEST(std::abs(lost(warm(1e6)) - expected) < 3 * std::sqrt(0.25 * n * n), lost(warm(1e6)) << " of " << expected);
  BOOST_TEST(lost(warm(2e7)) == n * n);
  char text[160];
  std::snprintf(text, sizeof text,
                "%ld of %ld devices lost at 358 K after the half time, %.0f expected; all after the fronts' time",
                long(lost(warm(1e6))), long(n * n), expected);
  test::record_feature("F78", "array", text, lost(warm(2e7)) == n * n);
  // what is lost stays lost
  const DeviceMatrix early = array.conductances(warm(5e5)).minus, late = array.conductances(warm(2e6)).minus;
  for (Eigen::Index k = 0; k < early.size(); ++k)
    if (early.data()[k] > 0.99 * device.g_max())
      BOOST_TEST(late.data()[k] > 0.99 * device.g_max());
}

BOOST_AUTO_TEST_CASE(moments_know_the_lost_devices)
{
  const ExtractedDevice device(baked_states(), all(Statistics::none)), unaware(three_states(), all(Statistics::none));
  const DeviceMoments   moments(device, device.g_min()), without(unaware, unaware.g_min());
  const double          lost = device.lost_part(device.g_min(), warm(1e6));
  const auto            a = moments.at(warm(1e6)), b = without.at(warm(1e6));
  const double          end = device.g_max() / (device.g_max() - device.g_min());
  BOOST_CHECK_CLOSE(a.mean.front(), (1 - lost) * b.mean.front() + lost * end, 1e-3);
  BOOST_CHECK_CLOSE(a.deviation.front(), std::sqrt(lost * (1 - lost)) * (end - b.mean.front()), 1e-3);
}
