#include <postprocess/array/crossbar.h>

#include <physics/base/error.h>
#include <postprocess/array/ageing.h>
#include <postprocess/array/line_network.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace quench::array
{
namespace
{
double lowest_conductance(const DeviceModel &device, const MappingParameters &p)
{
  const double low = std::max(device.g_min(), p.reset_conductance);
  if (!(low < device.g_max()))
    throw InputError("mapping/reset conductance", std::to_string(low / units::uS) + " uS",
                     "below the device's largest, " + std::to_string(device.g_max() / units::uS) + " uS");
  return low;
}

/// Index and fraction of g among the states, in one number; without states its place in the window.
float position_of(const std::vector<double> &states, bool is_table, double g)
{
  if (!is_table)
    return static_cast<float>(std::clamp((g - states.front()) / (states.back() - states.front()), 0.0, 1.0));
  const GridPosition at = position_on(states, g);
  return static_cast<float>(static_cast<double>(at.index) + at.fraction);
}
} // namespace

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
  return deviation > 0 ? std::min(largest, clip * deviation) : largest; // equal weights: nothing to clip
}

Matrix full_input(const EffectiveWeights &weights)
{
  if (weights.second.size() == 0)
    return weights.mean;
  return weights.mean + weights.second + weights.third;
}

Crossbar::Crossbar(const DeviceMatrix &weights, const MappingParameters &parameters, const DeviceModel &device,
                   std::uint64_t seed, std::uint64_t array, std::optional<double> largest)
  : p(parameters), device_(device), seed_(seed), array_(array), g_low_(lowest_conductance(device, p)),
    encoding_(p.encoding, device, g_low_), largest_(largest ? *largest : largest_weight(weights, p.weight_clip)),
    beta_(0), states_(device.states()), is_table_(!states_.empty())
{
  if (!is_table_)
    states_ = {device.g_min(), device.g_max()};
  const double window         = encoding_.contribution(device.g_max()) - encoding_.contribution(g_low_);
  beta_                       = (encoding_.is_single() ? window / 2 : window) / largest_;
  const DeviceMatrix relative = (weights / largest_).array().max(-1.0).min(1.0).matrix();
  DeviceMatrix       made     = DeviceMatrix::Zero(weights.rows(), weights.cols());
  for (std::size_t slice = 0; slice < encoding_.n_slices(); ++slice)
    add_slice(relative, slice, made);
}

void Crossbar::add_slice(const DeviceMatrix &relative, std::size_t slice, DeviceMatrix &made)
{
  const DeviceMatrix x     = encoding_.target(relative, slice, made);
  const double       share = encoding_.share(slice) / encoding_.n_devices();
  for (int n = 0; n < encoding_.n_devices(); ++n)
  {
    pairs_.push_back(program({targets_of(x, 1), targets_of(x, -1)}, share, pairs_.size()));
    made += share / largest_ * difference(pairs_.back().programmed);
  }
}

DeviceMatrix Crossbar::targets_of(const DeviceMatrix &x, double sign) const
{
  const double low = encoding_.contribution(g_low_), high = encoding_.contribution(device_.g_max());
  return x.unaryExpr([&](double value) {
    const double part = encoding_.is_single() ? (1 + (sign > 0 ? value : 0)) / 2 : std::max(sign * value, 0.0);
    return std::min(encoding_.conductance(low + part * (high - low)), device_.g_max());
  });
}

std::uint64_t Crossbar::cell(std::size_t pair, bool is_minus) const
{
  constexpr int bits_of_an_array = 40, bits_of_a_pair = 31;
  return (array_ << bits_of_an_array) + (is_minus ? std::uint64_t(1) << (bits_of_an_array - 1) : 0) +
         (static_cast<std::uint64_t>(pair) << bits_of_a_pair);
}

Crossbar::Pair Crossbar::program(Conductances target, double share, std::size_t number) const
{
  Pair pair{share, target, target, target, target.plus.cast<float>(), target.minus.cast<float>(), {}, {}, {}};
  for (const bool is_minus : {false, true})
  {
    DeviceMatrix &g        = is_minus ? pair.programmed.minus : pair.programmed.plus;
    DeviceMatrix &nu       = is_minus ? pair.exponent.minus : pair.exponent.plus;
    DeviceMatrix &q        = is_minus ? pair.noise.minus : pair.noise.plus;
    Positions    &position = is_minus ? pair.minus_position : pair.plus_position;
    DeviceMatrix  error(g.rows(), g.cols()), deviate(g.rows(), g.cols());
    const bool    is_exact = is_minus && encoding_.is_single(); // a number subtracted digitally
    fill_normal_per_cell(error, {seed_, Purpose::programming, cell(number, is_minus), 0});
    fill_normal_per_cell(deviate, {seed_, Purpose::drift_exponent, cell(number, is_minus), 0});
    for (Eigen::Index k = 0; k < g.size(); ++k)
    {
      const double   g_target = g.data()[k];
      const Exponent exponent = is_exact ? Exponent{} : device_.drift_exponent(g_target);
      position.data()[k]      = position_of(states_, is_table_, g_target);
      nu.data()[k]            = std::copysign(exponent.mean + exponent.sigma * deviate.data()[k], exponent.mean);
      if (!is_exact)
        g.data()[k] = std::max(g_target + device_.programming_sigma(g_target) * error.data()[k], 0.0);
      q.data()[k] = is_exact ? 0.0 : device_.read_noise(g.data()[k]); // of what was programmed, as the source has it
    }
    if (device_.relaxes())
    {
      fill_normal_per_cell(error, {seed_, Purpose::relaxation, cell(number, is_minus), 0});
      (is_minus ? pair.relaxation.minus : pair.relaxation.plus) = std::move(error);
    }
    if (device_.loses_glass() && !is_exact)
    {
      fill_normal_per_cell(deviate, {seed_, Purpose::storage_loss, cell(number, is_minus), 0});
      (is_minus ? pair.fate.minus : pair.fate.plus) = std::move(deviate);
    }
  }
  if (device_.relaxes() || device_.loses_glass() || device_.is_curved())
    pair.target = std::move(target);
  return pair;
}

/// Devices whose glass has crystallised show the end of the window (eq. A19).
void Crossbar::add_losses(const Pair &pair, bool is_minus, const Age &age, DeviceMatrix &g) const
{
  const DeviceMatrix &target = is_minus ? pair.target.minus : pair.target.plus;
  const DeviceMatrix &fate   = is_minus ? pair.fate.minus : pair.fate.plus;
  const double        lost =
      device_.g_max() *
      device_.read_factor(device_.g_max(), age.read_temperature.value_or(device_.reference_temperature()));
  const auto below = [](double normal) { return 0.5 * std::erfc(-normal / std::numbers::sqrt2); };
  for (Eigen::Index k = 0; k < g.size(); ++k)
    if (below(fate.data()[k]) < device_.lost_part(target.data()[k], age))
      g.data()[k] = lost;
}

void Crossbar::add_relaxation(const Pair &pair, bool is_minus, double time, DeviceMatrix &g) const
{
  const DeviceMatrix &target  = is_minus ? pair.target.minus : pair.target.plus;
  const DeviceMatrix &deviate = is_minus ? pair.relaxation.minus : pair.relaxation.plus;
  for (Eigen::Index k = 0; k < g.size(); ++k)
  {
    const Relaxation change = device_.relaxation(target.data()[k], time);
    g.data()[k]             = std::max(g.data()[k] + change.mean + change.sigma * deviate.data()[k], 0.0);
  }
}

DeviceMatrix Crossbar::aged(const Pair &pair, bool is_minus, const Age &age) const
{
  const DeviceMatrix &g        = is_minus ? pair.programmed.minus : pair.programmed.plus;
  const DeviceMatrix &nu       = is_minus ? pair.exponent.minus : pair.exponent.plus;
  const Positions    &position = is_minus ? pair.minus_position : pair.plus_position;
  if (is_minus && encoding_.is_single())
    return g;
  const auto          n    = static_cast<std::size_t>(g.size());
  std::vector<double> loss = device_.loss(age);
  DeviceMatrix        result(g.rows(), g.cols());
  if (loss.size() == 1)
    age_by_power_law(n, g.data(), nu.data(), loss[0], result.data());
  else
  {
    loss.push_back(0);
    age_by_table(n, g.data(), nu.data(), position.data(), loss.data(), result.data());
  }
  if (device_.relaxes())
    add_relaxation(pair, is_minus, age.time, result);
  if (age.read_temperature && *age.read_temperature != device_.reference_temperature())
  {
    const DeviceMatrix  once = DeviceMatrix::Ones(g.rows(), g.cols());
    std::vector<double> cooling;
    for (const double at : states_)
      cooling.push_back(-std::log(device_.read_factor(at, *age.read_temperature)));
    cooling.push_back(0);
    age_by_table(n, result.data(), once.data(), position.data(), cooling.data(), result.data());
  }
  if (device_.loses_glass())
    add_losses(pair, is_minus, age, result);
  return result;
}

Conductances Crossbar::conductances(const Age &age, std::size_t pair) const
{
  return {aged(pairs_[pair], false, age), aged(pairs_[pair], true, age)};
}

Conductances Crossbar::noisy_conductances(const Age &age, std::uint32_t read, std::size_t pair) const
{
  const double growth = read_noise_growth(device_, age.time), white = device_.white_noise();
  Conductances g         = conductances(age, pair);
  const auto   add_noise = [&](DeviceMatrix &values, const DeviceMatrix &q, bool is_minus) {
    DeviceMatrix normal(values.rows(), values.cols());
    fill_normal_per_cell(normal, {seed_, Purpose::read_noise, cell(pair, is_minus), read});
    const auto sigma = ((growth * q.array()).square() + white * white).sqrt();
    values           = (values.array() * (1 + sigma * normal.array())).max(0.0).matrix();
  };
  add_noise(g.plus, pairs_[pair].noise.plus, false);
  if (!encoding_.is_single())
    add_noise(g.minus, pairs_[pair].noise.minus, true);
  return g;
}

Conductances Crossbar::seen_through_wires(Conductances g) const
{
  if (p.wires.is_ideal())
    return g;
  return {effective_conductance(g.plus, p.wires),
          encoding_.is_single() ? g.minus : effective_conductance(g.minus, p.wires)};
}

double Crossbar::n_devices() const
{
  return static_cast<double>(pairs_.size()) * static_cast<double>(pairs_.front().programmed.plus.size()) *
         (encoding_.is_single() ? 1 : 2);
}

EffectiveWeights Crossbar::read(const Age &age, std::uint32_t read) const
{
  return read_pairs(age, read, {0, pairs_.size(), 1, 0});
}

EffectiveWeights Crossbar::read_slice(const Age &age, std::uint32_t read, std::size_t slice, double amplitude) const
{
  const auto n = static_cast<std::size_t>(encoding_.n_devices());
  return read_pairs(age, read, {slice * n, (slice + 1) * n, 1 / encoding_.share(slice), amplitude});
}

EffectiveWeights Crossbar::read_pairs(const Age &age, std::uint32_t read, const Reading &reading) const
{
  device_.require_valid(age.time);
  const bool                is_frozen = p.sampling == NoiseSampling::each_read_time;
  std::vector<Conductances> g;
  for (std::size_t k = reading.first; k < reading.end; ++k)
    g.push_back(seen_through_wires(is_frozen ? noisy_conductances(age, read, k) : conductances(age, k)));
  const Eigen::Index rows = g[0].plus.rows(), columns = g[0].plus.cols();
  const double       growth = read_noise_growth(device_, age.time);
  EffectiveWeights   weights{Matrix(rows, columns), Matrix(rows, columns), p.sampling == NoiseSampling::each_device};
  Eigen::RowVectorXd mean(columns), fresh(columns);
  double             largest = 0;
  for (Eigen::Index row = 0; row < rows; ++row) // a row stays in the cache: the matrices are read once
  {
    mean.setZero();
    fresh.setZero();
    for (std::size_t k = 0; k < g.size(); ++k)
    {
      const Conductances &noise = pairs_[reading.first + k].noise;
      const double        share = reading.scale * pairs_[reading.first + k].share / beta_;
      add_mean(g[k].plus.row(row), share, mean);
      add_mean(g[k].minus.row(row), -share, mean);
      if (is_frozen)
        continue;
      add_variance(g[k].plus.row(row), noise.plus.row(row), share, growth, fresh);
      if (!encoding_.is_single())
        add_variance(g[k].minus.row(row), noise.minus.row(row), share, growth, fresh);
    }
    weights.mean.row(row)     = mean.cast<float>();
    weights.variance.row(row) = fresh.cast<float>();
    largest                   = std::max(largest, fresh.maxCoeff());
  }
  if (!(largest > 0))
    weights.variance = Matrix();
  if (reading.amplitude > 0 && device_.is_curved())
    bend(g, reading, weights);
  return weights;
}

void Crossbar::add_mean(const RowOfDevices &g, double share, Eigen::RowVectorXd &mean) const
{
  if (!encoding_.is_scaled())
    mean += share * g;
  else
    mean += share * g.unaryExpr([&](double value) { return encoding_.contribution(value); });
}

void Crossbar::add_variance(const RowOfDevices &g, const RowOfDevices &noise, double share, double growth,
                            Eigen::RowVectorXd &variance) const
{
  const double white = device_.white_noise();
  if (!encoding_.is_scaled() && white == 0)
  {
    variance.array() += (growth * share * g.array() * noise.array()).square();
    return;
  }
  const auto slope = g.array().unaryExpr([&](double value) { return encoding_.slope(value); });
  variance.array() += (share * slope * g.array()).square() * ((growth * noise.array()).square() + white * white);
}

/// A full input stays what it is: the mean loses what the higher powers get (eq. W9).
void Crossbar::bend(const std::vector<Conductances> &g, const Reading &reading, EffectiveWeights &weights) const
{
  const double V         = reading.amplitude;
  DeviceMatrix of_second = DeviceMatrix::Zero(weights.mean.rows(), weights.mean.cols()), of_third = of_second;
  for (std::size_t k = 0; k < g.size(); ++k)
  {
    const Pair  &pair  = pairs_[reading.first + k];
    const double share = reading.scale * pair.share / beta_;
    for (const bool is_minus : {false, true})
    {
      const DeviceMatrix &values = is_minus ? g[k].minus : g[k].plus;
      const DeviceMatrix &target = is_minus ? pair.target.minus : pair.target.plus;
      for (Eigen::Index i = 0; i < values.size() && !(is_minus && encoding_.is_single()); ++i)
      {
        const Curvature c    = device_.curvature(target.data()[i]);
        const double    full = 1 + c.nl2 * V + c.nl3 * V * V, part = (is_minus ? -share : share) * values.data()[i];
        of_second.data()[i] += part * c.nl2 * V / full;
        of_third.data()[i] += part * c.nl3 * V * V / full;
      }
    }
  }
  weights.second = of_second.cast<float>();
  weights.third  = of_third.cast<float>();
  weights.mean -= weights.second + weights.third;
}

DeviceMatrix Crossbar::difference(const Conductances &g) const
{
  if (!encoding_.is_scaled())
    return (g.plus - g.minus) / beta_;
  const auto contribution = [&](double value) { return encoding_.contribution(value); };
  return (g.plus.unaryExpr(contribution) - g.minus.unaryExpr(contribution)) / beta_;
}

DeviceMatrix Crossbar::multiply(const DeviceMatrix &x, const Age &age) const
{
  DeviceMatrix w = pairs_[0].share * difference(seen_through_wires(conductances(age, 0)));
  for (std::size_t k = 1; k < pairs_.size(); ++k)
    w += pairs_[k].share * difference(seen_through_wires(conductances(age, k)));
  return x * w.transpose();
}
} // namespace quench::array
