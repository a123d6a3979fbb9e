#include <postprocess/array/study.h>

#include <postprocess/array/analog_network.h>
#include <postprocess/array/effective_bits.h>
#include <postprocess/array/product.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace quench::array
{
namespace
{
/// Sums over the matrices at one time. [scheme]
struct Errors
{
  std::vector<double> relative, bits;
  double              alpha  = 0;
  TileCounts          counts = {}; ///< of one matrix
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

/// The scheme's outputs are those of `array`. The window of an output is that of its converter.
void add_errors(Errors &sums, std::size_t s, Compensation scheme, const AgedNetwork &array, const Matrix &x,
                const Matrix &y)
{
  const double window = array.layer(0).window();
  const Matrix y_t    = array.multiply(0, x, 0, scheme);
  const double error  = (y_t - y).norm();
  sums.relative[s] += error / y.norm();
  sums.bits[s] += effective_bits(window, error / std::sqrt(static_cast<double>(y.size())));
}

void add_matrix(const ArrayCase &c, const DeviceModel &device, std::uint64_t seed, std::vector<Errors> &sums)
{
  const auto    schemes = schemes_of(c.compensation);
  const Network network = random_layer(c.multiplication, seed);
  const Matrix  x       = random_vectors(c.multiplication, seed);
  const Matrix  y       = times_transposed(x, network.layers.front().weights);
  const auto    ranges  = calibrate(network, x, c.periphery, c.mapping);
  const auto    make    = [&](const MappingParameters &mapping) {
    return AnalogNetwork(network, ranges, {device, mapping, c.periphery, c.conditions}, seed, c.compensation);
  };
  const AnalogNetwork          array = make(c.mapping);
  std::optional<AnalogNetwork> scaled;
  if (std::find(schemes.begin(), schemes.end(), Compensation::current_scaling) != schemes.end())
  {
    MappingParameters mapping         = c.mapping;
    mapping.encoding.current_exponent = c.compensation.current_exponent;
    scaled.emplace(make(mapping));
  }
  for (std::size_t i = 0; i < sums.size(); ++i)
  {
    const auto        read = static_cast<std::uint32_t>(i + 1);
    const Age         age  = age_of(c, c.times[i]);
    const AgedNetwork aged = array.at(age, read);
    sums[i].alpha += aged.layer(0).mean_alpha();
    sums[i].counts = array.counts();
    for (std::size_t s = 0; s < schemes.size(); ++s)
      add_errors(sums[i], s, schemes[s], schemes[s] == Compensation::current_scaling ? scaled->at(age, read) : aged, x,
                 y);
  }
}

/// Effective bits of one device against its conductance, as programmed.
CsvTable device_bits(const StudyDevices &devices)
{
  constexpr int n = 25; // points of the window: choice
  CsvTable      table{"effective_bits.csv", "g_uS,sigma_uS,effective_bits,device", {}};
  for (const StudyDevice &studied : devices)
    for (int k = 0; k <= n; ++k)
    {
      const double low = studied.model->g_min(), range = studied.model->g_max() - low, g = low + range * k / n;
      const double sigma = studied.model->programming_sigma(g);
      if (sigma > 0)
        table.rows.push_back(full_digits(g / units::uS) + "," + full_digits(sigma / units::uS) + "," +
                             full_digits(effective_bits(range, sigma)) + "," + studied.name);
    }
  return table;
}

void add_device(Outcome &outcome, const ArrayCase &c, const std::string &device, bool is_named,
                const std::vector<Errors> &sums)
{
  const std::string prefix = is_named ? device + "_" : "";
  const int         n      = c.multiplication.matrices;
  for (std::size_t i = 0; i < sums.size(); ++i)
  {
    const std::string at  = time_label(c.times[i]);
    std::string       row = full_digits(c.times[i] / units::s);
    for (std::size_t s = 0; s < sums[i].relative.size(); ++s)
    {
      const std::string scheme = word(c.compensation.schemes[s]);
      outcome.results.push_back({"error_" + prefix + scheme + "_" + at, sums[i].relative[s] / n, "1"});
      if (std::isfinite(sums[i].bits[s])) // an ideal product has no error
        outcome.results.push_back({"effective_bits_" + prefix + scheme + "_" + at, sums[i].bits[s] / n, "1"});
      row += "," + full_digits(sums[i].relative[s] / n);
    }
    outcome.results.push_back({"alpha_" + prefix + at, sums[i].alpha / n, "1"});
    outcome.tables[0].rows.push_back(row + "," + full_digits(sums[i].alpha / n) + "," + device);
  }
}
} // namespace

Outcome run_multiplication_study(const ArrayCase &array_case, const StudyDevices &devices, const Log &log)
{
  Outcome     outcome;
  std::string header = "time_s";
  for (const std::string &scheme : array_case.compensation.schemes)
    header += ",error_" + word(scheme);
  outcome.tables = {{"mvm_error.csv", header + ",alpha,device", {}}, device_bits(devices)};
  for (const StudyDevice &studied : devices)
  {
    const std::size_t   n_schemes = array_case.compensation.schemes.size();
    std::vector<Errors> sums(array_case.times.size(),
                             {std::vector<double>(n_schemes), std::vector<double>(n_schemes), 0, {}});
    for (int k = 0; k < array_case.multiplication.matrices; ++k)
    {
      add_matrix(array_case, *studied.model, array_case.seed + static_cast<std::uint64_t>(k), sums);
      log(studied.name + ", matrix " + std::to_string(k + 1) + " of " +
          std::to_string(array_case.multiplication.matrices) + " done");
    }
    add_device(outcome, array_case, studied.name, devices.size() > 1, sums);
    if (&studied == &devices.front())
      add_counts(outcome, sums.front().counts);
  }
  return outcome;
}
} // namespace quench::array
