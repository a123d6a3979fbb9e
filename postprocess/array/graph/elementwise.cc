// Operators of single elements, and products of two tensors.

#include <postprocess/array/graph/operators.h>
#include <postprocess/array/matrix.h>
#include <postprocess/array/product.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace quench::array::operators
{
namespace
{
template <class Function>
Tensor mapped(const Tensor &x, const Function &function)
{
  Tensor y = x;
  std::transform(x.values.begin(), x.values.end(), y.values.begin(), function);
  return y;
}

/// The shape of a and b together: sizes are alike or one of them is 1.
Shape broadcast(const Node &node, const Shape &a, const Shape &b)
{
  Shape result(std::max(a.size(), b.size()));
  for (std::size_t k = 1; k <= result.size(); ++k)
  {
    const Eigen::Index m = k <= a.size() ? a[a.size() - k] : 1, n = k <= b.size() ? b[b.size() - k] : 1;
    node.require(m == n || m == 1 || n == 1, "shapes " + text_of(a) + " and " + text_of(b),
                 "shapes that are alike or 1, counted from the last axis");
    result[result.size() - k] = m == 1 ? n : m;
  }
  return result;
}

/// Steps in memory of `shape` along the axes of `result`; 0 along those it does not have.
Shape steps(const Shape &shape, const Shape &result)
{
  Shape        step(result.size(), 0);
  Eigen::Index size = 1;
  for (std::size_t k = 1; k <= shape.size(); ++k)
  {
    const Eigen::Index n    = shape[shape.size() - k];
    step[result.size() - k] = n == 1 ? 0 : size;
    size *= n;
  }
  return step;
}

template <class Function>
Tensor combined(const Node &node, const Inputs &in, const Function &function)
{
  const Tensor &a = *in[0], &b = *in[1];
  Tensor        y      = Tensor::of_shape(broadcast(node, a.shape, b.shape));
  const Shape   step_a = steps(a.shape, y.shape), step_b = steps(b.shape, y.shape);
  Shape         index(y.shape.size(), 0);
  Eigen::Index  at_a = 0, at_b = 0;
  for (float &value : y.values)
  {
    value = function(a.values[static_cast<std::size_t>(at_a)], b.values[static_cast<std::size_t>(at_b)]);
    for (std::size_t k = index.size(); k-- > 0;)
    {
      at_a += step_a[k];
      at_b += step_b[k];
      if (++index[k] < y.shape[k])
        break;
      at_a -= step_a[k] * y.shape[k];
      at_b -= step_b[k] * y.shape[k];
      index[k] = 0;
    }
  }
  return y;
}
} // namespace

Tensor add(const Node &node, const Inputs &in)
{
  return combined(node, in, [](float a, float b) { return a + b; });
}
Tensor subtract(const Node &node, const Inputs &in)
{
  return combined(node, in, [](float a, float b) { return a - b; });
}
Tensor multiply(const Node &node, const Inputs &in)
{
  return combined(node, in, [](float a, float b) { return a * b; });
}
Tensor divide(const Node &node, const Inputs &in)
{
  return combined(node, in, [](float a, float b) { return a / b; });
}
Tensor power(const Node &node, const Inputs &in)
{
  return combined(node, in, [](float a, float b) { return b == 2 ? a * a : std::pow(a, b); });
}

Tensor relu(const Node &, const Inputs &in)
{
  return mapped(*in[0], [](float x) { return std::max(x, 0.0F); });
}

Tensor leaky_relu(const Node &node, const Inputs &in)
{
  const float slope = node.number("alpha", 0.01F); // default of ONNX
  return mapped(*in[0], [&](float x) { return x < 0 ? slope * x : x; });
}

Tensor clip(const Node &node, const Inputs &in)
{
  const auto bound = [&](std::size_t k, const char *attribute, float otherwise) {
    return in.size() > k && in[k] != nullptr ? in[k]->values.at(0) : node.number(attribute, otherwise);
  };
  const float low  = bound(1, "min", std::numeric_limits<float>::lowest());
  const float high = bound(2, "max", std::numeric_limits<float>::max());
  return mapped(*in[0], [&](float x) { return std::min(std::max(x, low), high); });
}

/// x Phi(x), or with `approximate = tanh` x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).
/// Source: Hendrycks and Gimpel 2016 (arXiv 1606.08415); ONNX Gelu-20.
Tensor gelu(const Node &node, const Inputs &in)
{
  const std::string form = node.text("approximate", "none");
  node.require(form == "none" || form == "tanh", "approximate = " + form, "none or tanh");
  if (form == "none")
    return mapped(*in[0], [](float x) { return x / 2 * (1 + std::erf(x / std::numbers::sqrt2_v<float>)); });
  const float scale = std::sqrt(2 * std::numbers::inv_pi_v<float>), cubic = 0.044715F;
  return mapped(*in[0], [&](float x) { return x / 2 * (1 + std::tanh(scale * (x + cubic * x * x * x))); });
}

Tensor erf(const Node &, const Inputs &in)
{
  return mapped(*in[0], [](float x) { return std::erf(x); });
}
Tensor tanh(const Node &, const Inputs &in)
{
  return mapped(*in[0], [](float x) { return std::tanh(x); });
}
Tensor sigmoid(const Node &, const Inputs &in)
{
  return mapped(*in[0], [](float x) { return 1 / (1 + std::exp(-x)); });
}
Tensor square_root(const Node &, const Inputs &in)
{
  return mapped(*in[0], [](float x) { return std::sqrt(x); });
}
Tensor identity(const Node &, const Inputs &in) { return *in[0]; }

/// Both factors change with the image, as in attention: a digital product.
Tensor matrix_product(const Node &node, const Inputs &in)
{
  const Tensor &a = *in[0], &b = *in[1];
  const auto    rank_a = a.shape.size(), rank_b = b.shape.size();
  const bool    is_good = rank_a >= 2 && rank_b >= 2 && a.shape[rank_a - 1] == b.shape[rank_b - 2];
  node.require(is_good, "shapes " + text_of(a.shape) + " and " + text_of(b.shape), "(..., m, k) and (..., k, n)");
  const Eigen::Index m = a.shape[rank_a - 2], k = a.shape[rank_a - 1], n = b.shape[rank_b - 1];
  const Shape        head_a(a.shape.begin(), a.shape.end() - 2), head_b(b.shape.begin(), b.shape.end() - 2);
  Shape              shape  = broadcast(node, head_a, head_b);
  const Shape        step_a = steps(head_a, shape), step_b = steps(head_b, shape);
  const Eigen::Index count = n_elements(shape);
  const Shape        head  = shape;
  shape.insert(shape.end(), {m, n});
  Tensor y = Tensor::of_shape(shape);
  for (Eigen::Index p = 0; p < count; ++p)
  {
    Eigen::Index at_a = 0, at_b = 0, rest = p;
    for (std::size_t i = head.size(); i-- > 0; rest /= head[i])
    {
      at_a += rest % head[i] * step_a[i];
      at_b += rest % head[i] * step_b[i];
    }
    const Eigen::Map<const Matrix> left(a.values.data() + at_a * m * k, m, k),
        right(b.values.data() + at_b * k * n, k, n);
    Eigen::Map<Matrix>(y.values.data() + p * m * n, m, n) = times(left, right);
  }
  return y;
}
} // namespace quench::array::operators
