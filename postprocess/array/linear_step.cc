#include <postprocess/array/linear_step.h>

#include <physics/base/random.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
LinearStepParameters ecram()
{
  LinearStepParameters p;
  p.step       = 0.002;
  p.w_max      = 1.1724;
  p.w_min      = -0.8276;
  p.gamma_up   = 0.1153;
  p.gamma_down = 0.5085;
  p.up_down    = 0;
  return p;
}

double mean_step(const LinearStepParameters &p, double w, bool is_upward)
{
  return is_upward ? p.step * (1 + p.up_down) * (1 - p.gamma_up * w / p.w_max)
                   : -p.step * (1 - p.up_down) * (1 - p.gamma_down * w / p.w_min);
}

double symmetry_point(const LinearStepParameters &p)
{
  const double up = 1 + p.up_down, down = 1 - p.up_down;
  const double slope = up * p.gamma_up / p.w_max - down * p.gamma_down / p.w_min;
  return slope > 0 ? std::clamp((up - down) / slope, p.w_min, p.w_max) : 0.0;
}

PulsedArray::PulsedArray(const LinearStepParameters &parameters, Eigen::Index rows, Eigen::Index columns,
                         std::uint64_t seed, std::uint64_t array)
  : p(parameters), seed_(seed), array_(array), weights_(DeviceMatrix::Constant(rows, columns, symmetry_point(p))),
    factor_(rows, columns)
{
  fill_normal(factor_, {seed, Purpose::device_spread, array, 0});
  factor_ = (1 + p.device_spread * factor_.array()).max(0.0).matrix();
}

template <class Numbers>
void PulsedArray::pulse_device(Eigen::Index k, long count, Numbers &numbers)
{
  double &w = weights_.data()[k];
  for (long n = 0; n < std::abs(count); ++n)
    w = std::clamp(w + factor_.data()[k] * mean_step(p, w, count > 0) * (1 + p.cycle_spread * numbers.normal()),
                   p.w_min, p.w_max);
  n_pulses_ += static_cast<std::uint64_t>(std::abs(count));
}

void PulsedArray::add(const DeviceMatrix &change, std::uint32_t number)
{
  RandomStream numbers(seed_, static_cast<std::uint32_t>(Purpose::pulses), array_, number);
  for (Eigen::Index k = 0; k < change.size(); ++k)
  {
    const double wanted = change.data()[k] / p.step;
    const auto   count  = static_cast<long>(std::floor(std::abs(wanted) + numbers.uniform()));
    if (count > 0)
      pulse_device(k, wanted > 0 ? count : -count, numbers);
  }
}

void PulsedArray::pulse(const Eigen::MatrixXi &counts, std::uint32_t number)
{
  RandomStream numbers(seed_, static_cast<std::uint32_t>(Purpose::pulses), array_, number);
  for (Eigen::Index i = 0; i < counts.rows(); ++i)
    for (Eigen::Index j = 0; j < counts.cols(); ++j)
      if (counts(i, j) != 0)
        pulse_device(i * counts.cols() + j, counts(i, j), numbers);
}
} // namespace quench::array
