#include <postprocess/array/hardware_view.h>

#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>

// Compiled with -fopenmp-simd: sums may be taken in any order where a pragma says so.

namespace quench::array
{
namespace
{
/// What a weight's pair of devices reads against |w| / w_max, in units of w_max, at evenly spaced places.
struct PairTable
{
  std::vector<float> start, now, deviation;
};

PairTable pair_table(const DeviceMoments::Table &at_start, const DeviceMoments::Table &now, double noise_scale)
{
  PairTable table;
  for (std::size_t k = 0; k < now.mean.size(); ++k)
  {
    table.start.push_back(at_start.mean[k] - at_start.mean.front());
    table.now.push_back(now.mean[k] - now.mean.front());
    table.deviation.push_back(static_cast<float>(noise_scale) *
                              std::hypot(now.deviation[k], now.deviation.front())); // the other device is unused
  }
  return table;
}

/// Sums of the means of a row.
struct Sums
{
  float start = 0, now = 0;
};

/// values[k] = sign(w[k]) now(x) w_max + deviation(x) w_max values[k], x = min(|w[k]| / w_max, 1), by linear
/// interpolation. `values` holds standard normal numbers before.
__attribute__((target_clones("avx512f", "avx2", "default"))) Sums read_row(Eigen::Index n, const float *w, float w_max,
                                                                           int n_intervals, const float *start,
                                                                           const float *now, const float *deviation,
                                                                           float *values)
{
  float sum_start = 0, sum_now = 0;
#pragma omp simd reduction(+ : sum_start, sum_now)
  for (Eigen::Index i = 0; i < n; ++i)
  {
    const float relative = std::abs(w[i]) / w_max;
    const float place    = (relative < 1 ? relative : 1.0F) * static_cast<float>(n_intervals);
    const int   below    = static_cast<int>(place);
    const int   k        = below < n_intervals ? below : n_intervals - 1;
    const float part     = place - static_cast<float>(k);
    const float mean     = now[k] + part * (now[k + 1] - now[k]);
    const float sigma    = deviation[k] + part * (deviation[k + 1] - deviation[k]);
    sum_start += start[k] + part * (start[k + 1] - start[k]);
    sum_now += mean;
    values[i] = w_max * ((w[i] < 0 ? -mean : mean) + sigma * values[i]);
  }
  return {sum_start, sum_now};
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
  return clip == 0 || deviation == 0 ? largest : std::min(largest, clip * deviation);
}

/// Reads one tile in place; `weights` holds standard normal numbers before. The factor of its compensation.
float HardwareView::sum_of_part(const Layer &layer, const TilePart &part, float w_max, Matrix &weights) const
{
  const PairTable table = pair_table(at_start_, now_, p.noise_scale);
  const int       last  = static_cast<int>(table.now.size()) - 1;
  double          start = 0, now = 0;
  for (Eigen::Index o = part.first_output; o < part.first_output + part.n_outputs; ++o)
  {
    const Sums sums =
        read_row(part.n_inputs, layer.weights.row(o).data() + part.first_input, w_max, last, table.start.data(),
                 table.now.data(), table.deviation.data(), weights.row(o).data() + part.first_input);
    start += sums.start;
    now += sums.now;
  }
  return now > 0 ? static_cast<float>(start / now) : 1;
}

HardwareView::Reading HardwareView::read(const Layer &layer, std::size_t l) const
{
  const auto w_max = static_cast<float>(largest_weight(layer.weights));
  Reading    reading{normal_numbers(layer.weights.rows(), layer.weights.cols(),
                                    {seed_, Purpose::training_noise, std::uint64_t(l) << bits_of_a_layer,
                                     static_cast<std::uint32_t>(step_)}),
                  tile_parts(layer.weights.rows(), layer.weights.cols(), hardware_.mapping.tile),
                  {}};
  for (const TilePart &part : reading.parts)
    reading.alpha.push_back(sum_of_part(layer, part, w_max, reading.weights));
  return reading;
}

void HardwareView::convert_input(Matrix &x, std::size_t l)
{
  if (calibrates(input_bound_[l]))
    input_bound_[l] = covering_bound(x, hardware_.periphery.range_quantile);
  Quantizer(hardware_.periphery.dac_bits, input_bound_[l]).apply(x);
}

Matrix HardwareView::multiply(const Matrix &x, const Reading &reading, std::size_t l)
{
  output_bound_[l].resize(reading.parts.size());
  if (reading.parts.size() == 1)
  {
    Matrix y = times_transposed(x, reading.weights);
    convert_output(y, l, 0);
    y *= reading.alpha[0];
    return y;
  }
  Matrix sum = Matrix::Zero(x.rows(), reading.weights.rows());
  for (std::size_t k = 0; k < reading.parts.size(); ++k)
  {
    const TilePart &part = reading.parts[k];
    Matrix          y =
        times_transposed(x.middleCols(part.first_input, part.n_inputs),
                         reading.weights.block(part.first_output, part.first_input, part.n_outputs, part.n_inputs));
    convert_output(y, l, k);
    sum.middleCols(part.first_output, part.n_outputs) += reading.alpha[k] * y;
  }
  return sum;
}

void HardwareView::compensate(const Reading &reading, Matrix &weights)
{
  for (std::size_t k = 0; k < reading.parts.size(); ++k)
  {
    const TilePart &part = reading.parts[k];
    weights.block(part.first_output, part.first_input, part.n_outputs, part.n_inputs) *= reading.alpha[k];
  }
}

void HardwareView::convert_output(Matrix &y, std::size_t l, std::size_t part)
{
  constexpr int bits_of_a_part = 28; // rows below
  double       &bound          = output_bound_[l][part];
  if (calibrates(bound))
    bound = y.isZero(0) ? 1 : covering_bound(y, hardware_.periphery.range_quantile);
  const double sigma = hardware_.periphery.output_noise * bound;
  if (sigma > 0)
    y += static_cast<float>(sigma) *
         normal_numbers(y.rows(), y.cols(),
                        {seed_, Purpose::training_output_noise,
                         (std::uint64_t(l) << bits_of_a_layer) + (std::uint64_t(part) << bits_of_a_part),
                         static_cast<std::uint32_t>(step_)});
  Quantizer(hardware_.periphery.adc_bits, bound).apply(y);
}

void HardwareView::clip(Layer &layer) const
{
  const auto w_max = static_cast<float>(largest_weight(layer.weights));
  layer.weights    = layer.weights.cwiseMax(-w_max).cwiseMin(w_max);
}
} // namespace quench::array
