#include <postprocess/compact/noise_fit.h>

#include <physics/base/error.h>
#include <postprocess/compact/fit.h>
#include <postprocess/compact/flicker_noise.h>
#include <postprocess/compact/least_squares.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace quench::compact
{
namespace
{
constexpr int    n_left_out = 3;      // frequencies 0, 1, 2: the straight line and the window have taken from them
constexpr double overlap = 35.0 / 18; // sum of the squared correlations of Hann-windowed neighbours: 1 + 2 (4/9 + 1/36)

/// Fourier sum in place, n a power of two (Cooley and Tukey 1965).
void transform(std::vector<std::complex<double>> &x)
{
  const std::size_t n = x.size();
  for (std::size_t i = 1, j = 0; i < n; ++i)
  {
    std::size_t bit = n >> 1;
    for (; j & bit; bit >>= 1)
      j ^= bit;
    j ^= bit;
    if (i < j)
      std::swap(x[i], x[j]);
  }
  for (std::size_t length = 2; length <= n; length *= 2)
    for (std::size_t k = 0; k < length / 2; ++k)
    {
      const std::complex<double> turn = std::polar(1.0, -2 * std::numbers::pi * double(k) / double(length));
      for (std::size_t start = 0; start < n; start += length)
      {
        const auto even = x[start + k], odd = turn * x[start + k + length / 2];
        x[start + k]              = even + odd;
        x[start + k + length / 2] = even - odd;
      }
    }
}

/// Spectrum of reads dt apart of 1/f noise with Q = 1: the sum over its exponentially correlated processes, each seen
/// at the reads only (eq. X10).
std::vector<double> flicker_shape(const std::vector<double> &frequency, double dt, double t_read, double t_longest)
{
  std::vector<double> shape(frequency.size(), 0.0);
  for (const double time : flicker_times(t_read, t_longest))
  {
    const double rho = std::exp(-dt / time), loss = -std::expm1(-2 * dt / time);
    for (std::size_t k = 0; k < shape.size(); ++k)
      shape[k] += 2 * dt * loss / (1 - 2 * rho * std::cos(2 * std::numbers::pi * frequency[k] * dt) + rho * rho);
  }
  return shape;
}

/// Whittle's likelihood of S = A (shape + r w): A has a closed form, r is found by golden section in ln r.
struct Whittle
{
  const std::vector<double> &power, &shape;
  double                     flat;

  double scale(double r) const
  {
    double sum = 0;
    for (std::size_t k = 0; k < power.size(); ++k)
      sum += power[k] / (shape[k] + r * flat);
    return sum / double(power.size());
  }
  double cost(double r) const
  {
    double sum = double(power.size()) * std::log(scale(r));
    for (std::size_t k = 0; k < power.size(); ++k)
      sum += std::log(shape[k] + r * flat);
    return sum;
  }
};

double best_ratio(const Whittle &whittle)
{
  constexpr double span = 40, accuracy = 1e-5; // of ln r
  const double     ratio = (std::sqrt(5.0) - 1) / 2;
  double           low = -span, high = span;
  while (high - low > accuracy)
  {
    const double left = high - ratio * (high - low), right = low + ratio * (high - low);
    const bool   lower   = whittle.cost(std::exp(left)) < whittle.cost(std::exp(right));
    (lower ? high : low) = lower ? right : left;
  }
  return std::exp((low + high) / 2);
}

/// Standard errors of A = Q^2 and B = white^2 2/f_s: Fisher information of Whittle's likelihood.
void add_errors(NoiseSpectrum &noise, const std::vector<double> &shape, double flat)
{
  const double A = noise.Q.value * noise.Q.value, B = noise.white.value * noise.white.value;
  Matrix       information(2, std::vector<double>(2, 0.0));
  for (const double s : shape)
  {
    const double S = A * s + B * flat, by[2] = {s / S, flat / S};
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < 2; ++j)
        information[i][j] += by[i] * by[j];
  }
  const auto covariance = inverse_symmetric(information);
  if (!covariance)
    throw InputError("read noise", "the trace does not tell 1/f and white noise apart", "a longer trace is needed");
  noise.Q.sigma     = std::sqrt(overlap * (*covariance)[0][0]) / (2 * noise.Q.value);
  noise.white.sigma = noise.white.value > 0 ? std::sqrt(overlap * (*covariance)[1][1]) / (2 * noise.white.value) : 0;
}

/// Slope of ln S against ln f below a twentieth of the read rate.
double low_slope(const std::vector<double> &frequency, const std::vector<double> &power)
{
  constexpr double    bias = 0.5772156649; // -E[ln] of a periodogram's exponential distribution; moves no slope
  std::vector<double> x, y;
  for (std::size_t k = 0; k < power.size() && frequency[k] < frequency.back() / 10; ++k)
  {
    x.push_back(std::log(frequency[k]));
    y.push_back(std::log(power[k]) + bias);
  }
  // every decade counts alike: weights 1/f, as there are f times as many points
  std::vector<double> sigma;
  for (const double ln_f : x)
    sigma.push_back(std::exp(ln_f / 2));
  return fit_line(x, y, sigma, "spectrum").slope.value;
}

struct NoisyState
{
  double        conductance_uS = 0;
  NoiseSpectrum noise;
};

NoisyState noisy_state(const Run &run)
{
  const std::string   where = run.directory + "/noise.csv";
  constexpr double    even  = 1e-3; // of the distance
  const auto         &trace = run.noise;
  const double        dt    = trace.size() > 1 ? trace[1].time_s - trace[0].time_s : 0;
  double              mean  = 0;
  std::vector<double> relative;
  for (std::size_t i = 0; i < trace.size(); ++i)
  {
    if (i > 0 && std::abs(trace[i].time_s - trace[i - 1].time_s - dt) > even * dt)
      throw InputError(where, "time_s = " + std::to_string(trace[i].time_s), "the reads of a trace are evenly spaced");
    mean += trace[i].conductance_uS / double(trace.size());
  }
  if (!(mean > 0))
    throw InputError(where, "the mean conductance is " + std::to_string(mean) + " uS", "must be above 0",
                     "Single reads may be below");
  for (const NoiseRead &read : trace)
    relative.push_back(read.conductance_uS / mean - 1);
  try
  {
    return {mean, fit_read_noise(relative, dt, trace.empty() ? 0 : trace.front().duration_s)};
  }
  catch (const InputError &error)
  {
    throw InputError(where, error.what());
  }
}
} // namespace

std::vector<double> power_spectrum(std::span<const double> values, double dt)
{
  const std::size_t                 n = values.size();
  std::vector<double>               time(n);
  std::vector<std::complex<double>> x(n);
  for (std::size_t i = 0; i < n; ++i)
    time[i] = double(i) - double(n - 1) / 2;
  const Line line = fit_line(time, values, {}, "trace");
  double     sum  = 0;
  for (std::size_t i = 0; i < n; ++i)
  {
    const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * (double(i) + 0.5) / double(n));
    x[i]                = window * (values[i] - line.intercept.value - line.slope.value * time[i]);
    sum += window * window;
  }
  transform(x);
  std::vector<double> power;
  for (std::size_t k = n_left_out; k < n / 2; ++k)
    power.push_back(2 * dt * std::norm(x[k]) / sum);
  return power;
}

NoiseSpectrum fit_read_noise(std::span<const double> relative, double dt_s, double t_read_s)
{
  if (int(relative.size()) < fewest_trace_reads)
    throw InputError("read noise", std::to_string(relative.size()) + " reads",
                     "at least " + std::to_string(fewest_trace_reads) + " evenly spaced ones are needed");
  if (!(t_read_s > 0 && t_read_s <= dt_s))
    throw InputError("read noise", "a read of " + std::to_string(t_read_s) + " s every " + std::to_string(dt_s) + " s",
                     "the duration must be above 0 and not above the distance");
  std::size_t n = 1;
  while (2 * n <= relative.size())
    n *= 2;
  const std::vector<double> power = power_spectrum(relative.last(n), dt_s);
  std::vector<double>       frequency;
  for (std::size_t k = 0; k < power.size(); ++k)
    frequency.push_back(double(k + n_left_out) / (double(n) * dt_s));
  const std::vector<double> shape = flicker_shape(frequency, dt_s, t_read_s, double(n) * dt_s);
  const double              flat  = 2 * dt_s;
  const Whittle             whittle{power, shape, flat};
  const double              r = best_ratio(whittle);
  NoiseSpectrum             noise;
  noise.Q.value     = std::sqrt(whittle.scale(r));
  noise.white.value = std::sqrt(whittle.scale(r) * r);
  noise.slope       = low_slope(frequency, power);
  noise.f_min_Hz    = frequency.front();
  noise.f_max_Hz    = frequency.back();
  noise.points      = int(n);
  add_errors(noise, shape, flat);
  return noise;
}

std::optional<ReadNoise> make_read_noise(const std::vector<ResultSet> &sets)
{
  std::vector<NoisyState> states;
  ReadNoise               part;
  for (const ResultSet &set : sets)
    for (const Run &run : set.runs)
      if (!run.noise.empty())
      {
        states.push_back(noisy_state(run));
        part.t_read_s = run.noise.front().duration_s;
      }
  if (states.size() < 3)
    return std::nullopt;
  std::vector<double> x, y, sigma;
  double              weights = 0, white = 0;
  for (const NoisyState &state : states)
    part.g_max_uS = std::max(part.g_max_uS, state.conductance_uS);
  for (const NoisyState &state : states)
  {
    const Estimate &Q = state.noise.Q, &w = state.noise.white;
    x.push_back(std::log(state.conductance_uS / part.g_max_uS));
    y.push_back(std::log(Q.value));
    sigma.push_back(Q.sigma / Q.value);
    part.q_max          = std::max(part.q_max, Q.value);
    const double weight = w.sigma > 0 ? 1 / (w.sigma * w.sigma) : 0;
    weights += weight;
    white += weight * w.value;
  }
  const Line line    = fit_line(x, y, sigma, "read noise against conductance");
  part.q_scale       = std::exp(line.intercept.value);
  part.q_scale_sigma = part.q_scale * line.intercept.sigma;
  part.q_power       = -line.slope.value;
  part.q_power_sigma = line.slope.sigma;
  if (weights > 0)
    part.white = Estimate{white / weights, 1 / std::sqrt(weights)};
  part.source = std::to_string(states.size()) + " traces of " + std::to_string(states.front().noise.points) + " reads";
  return part;
}
} // namespace quench::compact
