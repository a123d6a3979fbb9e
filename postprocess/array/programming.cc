#include <postprocess/array/programming.h>

#include <physics/base/error.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
PulseDrift::PulseDrift(const DeviceModel &model, double from, double to, std::optional<double> storage_temperature)
  : model_(&model), age_(to - model.verify_time()), states_(model.states()),
    loss_(model.loss_at_age(to, storage_temperature))
{
  if (model.relaxes())
    throw InputError("device/model", "a device that relaxes other than by a drift exponent",
                     "phase-change devices, whose programming this is");
  age_.storage_temperature         = storage_temperature;
  const std::vector<double> before = model.loss_at_age(from, storage_temperature);
  for (std::size_t k = 0; k < loss_.size(); ++k)
    loss_[k] -= before[k];
}

double PulseDrift::operator()(const ProgrammedDevice &device) const
{
  const double g = device.state.g;
  if (device.fate < 1 && device.fate < model_->lost_part(g, age_))
    return model_->g_max();
  return g * std::exp(-device.nu * loss_of(states_, loss_, g));
}

double ProgramAndVerify::exponent(double g, double deviate) const
{
  const Exponent nu = drift_.drift_exponent(std::clamp(g, drift_.g_min(), drift_.g_max()));
  return std::copysign(nu.mean + nu.sigma * deviate, nu.mean);
}

double pulse_strength(const UpdateModel &update, const PulsedDevice &device, double distance)
{
  const double step = update.mean_step(device);
  return step > distance ? distance / step : 1;
}

ProgrammedDevice ProgramAndVerify::program(double target, RandomStream &random) const
{
  if (!(target >= update_.g_reset() && target <= update_.g_limit()))
    throw InputError("programming", "a target of " + std::to_string(target / units::uS) + " uS",
                     "from " + std::to_string(update_.g_reset() / units::uS) + " to " +
                         std::to_string(update_.g_limit() / units::uS) + " uS");
  const double     deviate = random.normal(); // what makes this device drift more or less than others
  ProgrammedDevice device{update_.reset(), 0, 1, false};
  while (true)
  {
    device.nu         = exponent(device.state.g, deviate);
    const double g    = to_verify_(device);
    const double read = g + update_.read_sigma(g) * random.normal();
    device.is_done    = std::abs(read - target) <= p.tolerance;
    if (device.is_done || device.n_pulses >= p.most_pulses)
      break;
    ++device.n_pulses;
    const double strength = pulse_strength(update_, device.state, p.gain * (target - read));
    device.state          = read < target ? update_.set(device.state, strength, random) : update_.reset();
  }
  if (drift_.loses_glass())
    device.fate = random.uniform();
  return device;
}

TrainStatistics run_train(const UpdateModel &update, const std::vector<double> &amplitudes, int n_devices,
                          std::uint64_t seed)
{
  const auto      n = amplitudes.size();
  TrainStatistics sums{std::vector<double>(n), std::vector<double>(n)};
  for (int k = 0; k < n_devices; ++k)
  {
    RandomStream random(seed, static_cast<std::uint32_t>(Purpose::programming_pulses), static_cast<std::uint64_t>(k),
                        0);
    PulsedDevice device = update.reset();
    for (std::size_t i = 0; i < n; ++i)
    {
      device = update.set(device, amplitudes[i], random);
      sums.mean[i] += device.g / n_devices;
      sums.deviation[i] += device.g * device.g / n_devices;
    }
  }
  for (std::size_t i = 0; i < n; ++i)
    sums.deviation[i] = std::sqrt(std::max(sums.deviation[i] - sums.mean[i] * sums.mean[i], 0.0));
  return sums;
}

double linearity(const std::vector<double> &values)
{
  const auto n   = static_cast<double>(values.size());
  double     sum = 0, sum_k = 0;
  for (const double y : values)
    sum += y;
  const double mean = sum / n, middle = (n - 1) / 2;
  double       syy = 0, sxx = 0;
  for (std::size_t k = 0; k < values.size(); ++k)
  {
    const double x = static_cast<double>(k) - middle, y = values[k] - mean;
    syy += y * y;
    sxx += x * x;
    sum_k += x * y;
  }
  return sum_k * sum_k / (sxx * syy);
}
} // namespace quench::array
