#include <postprocess/array/device_moments.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
namespace
{
constexpr int    n_targets    = 65;
constexpr int    n_deviates   = 65;
constexpr double last_deviate = 5; // the normal density is 1.5e-6 there

/// Mean of f(n), n standard normal, by the trapezium rule (exact to rounding for smooth f).
template <class Function>
double normal_mean(const Function &f)
{
  double sum = 0, weights = 0;
  for (int k = 0; k < n_deviates; ++k)
  {
    const double n = last_deviate * (2.0 * k / (n_deviates - 1) - 1), weight = std::exp(-n * n / 2);
    sum += weight * f(n);
    weights += weight;
  }
  return sum / weights;
}
} // namespace

DeviceMoments::DeviceMoments(const DeviceModel &device, double g_low) : device_(device), g_low_(g_low)
{
  for (int k = 0; k < n_targets; ++k)
  {
    const double g = g_low + (device.g_max() - g_low) * k / (n_targets - 1), sigma = device.programming_sigma(g);
    const auto   programmed = [&](double n) { return std::max(g + sigma * n, 0.0); };
    const auto   square     = [](double x) { return x * x; };
    target_.push_back(g);
    mean_.push_back(normal_mean(programmed));
    square_.push_back(normal_mean([&](double n) { return square(programmed(n)); }));
    noise_.push_back(normal_mean([&](double n) { return square(programmed(n) * device.read_noise(programmed(n))); }));
  }
}

DeviceMoments::Table DeviceMoments::at(const Age &age) const
{
  const std::vector<double> states = device_.states(), losses = device_.loss(age);
  const double              growth = read_noise_growth(device_, age.time), window = device_.g_max() - g_low_;
  Table                     table;
  for (std::size_t k = 0; k < target_.size(); ++k)
  {
    const Exponent   nu         = device_.drift_exponent(target_[k]);
    const Relaxation relaxation = device_.relaxation(target_[k], age.time);
    const double     D          = loss_of(states, losses, target_[k]);
    const double     T          = age.read_temperature.value_or(device_.reference_temperature());
    const double     scale      = std::exp(ln_read_factor(device_, target_[k], T)) / window;
    const auto       loss       = [&](double power) {
      return normal_mean(
          [&](double n) { return std::exp(-power * D * std::copysign(nu.mean + nu.sigma * n, nu.mean)); });
    };
    const double white = device_.white_noise(), kept = mean_[k] * loss(1);
    const double square = (square_[k] * (1 + white * white) + growth * growth * noise_[k]) * loss(2);
    const double spread = std::max(square - kept * kept, 0.0) + relaxation.sigma * relaxation.sigma;
    const double mean   = scale * (kept + relaxation.mean);
    // of the part that has lost its glass all are alike
    const double lost     = device_.lost_part(target_[k], age),
                 end      = device_.read_factor(device_.g_max(), T) * device_.g_max() / window;
    const double variance = (1 - lost) * scale * scale * spread + lost * (1 - lost) * (end - mean) * (end - mean);
    table.mean.push_back(static_cast<float>((1 - lost) * mean + lost * end));
    table.deviation.push_back(static_cast<float>(std::sqrt(variance)));
  }
  return table;
}
} // namespace quench::array
