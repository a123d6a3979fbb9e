// Studies of parts of larger networks on tiles: a transformer block, kernelised attention, mixture of experts.

#include <postprocess/array/study.h>

#include <postprocess/array/analog_network.h>
#include <postprocess/array/product.h>

#include <cmath>

namespace quench::array
{
namespace
{
double relative_error(const Matrix &found, const Matrix &exact) { return (found - exact).norm() / exact.norm(); }

/// Inputs that each projection of the block gets when all is digital.
std::vector<Matrix> digital_inputs(const TransformerBlock &block, const Matrix &x, Matrix &y)
{
  std::vector<Matrix> inputs(block.projections().layers.size());
  y = block.forward(x, [&](TransformerBlock::Projection k, const Matrix &input) {
    inputs[k] = input;
    return times_transposed(input, block.projections().layers[k].weights);
  });
  return inputs;
}

LayerRange range_of(const Layer &layer, const Matrix &x, double quantile)
{
  return {covering_bound(x, quantile), covering_bound(times_transposed(x, layer.weights), quantile)};
}

/// Outputs of tile l with global drift compensation.
Matrix compensated(const AgedNetwork &aged, std::size_t l, const Matrix &x)
{
  return static_cast<float>(aged.layers()[l].alpha) * aged.multiply(l, x, 0);
}

void add_result(Outcome &outcome, const std::string &what, double time, double value)
{
  outcome.results.push_back({what + "_" + time_label(time), value, "1"});
  outcome.tables[0].rows.push_back(full_digits(time / units::s) + "," + what + "," + full_digits(value));
}
} // namespace

Outcome run_transformer_study(const ArrayCase &c, const DeviceModel &device, const Log &log)
{
  const TransformerBlock    block(c.transformer, c.seed);
  const Matrix              x = random_tokens(c.transformer, c.seed);
  Matrix                    y;
  const std::vector<Matrix> inputs = digital_inputs(block, x, y);
  std::vector<LayerRange>   ranges;
  for (std::size_t k = 0; k < inputs.size(); ++k)
    ranges.push_back(range_of(block.projections().layers[k], inputs[k], c.periphery.range_quantile));
  const AnalogNetwork tiles(block.projections(), ranges, c.mapping, c.periphery, device, c.seed);

  Outcome outcome;
  outcome.tables.push_back({"transformer_error.csv", "time_s,part,relative_error", {}});
  for (std::size_t i = 0; i < c.times.size(); ++i)
  {
    const AgedNetwork aged = tiles.at(age_of(c, c.times[i]), static_cast<std::uint32_t>(i + 1));
    for (std::size_t k = 0; k < inputs.size(); ++k)
      add_result(outcome, "error_" + TransformerBlock::projection_names()[k], c.times[i],
                 relative_error(compensated(aged, k, inputs[k]),
                                times_transposed(inputs[k], block.projections().layers[k].weights)));
    const Matrix out = block.forward(
        x, [&](TransformerBlock::Projection k, const Matrix &input) { return compensated(aged, k, input); });
    add_result(outcome, "error_block", c.times[i], relative_error(out, y));
    log(time_label(c.times[i]) + ": error of the block " + std::to_string(outcome.results.back().value));
  }
  return outcome;
}

Outcome run_long_range_study(const ArrayCase &c, const DeviceModel &device, const Log &log)
{
  const LongRangeParameters &p     = c.long_range;
  const Layer                layer = feature_layer(p, c.seed);
  const LongRangeSequence    first = make_sequence(p, c.seed, 0);
  Matrix                     keys  = first.keys;
  for (Eigen::Index i = 0; i < keys.rows(); ++i)
    keys.row(i) *= static_cast<float>(std::sqrt(p.sharpness)) / keys.row(i).norm();
  const AnalogNetwork      tile({{layer}}, {range_of(layer, keys, c.periphery.range_quantile)}, c.mapping, c.periphery,
                                device, c.seed);
  std::vector<AgedNetwork> aged;
  for (std::size_t i = 0; i < c.times.size(); ++i)
    aged.push_back(tile.at(age_of(c, c.times[i]), static_cast<std::uint32_t>(i + 1)));

  std::vector<double> right(c.times.size());
  double              right_exactly = 0, right_digitally = 0;
  for (int n = 0; n < p.sequences; ++n)
  {
    const LongRangeSequence sequence = make_sequence(p, c.seed, static_cast<std::uint32_t>(n + 1));
    const auto              is_right = [&](const Projector &project) {
      return answer_by_features(p, sequence, project) == sequence.answer ? 1 : 0;
    };
    right_exactly += answer_exactly(p, sequence) == sequence.answer ? 1 : 0;
    right_digitally += is_right([&](const Matrix &x) { return times_transposed(x, layer.weights); });
    for (std::size_t i = 0; i < aged.size(); ++i)
      right[i] += is_right([&](const Matrix &x) { return compensated(aged[i], 0, x); });
  }
  log(std::to_string(p.sequences) + " sequences done");
  Outcome outcome;
  outcome.tables.push_back({"long_range.csv", "time_s,part,accuracy", {}});
  outcome.results.push_back({"accuracy_exact_attention", right_exactly / p.sequences, "1"});
  outcome.results.push_back({"accuracy_digital_features", right_digitally / p.sequences, "1"});
  for (std::size_t i = 0; i < aged.size(); ++i)
    add_result(outcome, "accuracy_analog_features", c.times[i], right[i] / p.sequences);
  return outcome;
}

Outcome run_expert_study(const ArrayCase &c, const DeviceModel &device, const Log &log)
{
  const Age    age   = age_of(c, c.times.front());
  const Matrix x     = random_tokens({c.experts.width, 1, 1, c.experts.tokens, 1}, c.seed);
  const double bound = covering_bound(x, c.periphery.range_quantile);
  Outcome      outcome;
  outcome.tables.push_back({"experts.csv", "routed,energy_pJ", {}});
  double all = 0;
  for (const int routed : {c.experts.experts, c.experts.routed})
  {
    ExpertParameters p  = c.experts;
    p.routed            = routed;
    const double energy = Experts(p, c.mapping, device, c.seed).forward(x, age, bound, c.energy).energy;
    all                 = routed == c.experts.experts ? energy : all;
    outcome.results.push_back(
        {"energy_" + std::to_string(routed) + "_of_" + std::to_string(p.experts), energy / p.tokens / units::pJ, "pJ"});
    outcome.results.push_back({"energy_ratio_" + std::to_string(routed), energy / all, "1"});
    outcome.tables[0].rows.push_back(std::to_string(routed) + "," + full_digits(energy / units::pJ));
  }
  log("energy of " + std::to_string(c.experts.routed) + " of " + std::to_string(c.experts.experts) +
      " tiles: " + std::to_string(outcome.results.back().value) + " of all");
  return outcome;
}
} // namespace quench::array
