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

LayerRange range_of(const ArrayCase &c, const Layer &layer, const Matrix &x)
{
  const double quantile = c.periphery.range_quantile;
  return layer_range(layer.weights, x, covering_bound(x, quantile), quantile, c.mapping);
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
    ranges.push_back(range_of(c, block.projections().layers[k], inputs[k]));
  const AnalogNetwork tiles(block.projections(), ranges, hardware_of(c, device), c.seed);

  Outcome outcome;
  outcome.tables.push_back({"transformer_error.csv", "time_s,part,relative_error", {}});
  add_counts(outcome, tiles.counts());
  for (std::size_t i = 0; i < c.times.size(); ++i)
  {
    const AgedNetwork aged = tiles.at(age_of(c, c.times[i]), static_cast<std::uint32_t>(i + 1));
    for (std::size_t k = 0; k < inputs.size(); ++k)
      add_result(outcome, "error_" + TransformerBlock::projection_names()[k], c.times[i],
                 relative_error(aged.multiply(k, inputs[k], 0, Compensation::global),
                                times_transposed(inputs[k], block.projections().layers[k].weights)));
    const Matrix out = block.forward(x, [&](TransformerBlock::Projection k, const Matrix &input) {
      return aged.multiply(k, input, 0, Compensation::global);
    });
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
  const AnalogNetwork      tile({{layer}}, {range_of(c, layer, keys)}, hardware_of(c, device), c.seed);
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
      right[i] += is_right([&](const Matrix &x) { return aged[i].multiply(0, x, 0, Compensation::global); });
  }
  log(std::to_string(p.sequences) + " sequences done");
  Outcome outcome;
  outcome.tables.push_back({"long_range.csv", "time_s,part,accuracy", {}});
  add_counts(outcome, tile.counts());
  outcome.results.push_back({"accuracy_exact_attention", right_exactly / p.sequences, "1"});
  outcome.results.push_back({"accuracy_digital_features", right_digitally / p.sequences, "1"});
  for (std::size_t i = 0; i < aged.size(); ++i)
    add_result(outcome, "accuracy_analog_features", c.times[i], right[i] / p.sequences);
  return outcome;
}

Outcome run_expert_study(const ArrayCase &c, const DeviceModel &device, const Log &log)
{
  const Age    age = age_of(c, c.times.front());
  const Matrix x   = random_tokens({c.experts.width, 1, 1, c.experts.tokens, 1}, c.seed);
  Outcome      outcome;
  outcome.tables.push_back({"experts.csv", "routed,energy_pJ,conversions,relative_error", {}});
  double     all = 0, ratio = 0;
  TileCounts counts;
  for (const int routed : {c.experts.experts, c.experts.routed})
  {
    ExpertParameters p = c.experts;
    p.routed           = routed;
    const Experts         experts(p, hardware_of(c, device), c.seed, x);
    const Experts::Output output = experts.forward(x, age, c.energy.read_time);
    const std::string     name   = std::to_string(routed) + "_of_" + std::to_string(p.experts);
    const double          error  = relative_error(output.y, experts.digital(x));
    all                          = routed == c.experts.experts ? output.energy : all;
    outcome.results.push_back({"energy_" + name, output.energy / p.tokens / units::pJ, "pJ"});
    outcome.results.push_back({"conversions_" + name, output.conversions / p.tokens, "1"});
    outcome.results.push_back({"error_" + name, error, "1"});
    outcome.results.push_back({"energy_ratio_" + std::to_string(routed), output.energy / all, "1"});
    outcome.tables[0].rows.push_back(std::to_string(routed) + "," + full_digits(output.energy / units::pJ) + "," +
                                     full_digits(output.conversions) + "," + full_digits(error));
    counts = experts.counts();
    ratio  = output.energy / all;
  }
  outcome.results.push_back({"tiles", double(counts.tiles), "1"});
  outcome.results.push_back({"devices", counts.devices, "1"});
  log("energy of " + std::to_string(c.experts.routed) + " of " + std::to_string(c.experts.experts) +
      " tiles: " + std::to_string(ratio) + " of all");
  return outcome;
}
} // namespace quench::array
