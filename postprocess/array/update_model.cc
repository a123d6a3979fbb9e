#include <postprocess/array/update_model.h>

#include <physics/base/error.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
double NandakumarUpdate::mean_step(const PulsedDevice &device) const
{
  return p.mean_slope * device.g + p.mean_offset + p.mean_history * device.history * std::exp(-1 / p.memory);
}

PulsedDevice NandakumarUpdate::set(PulsedDevice device, double amplitude, RandomStream &random) const
{
  if (!(amplitude >= 0 && std::isfinite(amplitude)))
    throw InputError("amplitude of a SET pulse", std::to_string(amplitude), "a number of at least 0");
  if (amplitude <= p.threshold)
    return device;
  device.history *= std::exp(-1 / p.memory);
  const double strength = (amplitude - p.threshold) / (1 - p.threshold);
  const double source   = strength * (p.mean_offset + p.mean_history * device.history);
  const double mean     = std::min(strength, 1.0) * p.mean_slope * device.g + source;
  const double sigma    = std::min(strength, 1.0) * p.sigma_slope * device.g +
                       strength * (p.sigma_offset + p.sigma_history * device.history);
  device.g = std::clamp(device.g + mean + sigma * random.normal(), p.g_reset, p.g_limit);
  return device;
}

ExtractedUpdate::ExtractedUpdate(const compact::CompactModel &model, double relative_sigma,
                                 const NandakumarParameters &read)
  : relative_sigma_(relative_sigma), read_(read)
{
  const std::string where = "compact model " + model.model_id + ": update/set";
  if (!model.update.set || model.update.set->pulse.size() < 2)
    throw InputError(where, "no train", "a SET train of at least two pulses is needed",
                     "Extract from a run with a train of SET pulses");
  const compact::SetTrain &train = *model.update.set;
  for (std::size_t i = 0; i < train.pulse.size(); ++i)
  {
    if (train.amplitude_V[i] != train.amplitude_V[0])
      throw InputError(where, "several amplitudes", "a train of equal pulses");
    if (i > 0 && !(train.before_uS[i] > train.before_uS[i - 1]))
      throw InputError(where, "pulse " + std::to_string(i + 1) + " does not start above the one before it",
                       "a train that climbs");
    before_.push_back(train.before_uS[i] * units::uS);
    step_.push_back((train.after_uS[i] - train.before_uS[i]) * units::uS);
  }
  limit_     = train.after_uS.back() * units::uS;
  read_time_ = train.read_time_s * units::s;
}

double ExtractedUpdate::mean_step(const PulsedDevice &device) const
{
  if (!(device.g >= before_.front() * (1 - 1e-9) && device.g <= limit_ * (1 + 1e-9)))
    throw InputError("SET pulse", std::to_string(device.g / units::uS) + " uS",
                     "the train of the compact model goes from " + std::to_string(before_.front() / units::uS) +
                         " to " + std::to_string(limit_ / units::uS) + " uS");
  const auto above = std::clamp<std::ptrdiff_t>(
      std::upper_bound(before_.begin(), before_.end(), device.g) - before_.begin(), 1, std::ssize(before_) - 1);
  const double weight = std::clamp((device.g - before_[above - 1]) / (before_[above] - before_[above - 1]), 0.0, 1.0);
  return (1 - weight) * step_[above - 1] + weight * step_[above];
}

PulsedDevice ExtractedUpdate::set(PulsedDevice device, double amplitude, RandomStream &random) const
{
  if (amplitude != 1)
    throw InputError("amplitude of a SET pulse", std::to_string(amplitude),
                     "1: the compact model knows the amplitude of its train alone");
  const double mean = mean_step(device);
  device.g          = std::clamp(device.g + mean * (1 + relative_sigma_ * random.normal()), before_.front(), limit_);
  return device;
}
} // namespace quench::array
