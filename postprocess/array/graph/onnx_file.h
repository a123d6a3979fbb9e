#pragma once

#include <map>
#include <string>
#include <vector>

#include <postprocess/array/graph/tensor.h>

namespace quench::array
{
/// What an ONNX file holds: one input, one output, constants and the nodes between them, in an order in which they can
/// be computed.
struct OnnxGraph
{
  std::string                   input, output;
  Shape                         input_shape; ///< [image][...]; 0 for a size that is not fixed
  std::map<std::string, Tensor> constants;
  std::vector<Node>             nodes;
};

/// Throws InputError naming file, tensor or node: no ONNX file, several inputs or outputs, tensors of other types than
/// float, double, int32, int64 and bool, numbers that are not finite, data in other files.
/// Source: ONNX 1.12, onnx.proto.
OnnxGraph read_onnx(const std::string &path);
} // namespace quench::array
