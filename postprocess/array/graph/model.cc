#include <postprocess/array/graph/model.h>

#include <physics/base/error.h>

namespace quench::array
{
namespace
{
double bound_of(const Matrix &values, double quantile)
{
  return values.size() == 0 || values.isZero(0) ? 1 : covering_bound(values, quantile);
}

void append_rows(Matrix &all, const Matrix &more)
{
  const Eigen::Index n = all.rows();
  all.conservativeResize(n + more.rows(), more.cols());
  all.bottomRows(more.rows()) = more;
}
} // namespace

Matrix forward(const Model &model, const Matrix &images)
{
  if (!model.graph)
    return forward(model.network, images);
  return model.graph->forward(
      images, [&](std::size_t tile, const Matrix &x, std::uint64_t) { return model.graph->digital(tile, x); });
}

std::vector<LayerRange> calibrate(const Model &model, const Matrix &images, const PeripheryParameters &parameters,
                                  const MappingParameters &mapping)
{
  if (!model.graph)
    return calibrate(model.network, images, parameters, mapping);
  std::vector<Matrix> inputs(model.network.layers.size());
  model.graph->forward(images, [&](std::size_t tile, const Matrix &x, std::uint64_t) {
    append_rows(inputs[tile], x);
    return model.graph->digital(tile, x);
  });
  std::vector<LayerRange> ranges;
  for (std::size_t tile = 0; tile < inputs.size(); ++tile)
    ranges.push_back(layer_range(model.network.layers[tile].weights, inputs[tile],
                                 bound_of(inputs[tile], parameters.range_quantile), parameters.range_quantile,
                                 mapping));
  return ranges;
}

std::vector<double> reads_per_image(const Model &model, const Matrix &image)
{
  std::vector<double> reads(model.network.layers.size(), 0);
  if (!model.graph)
    for (std::size_t l = 0; l < reads.size(); ++l)
      reads[l] = model.network.layers[l].convolution ? model.network.layers[l].convolution->n_pixels() : 1;
  else
    model.graph->forward(image, [&](std::size_t tile, const Matrix &x, std::uint64_t) {
      reads[tile] += static_cast<double>(x.rows());
      return model.graph->digital(tile, x);
    });
  return reads;
}

std::vector<double> accuracies(const Model &model, const AgedNetwork &arrays, const Dataset &data,
                               const std::vector<Compensation> &schemes)
{
  if (!model.graph)
    return arrays.accuracies(data, schemes);
  std::vector<double> result;
  for (const Compensation scheme : schemes)
  {
    const Matrix logits =
        model.graph->forward(data.images, [&](std::size_t tile, const Matrix &x, std::uint64_t first) {
          return arrays.multiply(tile, x, first, scheme);
        });
    result.push_back(accuracy(logits, data.labels));
  }
  return result;
}

Model read_model(const std::string &path, const Dataset &data)
{
  auto graph = std::make_shared<const OperatorGraph>(read_onnx(path), path);
  if (graph->n_inputs() != data.images.cols())
    throw InputError(path, std::to_string(graph->n_inputs()) + " numbers per image, " + text_of(graph->item()),
                     std::to_string(data.images.cols()) + ", the numbers of an image of the data set",
                     "Images are [image][channel][row][column] as in PyTorch");
  Model              model{graph->tiles(), graph};
  const Eigen::Index n = forward(model, data.images.topRows(1)).cols();
  if (n < data.n_classes)
    throw InputError(path, std::to_string(n) + " outputs",
                     "one for each of the " + std::to_string(data.n_classes) + " classes of the data set");
  return model;
}
} // namespace quench::array
