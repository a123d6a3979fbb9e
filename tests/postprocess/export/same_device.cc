// One device here and in other tools: what a card holds is what the arrays of `quench array` use.

#include <tests/cases/program.h>
#include <tests/postprocess/export/sample_model.h>

#include <postprocess/array/extracted_device.h>
#include <postprocess/export/exporter.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::test;
using boost::test_tools::tolerance;

namespace
{
/// The same model in an array whose devices are verified at the origin of the card, 20 s.
array::ExtractedDevice device_of(const compact::CompactModel &model, array::Statistics source)
{
  array::DeviceParameters p;
  p.verify_time = 20 * units::s;
  p.programming = p.drift_spread = p.read_noise = source;
  return {model, p};
}

exports::Card card_of(const compact::CompactModel &model, exports::Statistics source)
{
  return exports::make_card(model, {{}, source, source, source});
}

void compare(const exports::Card &card, const array::ExtractedDevice &device)
{
  BOOST_TEST(card.t_read_s == device.read_duration() / units::s, tolerance(1e-12));
  BOOST_TEST(card.white == device.white_noise());
  for (std::size_t i = 0; i < card.g_uS.size(); ++i)
  {
    const double g = std::min(card.g_uS[i] * units::uS, device.g_max());
    BOOST_TEST(card.sigma_uS[i] == device.programming_sigma(g) / units::uS, tolerance(1e-9));
    BOOST_TEST(card.nu[i] == device.drift_exponent(g).mean, tolerance(1e-9));
    BOOST_TEST(card.nu_std[i] == device.drift_exponent(g).sigma, tolerance(1e-9));
    BOOST_TEST(card.q[i] == device.read_noise(g), tolerance(1e-9));
    BOOST_TEST(card.nl2_per_V[i] == device.curvature(g).nl2 * units::V, tolerance(1e-9));
    BOOST_TEST(card.nl3_per_V2[i] == device.curvature(g).nl3 * units::V * units::V, tolerance(1e-9));
    const double cooled = card.activation_meV[i] / 1000 * units::eV / units::kB * (1 / 350.0 - 1 / 300.0) / units::K;
    BOOST_TEST(std::exp(-cooled) == device.read_factor(g, 350 * units::K), tolerance(1e-9));
  }
}
} // namespace

BOOST_AUTO_TEST_CASE(a_card_holds_the_device_of_the_arrays)
{
  compare(card_of(sample_model(), exports::Statistics::model), device_of(sample_model(), array::Statistics::model));
  compare(card_of(sample_model(), exports::Statistics::published),
          device_of(sample_model(), array::Statistics::published));
  const exports::Card none = card_of(sample_model(), exports::Statistics::none);
  for (std::size_t i = 0; i < none.g_uS.size(); ++i)
    BOOST_TEST(none.sigma_uS[i] + none.nu_std[i] + none.q[i] + none.read_sigma[i] == 0);
}

// joshi2020 at the end of the window, 25 uS: sigma 1.05538 uS, s / mu = 0.008 / 0.049, Q = 0.0088.
BOOST_AUTO_TEST_CASE(published_statistics_are_scaled_to_the_window)
{
  compact::CompactModel model = sample_model();
  model.programming.reset();
  model.read_noise.reset();
  model.drift.nu_spread.clear();
  const exports::Card card = card_of(model, exports::Statistics::published);
  BOOST_TEST(card.sigma_uS.back() == 1.05538, tolerance(1e-9));
  BOOST_TEST(card.nu_std.back() == 0.005 * 0.008 / 0.049, tolerance(1e-9));
  BOOST_TEST(card.q.back() == 0.0088, tolerance(1e-9));
  double polynomial = 0;
  for (const double c : card.polynomial_uS)
    polynomial += c;
  BOOST_TEST(polynomial == 1.05538, tolerance(1e-9));
  for (const char *part : {"nu_std is published", "programming sigma is published", "read noise is published"})
    BOOST_TEST(std::any_of(card.assumptions.begin(), card.assumptions.end(),
                           [&](const std::string &line) { return holds(line, part); }),
               part);
}
