// Operators that look at many elements of a tensor at once.

#include <postprocess/array/graph/operators.h>

#include <algorithm>
#include <cmath>

namespace quench::array::operators
{
namespace
{
/// A tensor around one axis: [before][n][after].
struct AroundAxis
{
  Eigen::Index before = 1, n = 1, after = 1;

  AroundAxis(const Shape &shape, Eigen::Index axis)
    : before(n_elements({shape.begin(), shape.begin() + axis})), n(shape[static_cast<std::size_t>(axis)]),
      after(n_elements({shape.begin() + axis + 1, shape.end()}))
  {}
};

void require_size(const Node &node, const Tensor &tensor, Eigen::Index n, const std::string &what)
{
  node.require(static_cast<Eigen::Index>(tensor.values.size()) == n, what + " of shape " + text_of(tensor.shape),
               std::to_string(n) + " numbers");
}

constexpr float small = 1e-5F; // default of ONNX for epsilon
} // namespace

Tensor softmax(const Node &node, const Inputs &in)
{
  Tensor           y = *in[0];
  const AroundAxis part(y.shape, node.axis(node.integer("axis", -1), static_cast<Eigen::Index>(y.shape.size())));
  using Stride = Eigen::InnerStride<>;
  for (Eigen::Index i = 0; i < part.before; ++i)
    for (Eigen::Index k = 0; k < part.after; ++k)
    {
      Eigen::Map<Eigen::ArrayXf, 0, Stride> row(y.values.data() + i * part.n * part.after + k, part.n,
                                                Stride(part.after));
      row = (row - row.maxCoeff()).exp().eval();
      row /= row.sum();
    }
  return y;
}

/// Source: Ba et al. 2016 (arXiv 1607.06450); ONNX LayerNormalization-17.
Tensor layer_normalization(const Node &node, const Inputs &in)
{
  Tensor             y    = *in[0];
  const Eigen::Index axis = node.axis(node.integer("axis", -1), static_cast<Eigen::Index>(y.shape.size()));
  const Eigen::Index n    = n_elements({y.shape.begin() + axis, y.shape.end()});
  require_size(node, *in[1], n, "scale");
  const bool has_bias = in.size() > 2 && in[2] != nullptr;
  if (has_bias)
    require_size(node, *in[2], n, "bias");
  const float                            epsilon = node.number("epsilon", small);
  const Eigen::Map<const Eigen::ArrayXf> scale(in[1]->values.data(), n);
  for (std::size_t first = 0; first < y.values.size(); first += static_cast<std::size_t>(n))
  {
    Eigen::Map<Eigen::ArrayXf> row(y.values.data() + first, n);
    row -= row.mean();
    row *= scale / std::sqrt(row.square().mean() + epsilon);
    if (has_bias)
      row += Eigen::Map<const Eigen::ArrayXf>(in[2]->values.data(), n);
  }
  return y;
}

/// Channel by channel, with the moments of the training. Source: Ioffe and Szegedy 2015; ONNX BatchNormalization-15.
Tensor batch_normalization(const Node &node, const Inputs &in)
{
  Tensor y = *in[0];
  node.require(y.shape.size() >= 2, "input of shape " + text_of(y.shape), "(images, channels, ...)");
  node.require(node.integer("training_mode", 0) == 0, "training_mode = 1", "0: a network that is trained");
  const AroundAxis part(y.shape, 1);
  for (std::size_t k = 1; k < 5; ++k)
    require_size(node, *in[k], part.n, "input " + std::to_string(k + 1));
  const float epsilon = node.number("epsilon", small);
  for (Eigen::Index i = 0; i < part.before * part.n; ++i)
  {
    const auto                 c     = static_cast<std::size_t>(i % part.n);
    const float                scale = in[1]->values[c] / std::sqrt(in[4]->values[c] + epsilon);
    Eigen::Map<Eigen::ArrayXf> row(y.values.data() + i * part.after, part.after);
    row = (row - in[3]->values[c]) * scale + in[2]->values[c];
  }
  return y;
}

Tensor reduce_mean(const Node &node, const Inputs &in)
{
  Tensor x    = *in[0];
  Shape  axes = axes_of(node, in, x.shape.size());
  for (Eigen::Index k = 0; axes.empty() && k < static_cast<Eigen::Index>(x.shape.size()); ++k)
    axes.push_back(k);
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis)
  {
    const AroundAxis part(x.shape, *axis);
    Shape            shape                 = x.shape;
    shape[static_cast<std::size_t>(*axis)] = 1;
    Tensor y                               = Tensor::of_shape(shape);
    for (Eigen::Index i = 0; i < part.before; ++i)
      for (Eigen::Index k = 0; k < part.after; ++k)
        y.values[static_cast<std::size_t>(i * part.after + k)] =
            Eigen::Map<const Eigen::ArrayXf, 0, Eigen::InnerStride<>>(x.values.data() + i * part.n * part.after + k,
                                                                      part.n, Eigen::InnerStride<>(part.after))
                .mean();
    if (node.integer("keepdims", 1) == 0)
      y.shape.erase(y.shape.begin() + *axis);
    x = std::move(y);
  }
  return x;
}
} // namespace quench::array::operators
