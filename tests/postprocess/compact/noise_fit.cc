#include <postprocess/compact/noise_fit.h>

#include <physics/base/error.h>
#include <postprocess/compact/flicker_noise.h>
#include <tests/feature.h>

#include <cmath>
#include <numbers>
#include <random>

using namespace quench;
using namespace quench::compact;
using boost::test_tools::tolerance;

namespace
{
constexpr std::uint32_t purpose = 1;

std::string text(const char *pattern, double value)
{
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, pattern, value);
  return buffer;
}

/// n reads of one device, dt apart, 1/f and white noise.
std::vector<double> trace(double Q, double white, int n, double dt, double t_read, unsigned long long device)
{
  FlickerNoise        flicker(Q, t_read, n * dt, RandomStream(7, purpose, device, 0));
  RandomStream        random(8, purpose, device, 0);
  std::vector<double> values;
  for (int i = 0; i < n; ++i)
    values.push_back(flicker.advance(dt) + white * random.normal());
  return values;
}

auto says(const std::string &part)
{
  return [part](const InputError &e) { return std::string(e.what()).find(part) != std::string::npos; };
}
} // namespace

BOOST_AUTO_TEST_CASE(the_spectrum_of_a_sine_and_of_white_noise_have_their_power)
{
  constexpr int                    n = 4096;
  std::mt19937_64                  random(1);
  std::normal_distribution<double> normal;
  std::vector<double>              sine, white;
  for (int i = 0; i < n; ++i)
  {
    sine.push_back(3 * std::sin(2 * std::numbers::pi * 0.1 * i));
    white.push_back(normal(random));
  }
  double total = 0, flat = 0;
  for (const double S : power_spectrum(sine, 1))
    total += S / n;
  for (const double S : power_spectrum(white, 1))
    flat += S / (n / 2 - 3);
  BOOST_TEST(total == 4.5, tolerance(1e-3)); // amplitude^2/2
  BOOST_TEST(flat == 2.0, tolerance(0.06));  // 2 sigma^2 dt, scatter sqrt(1.94/2048) = 3 %
}

/// F18: slope of the sampled noise over three decades, and the deviation it accumulates.
BOOST_AUTO_TEST_CASE(sampled_noise_has_the_spectrum_and_accumulates_as_stated)
{
  double slope = 0;
  for (unsigned device = 0; device < 8; ++device)
    slope += fit_read_noise(trace(0.02, 0, 1 << 16, 1e-3, 1e-4, device), 1e-3, 1e-4).slope / 8;

  constexpr double    t_read = 250e-9, Q = 0.02;
  constexpr int       n_devices = 20000;
  const double        times[]   = {1, 1e2, 1e4, 1e6};
  std::vector<double> square(4, 0.0);
  for (int device = 0; device < n_devices; ++device)
  {
    FlickerNoise flicker(Q, t_read, 1e6, RandomStream(9, purpose, std::uint64_t(device), 0));
    double       now = 0;
    for (std::size_t i = 0; i < 4; ++i)
    {
      square[i] += std::pow(flicker.advance(times[i] - now), 2) / n_devices;
      now = times[i];
    }
  }
  double worst = 0;
  for (std::size_t i = 0; i < 4; ++i)
  {
    const double stated = Q * std::sqrt(std::log((times[i] + t_read) / (2 * t_read)));
    worst               = std::max(worst, std::abs(std::sqrt(square[i]) / stated - 1));
  }
  test::record_feature("F18", "noise sampled and extracted",
                       "slope " + text("%.3f", slope) +
                           " over 3.0 decades (8 traces of 65536 reads); accumulated sigma within " +
                           text("%.2f", 100 * worst) + " % from 1 s to 1e6 s (20000 devices)",
                       std::abs(slope + 1) <= 0.1 && worst < 0.03);
}

/// R22: 95 % intervals of Q and of the white noise hold the truth in 90 to 98 % of 200 seeds.
BOOST_AUTO_TEST_CASE(intervals_of_the_read_noise_cover_the_truth)
{
  constexpr double Q = 0.01, white = 0.02, dt = 1e-2, t_read = 1e-3;
  constexpr int    n_seeds  = 200;
  int              covers_Q = 0, covers_white = 0;
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    const NoiseSpectrum noise = fit_read_noise(trace(Q, white, 4096, dt, t_read, 1000 + seed), dt, t_read);
    covers_Q += std::abs(noise.Q.value - Q) < 1.96 * noise.Q.sigma;
    covers_white += std::abs(noise.white.value - white) < 1.96 * noise.white.sigma;
  }
  BOOST_TEST_MESSAGE("Q: " << covers_Q << ", white: " << covers_white << " of " << n_seeds);
  BOOST_TEST((covers_Q >= 0.90 * n_seeds && covers_Q <= 0.98 * n_seeds), covers_Q);
  BOOST_TEST((covers_white >= 0.90 * n_seeds && covers_white <= 0.98 * n_seeds), covers_white);
}

BOOST_AUTO_TEST_CASE(traces_of_several_states_become_a_law)
{
  ResultSet    set;
  unsigned     device = 5000;
  const double g[]    = {1, 3, 8, 25};
  for (const double g_uS : g)
  {
    Run          run;
    const double Q      = 0.0088 * std::pow(g_uS / 25, -0.65);
    const auto   values = trace(Q, 0.005, 8192, 1e-2, 1e-3, device++);
    for (std::size_t i = 0; i < values.size(); ++i)
      run.noise.push_back({1e-2 * double(i + 1), g_uS * (1 + values[i]), 1e-3});
    set.runs.push_back(run);
  }
  const auto noise = make_read_noise({set});
  BOOST_REQUIRE(noise.has_value());
  BOOST_TEST(std::abs(noise->q_power - 0.65) < 4 * noise->q_power_sigma + 0.02);
  BOOST_TEST(noise->q_scale == 0.0088, tolerance(0.1)); // 8192 reads tell Q to 4 %
  BOOST_TEST(noise->t_read_s == 1e-3);
  BOOST_REQUIRE(noise->white.has_value());
  BOOST_TEST(noise->white->value == 0.005, tolerance(0.2));
  set.runs.resize(2);
  BOOST_TEST(!make_read_noise({set}).has_value());
  set.runs[0].noise[7].time_s += 0.005;
  BOOST_CHECK_EXCEPTION(make_read_noise({set}), InputError, says("evenly spaced"));
}

BOOST_AUTO_TEST_CASE(short_traces_are_refused)
{
  BOOST_CHECK_EXCEPTION(fit_read_noise(std::vector<double>(100, 0.0), 1, 0.1), InputError, says("at least 256"));
  BOOST_CHECK_EXCEPTION(fit_read_noise(std::vector<double>(512, 0.0), 1, 2), InputError,
                        says("not above the distance"));
  BOOST_CHECK_EXCEPTION(FlickerNoise(0.1, 1, 0.5, RandomStream(1, 1, 1, 0)), InputError, says("1/f noise"));
}
