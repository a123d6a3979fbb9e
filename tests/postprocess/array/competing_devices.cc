// Other memories behind the same interface: F70, F72, F73.

#include <postprocess/array/competing_devices.h>

#include <postprocess/array/crossbar.h>
#include <postprocess/array/device_parameters.h>
#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>

using namespace quench;
using namespace quench::array;
using namespace quench::array::testing;
using units::uS;

namespace
{
constexpr double day = 86400 * units::s;

std::string number(const char *format, double value)
{
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}
} // namespace

// The published quartics at three states, summed up by hand from the coefficients of Wan et al. 2022 in aihwkit.
BOOST_AUTO_TEST_CASE(rram_has_the_published_spread)
{
  const RramDevice device{RramParameters()};
  const double     c[3][5] = {{0.348, 16.030, -43.853, 45.393, -16.815},
                              {0.701, 22.086, -50.773, 47.095, -16.458},
                              {0.782, 20.274, -43.507, 37.062, -11.934}};
  double           worst   = 0;
  for (const double x : {0.0, 0.25, 0.5, 0.8, 1.0})
    for (int k = 0; k < 3; ++k)
    {
      const double age   = k == 0 ? 1 * units::s : k * day;
      const double sigma = c[k][0] + c[k][1] * x + c[k][2] * x * x + c[k][3] * x * x * x + c[k][4] * x * x * x * x;
      worst              = std::max(worst, std::abs(device.deviation(40 * uS * x, age) / uS - sigma));
    }
  BOOST_CHECK_SMALL(device.deviation(0, 1 * units::s) / uS - 0.348, 1e-12);
  BOOST_CHECK_SMALL(device.deviation(40 * uS, 1 * units::s) / uS - 1.103, 1e-12); // sum of the coefficients
  test::record_feature("F70", "spread", "largest deviation from the quartics " + number("%.1e", worst) + " uS",
                       worst <= 1e-12);
  BOOST_CHECK(contains(message_of([&] { device.require_valid(3 * day); }), "0 s to 2 d"));
}

// The array's own devices show the spread of each age.
BOOST_AUTO_TEST_CASE(rram_arrays_spread_with_age)
{
  const RramDevice  device{RramParameters()};
  MappingParameters mapping;
  mapping.weight_clip = 0;
  constexpr int n     = 20000;
  DeviceMatrix  w     = DeviceMatrix::Constant(1, n + 1, 0.5);
  w(0, n)             = 1;
  const Crossbar array(w, mapping, device, 3);
  for (const double t : {0.0, 86399 * units::s, 2 * day - 1 * units::s})
  {
    const DeviceMatrix all   = array.conductances(t).plus;
    const auto         g     = all.leftCols(n).array();
    const double       sigma = std::sqrt((g - g.mean()).square().mean());
    BOOST_CHECK_SMALL(g.mean() / (20 * uS) - 1, 0.005);
    BOOST_CHECK_SMALL(sigma / device.deviation(20 * uS, t + 1 * units::s) - 1, 4 / std::sqrt(2.0 * n));
  }
}

// Devices of one weight relax independently: four in parallel halve the deviation of the weight.
BOOST_AUTO_TEST_CASE(relaxation_averages_over_the_devices_of_a_weight)
{
  const RramDevice device{RramParameters()};
  constexpr int    n   = 20000;
  DeviceMatrix     w   = DeviceMatrix::Constant(1, n + 1, 0.5);
  w(0, n)              = 1;
  const auto deviation = [&](int devices, Polarity polarity) {
    MappingParameters mapping;
    mapping.weight_clip       = 0;
    mapping.encoding.devices  = devices;
    mapping.encoding.polarity = polarity;
    const Matrix all          = Crossbar(w, mapping, device, 3).read(day, 1).mean;
    const auto   value        = all.leftCols(n).array();
    return static_cast<double>(std::sqrt((value - value.mean()).square().mean()));
  };
  const double expected = 4 / std::sqrt(2.0 * n); // four standard errors
  const double pair     = deviation(1, Polarity::pair);
  BOOST_CHECK_SMALL(2 * deviation(4, Polarity::pair) / pair - 1, 2 * expected);
  // one device at 3/4 of the window and no other: only its own deviation, on a weight scale twice as steep
  BOOST_CHECK_SMALL(
      deviation(1, Polarity::single) / (2 * device.deviation(30 * uS, day + 1 * units::s) / (40 * uS)) - 1, expected);
}

BOOST_AUTO_TEST_CASE(a_trap_is_filled_as_its_time_constants_say)
{
  const TelegraphParameters p;
  const TelegraphNoise      noise(p);
  constexpr int             n  = 400000;
  const double              dt = 0.5e6 * units::ns; // half a millisecond
  DeviceMatrix              u(1, n);
  fill_uniform(u, {7, Purpose::read_noise, 0, 0});
  bool   is_filled = false;
  double n_filled  = 0;
  for (int k = 0; k < n; ++k)
  {
    is_filled = (u(0, k) + 1) / 2 < noise.probability_filled(is_filled, dt);
    n_filled += is_filled ? 1 : 0;
  }
  const double f = 0.25; // 1 ms / (1 ms + 3 ms)
  // neighbouring samples are correlated by r = exp(-dt / tau): their mean varies as if there were n (1-r)/(1+r) of them
  const double r     = std::exp(-0.5 * (1 + 1.0 / 3));
  const double sigma = std::sqrt(f * (1 - f) / n * (1 + r) / (1 - r));
  const double off   = (n_filled / n - f) / sigma;
  test::record_feature("F70", "telegraph noise",
                       "filled " + number("%.4f", n_filled / n) + " of the time, expected 0.2500, " +
                           number("%.2f", std::abs(off)) + " standard errors apart",
                       std::abs(off) < 3);
  BOOST_CHECK_CLOSE(noise.deviation(), 0.02 * std::sqrt(0.25 * 0.75), 1e-10);
  BOOST_CHECK_CLOSE(noise.probability_filled(true, 0), 1.0, 1e-10);
  BOOST_CHECK_CLOSE(noise.probability_filled(false, 1 * units::s), 0.25, 1e-10);
}

BOOST_AUTO_TEST_CASE(flash_levels_are_resolved)
{
  const FlashParameters p;
  const FlashDevice     device(p);
  // eq. T10: one thermal voltage over kappa is a factor e
  const double U_T = 8.617333262e-5 * 300 * units::V;
  BOOST_CHECK_CLOSE(device.conductance(U_T / 0.7), 10 * uS / std::exp(1.0), 1e-6);
  BOOST_CHECK_CLOSE(device.level_distance(), 1e-3 * units::V, 1e-10);

  constexpr int n_cells = 2000;
  DeviceMatrix  error(p.levels, n_cells);
  fill_normal(error, {5, Purpose::programming, 0, 0});
  double n_wrong   = 0;
  int    n_shifted = 0; // levels whose mean is read as another level
  for (int level = 0; level < p.levels; ++level)
  {
    double sum = 0;
    for (int k = 0; k < n_cells; ++k)
    {
      const double threshold = level * device.level_distance() + p.spread * error(level, k);
      sum += threshold;
      n_wrong += device.level(device.conductance(threshold)) != level ? 1 : 0;
    }
    n_shifted += device.level(device.conductance(sum / n_cells)) != level ? 1 : 0;
  }
  const double wrong    = n_wrong / (p.levels * n_cells);
  const double expected = std::erfc(2 / std::sqrt(2.0)) * (1 - 1.0 / 256); // beyond half a level; the ends err one way
  BOOST_CHECK_SMALL(wrong / expected - 1, 0.03);                           // 4 standard errors of 23 000 events
  test::record_feature("F72", "levels",
                       "256 levels of 1 mV, sigma(V_th) 0.25 level: " + number("%.2f", 100 * (1 - wrong)) +
                           " % of cells read as their own level (closed form " + number("%.2f", 100 * (1 - expected)) +
                           " %), the mean of every level is its own",
                       n_shifted == 0 && wrong < 0.05);
  BOOST_CHECK_CLOSE(device.programming_sigma(1 * uS), 1 * uS * 0.7 * 0.25e-3 / U_T, 1e-6);
}

// Values of the coefficients of Agrawal et al. 2022 in CrossSim, multiplied out here.
BOOST_AUTO_TEST_CASE(sonos_loads_through_the_same_interface)
{
  DeviceParameters parameters;
  parameters.model  = "sonos";
  const auto device = make_device(parameters, "");
  BOOST_CHECK_CLOSE(device->g_max(), 16 * uS, 1e-10);
  BOOST_CHECK_CLOSE(device->g_max() / device->g_min(), 1e7, 1e-8);
  const double sigma = 19.88665 * (1 - std::exp(-1600 / 176.3115));               // nA at 1600 nA
  BOOST_CHECK_CLOSE(device->programming_sigma(16 * uS), sigma * 0.01 * uS, 1e-8); // 1 nA at 0.1 V is 0.01 uS
  BOOST_CHECK_CLOSE(device->read_noise(8 * uS), 12.58037 * (1 - std::exp(-800 / 215.36557)) / 800, 1e-8);
  BOOST_CHECK_SMALL(device->relaxation(8 * uS, 0).mean, 1e-15);
  const double shift = 1.15294 + 1.03149e-2 * 100 - 6.05199e-5 * 1e4 + 1.76086e-8 * 1e6 - 6.46690e-9 * 1e8 +
                       3.39044e-11 * 1e10 - 7.53872e-14 * 1e12 + 8.98185e-17 * 1e14 - 6.00346e-20 * 1e16 +
                       2.12615e-23 * 1e18 - 3.11099e-27 * 1e20; // nA at 100 nA after five days
  BOOST_CHECK_CLOSE(device->relaxation(1 * uS, 5 * day).mean, shift * 0.01 * uS, 1e-6);
  // programmed and read through an array: the mean shift of half the window after five days, summed by hand: -37.8625
  // nA
  MappingParameters mapping;
  mapping.weight_clip = 0;
  constexpr int n     = 4000;
  DeviceMatrix  w     = DeviceMatrix::Constant(1, n + 1, 0.5);
  w(0, n)             = 1;
  const Crossbar     array(w, mapping, *device, 1);
  const DeviceMatrix late = array.conductances(5 * day).plus.leftCols(n);
  const double       mean = late.mean() / uS, expected = 8 + -37.8625 * 0.01;
  test::record_feature(
      "F73", "same interface",
      "window " + number("%.4g", device->g_min() / uS) + " to " + number("%.4g", device->g_max() / uS) +
          " uS, on/off " + number("%.3g", device->g_max() / device->g_min()) + "; 4000 cells of 8 uS read " +
          number("%.3f", mean) + " uS after 5 d, from the coefficients " + number("%.3f", expected),
      std::abs(device->g_max() / uS - 16) < 1e-9 && std::abs(mean - expected) < 4 * 0.35 / std::sqrt(double(n)));
  BOOST_CHECK(contains(message_of([&] { device->require_valid(6 * day); }), "0 s to 5 d"));
}

BOOST_AUTO_TEST_CASE(all_names_make_a_device)
{
  for (const std::string &name : competing_device_names())
  {
    DeviceParameters parameters;
    parameters.model  = name;
    const auto device = make_device(parameters, "");
    BOOST_CHECK_GT(device->g_max(), device->g_min());
    BOOST_CHECK_GT(device->programming_sigma(device->g_max() / 2), 0);
    device->require_valid(day);
  }
  DeviceParameters parameters;
  parameters.model = "optane";
  BOOST_CHECK(contains(message_of([&] { make_device(parameters, ""); }), "rram"));
}

// The reference lines and the rows without a model stand on one page, with the published numbers.
BOOST_AUTO_TEST_CASE(the_comparison_page_has_every_row)
{
  std::stringstream page;
  page << std::ifstream(std::string(QUENCH_SOURCE_DIR) + "/docs/devices.md").rdbuf();
  const bool has_neurram = contains(page.str(), "NeuRRAM") && contains(page.str(), "99.0 % MNIST, 85.7 % CIFAR-10");
  test::record_feature("F71", "comparison table",
                       "docs/devices.md quotes NeuRRAM: 99.0 % MNIST, 85.7 % CIFAR-10 (Wan et al. 2022, abstract)",
                       has_neurram);
  bool has_all = true;
  for (const std::string name : {"SRAM", "DRAM", "MRAM", "FeFET", "Mott", "optical"})
    has_all = has_all && contains(page.str(), "| " + name);
  test::record_feature(
      "F76", "comparison table",
      "SRAM, DRAM, MRAM, FeFET, Mott and optical devices are rows of docs/devices.md that say there is no "
      "model",
      has_all && contains(page.str(), "no model here"));
}
