#include <postprocess/array/pulsed_study.h>

#include <postprocess/array/random_streams.h>
#include <postprocess/array/study.h>

#include <physics/base/random.h>

#include <cmath>

namespace quench::array
{
StationaryError stationary_error(UpdateScheme scheme, int n_states, const PulsedStudyParameters &p, std::uint64_t seed)
{
  LinearStepParameters device = p.device;
  device.step                 = (device.w_max - device.w_min) / n_states;
  PulsedWeights weights(scheme, p.tiki_taka, device, p.weights, 1, seed);
  DeviceMatrix  noise(p.weights, 1);
  double        sum = 0, squares = 0, n = 0;
  for (int t = 0; t < p.updates; ++t)
  {
    fill_normal(noise, {seed, Purpose::gradient_noise, 0, static_cast<std::uint32_t>(t)});
    const Eigen::ArrayXd off = weights.weights().array() - p.target;
    weights.descend((off + p.gradient_noise * noise.array()).matrix());
    if (t < p.updates / 2)
      continue;
    sum += off.sum();
    squares += off.square().sum();
    n += static_cast<double>(off.size());
  }
  return {sum / n, std::sqrt(squares / n)};
}

double gain_asymmetry(const CapacitorParameters &capacitor, int n_weights, int n_transfers, std::uint64_t seed)
{
  CapacitorWeights    weights(capacitor, n_weights, seed);
  RandomStream        numbers(seed, static_cast<std::uint32_t>(Purpose::gradient_noise), 1, 0);
  std::vector<double> change(n_weights), wanted(n_weights), size(n_weights);
  for (long t = 0; t < static_cast<long>(n_transfers) * capacitor.transfer_every; ++t)
  {
    for (int k = 0; k < n_weights; ++k)
    {
      change[k] = numbers.uniform() - 0.5;
      wanted[k] += change[k];
      size[k] += std::abs(change[k]);
    }
    weights.add(change);
  }
  double squares = 0;
  for (int k = 0; k < n_weights; ++k)
    squares += std::pow((weights.weight(k) - wanted[k]) / (size[k] / 2), 2);
  return std::sqrt(squares / n_weights);
}

Outcome run_pulsed_study(const ArrayCase &array_case, const Log &log)
{
  const PulsedStudyParameters                            &p = array_case.pulsed;
  const std::vector<std::pair<std::string, UpdateScheme>> schemes{{"direct", UpdateScheme::direct},
                                                                  {"tiki_taka_1", UpdateScheme::tiki_taka_1},
                                                                  {"tiki_taka_2", UpdateScheme::tiki_taka_2}};
  Outcome                                                 outcome;
  outcome.tables.push_back({"stationary_error.csv", "states,scheme,bias,rms", {}});
  for (const int states : p.states)
    for (const auto &[name, scheme] : schemes)
    {
      const StationaryError error = stationary_error(scheme, states, p, array_case.seed);
      const std::string     of    = name + "_" + std::to_string(states) + "_states";
      outcome.results.push_back({"bias_" + of, error.bias, "1"});
      outcome.results.push_back({"rms_" + of, error.rms, "1"});
      outcome.tables[0].rows.push_back(std::to_string(states) + "," + name + "," + full_digits(error.bias) + "," +
                                       full_digits(error.rms));
      log(of + ": bias " + std::to_string(error.bias) + ", rms " + std::to_string(error.rms));
    }
  constexpr int n_transfers = 4;
  for (const bool inverts : {false, true})
  {
    CapacitorParameters capacitor = p.capacitor;
    capacitor.inverts             = inverts;
    outcome.results.push_back({std::string("gain_asymmetry_") + (inverts ? "inverting" : "fixed"),
                               gain_asymmetry(capacitor, p.weights, n_transfers, array_case.seed), "1"});
  }
  return outcome;
}
} // namespace quench::array
