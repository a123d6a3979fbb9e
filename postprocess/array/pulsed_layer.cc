#include <postprocess/array/pulsed_layer.h>

#include <postprocess/array/random_streams.h>
#include <postprocess/array/refresh.h>

#include <cmath>

namespace quench::array
{
namespace
{
/// Streams of one layer: pulses for updates, refreshes and start weights never share numbers.
enum class Use : std::uint64_t
{
  start,
  update,
  refresh,
  read
};

RandomStream stream(std::uint64_t seed, std::uint64_t layer, Use use, std::uint32_t number)
{
  constexpr int bits_of_use = 2;
  return {seed, static_cast<std::uint32_t>(Purpose::pulses), layer << bits_of_use | static_cast<std::uint64_t>(use),
          number};
}
} // namespace

PulsedLayer::PulsedLayer(const Matrix &weights, double w_range, const MixedPrecisionParameters &parameters,
                         std::uint64_t seed, std::uint64_t layer)
  : p(parameters), update_(parameters.device), seed_(seed), layer_(layer), weight_per_g_(w_range / parameters.window),
    sum_(Matrix::Zero(weights.rows(), weights.cols())),
    devices_(2 * static_cast<std::size_t>(weights.size()), update_.reset()),
    endurance_(parameters.endurance, devices_.size())
{
  auto numbers = stream(seed, layer, Use::start, 0);
  for (Eigen::Index k = 0; k < weights.size(); ++k)
    program(static_cast<std::size_t>(k), weights.data()[k] / weight_per_g_, numbers);
}

void PulsedLayer::set(std::size_t device, RandomStream &numbers)
{
  devices_[device] = update_.set(devices_[device], 1, numbers);
  endurance_.write(device);
  ++n_pulses_;
}

void PulsedLayer::program(std::size_t pair, double g, RandomStream &numbers)
{
  const std::size_t carrier = 2 * pair + (g < 0 ? 1 : 0);
  for (int n = 0; n < p.most_pulses; ++n)
  {
    if (noisy_read(update_, devices_[carrier], numbers) - p.device.g_reset + p.granularity / 2 >= std::abs(g))
      return;
    set(carrier, numbers);
  }
}

Matrix PulsedLayer::read(std::uint32_t number) const
{
  Matrix        weights(sum_.rows(), sum_.cols());
  constexpr int bits_of_use = 2;
  fill_normal_rows(weights, {seed_, Purpose::read_noise,
                             (layer_ << bits_of_use | static_cast<std::uint64_t>(Use::read)) << 32, number});
  for (Eigen::Index k = 0; k < weights.size(); ++k)
  {
    const double plus = devices_[2 * k].g, minus = devices_[2 * k + 1].g;
    const double sigma = std::hypot(update_.read_sigma(plus), update_.read_sigma(minus));
    weights.data()[k]  = static_cast<float>(weight_per_g_ * (plus - minus + sigma * weights.data()[k]));
  }
  return weights;
}

void PulsedLayer::add(const Matrix &change, std::uint32_t number)
{
  sum_ += change;
  const auto granularity = static_cast<float>(weight_per_g_ * p.granularity);
  auto       numbers     = stream(seed_, layer_, Use::update, number);
  for (Eigen::Index k = 0; k < sum_.size(); ++k)
  {
    float    &sum   = sum_.data()[k];
    const int count = static_cast<int>(sum / granularity);
    sum -= static_cast<float>(count) * granularity;
    for (int n = 0; n < std::abs(count); ++n)
      set(2 * static_cast<std::size_t>(k) + (count < 0 ? 1 : 0), numbers);
  }
}

void PulsedLayer::refresh(std::uint32_t number)
{
  auto numbers = stream(seed_, layer_, Use::refresh, number);
  for (std::size_t pair = 0; 2 * pair < devices_.size(); ++pair)
  {
    const std::optional<double> difference =
        read_for_refresh({p.refresh_above, p.refresh_both_above, p.refresh_reads}, update_, devices_[2 * pair],
                         devices_[2 * pair + 1], numbers);
    if (!difference)
      continue;
    for (const std::size_t device : {2 * pair, 2 * pair + 1})
    {
      devices_[device] = update_.reset();
      endurance_.write(device);
      ++n_resets_;
    }
    program(pair, *difference, numbers);
  }
}
} // namespace quench::array
