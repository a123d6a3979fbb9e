#include <postprocess/array/hardware_view.h>

#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
namespace
{
/// Linear interpolation at x in [0, 1].
float interpolate(const std::vector<float> &table, float x)
{
  const float place = x * static_cast<float>(table.size() - 1);
  const auto  k     = std::min(static_cast<std::size_t>(place), table.size() - 2);
  return table[k] + (place - static_cast<float>(k)) * (table[k + 1] - table[k]);
}

/// Rows that are filled independently, wide enough to be fast.
Matrix normal_numbers(Eigen::Index rows, Eigen::Index columns, const StreamKey &key)
{
  Matrix numbers(rows, columns);
  fill_normal_rows(numbers, key);
  return numbers;
}

constexpr int bits_of_a_layer = 40;
} // namespace

HardwareView::HardwareView(const Hardware &hardware, const AwarenessParameters &parameters, std::size_t n_layers,
                           std::uint64_t seed)
  : hardware_(hardware), p(parameters), seed_(seed),
    g_low_(std::max(hardware.device.g_min(), hardware.mapping.reset_conductance)), moments_(hardware.device, g_low_),
    at_start_(moments_.at(0)), now_(at_start_), input_bound_(n_layers), output_bound_(n_layers)
{
  if (p.kind == Awareness::drift)
    hardware.device.require_valid(p.latest);
}

void HardwareView::start_step(int step)
{
  step_ = step;
  if (p.kind != Awareness::drift)
    return;
  DeviceMatrix u(1, 1);
  fill_uniform(u, {seed_, Purpose::training_time, 0, static_cast<std::uint32_t>(step)});
  const double time = p.earliest * std::pow(p.latest / p.earliest, (u(0, 0) + 1) / 2);
  now_              = moments_.at(age_of(hardware_.conditions, time));
}

double HardwareView::largest_weight(const Matrix &weights) const
{
  const double largest = weights.cwiseAbs().maxCoeff(), clip = hardware_.mapping.weight_clip;
  const float  mean      = weights.mean();
  const double deviation = std::sqrt((weights.array() - mean).square().mean());
  return clip == 0 ? largest : std::min(largest, clip * deviation);
}

HardwareView::Reading HardwareView::read(const Layer &layer, std::size_t l) const
{
  const auto   w_max = static_cast<float>(largest_weight(layer.weights));
  Reading      reading{normal_numbers(layer.weights.rows(), layer.weights.cols(),
                                      {seed_, Purpose::training_noise, std::uint64_t(l) << bits_of_a_layer,
                                       static_cast<std::uint32_t>(step_)}),
                  1};
  const float  unused = now_.deviation.front(), scale = static_cast<float>(p.noise_scale);
  const float *w     = layer.weights.data();
  double       start = 0, now = 0;
  for (Eigen::Index k = 0; k < layer.weights.size(); ++k)
  {
    const float x     = std::min(std::abs(w[k]) / w_max, 1.0F);
    const float mean  = interpolate(now_.mean, x) - now_.mean.front();
    const float sigma = std::hypot(interpolate(now_.deviation, x), unused);
    start += interpolate(at_start_.mean, x) - at_start_.mean.front();
    now += mean;
    float &value = reading.weights.data()[k];
    value        = w_max * (std::copysign(mean, w[k]) + scale * sigma * value);
  }
  reading.alpha = static_cast<float>(start / now);
  return reading;
}

void HardwareView::convert_input(Matrix &x, std::size_t l)
{
  if (calibrates(input_bound_[l]))
    input_bound_[l] = covering_bound(x, hardware_.periphery.range_quantile);
  Quantizer(hardware_.periphery.dac_bits, input_bound_[l]).apply(x);
}

void HardwareView::convert_output(Matrix &y, std::size_t l)
{
  if (calibrates(output_bound_[l]))
    output_bound_[l] = covering_bound(y, hardware_.periphery.range_quantile);
  const double sigma = hardware_.periphery.output_noise * output_bound_[l];
  if (sigma > 0)
    y += static_cast<float>(sigma) *
         normal_numbers(y.rows(), y.cols(),
                        {seed_, Purpose::training_output_noise, std::uint64_t(l) << bits_of_a_layer,
                         static_cast<std::uint32_t>(step_)});
  Quantizer(hardware_.periphery.adc_bits, output_bound_[l]).apply(y);
}

void HardwareView::clip(Layer &layer) const
{
  const auto w_max = static_cast<float>(largest_weight(layer.weights));
  layer.weights    = layer.weights.cwiseMax(-w_max).cwiseMin(w_max);
}
} // namespace quench::array
