#include <postprocess/array/graph/operator_graph.h>

#include <physics/base/error.h>
#include <postprocess/array/graph/operators.h>
#include <postprocess/array/product.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace quench::array
{
namespace
{
/// The shape of an image in the file, whose sizes must be fixed.
Shape item_shape(const OnnxGraph &file, const std::string &where)
{
  constexpr double most = 1e8; // numbers of an image: choice
  Shape            shape(file.input_shape.begin() + 1, file.input_shape.end());
  if (std::find(shape.begin(), shape.end(), 0) != shape.end())
    throw InputError(where + ": input " + file.input, "shape " + text_of(file.input_shape) + ", 0 where it is open",
                     "fixed sizes, but for the number of images", "Export with images of one size");
  double n = 1;
  for (const Eigen::Index size : shape)
    n *= static_cast<double>(size);
  if (n > most)
    throw InputError(where + ": input " + file.input, "images of shape " + text_of(shape), "at most 1e8 numbers");
  return shape;
}
} // namespace

OperatorGraph::OperatorGraph(OnnxGraph file, const std::string &where)
  : file_(std::move(file)), item_(item_shape(file_, where)), batch_(file_.input_shape.front())
{
  for (const Node &node : file_.nodes)
    operator_of(node);
  fold_batch_normalizations(where);
  for (const Node &node : file_.nodes)
    add_tiles(node);
  if (tiles_.layers.empty())
    throw InputError(where, "no weights for an array", "a node Conv, Gemm or MatMul with constant weights");
  forward(Matrix::Zero(1, n_inputs()),
          [&](std::size_t tile, const Matrix &x, std::uint64_t) { return digital(tile, x); });
}

Matrix OperatorGraph::digital(std::size_t tile, const Matrix &x) const
{
  return times_transposed(x, tiles_.layers[tile].weights);
}

/// Exporters write weights as nodes too. What a node takes stands before it.
const Tensor *OperatorGraph::constant(std::string name) const
{
  for (auto node = file_.nodes.rbegin(); node != file_.nodes.rend(); ++node)
    if (node->outputs.front() != name)
      continue;
    else if (node->operation == "Constant" && node->attributes.contains("value"))
      return &node->attributes.at("value").tensor;
    else if (node->operation == "Identity")
      name = node->inputs.front();
  const auto found = file_.constants.find(name);
  return found == file_.constants.end() ? nullptr : &found->second;
}

std::size_t OperatorGraph::n_uses(const std::string &name) const
{
  std::size_t n = name == file_.output ? 1 : 0;
  for (const Node &node : file_.nodes)
    n += static_cast<std::size_t>(std::count(node.inputs.begin(), node.inputs.end(), name));
  return n;
}

/// BN(W x + b) = s W x + s (b - mean) + shift with s = scale / sqrt(variance + epsilon), channel by channel.
void OperatorGraph::fold(Node &conv, const Node &norm, const std::string &where)
{
  Tensor             w        = *constant(conv.inputs[1]);
  const Eigen::Index n        = w.shape.empty() ? 0 : w.shape[0];
  const bool         has_bias = conv.inputs.size() > 2 && !conv.inputs[2].empty();
  const Tensor      *b        = has_bias ? constant(conv.inputs[2]) : nullptr;
  conv.require(!has_bias || b != nullptr, "a bias that is computed", "a constant bias");
  Tensor start = b ? Tensor{{1, n}, b->values} : Tensor::of_shape({1, n});
  conv.require(static_cast<Eigen::Index>(start.values.size()) == n, "a bias of " + text_of(b ? b->shape : Shape{}),
               "(" + std::to_string(n) + ")");
  Inputs inputs{&start};
  for (std::size_t k = 1; k < 5; ++k)
  {
    inputs.push_back(constant(norm.inputs[k]));
    norm.require(inputs.back() != nullptr, "input " + norm.inputs[k] + " that is computed", "constants");
  }
  start           = operators::batch_normalization(norm, inputs);
  start.shape     = {n};
  const auto size = n > 0 ? w.values.size() / static_cast<std::size_t>(n) : 0;
  for (std::size_t k = 0; k < w.values.size(); ++k)
    w.values[k] *= inputs[1]->values[k / size] /
                   std::sqrt(inputs[4]->values[k / size] + norm.number("epsilon", 1e-5F)); // default of ONNX
  const std::string name            = where + "/folded/" + norm.name; // no name of the file has its path in it
  file_.constants[name + ".weight"] = std::move(w);
  file_.constants[name + ".bias"]   = std::move(start);
  conv.inputs                       = {conv.inputs[0], name + ".weight", name + ".bias"};
  conv.outputs                      = {norm.outputs.front()};
}

void OperatorGraph::fold_batch_normalizations(const std::string &where)
{
  for (auto norm = file_.nodes.begin(); norm != file_.nodes.end();)
  {
    const auto conv  = std::find_if(file_.nodes.begin(), norm, [&](const Node &node) {
      return node.operation == "Conv" && node.outputs.front() == norm->inputs.front();
    });
    const bool folds = norm->operation == "BatchNormalization" && conv != norm && constant(conv->inputs[1]) &&
                       n_uses(conv->outputs.front()) == 1;
    if (!folds)
    {
      ++norm;
      continue;
    }
    fold(*conv, *norm, where);
    norm = file_.nodes.erase(norm);
  }
}

OperatorGraph::Tiled OperatorGraph::split(const Node &node, const Tensor &kernel, const RowVector &bias,
                                          Eigen::Index groups)
{
  Tiled              tiled{{}, kernel.shape, bias};
  const Eigen::Index rows = kernel.shape[0];
  node.require(rows > 0 && !kernel.values.empty(), "weights of shape " + text_of(kernel.shape), "at least one weight");
  node.require(groups > 0 && rows % groups == 0, std::to_string(groups) + " groups",
               "a divisor of the " + std::to_string(rows) + " outputs");
  node.require(bias.size() == rows, "a bias of " + std::to_string(bias.size()) + " numbers", std::to_string(rows));
  const Eigen::Index per_group = rows / groups, columns = static_cast<Eigen::Index>(kernel.values.size()) / rows;
  const Eigen::Map<const Matrix> all(kernel.values.data(), rows, columns);
  for (Eigen::Index g = 0; g < groups; ++g)
  {
    const auto block   = all.middleRows(g * per_group, per_group);
    const bool is_zero = block.isZero(0);
    tiled.tiles.push_back(is_zero ? -1 : static_cast<int>(tiles_.layers.size()));
    if (is_zero)
      continue;
    tiles_.layers.push_back({block, bias.segment(g * per_group, per_group)});
    names_.push_back(node.name + (groups > 1 ? "_group_" + std::to_string(g + 1) : ""));
  }
  return tiled;
}

void OperatorGraph::add_tiles(const Node &node)
{
  const bool is_conv = node.operation == "Conv", is_gemm = node.operation == "Gemm";
  if (!is_conv && !is_gemm && node.operation != "MatMul")
    return;
  const Tensor *weights = constant(node.inputs[1]);
  if (weights == nullptr && !is_conv && !is_gemm)
    return; // a product of two tensors, as in attention
  node.require(weights != nullptr, "weights that are computed", "constant weights");
  node.require(weights->shape.size() == (is_conv ? 4U : 2U), "weights of shape " + text_of(weights->shape),
               is_conv ? "(outputs, inputs / groups, rows, columns)" : "a matrix");
  node.require(node.integer("transA", 0) == 0, "transA = 1", "0: the images are rows");
  Tensor kernel = *weights;
  if (!is_conv && node.integer("transB", 0) == 0)
    kernel = operators::transpose({node.place, node.name, "Transpose", {}, {}}, {weights});
  for (float &w : kernel.values)
    w *= node.number("alpha", 1);
  RowVector bias = RowVector::Zero(kernel.shape[0]);
  if (node.inputs.size() > 2 && !node.inputs[2].empty())
  {
    const Tensor *b = constant(node.inputs[2]);
    node.require(b != nullptr, "a bias that is computed", "a constant bias");
    const auto n = static_cast<Eigen::Index>(b->values.size());
    node.require(n == bias.size() || (n == 1 && is_gemm), "a bias of shape " + text_of(b->shape),
                 "(" + std::to_string(bias.size()) + ")");
    for (Eigen::Index k = 0; k < bias.size(); ++k)
      bias[k] = node.number("beta", 1) * b->values[static_cast<std::size_t>(n == 1 ? 0 : k)];
  }
  tiled_[node.outputs.front()] = split(node, kernel, bias, is_conv ? node.integer("group", 1) : 1);
}

Tensor OperatorGraph::convolve(const Node &node, const Tiled &tiled, const Tensor &x, const Multiply &multiply,
                               std::uint64_t first) const
{
  const Shape &kernel = tiled.kernel;
  const auto   stated = node.integers("kernel_shape", {kernel[2], kernel[3]});
  node.require(stated.size() == 2 && stated[0] == kernel[2] && stated[1] == kernel[3], "attribute kernel_shape",
               "that of the weights, " + text_of(kernel));
  const Windows      w(node, x.shape, kernel[2], kernel[3]);
  const auto         groups = static_cast<Eigen::Index>(tiled.tiles.size());
  const Eigen::Index n_in = kernel[1], n_out = kernel[0] / groups, pixels = w.out_height * w.out_width;
  node.require(w.channels == n_in * groups, std::to_string(w.channels) + " channels of the input",
               std::to_string(n_in * groups) + ", those of the weights");
  Tensor y = Tensor::of_shape({x.shape[0], kernel[0], w.out_height, w.out_width});
  for (Eigen::Index g = 0; g < groups; ++g)
  {
    Matrix    product = Matrix::Zero(x.shape[0] * pixels, n_out);
    const int tile    = tiled.tiles[static_cast<std::size_t>(g)];
    if (tile >= 0)
    {
      const Tensor patches = lowered(w, x, g * n_in, n_in);
      product              = multiply(static_cast<std::size_t>(tile),
                                      Eigen::Map<const Matrix>(patches.values.data(), patches.shape[0], patches.shape[1]),
                                      first * static_cast<std::uint64_t>(pixels));
    }
    product.rowwise() += tiled.bias.segment(g * n_out, n_out);
    for (Eigen::Index image = 0; image < x.shape[0]; ++image)
      Eigen::Map<Matrix>(y.values.data() + (image * kernel[0] + g * n_out) * pixels, n_out, pixels) =
          product.middleRows(image * pixels, pixels).transpose();
  }
  return y;
}

Tensor OperatorGraph::product(const Node &node, const Tiled &tiled, const Tensor &x, const Multiply &multiply,
                              std::uint64_t first) const
{
  const Eigen::Index n_out = tiled.kernel[0], n_in = tiled.kernel[1];
  node.require(!x.shape.empty() && x.shape.back() == n_in && (node.operation != "Gemm" || x.shape.size() == 2),
               "an input of shape " + text_of(x.shape), "(..., " + std::to_string(n_in) + ")");
  Shape shape              = x.shape;
  shape.back()             = n_out;
  Tensor             y     = Tensor::of_shape(shape);
  const Eigen::Index rows  = static_cast<Eigen::Index>(x.values.size()) / n_in;
  const auto         image = static_cast<std::uint64_t>(rows / std::max<Eigen::Index>(x.shape[0], 1));
  Eigen::Map<Matrix> target(y.values.data(), rows, n_out);
  if (tiled.tiles.front() >= 0)
    target = multiply(static_cast<std::size_t>(tiled.tiles.front()),
                      Eigen::Map<const Matrix>(x.values.data(), rows, n_in), first * image);
  target.rowwise() += tiled.bias;
  return y;
}

Tensor OperatorGraph::run(Tensor images, const Multiply &multiply, std::uint64_t first) const
{
  std::map<std::string, Tensor> values;
  values[file_.input] = std::move(images);
  const auto find     = [&](const Node &node, const std::string &name) -> const Tensor     *{
    if (name.empty())
      return nullptr;
    if (const auto found = file_.constants.find(name); found != file_.constants.end())
      return &found->second;
    const auto found = values.find(name);
    node.require(found != values.end(), "input " + name, "the output of an earlier node, a constant or the input");
    return &found->second;
  };
  for (const Node &node : file_.nodes)
  {
    Inputs inputs;
    for (const std::string &name : node.inputs)
      inputs.push_back(find(node, name));
    const auto tiled             = tiled_.find(node.outputs.front());
    Tensor     y                 = tiled == tiled_.end()      ? operator_of(node).compute(node, inputs)
                                   : node.operation == "Conv" ? convolve(node, tiled->second, *inputs[0], multiply, first)
                                                              : product(node, tiled->second, *inputs[0], multiply, first);
    values[node.outputs.front()] = std::move(y);
  }
  const auto result = values.find(file_.output);
  file_.nodes.back().require(result != values.end(), "no node makes the output " + file_.output, "the output's name");
  return std::move(result->second);
}

Matrix OperatorGraph::forward(const Matrix &images, const Multiply &multiply, std::uint64_t first) const
{
  constexpr Eigen::Index at_a_time = 64; // images: choice; no result depends on it
  const Eigen::Index     batch     = batch_ > 0 ? batch_ : at_a_time;
  Matrix                 logits;
  for (Eigen::Index start = 0; start < images.rows(); start += batch)
  {
    const Eigen::Index n = std::min(batch, images.rows() - start), n_run = batch_ > 0 ? batch_ : n;
    Shape              shape = item_;
    shape.insert(shape.begin(), n_run);
    Tensor x                                                             = Tensor::of_shape(shape);
    Eigen::Map<Matrix>(x.values.data(), n_run, images.cols()).topRows(n) = images.middleRows(start, n);
    const Tensor y    = run(std::move(x), multiply, first + static_cast<std::uint64_t>(start));
    const Node  &last = file_.nodes.back();
    last.require(!y.shape.empty() && y.shape[0] == n_run && !y.values.empty(),
                 "an output of shape " + text_of(y.shape) + " for " + std::to_string(n_run) + " images",
                 "(images, classes)");
    const Eigen::Index n_classes = static_cast<Eigen::Index>(y.values.size()) / n_run;
    logits.conservativeResize(images.rows(), n_classes);
    logits.middleRows(start, n) = Eigen::Map<const Matrix>(y.values.data(), n_run, n_classes).topRows(n);
  }
  return logits;
}
} // namespace quench::array
