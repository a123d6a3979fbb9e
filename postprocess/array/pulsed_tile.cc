#include <postprocess/array/pulsed_tile.h>

#include <postprocess/array/product.h>
#include <postprocess/array/random_streams.h>

#include <algorithm>
#include <cmath>

namespace quench::array
{
namespace
{
constexpr auto          pulses      = static_cast<std::uint32_t>(Purpose::programming_pulses);
constexpr unsigned      minus_bit   = 40; // of the cell number of a device
constexpr std::uint32_t verify_step = 0xFFFFFFFF;

DeviceMatrix matrix_of(const std::vector<PulsedDevice> &devices, Eigen::Index rows, Eigen::Index columns)
{
  DeviceMatrix g(rows, columns);
  for (Eigen::Index k = 0; k < g.size(); ++k)
    g.data()[k] = devices[static_cast<std::size_t>(k)].g;
  return g;
}
} // namespace

PulsedTile::PulsedTile(Eigen::Index n_outputs, Eigen::Index n_inputs, const UpdateModel &update, std::uint64_t seed)
  : rows_(n_outputs), columns_(n_inputs), update_(update), seed_(seed),
    plus_(static_cast<std::size_t>(n_outputs * n_inputs), update.reset()), minus_(plus_)
{}

Conductances PulsedTile::conductances() const
{
  return {matrix_of(plus_, rows_, columns_), matrix_of(minus_, rows_, columns_)};
}

void PulsedTile::program_and_verify(const DeviceMatrix &differences, const VerifyParameters &parameters,
                                    const DeviceModel &drift)
{
  const ProgramAndVerify method(parameters, update_, drift);
  for (std::size_t k = 0; k < plus_.size(); ++k)
  {
    const double difference = differences.data()[k];
    RandomStream random(seed_, pulses, k, verify_step);
    auto        &carrier = difference >= 0 ? plus_[k] : minus_[k];
    auto        &other   = difference >= 0 ? minus_[k] : plus_[k];
    carrier              = method.program(update_.g_reset() + std::abs(difference), random).state;
    other                = update_.reset();
  }
}

void PulsedTile::pulse_pair(std::size_t k, double error, const GradientParameters &parameters, std::uint32_t round)
{
  const bool    is_minus = error < 0; // too much: the other device rises
  PulsedDevice &device   = is_minus ? minus_[k] : plus_[k];
  PulsedDevice &other    = is_minus ? plus_[k] : minus_[k];
  RandomStream  random(seed_, pulses, k + (is_minus ? std::uint64_t(1) << minus_bit : 0), round);
  const double  distance = parameters.gain * std::abs(error);
  if (!(update_.mean_step(device) > 0))
    device = other = update_.reset(); // no room left: both start anew
  else
    device = update_.set(device, pulse_strength(update_, device, distance), random);
}

void PulsedTile::descend(const DeviceMatrix &differences, const GradientParameters &parameters,
                         const TileReader &reader)
{
  const Matrix wanted = differences.cast<float>();
  for (int round = 0; round < parameters.iterations; ++round)
  {
    const auto   number = static_cast<std::uint32_t>(round);
    DeviceMatrix random_inputs(parameters.vectors, columns_);
    fill_uniform(random_inputs, {seed_, Purpose::probe_inputs, 0, number});
    const Matrix x        = random_inputs.cast<float>();
    const Matrix error    = times_transposed(x, wanted) - reader(conductances(), x, number);
    const float  power    = x.squaredNorm() / static_cast<float>(columns_);
    const Matrix gradient = transposed_times(error, x) / power; // estimate of the error of every difference
    for (std::size_t k = 0; k < plus_.size(); ++k)
      if (std::abs(gradient.data()[k]) > parameters.threshold)
        pulse_pair(k, gradient.data()[k], parameters, number);
  }
}
} // namespace quench::array
