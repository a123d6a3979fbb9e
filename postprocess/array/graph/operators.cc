#include <postprocess/array/graph/operators.h>

#include <algorithm>

namespace quench::array
{
namespace
{
std::vector<Operator> make_operators()
{
  using namespace operators;
  const std::vector<std::string> windows{"auto_pad", "dilations", "kernel_shape", "pads", "strides"};
  const auto                     with = [&](std::vector<std::string> others) {
    others.insert(others.end(), windows.begin(), windows.end());
    return others;
  };
  return {{"Add", 2, 2, {}, add},
          {"AveragePool", 1, 1, with({"ceil_mode", "count_include_pad"}), average_pool},
          {"BatchNormalization", 5, 5, {"epsilon", "momentum", "training_mode"}, batch_normalization},
          {"Clip", 1, 3, {"min", "max"}, clip},
          {"Concat", 1, 100, {"axis"}, concatenate},
          {"Constant", 0, 0, {"value", "value_float", "value_floats", "value_int", "value_ints"}, constant},
          {"Conv", 2, 3, with({"group"}), nullptr},
          {"Div", 2, 2, {}, divide},
          {"Dropout", 1, 3, {"ratio", "seed"}, identity},
          {"Erf", 1, 1, {}, erf},
          {"Flatten", 1, 1, {"axis"}, flatten},
          {"Gather", 2, 2, {"axis"}, gather},
          {"Gelu", 1, 1, {"approximate"}, gelu},
          {"Gemm", 2, 3, {"alpha", "beta", "transA", "transB"}, nullptr},
          {"GlobalAveragePool", 1, 1, {}, global_average_pool},
          {"Identity", 1, 1, {}, identity},
          {"LayerNormalization", 2, 3, {"axis", "epsilon", "stash_type"}, layer_normalization},
          {"LeakyRelu", 1, 1, {"alpha"}, leaky_relu},
          {"MatMul", 2, 2, {}, matrix_product},
          {"MaxPool", 1, 1, with({"ceil_mode", "storage_order"}), largest_pool},
          {"Mul", 2, 2, {}, multiply},
          {"Pow", 2, 2, {}, power},
          {"ReduceMean", 1, 2, {"axes", "keepdims"}, reduce_mean},
          {"Relu", 1, 1, {}, relu},
          {"Reshape", 2, 2, {"allowzero"}, reshape},
          {"Shape", 1, 1, {}, shape},
          {"Sigmoid", 1, 1, {}, sigmoid},
          {"Softmax", 1, 1, {"axis"}, softmax},
          {"Sqrt", 1, 1, {}, square_root},
          {"Squeeze", 1, 2, {"axes"}, squeeze},
          {"Sub", 2, 2, {}, subtract},
          {"Tanh", 1, 1, {}, tanh},
          {"Transpose", 1, 1, {"perm"}, transpose},
          {"Unsqueeze", 1, 2, {"axes"}, unsqueeze}};
}

template <class List, class Name>
std::string listed(const List &list, const Name &name)
{
  std::string text;
  for (const auto &item : list)
    text += (text.empty() ? "" : ", ") + std::string(name(item));
  return text;
}
} // namespace

const Operator &operator_of(const Node &node)
{
  static const std::vector<Operator> table = make_operators();
  const auto                         found =
      std::find_if(table.begin(), table.end(), [&](const Operator &known) { return node.operation == known.name; });
  node.require(found != table.end(), "operator " + node.operation,
               listed(table, [](const Operator &known) { return known.name; }));
  const std::size_t n = node.inputs.size();
  node.require(n >= found->least && n <= found->most, std::to_string(n) + " inputs",
               std::to_string(found->least) + " to " + std::to_string(found->most));
  for (std::size_t k = 0; k < found->least; ++k)
    node.require(!node.inputs[k].empty(), "no input " + std::to_string(k + 1), "a name");
  const auto &known = found->attributes;
  for (const auto &[name, attribute] : node.attributes)
    node.require(std::find(known.begin(), known.end(), name) != known.end(), "attribute " + name,
                 known.empty() ? "no attribute" : listed(known, [](const std::string &text) { return text; }));
  return *found;
}

Shape axes_of(const Node &node, const Inputs &inputs, std::size_t rank)
{
  std::vector<std::int64_t> stated = node.integers("axes", {});
  if (inputs.size() > 1 && inputs[1] != nullptr)
    stated.assign(inputs[1]->values.begin(), inputs[1]->values.end());
  Shape axes;
  for (const std::int64_t axis : stated)
    axes.push_back(node.axis(axis, static_cast<Eigen::Index>(rank)));
  std::sort(axes.begin(), axes.end());
  node.require(std::adjacent_find(axes.begin(), axes.end()) == axes.end(), "an axis twice", "different axes");
  return axes;
}
} // namespace quench::array
