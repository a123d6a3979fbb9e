#include <postprocess/compact/flicker_noise.h>

#include <physics/base/error.h>

#include <cmath>
#include <numbers>
#include <string>

namespace quench::compact
{
std::vector<double> flicker_times(double t_read, double t_longest)
{
  const double        shortest = 4 * std::exp(std::numbers::egamma) * t_read, longest = 10 * t_longest;
  std::vector<double> times;
  for (double time = shortest * std::exp(0.5); time < longest; time *= std::numbers::e) // middles of the e-folds
    times.push_back(time);
  return times;
}

FlickerNoise::FlickerNoise(double Q, double t_read, double t_longest, RandomStream random)
  : time_(flicker_times(t_read, t_longest)), value_(time_.size(), 0.0), sigma_(Q), random_(random)
{
  if (!(Q >= 0) || !(t_read > 0) || !(t_longest > t_read))
    throw InputError("1/f noise",
                     "Q = " + std::to_string(Q) + ", read " + std::to_string(t_read) + ", longest " +
                         std::to_string(t_longest),
                     "Q must not be below 0, the read above 0 and below the longest time");
}

double FlickerNoise::advance(double dt)
{
  double sum = 0;
  for (std::size_t i = 0; i < time_.size(); ++i)
  {
    const double kept = std::exp(-dt / time_[i]);
    value_[i]         = kept * value_[i] + sigma_ * std::sqrt(-std::expm1(-2 * dt / time_[i])) * random_.normal();
    sum += value_[i];
  }
  return sum;
}
} // namespace quench::compact
