#include <postprocess/array/stdp.h>

#include <physics/base/error.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace quench::array
{
PulsedDevice apply_spikes(const StdpParameters &p, const UpdateModel &update, PulsedDevice device, double dt,
                          RandomStream &random)
{
  const auto apply = [&](double time_in_gate, double amplitude) {
    if (time_in_gate < 0 || time_in_gate > p.window)
      return; // the gate is closed
    const double strength = amplitude * std::exp(-time_in_gate / p.decay);
    device                = strength >= p.reset_threshold ? update.reset() : update.set(device, strength, random);
  };
  apply(dt, p.set_amplitude);
  apply(dt + p.window, p.reset_amplitude);
  return device;
}

StdpNetwork::StdpNetwork(const Dataset &training, const StdpNetworkParameters &parameters, const UpdateModel &update,
                         std::uint64_t seed)
  : p(parameters), update_(update)
{
  if (training.images.rows() == 0)
    throw InputError("STDP network", "no training image", "at least one image");
  const auto n_inputs = static_cast<std::size_t>(2 * training.images.cols());
  devices_.assign(static_cast<std::size_t>(p.outputs), std::vector<PulsedDevice>(n_inputs, update.reset()));
  threshold_.assign(devices_.size(), 0);
  RandomStream random(seed, static_cast<std::uint32_t>(Purpose::programming_pulses), 0, 0);
  for (auto &output : devices_) // a random start, so that outputs differ
    for (PulsedDevice &device : output)
      for (int k = random.bits() % 4; k > 0; --k)
        device = update.set(device, 1, random);
  std::vector<int> order(static_cast<std::size_t>(training.images.rows()));
  std::iota(order.begin(), order.end(), 0);
  for (int pass = 0; pass < p.passes; ++pass)
  {
    shuffle(order, {seed, Purpose::image_order, 1, static_cast<std::uint32_t>(pass)});
    for (const int image : order)
    {
      const auto rate = rates(training.images, image);
      learn(rate, winner(rate), random);
    }
  }
  wire(training);
}

std::vector<double> StdpNetwork::rates(const Matrix &images, Eigen::Index image) const
{
  constexpr float     half     = 0.5F;
  const auto          n_pixels = static_cast<std::size_t>(images.cols());
  std::vector<double> rate(2 * n_pixels);
  for (std::size_t k = 0; k < n_pixels; ++k)
  {
    rate[k]            = images(image, static_cast<Eigen::Index>(k)) > half ? 1 : 0;
    rate[n_pixels + k] = 1 - rate[k];
  }
  return rate;
}

std::vector<double> StdpNetwork::sums(const std::vector<double> &rate) const
{
  std::vector<double> result;
  for (const auto &output : devices_)
  {
    double sum = 0;
    for (std::size_t k = 0; k < rate.size(); ++k)
      sum += (2 * rate[k] - 1) * output[k].g;
    result.push_back(sum);
  }
  return result;
}

int StdpNetwork::winner(const std::vector<double> &rate) const
{
  std::vector<double> sum = sums(rate);
  for (std::size_t output = 0; output < sum.size(); ++output)
    sum[output] -= threshold_[output];
  return static_cast<int>(std::max_element(sum.begin(), sum.end()) - sum.begin());
}

std::vector<int> StdpNetwork::strongest(const std::vector<double> &rate) const
{
  const std::vector<double> sum = sums(rate);
  std::vector<int>          order(sum.size());
  std::iota(order.begin(), order.end(), 0);
  const auto n = std::min<std::ptrdiff_t>(p.voters, std::ssize(order));
  std::partial_sort(order.begin(), order.begin() + n, order.end(),
                    [&](int a, int b) { return sum[static_cast<std::size_t>(a)] > sum[static_cast<std::size_t>(b)]; });
  order.resize(static_cast<std::size_t>(n));
  return order;
}

void StdpNetwork::learn(const std::vector<double> &rate, int output, RandomStream &random)
{
  auto &devices = devices_[static_cast<std::size_t>(output)];
  for (std::size_t k = 0; k < rate.size(); ++k)
  {
    const double moment = random.uniform() * p.spikes.window;
    if (random.uniform() < rate[k])
      devices[k] = apply_spikes(p.spikes, update_, devices[k], moment, random);
    else if (random.uniform() < p.depression_rate)
      devices[k] = apply_spikes(p.spikes, update_, devices[k], -moment, random);
  }
  const double largest = update_.g_limit() * static_cast<double>(rate.size()) / 2;
  threshold_[static_cast<std::size_t>(output)] += p.threshold_step * largest;
  for (double &threshold : threshold_) // the sum of all thresholds stays: homeostasis
    threshold -= p.threshold_step * largest / static_cast<double>(threshold_.size());
}

void StdpNetwork::wire(const Dataset &training)
{
  answers_.assign(devices_.size(), std::vector<double>(static_cast<std::size_t>(training.n_classes)));
  for (Eigen::Index image = 0; image < training.images.rows(); ++image)
    for (const int output : strongest(rates(training.images, image)))
      answers_[static_cast<std::size_t>(output)][training.labels[static_cast<std::size_t>(image)]] += 1;
  for (auto &answers : answers_)
    if (const double total = std::accumulate(answers.begin(), answers.end(), 0.0); total > 0)
      for (double &answer : answers)
        answer /= total;
}

int StdpNetwork::classify(const Matrix &images, Eigen::Index image) const
{
  std::vector<double> votes(answers_.front().size());
  for (const int output : strongest(rates(images, image)))
    for (std::size_t c = 0; c < votes.size(); ++c)
      votes[c] += answers_[static_cast<std::size_t>(output)][c];
  return static_cast<int>(std::max_element(votes.begin(), votes.end()) - votes.begin());
}

double StdpNetwork::accuracy(const Dataset &test) const
{
  int right = 0;
  for (Eigen::Index image = 0; image < test.images.rows(); ++image)
    right += classify(test.images, image) == test.labels[static_cast<std::size_t>(image)];
  return static_cast<double>(right) / static_cast<double>(test.images.rows());
}
} // namespace quench::array
