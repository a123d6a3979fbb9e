// Does training for the arrays pay? Five networks each on all images (slow): F55, F56.

#include <postprocess/array/array_case.h>
#include <postprocess/array/study.h>
#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <iostream>
#include <vector>

using namespace quench;
using namespace quench::array;

namespace
{
constexpr int n_seeds = 5;

/// Compensated accuracies of networks with seeds 1, 2, ..., means over three arrays each.
struct Accuracies
{
  std::vector<double> digital, after_1_d, after_1_y;
};

Accuracies accuracies(const std::vector<std::string> &overrides)
{
  const std::string path = std::string(QUENCH_SOURCE_DIR) + "/cases/array/hardware_aware.prm";
  Accuracies        result;
  for (int seed = 1; seed <= n_seeds; ++seed)
  {
    ArrayCase c        = read_case(path, overrides);
    c.network.seed     = seed;
    c.seed             = 100 * seed;
    c.arrays           = 3;
    c.times            = {86400 * units::s, 31557600 * units::s};
    const auto devices = make_case_devices(c, path);
    for (const Result &r :
         run_study(c, {{devices[0].name, devices[0].device.get()}}, [](const std::string &) {}).results)
    {
      if (r.name == "float_accuracy")
        result.digital.push_back(r.value);
      if (r.name == "accuracy_compensated_1d_mean")
        result.after_1_d.push_back(r.value);
      if (r.name == "accuracy_compensated_1y_mean")
        result.after_1_y.push_back(r.value);
    }
    std::cout << overrides.front() << ", seed " << seed << ": " << result.digital.back() << " "
              << result.after_1_d.back() << " " << result.after_1_y.back() << std::endl;
  }
  return result;
}

int n_better(const std::vector<double> &a, const std::vector<double> &b)
{
  int n = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    n += a[k] > b[k] ? 1 : 0;
  return n;
}

double mean(const std::vector<double> &values)
{
  double sum = 0;
  for (const double v : values)
    sum += v;
  return sum / static_cast<double>(values.size());
}

std::string text_of(const char *what, int n, const std::vector<double> &a, const std::vector<double> &b)
{
  char text[240];
  std::snprintf(text, sizeof text,
                "%s on %d of %d seeds: %.2f against %.2f %% (Fashion-MNIST, 10 000 images, compensated)", what, n,
                n_seeds, 100 * mean(a), 100 * mean(b));
  return text;
}

const Accuracies &noise_aware()
{
  static const Accuracies result = accuracies({"network/hardware/awareness=noise"});
  return result;
}
} // namespace

BOOST_AUTO_TEST_CASE(knowing_the_noise_pays_after_a_day)
{
  const Accuracies &noise = noise_aware();
  // clipped at three deviations, where digitally trained networks do best
  const Accuracies plain  = accuracies({"network/hardware/awareness=none", "mapping/weight clip=3"});
  const int        better = n_better(noise.after_1_d, plain.after_1_d);
  test::record_feature("F55", "1 d",
                       text_of("hardware-aware better than plain after 1 d", better, noise.after_1_d, plain.after_1_d),
                       better == n_seeds);
}

BOOST_AUTO_TEST_CASE(knowing_the_drift_pays_after_a_year)
{
  const Accuracies &noise  = noise_aware();
  const Accuracies  drift  = accuracies({"network/hardware/awareness=drift"});
  const int         better = n_better(drift.after_1_y, noise.after_1_y);
  test::record_feature(
      "F56", "1 y", text_of("drift-aware better than noise-only after 1 y", better, drift.after_1_y, noise.after_1_y),
      mean(drift.after_1_y) > mean(noise.after_1_y));
}
