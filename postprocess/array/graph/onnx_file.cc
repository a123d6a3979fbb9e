#include <postprocess/array/graph/onnx_file.h>

#include <physics/base/error.h>

#include <onnx.pb.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

namespace quench::array
{
namespace
{
using Proto = onnx::TensorProto;

template <class Number, class List>
void append(std::vector<float> &values, const std::string &raw, const List &list)
{
  if (raw.empty())
    values.assign(list.begin(), list.end());
  for (std::size_t k = 0; k + sizeof(Number) <= raw.size(); k += sizeof(Number))
  {
    Number x;
    std::memcpy(&x, raw.data() + k, sizeof x);
    values.push_back(static_cast<float>(x));
  }
}

/// Whether `n` numbers fill the shape; sizes of a file can be any number.
bool fill(std::size_t n, const Shape &shape)
{
  auto left = static_cast<Eigen::Index>(n);
  for (const Eigen::Index size : shape)
  {
    if (size < 1 || left % size != 0)
      return false;
    left /= size;
  }
  return left == 1;
}

Tensor tensor_of(const Proto &proto, const std::string &place)
{
  if (proto.data_location() == Proto::EXTERNAL)
    throw InputError(place, "data in another file", "data in the ONNX file", "onnx.save(onnx.load(A), B) packs them");
  Tensor             tensor{{proto.dims().begin(), proto.dims().end()}, {}};
  const std::string &raw = proto.raw_data();
  switch (proto.data_type())
  {
  case Proto::FLOAT:
    append<float>(tensor.values, raw, proto.float_data());
    break;
  case Proto::DOUBLE:
    append<double>(tensor.values, raw, proto.double_data());
    break;
  case Proto::INT32:
    append<std::int32_t>(tensor.values, raw, proto.int32_data());
    break;
  case Proto::INT64:
    append<std::int64_t>(tensor.values, raw, proto.int64_data());
    break;
  case Proto::BOOL:
    append<std::int8_t>(tensor.values, raw, proto.int32_data());
    break;
  default:
    throw InputError(place, "numbers of ONNX type " + std::to_string(proto.data_type()),
                     "float, double, int32, int64 or bool");
  }
  if (!fill(tensor.values.size(), tensor.shape))
    throw InputError(place, std::to_string(tensor.values.size()) + " numbers of shape " + text_of(tensor.shape),
                     "at least one number, and as many as the shape says");
  if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float x) { return std::isfinite(x); }))
    throw InputError(place, "holds a number that is not finite", "finite numbers in single precision");
  return tensor;
}

Attribute attribute_of(const onnx::AttributeProto &proto, const std::string &place)
{
  using Kind = onnx::AttributeProto;
  Attribute attribute;
  switch (proto.type())
  {
  case Kind::INT:
    attribute.integers = {proto.i()};
    break;
  case Kind::INTS:
    attribute.integers.assign(proto.ints().begin(), proto.ints().end());
    break;
  case Kind::FLOAT:
    attribute.numbers = {proto.f()};
    break;
  case Kind::FLOATS:
    attribute.numbers.assign(proto.floats().begin(), proto.floats().end());
    break;
  case Kind::STRING:
    attribute.text = proto.s();
    break;
  case Kind::TENSOR:
    attribute.tensor = tensor_of(proto.t(), place + ", attribute " + proto.name());
    break;
  default:
    throw InputError(place, "attribute " + proto.name(), "numbers, lists of numbers, text or a tensor");
  }
  return attribute;
}

Node node_of(const onnx::NodeProto &proto, int number, const std::string &path)
{
  Node node;
  node.operation = proto.op_type();
  node.name      = proto.name().empty() ? node.operation + "_" + std::to_string(number) : proto.name();
  node.place     = path + ": node " + node.name + " (" + node.operation + ")";
  node.inputs.assign(proto.input().begin(), proto.input().end());
  node.outputs.assign(proto.output().begin(), proto.output().end());
  node.require(proto.domain().empty() || proto.domain() == "ai.onnx", "operator set " + proto.domain(),
               "the operator set of ONNX, ai.onnx");
  node.require(!node.outputs.empty(), "no output", "at least one output");
  for (const onnx::AttributeProto &attribute : proto.attribute())
    node.attributes[attribute.name()] = attribute_of(attribute, node.place);
  return node;
}

/// Older operator sets define some operators otherwise: Softmax flattens before it normalises, for one.
void check_operator_set(const onnx::ModelProto &model, const std::string &path)
{
  constexpr int oldest = 13;
  for (const onnx::OperatorSetIdProto &set : model.opset_import())
    if ((set.domain().empty() || set.domain() == "ai.onnx") && set.version() < oldest)
      throw InputError(path, "operator set " + std::to_string(set.version()),
                       "operator set " + std::to_string(oldest) + " or later",
                       "Export it anew (opset_version) or convert it (onnx.version_converter).");
}

onnx::ModelProto parse(const std::string &path)
{
  std::ifstream    stream(path, std::ios::binary);
  onnx::ModelProto model;
  if (!stream || !model.ParseFromIstream(&stream) || !model.has_graph() || model.graph().node().empty())
    throw InputError(path, "is no ONNX file with a graph", "a file as torch.onnx.export or onnx.save writes it");
  return model;
}

/// Inputs that are no constants: files before version 4 list constants as inputs too.
onnx::ValueInfoProto only_input(const onnx::GraphProto &graph, const std::map<std::string, Tensor> &constants,
                                const std::string &path)
{
  std::vector<onnx::ValueInfoProto> inputs;
  for (const onnx::ValueInfoProto &input : graph.input())
    if (!constants.contains(input.name()))
      inputs.push_back(input);
  if (inputs.size() != 1 || graph.output().size() != 1)
    throw InputError(
        path, std::to_string(inputs.size()) + " inputs and " + std::to_string(graph.output().size()) + " outputs",
        "one input, the images, and one output, the logits");
  return inputs.front();
}
} // namespace

OnnxGraph read_onnx(const std::string &path)
{
  const onnx::ModelProto  model = parse(path);
  const onnx::GraphProto &graph = model.graph();
  OnnxGraph               result;
  check_operator_set(model, path);
  if (!graph.sparse_initializer().empty())
    throw InputError(path, "sparse constants", "dense constants");
  for (const onnx::TensorProto &tensor : graph.initializer())
    result.constants[tensor.name()] = tensor_of(tensor, path + ": " + tensor.name());
  const onnx::ValueInfoProto input = only_input(graph, result.constants, path);
  result.input                     = input.name();
  result.output                    = graph.output(0).name();
  for (const auto &size : input.type().tensor_type().shape().dim())
    result.input_shape.push_back(size.has_dim_value() ? std::max<Eigen::Index>(size.dim_value(), 0) : 0);
  if (result.input_shape.size() < 2)
    throw InputError(path + ": input " + result.input, "shape " + text_of(result.input_shape), "(images, ...)");
  for (const onnx::NodeProto &node : graph.node())
    result.nodes.push_back(node_of(node, static_cast<int>(result.nodes.size()) + 1, path));
  return result;
}
} // namespace quench::array
