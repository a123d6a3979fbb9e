#pragma once

#include <string>
#include <vector>

#include <postprocess/array/graph/tensor.h>

namespace quench::array
{
/// Inputs of a node; nullptr for one that is left out.
using Inputs = std::vector<const Tensor *>;

/// An operator that is computed digitally, in single precision, as ONNX defines it.
struct Operator
{
  const char              *name;
  std::size_t              least, most; ///< inputs
  std::vector<std::string> attributes;  ///< those it takes
  Tensor (*compute)(const Node &node, const Inputs &inputs);
};

/// Throws InputError at the node, naming what is allowed, unless there is such an operator with such inputs and
/// attributes. Conv and Gemm, which are computed by arrays only, have no `compute`.
const Operator &operator_of(const Node &node);

/// The axes of the second input or of the attribute `axes`, in [0, rank), ascending; empty where the node has neither.
/// Throws InputError at the node for an axis that is not there or stands twice.
Shape axes_of(const Node &node, const Inputs &inputs, std::size_t rank);

/// Sliding windows of Conv and pools over an image [image][channel][row][column].
/// Source: ONNX operators Conv-11, MaxPool-12, AveragePool-11.
struct Windows
{
  Eigen::Index channels, height, width; ///< of the input
  Eigen::Index rows, columns;           ///< of the kernel
  Eigen::Index stride_y, stride_x, dilation_y, dilation_x;
  Eigen::Index top, left, bottom, right; ///< zeros around the image
  Eigen::Index out_height, out_width;

  /// Throws InputError at the node for an input without four axes, kernels larger than the padded image and attributes
  /// that do not fit.
  Windows(const Node &node, const Shape &input, Eigen::Index kernel_rows, Eigen::Index kernel_columns);
};

/// The windows of channels first ... first + n - 1 as rows, [image * out pixel][channel * kernel pixel] ("im2col").
Tensor lowered(const Windows &windows, const Tensor &x, Eigen::Index first, Eigen::Index n);

/// The operators of the table in operators.cc.
namespace operators
{
Tensor add(const Node &, const Inputs &);
Tensor subtract(const Node &, const Inputs &);
Tensor multiply(const Node &, const Inputs &);
Tensor divide(const Node &, const Inputs &);
Tensor power(const Node &, const Inputs &);
Tensor relu(const Node &, const Inputs &);
Tensor leaky_relu(const Node &, const Inputs &);
Tensor clip(const Node &, const Inputs &);
Tensor gelu(const Node &, const Inputs &);
Tensor erf(const Node &, const Inputs &);
Tensor tanh(const Node &, const Inputs &);
Tensor sigmoid(const Node &, const Inputs &);
Tensor square_root(const Node &, const Inputs &);
Tensor identity(const Node &, const Inputs &);
Tensor matrix_product(const Node &, const Inputs &);

Tensor softmax(const Node &, const Inputs &);
Tensor layer_normalization(const Node &, const Inputs &);
Tensor batch_normalization(const Node &, const Inputs &);
Tensor reduce_mean(const Node &, const Inputs &);

Tensor largest_pool(const Node &, const Inputs &);
Tensor average_pool(const Node &, const Inputs &);
Tensor global_average_pool(const Node &, const Inputs &);

Tensor constant(const Node &, const Inputs &);
Tensor shape(const Node &, const Inputs &);
Tensor flatten(const Node &, const Inputs &);
Tensor reshape(const Node &, const Inputs &);
Tensor transpose(const Node &, const Inputs &);
Tensor squeeze(const Node &, const Inputs &);
Tensor unsqueeze(const Node &, const Inputs &);
Tensor concatenate(const Node &, const Inputs &);
Tensor gather(const Node &, const Inputs &);
} // namespace operators
} // namespace quench::array
