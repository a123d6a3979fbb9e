#include <postprocess/array/tiki_taka.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
PulsedWeights::PulsedWeights(UpdateScheme scheme, const TikiTakaParameters &parameters,
                             const LinearStepParameters &device, Eigen::Index rows, Eigen::Index columns,
                             std::uint64_t seed)
  : scheme_(scheme), p(parameters), step_(device.step), zero_(symmetry_point(device)),
    slow_(device, rows, columns, seed, 0), fast_(device, rows, columns, seed, 1),
    sum_(DeviceMatrix::Zero(rows, columns))
{}

void PulsedWeights::descend(const DeviceMatrix &gradient)
{
  ++number_;
  if (scheme_ == UpdateScheme::direct)
  {
    slow_.add(-p.learning_rate * gradient, number_);
    return;
  }
  fast_.add(-p.learning_rate * gradient, number_);
  if (number_ % static_cast<std::uint32_t>(p.transfer_every) == 0)
    transfer();
}

void PulsedWeights::transfer()
{
  const Eigen::Index column = (number_ / p.transfer_every - 1) % sum_.cols();
  DeviceMatrix       change = DeviceMatrix::Zero(sum_.rows(), sum_.cols());
  change.col(column)        = p.transfer_rate * (fast_.weights().col(column).array() - zero_);
  if (scheme_ == UpdateScheme::tiki_taka_1)
  {
    slow_.add(change, number_);
    return;
  }
  sum_ += change / step_;
  const DeviceMatrix whole =
      (sum_ / p.threshold).array().max(-1.0).min(1.0).unaryExpr([](double x) { return std::trunc(x); });
  sum_ -= whole * p.threshold;
  slow_.pulse(whole.cast<int>(), number_);
}
} // namespace quench::array
