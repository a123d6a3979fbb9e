#include <postprocess/compact/fit.h>

#include <physics/base/error.h>

#include <boost/math/distributions/students_t.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>
#include <vector>

using namespace quench;
using namespace quench::compact;

namespace
{
struct Record
{
  std::vector<double> t_s, g_uS, sigma_ln;
};

/// G = g0 (1 + t/tau0)^-nu with relative Gaussian noise, six reads per decade from t_first to t_last.
Record drift_record(double g0, double tau0, double nu, double noise, unsigned seed, double t_first, double t_last)
{
  std::mt19937_64                  random(seed);
  std::normal_distribution<double> normal;
  Record                           record;
  for (double t = t_first; t < t_last * 1.0001; t *= std::pow(10, 1.0 / 6))
  {
    record.t_s.push_back(t);
    record.g_uS.push_back(g0 * std::pow(1 + t / tau0, -nu) * std::exp(noise * normal(random)));
    record.sigma_ln.push_back(noise);
  }
  return record;
}

double half_width_95(double sigma, int degrees_of_freedom)
{
  return sigma * boost::math::quantile(boost::math::students_t(degrees_of_freedom), 0.975);
}

constexpr int n_seeds = 200;
} // namespace

BOOST_AUTO_TEST_CASE(a_line_without_scatter_is_found_exactly)
{
  const std::vector<double> x{0, 1, 2, 5}, y{1, 3, 5, 11};
  const Line                line = fit_line(x, y, {});
  BOOST_TEST(line.intercept.value == 1.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(line.slope.value == 2.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(line.residual_max < 1e-14);
}

BOOST_AUTO_TEST_CASE(standard_errors_equal_the_textbook_example)
{
  // y = 1 2 4 4 at x = 0 1 2 3: slope 1.1, chi2 = 0.7, s^2 = 0.35, var(slope) = 0.35/5, var(intercept) = 0.35 (1/4
  // + 2.25/5)
  const std::vector<double> x{0, 1, 2, 3}, y{1, 2, 4, 4};
  const Line                line = fit_line(x, y, {});
  BOOST_TEST(line.slope.value == 1.1, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(line.slope.sigma == std::sqrt(0.07), boost::test_tools::tolerance(1e-12));
  BOOST_TEST(line.intercept.sigma == std::sqrt(0.35 * 0.7), boost::test_tools::tolerance(1e-12));
  BOOST_TEST(line.covariance == -1.5 * 0.07, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_point_of_no_weight_does_not_count)
{
  const std::vector<double> x{0, 1, 2, 3}, y{0, 1, 2, 99}, sigma{1, 1, 1, 1e9};
  BOOST_TEST(fit_line(x, y, sigma).slope.value == 1.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(curved_data_get_larger_errors_than_scattered_data)
{
  std::vector<double> x, curved, scattered;
  for (int i = 0; i < 40; ++i)
  {
    x.push_back(i);
    curved.push_back(i + 0.01 * std::cos(i * 0.16));
    scattered.push_back(i + 0.01 * std::cos(i * 2.9));
  }
  BOOST_TEST(fit_line(x, curved, {}).slope.sigma > 2.5 * fit_line(x, scattered, {}).slope.sigma);
}

/// R22: 95 % intervals of nu and of ln G(t0) hold the truth in 90 to 98 % of 200 seeds.
BOOST_AUTO_TEST_CASE(intervals_of_the_drift_exponent_cover_the_truth)
{
  const double nu = 0.052, g0 = 3.0, t0 = 20;
  int          covers_nu = 0, covers_g0 = 0;
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    Record record = drift_record(g0, 1e-9, nu, 0.02, seed, 1, 1e6);
    for (std::size_t i = 0; i < record.t_s.size(); ++i)
      record.g_uS[i] *= std::pow((1 + record.t_s[i] / 1e-9) / (record.t_s[i] / t0), nu);
    const PowerLaw law = fit_power_law(record.t_s, record.g_uS, record.sigma_ln, t0, {});
    covers_nu += std::abs(law.nu.value - nu) < half_width_95(law.nu.sigma, law.points - 2);
    covers_g0 +=
        std::abs(std::log(law.g0_uS.value / g0)) < half_width_95(law.g0_uS.sigma / law.g0_uS.value, law.points - 2);
  }
  BOOST_TEST_MESSAGE("coverage of nu: " << covers_nu << " of 200, of G(t0): " << covers_g0 << " of 200");
  BOOST_TEST((covers_nu >= 0.90 * n_seeds && covers_nu <= 0.98 * n_seeds));
  BOOST_TEST((covers_g0 >= 0.90 * n_seeds && covers_g0 <= 0.98 * n_seeds));
}

BOOST_AUTO_TEST_CASE(intervals_of_the_onset_cover_the_truth)
{
  const double nu = 0.11, tau0 = 1e-3;
  int          covers_nu = 0, covers_tau0 = 0, found = 0;
  for (unsigned seed = 1; seed <= n_seeds; ++seed)
  {
    const Record record = drift_record(0.5, tau0, nu, 0.005, seed, 1e-6, 1e5);
    const auto   onset  = fit_onset(record.t_s, record.g_uS);
    if (!onset)
      continue;
    ++found;
    const int degrees = int(record.t_s.size()) - 3;
    covers_nu += std::abs(onset->nu.value - nu) < half_width_95(onset->nu.sigma, degrees);
    covers_tau0 += std::abs(onset->ln_tau0.value - std::log(tau0)) < half_width_95(onset->ln_tau0.sigma, degrees);
  }
  BOOST_TEST_MESSAGE("onset found " << found << ", coverage of nu: " << covers_nu << ", of tau0: " << covers_tau0);
  BOOST_TEST(found == n_seeds);
  BOOST_TEST((covers_nu >= 0.90 * n_seeds && covers_nu <= 0.98 * n_seeds));
  BOOST_TEST((covers_tau0 >= 0.90 * n_seeds && covers_tau0 <= 0.98 * n_seeds));
}

BOOST_AUTO_TEST_CASE(an_onset_before_the_record_is_not_invented)
{
  const Record record = drift_record(0.5, 1e-9, 0.11, 0.01, 3, 1e-2, 1e6);
  BOOST_TEST(!fit_onset(record.t_s, record.g_uS));
}

BOOST_AUTO_TEST_CASE(a_state_that_does_not_drift_has_no_onset)
{
  const Record record = drift_record(125, 1, 0, 0, 1, 1e-6, 1e6);
  BOOST_TEST(!fit_onset(record.t_s, record.g_uS));
  BOOST_TEST(std::abs(fit_power_law(record.t_s, record.g_uS, {}, 20, {}).nu.value) < 1e-15);
}

BOOST_AUTO_TEST_CASE(the_window_is_respected)
{
  const Record record = drift_record(0.5, 1e-3, 0.1, 0, 1, 1e-6, 1e8);
  const auto   law    = fit_power_law(record.t_s, record.g_uS, {}, 20, {10, 1e5});
  BOOST_TEST(law.t_min_s >= 10 * (1 - 1e-6));
  BOOST_TEST(law.t_max_s <= 1e5 * (1 + 1e-6));
  BOOST_TEST(law.points == 25);
}

BOOST_AUTO_TEST_CASE(too_little_or_bad_data_are_refused_with_the_reason)
{
  const auto says = [](const std::string &part) {
    return [part](const InputError &e) { return std::string(e.what()).find(part) != std::string::npos; };
  };
  Record record = drift_record(0.5, 1e-3, 0.1, 0, 1, 1, 1e3);
  BOOST_CHECK_EXCEPTION(fit_power_law(record.t_s, record.g_uS, {}, 20, {100, 1e3}), InputError, says("2 decades"));
  record.g_uS[4] = -1;
  BOOST_CHECK_EXCEPTION(fit_power_law(record.t_s, record.g_uS, {}, 20, {}), InputError, says("above 0"));
  record.g_uS[4] = std::nan("");
  BOOST_CHECK_EXCEPTION(fit_power_law(record.t_s, record.g_uS, {}, 20, {}), InputError, says("above 0"));
  record.g_uS[4] = 1;
  std::swap(record.t_s[3], record.t_s[4]);
  BOOST_CHECK_EXCEPTION(fit_power_law(record.t_s, record.g_uS, {}, 20, {}), InputError, says("ascend"));
  const std::vector<double> same{1, 1, 1}, y{1, 2, 3};
  BOOST_CHECK_EXCEPTION(fit_line(same, y, {}), InputError, says("alike"));
}
