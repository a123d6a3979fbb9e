#include <postprocess/array/crossbar.h>

#include <physics/base/error.h>
#include <postprocess/array/line_network.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace quench::array
{
namespace
{
/// Largest |w| that is mapped exactly: max|w|, or `clip` standard deviations if that is less. Not zero.
double largest_weight(const DeviceMatrix &weights, double clip)
{
  const double largest = weights.size() > 0 ? weights.cwiseAbs().maxCoeff() : 0.0;
  if (!weights.allFinite() || !(largest > 0))
    throw InputError("mapping of weights", largest > 0 ? "a weight is not finite" : "all weights are zero",
                     "finite weights, one of them not zero");
  if (clip == 0)
    return largest;
  const double mean      = weights.mean();
  const double deviation = std::sqrt((weights.array() - mean).square().mean());
  return std::min(largest, clip * deviation);
}
} // namespace

Crossbar::Crossbar(const DeviceMatrix &weights, const MappingParameters &parameters, const DeviceModel &device,
                   std::uint64_t seed, std::uint64_t array)
  : p(parameters), device_(device), seed_(seed), array_(array), g_low_(std::max(device.g_min(), p.reset_conductance)),
    beta_(0)
{
  if (!(g_low_ < device.g_max()))
    throw InputError("mapping/reset conductance", std::to_string(g_low_ / units::uS) + " uS",
                     "below the device's largest, " + std::to_string(device.g_max() / units::uS) + " uS");
  beta_ = (device.g_max() - g_low_) / largest_weight(weights, p.weight_clip);
  program(targets(weights, 1), false);
  program(targets(weights, -1), true);
}

DeviceMatrix Crossbar::targets(const DeviceMatrix &weights, double sign) const
{
  const auto carried = (sign * weights.array()).max(0.0) * beta_ + g_low_;
  return carried.min(device_.g_max()).matrix();
}

std::uint64_t Crossbar::cell(bool is_minus) const
{
  constexpr int bits_of_an_array = 40;
  return (array_ << bits_of_an_array) + (is_minus ? std::uint64_t(1) << (bits_of_an_array - 1) : 0);
}

void Crossbar::program(const DeviceMatrix &target, bool is_minus)
{
  DeviceMatrix error(target.rows(), target.cols()), deviate(target.rows(), target.cols());
  fill_normal_per_cell(error, {seed_, Purpose::programming, cell(is_minus), 0});
  fill_normal_per_cell(deviate, {seed_, Purpose::drift_exponent, cell(is_minus), 0});

  DeviceMatrix g = target, nu = target, q = target;
  for (Eigen::Index k = 0; k < target.size(); ++k)
  {
    const double   g_target = target.data()[k];
    const Exponent exponent = device_.drift_exponent(g_target);
    g.data()[k]             = std::max(g_target + device_.programming_sigma(g_target) * error.data()[k], 0.0);
    nu.data()[k]            = std::copysign(exponent.mean + exponent.sigma * deviate.data()[k], exponent.mean);
    q.data()[k]             = device_.read_noise(g.data()[k]); // of what was programmed, as the source has it
  }
  if (device_.relaxes())
  {
    fill_normal_per_cell(error, {seed_, Purpose::relaxation, cell(is_minus), 0});
    (is_minus ? target_.minus : target_.plus)         = target;
    (is_minus ? relaxation_.minus : relaxation_.plus) = std::move(error);
  }
  (is_minus ? programmed_.minus : programmed_.plus) = std::move(g);
  (is_minus ? exponent_.minus : exponent_.plus)     = std::move(nu);
  (is_minus ? noise_.minus : noise_.plus)           = std::move(q);
}

Conductances Crossbar::conductances(double time) const
{
  const double log_ratio = std::log(drift_time_ratio(device_, time));
  const auto   drifted   = [log_ratio](const DeviceMatrix &g, const DeviceMatrix &nu) -> DeviceMatrix {
    return (g.array() * (-log_ratio * nu.array()).exp()).matrix();
  };
  Conductances g{drifted(programmed_.plus, exponent_.plus), drifted(programmed_.minus, exponent_.minus)};
  if (device_.relaxes())
    add_relaxation(g, time);
  return g;
}

void Crossbar::add_relaxation(Conductances &g, double time) const
{
  const auto add = [&](DeviceMatrix &values, const DeviceMatrix &target, const DeviceMatrix &deviate) {
    for (Eigen::Index k = 0; k < values.size(); ++k)
    {
      const Relaxation change = device_.relaxation(target.data()[k], time);
      values.data()[k]        = std::max(values.data()[k] + change.mean + change.sigma * deviate.data()[k], 0.0);
    }
  };
  add(g.plus, target_.plus, relaxation_.plus);
  add(g.minus, target_.minus, relaxation_.minus);
}

Conductances Crossbar::noisy_conductances(double time, std::uint32_t read) const
{
  const double growth    = read_noise_growth(device_, time);
  Conductances g         = conductances(time);
  const auto   add_noise = [&](DeviceMatrix &values, const DeviceMatrix &q, bool is_minus) {
    DeviceMatrix normal(values.rows(), values.cols());
    fill_normal_per_cell(normal, {seed_, Purpose::read_noise, cell(is_minus), read});
    values = (values.array() * (1 + growth * q.array() * normal.array())).max(0.0).matrix();
  };
  add_noise(g.plus, noise_.plus, false);
  add_noise(g.minus, noise_.minus, true);
  return g;
}

EffectiveWeights Crossbar::read(double time, std::uint32_t read) const
{
  device_.require_valid(time);
  if (p.sampling != NoiseSampling::each_read_time)
    return read_fresh(conductances(time), read_noise_growth(device_, time));
  const Conductances g = seen_through_wires(noisy_conductances(time, read));
  return {((g.plus - g.minus) / beta_).cast<float>(), Matrix()};
}

Conductances Crossbar::seen_through_wires(const Conductances &g) const
{
  return {effective_conductance(g.plus, p.wires), effective_conductance(g.minus, p.wires)};
}

EffectiveWeights Crossbar::read_fresh(const Conductances &devices, double growth) const
{
  const Conductances g        = seen_through_wires(devices);
  const auto         variance = [growth](const DeviceMatrix &values, const DeviceMatrix &q) {
    return (growth * values.array() * q.array()).square().matrix();
  };
  const DeviceMatrix sum = variance(g.plus, noise_.plus) + variance(g.minus, noise_.minus);
  EffectiveWeights   effective{((g.plus - g.minus) / beta_).cast<float>(), Matrix(),
                             p.sampling == NoiseSampling::each_device};
  if (sum.maxCoeff() > 0)
    effective.variance = (sum / (beta_ * beta_)).cast<float>();
  return effective;
}

DeviceMatrix Crossbar::multiply(const DeviceMatrix &x, double time) const
{
  const Conductances g = seen_through_wires(conductances(time));
  return x * ((g.plus - g.minus) / beta_).transpose();
}
} // namespace quench::array
