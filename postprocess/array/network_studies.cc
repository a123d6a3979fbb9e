// Studies of one training or one network: mixed precision, cost of the layers.

#include <postprocess/array/study.h>

#include <postprocess/array/analog_network.h>
#include <postprocess/array/case_data.h>
#include <postprocess/array/mixed_precision.h>

#include <algorithm>

namespace quench::array
{
namespace
{
std::string row_of(const std::string &name, const LayerCost &cost)
{
  std::string row = name;
  for (const double value : {cost.multiplications, double(cost.tiles), cost.devices, cost.conversions,
                             double(cost.reads), cost.cells / units::pJ, cost.dac / units::pJ, cost.adc / units::pJ,
                             cost.digital / units::pJ, cost.energy() / units::pJ, cost.latency / units::ns})
    row += "," + full_digits(value);
  return row;
}

void add_to(LayerCost &sum, const LayerCost &cost)
{
  sum.multiplications += cost.multiplications;
  sum.tiles += cost.tiles;
  sum.devices += cost.devices;
  sum.conversions += cost.conversions;
  sum.reads += cost.reads;
  sum.cells += cost.cells;
  sum.dac += cost.dac;
  sum.adc += cost.adc;
  sum.digital += cost.digital;
  sum.latency += cost.latency;
}
} // namespace

Outcome run_mixed_precision_study(const ArrayCase &array_case, const Log &log, const std::string &folder)
{
  const auto [training, test] = read_case_data(array_case, folder);
  const auto right            = [&images = test.images, &labels = test.labels](const Network &network) {
    return accuracy(forward(network, images), labels);
  };
  log("training digitally");
  const double digital = right(train(training, array_case.network));
  log("training with phase-change weights");
  const MixedPrecisionResult mixed = train_mixed_precision(training, array_case.network, array_case.mixed_precision);
  const double               found = right(mixed.network);
  Outcome                    outcome;
  outcome.results = {{"float_accuracy", digital, "1"},
                     {"mixed_precision_accuracy", found, "1"},
                     {"accuracy_loss", digital - found, "1"},
                     {"set_pulses", static_cast<double>(mixed.n_pulses), "1"},
                     {"resets", static_cast<double>(mixed.n_resets), "1"},
                     {"most_written_device", mixed.most_written, "1"},
                     {"trainings_until_worn", mixed.repetitions, "1"}};
  return outcome;
}

Outcome run_cost_study(const ArrayCase &array_case, const DeviceModel &device, const Log &log,
                       const std::string &folder)
{
  const Dataset training = read_training_data(array_case, folder);
  if (array_case.network.file.empty())
    log("training on " + std::to_string(training.labels.size()) + " images");
  const Network network = case_network(array_case, training, device, folder);
  const auto    n       = std::min<Eigen::Index>(array_case.periphery.calibration_images, training.images.rows());
  Matrix        x       = training.images.topRows(n);

  const Age     age = age_of(array_case, array_case.times.front());
  Outcome       outcome;
  LayerCost     sum;
  std::uint64_t first_tile = 0;
  outcome.tables.push_back(
      {"layer_cost.csv",
       "layer,multiplications,tiles,devices,conversions,reads,cells_pJ,DAC_pJ,ADC_pJ,digital_pJ,energy_pJ,latency_ns",
       {}});
  for (std::size_t l = 0; l < network.layers.size(); ++l)
  {
    const Layer     &layer = network.layers[l];
    const TiledArray array(layer.weights.cast<double>(), array_case.mapping, device, array_case.seed, first_tile);
    const Matrix     inputs = to_tile(layer, x);
    const double     bound  = covering_bound(inputs, array_case.periphery.range_quantile);
    const double     cells =
        cell_energy(array, device, age, inputs, bound, array_case.periphery.inputs, array_case.energy.read_time);
    const int       n_reads = layer.convolution ? layer.convolution->n_pixels() : 1;
    const LayerCost cost =
        layer_cost(array.counts(), static_cast<double>(layer.weights.size()), n_reads, cells, array_case.energy);
    const std::string name = "layer_" + std::to_string(l + 1);
    outcome.results.push_back({"energy_" + name, cost.energy() / units::pJ, "pJ"});
    outcome.results.push_back({"latency_" + name, cost.latency / units::ns, "ns"});
    outcome.tables[0].rows.push_back(row_of(name, cost));
    add_to(sum, cost);
    first_tile += array.n_parts();
    x = rectified(apply(layer, x));
  }
  outcome.tables[0].rows.push_back(row_of("all", sum));
  outcome.results.push_back({"energy_all", sum.energy() / units::pJ, "pJ"});
  outcome.results.push_back({"latency_all", sum.latency / units::ns, "ns"});
  add_counts(outcome, {sum.tiles, sum.devices, 0, sum.conversions});
  constexpr double tera = 1e12;
  outcome.results.push_back({"efficiency", sum.efficiency() * units::J / tera, "TOPS/W"});
  outcome.results.push_back({"reported_efficiency", array_case.energy.reported, "TOPS/W"});
  return outcome;
}
} // namespace quench::array
