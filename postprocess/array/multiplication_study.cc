#include <postprocess/array/study.h>

#include <postprocess/array/analog_network.h>
#include <postprocess/array/product.h>

#include <cstdio>

namespace quench::array
{
namespace
{
/// Sums over the matrices at one time.
struct Errors
{
  double raw = 0, compensated = 0, alpha = 0;
};

/// One random matrix as a network of one layer.
Network random_layer(const MultiplicationParameters &p, std::uint64_t seed)
{
  DeviceMatrix w(p.size, p.size);
  fill_normal(w, {seed, Purpose::reference_weights, 0, 0});
  w = w.array().max(-p.clip).min(p.clip).matrix();
  return {{{w.cast<float>(), RowVector::Zero(p.size)}}};
}

Matrix random_vectors(const MultiplicationParameters &p, std::uint64_t seed)
{
  DeviceMatrix x(p.vectors, p.size);
  fill_uniform(x, {seed, Purpose::reference_inputs, 0, 0});
  return x.cast<float>();
}

void add_errors(const ArrayCase &array_case, const DeviceModel &device, std::uint64_t seed, std::vector<Errors> &sums)
{
  PeripheryParameters ideal;
  ideal.dac_bits = ideal.adc_bits = 0;
  ideal.output_noise              = 0;
  const Network       network     = random_layer(array_case.multiplication, seed);
  const Matrix        x           = random_vectors(array_case.multiplication, seed);
  const Matrix        y           = times_transposed(x, network.layers.front().weights);
  const AnalogNetwork array(network, {{1, 1}}, array_case.mapping, ideal, device, seed);
  for (std::size_t i = 0; i < sums.size(); ++i)
  {
    const AgedNetwork aged  = array.at(array_case.times[i], static_cast<std::uint32_t>(i + 1));
    const auto        alpha = static_cast<float>(aged.layers().front().alpha);
    const Matrix      y_t   = aged.multiply(0, x, 0);
    sums[i].raw += (y_t - y).norm() / y.norm();
    sums[i].compensated += (alpha * y_t - y).norm() / y.norm();
    sums[i].alpha += alpha;
  }
}
} // namespace

Outcome run_multiplication_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log)
{
  const int           n = array_case.multiplication.matrices;
  std::vector<Errors> sums(array_case.times.size());
  for (int k = 0; k < n; ++k)
  {
    add_errors(array_case, device, array_case.seed + static_cast<std::uint64_t>(k), sums);
    log("matrix " + std::to_string(k + 1) + " of " + std::to_string(n) + " done");
  }

  Outcome outcome;
  outcome.tables.push_back({"mvm_error.csv", "time_s,error_raw,error_compensated,alpha", {}});
  for (std::size_t i = 0; i < sums.size(); ++i)
  {
    const double      raw = sums[i].raw / n, compensated = sums[i].compensated / n, alpha = sums[i].alpha / n;
    const std::string at = time_label(array_case.times[i]);
    outcome.results.push_back({"error_raw_" + at, raw, "1"});
    outcome.results.push_back({"error_compensated_" + at, compensated, "1"});
    outcome.results.push_back({"alpha_" + at, alpha, "1"});
    outcome.tables[0].rows.push_back(full_digits(array_case.times[i] / units::s) + "," + full_digits(raw) + "," +
                                     full_digits(compensated) + "," + full_digits(alpha));
  }
  return outcome;
}
} // namespace quench::array
