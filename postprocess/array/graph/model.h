#pragma once

#include <memory>
#include <string>
#include <vector>

#include <postprocess/array/analog_network.h>
#include <postprocess/array/graph/operator_graph.h>

namespace quench::array
{
/// A trained network of a study: layers one after the other, or the tiles of an operator graph.
struct Model
{
  Network                              network;    ///< layers, or the tiles of `graph`
  std::shared_ptr<const OperatorGraph> graph = {}; ///< empty for layers one after the other
};

/// Logits of all images, computed digitally in single precision. [image][class]
Matrix forward(const Model &model, const Matrix &images);

/// Bounds of the converters of every tile from the digital network's values on calibration images. A tile whose inputs
/// or outputs are all zero gets the bound 1.
std::vector<LayerRange> calibrate(const Model &model, const Matrix &images, const PeripheryParameters &parameters,
                                  const MappingParameters &mapping = {});

/// How many vectors the tiles of every layer read for one image.
std::vector<double> reads_per_image(const Model &model, const Matrix &image);

/// Fraction of the images classified rightly on the arrays at one time under each scheme, which are among those the
/// arrays were made with.
std::vector<double> accuracies(const Model &model, const AgedNetwork &arrays, const Dataset &data,
                               const std::vector<Compensation> &schemes);

/// The network of an ONNX file. Throws InputError, also where it does not take the images of `data` or has no output
/// for one of its classes.
Model read_model(const std::string &path, const Dataset &data);
} // namespace quench::array
