#include <postprocess/report/array_tables.h>

namespace quench::report
{
namespace
{
constexpr const char *age = "Time after programming";

TableFigure against_age(TableFigure figure)
{
  figure.x        = "time_s";
  figure.x_label  = age;
  figure.x_is_age = figure.x_is_log = true;
  return figure;
}

TableFigure accuracy()
{
  TableFigure f = against_age(
      {"accuracy_summary.csv", "accuracy", "Accuracy against time", "", "mean", {"scheme", "device"}, "std"});
  f.y_label = "Accuracy (%)";
  f.factor  = 100;
  f.guides  = {{"float_accuracy", "exact weights"}};
  f.caption = "Accuracy of the network on the array over time: mean (markers) and one standard deviation (bands) over "
              "the array seeds. All curves of a study use the same trained weights, all schemes of a device the same "
              "devices. Dotted: the same network with exact weights.";
  return f;
}

std::vector<TableFigure> products()
{
  TableFigure error =
      against_age({"mvm_error.csv", "mvm-error", "Error of products against time", "", "error_*", {"device"}});
  error.y_label = "Relative L_{2} error";
  error.caption =
      "Relative error of analog matrix-vector products as the array ages, a curve per scheme against drift. "
      "Uncompensated, the error grows because all conductances shrink; what a compensation leaves is the "
      "spread of the drift exponents and noise.";
  TableFigure factor = against_age({"mvm_error.csv", "alpha", "Factor of the compensation", "", "alpha", {"device"}});
  factor.y_label     = "Factor α";
  factor.caption     = "Factor with which the global compensation multiplies the products of the aged array.";
  TableFigure bits{"effective_bits.csv", "effective-bits", "Effective bits of one device", "g_uS",
                   "effective_bits",     {"device"}};
  bits.x_label = "Conductance (µS)";
  bits.y_label = "Effective bits";
  bits.caption =
      "Effective bits of a single device as programmed: log_{2} of its range over √12 times the deviation of "
      "its programming.";
  return {error, factor, bits};
}

std::vector<TableFigure> pulses()
{
  TableFigure train{"train.csv", "train", "Conductance against pulses", "pulse", "mean_uS", {"train"}, "std_uS"};
  train.x_label = "SET pulses";
  train.y_label = "Conductance (µS)";
  train.caption = "Mean conductance after each SET pulse (markers) and one standard deviation over the devices (band).";
  TableFigure verified =
      against_age({"verify.csv", "verify", "Devices programmed and verified", "", "mean_uS", {}, "std_uS"});
  verified.y_label = "Conductance (µS)";
  verified.caption = "Mean conductance of the devices after program-and-verify (markers) and one standard deviation "
                     "(band) as they drift.";
  TableFigure rest{
      "stationary_error.csv", "stationary-error", "Where pulsed weights rest", "states", "rms", {"scheme"}};
  rest.x_label  = "States of a device";
  rest.y_label  = "Distance from the minimum, rms";
  rest.x_is_log = rest.y_is_log = true;
  rest.caption =
      "Root mean square distance of pulsed weights from the minimum of their loss against the number of states of "
      "a device. Plain descent is pulled to the symmetry point of the device; Tiki-Taka is not.";
  TableFigure bias = rest;
  bias.name        = "stationary-bias";
  bias.title       = "Bias of pulsed weights";
  bias.y           = "bias";
  bias.y_label     = "Distance from the minimum, mean";
  bias.caption = "Mean distance of the same weights from the minimum: what is left of the figure before without noise.";
  return {train, verified, rest, bias};
}

std::vector<TableFigure> architectures()
{
  TableFigure block = against_age(
      {"transformer_error.csv", "transformer-error", "Errors of a transformer block", "", "relative_error", {"part"}});
  block.y_label     = "Relative error";
  block.name_prefix = "error_";
  block.caption     = "Relative error of each projection of a transformer block, and of the block, as its tiles age.";
  TableFigure range =
      against_age({"long_range.csv", "long-range", "Accuracy of kernelised attention", "", "accuracy", {"part"}});
  range.y_label     = "Right answers (%)";
  range.factor      = 100;
  range.name_prefix = "accuracy_";
  range.guides = {{"accuracy_digital_features", "digital features"}, {"accuracy_exact_attention", "exact attention"}};
  range.caption =
      "Right answers of attention whose random features go through a tile, as the tile ages. Dotted: the same "
      "features computed digitally, and exact attention.";
  TableFigure experts{"experts.csv", "experts", "Read energy of experts", "routed", "energy_pJ", {}};
  experts.is_bars = true;
  experts.x_label = "Experts read per token";
  experts.y_label = "Read energy (pJ)";
  experts.caption = "Energy in the cells for all tokens together, by how many experts each token reads.";
  TableFigure energy{"layer_cost.csv", "layer-energy", "Energy of layers", "layer", "*_pJ", {}};
  energy.is_bars = energy.y_is_log = true;
  energy.x_label                   = "Layer";
  energy.y_label                   = "Energy per input (pJ)";
  energy.caption =
      "Energy of each layer for one input, by part: cells, converters, digital; and all together (energy).";
  TableFigure latency = energy;
  latency.name        = "layer-latency";
  latency.title       = "Latency of layers";
  latency.y           = "latency_ns";
  latency.y_label     = "Latency per input (ns)";
  latency.caption     = "Time each layer takes for one input.";
  return {block, range, experts, energy, latency};
}
} // namespace

const std::vector<TableFigure> &table_figures()
{
  static const std::vector<TableFigure> all = [] {
    std::vector<TableFigure> figures{accuracy()};
    for (const auto &part : {products(), pulses(), architectures()})
      figures.insert(figures.end(), part.begin(), part.end());
    return figures;
  }();
  return all;
}
} // namespace quench::report
