// Operators that move elements and change shapes.

#include <postprocess/array/graph/operators.h>

#include <algorithm>
#include <numeric>

namespace quench::array::operators
{
namespace
{
std::size_t index(Eigen::Index k) { return static_cast<std::size_t>(k); }
} // namespace

Tensor constant(const Node &node, const Inputs &)
{
  node.require(node.attributes.size() == 1, std::to_string(node.attributes.size()) + " attributes", "one, its value");
  const auto &[name, attribute] = *node.attributes.begin();
  if (name == "value")
  {
    node.require(!attribute.tensor.values.empty(), "attribute value", "a tensor");
    return attribute.tensor;
  }
  std::vector<float> values = attribute.numbers;
  values.insert(values.end(), attribute.integers.begin(), attribute.integers.end());
  const bool is_list = name.ends_with("s");
  node.require(is_list ? !values.empty() : values.size() == 1, "attribute " + name, is_list ? "numbers" : "one number");
  return {is_list ? Shape{static_cast<Eigen::Index>(values.size())} : Shape{}, values};
}

Tensor shape(const Node &, const Inputs &in)
{
  const Shape &of = in[0]->shape;
  return {{static_cast<Eigen::Index>(of.size())}, {of.begin(), of.end()}};
}

Tensor flatten(const Node &node, const Inputs &in)
{
  const Tensor      &x    = *in[0];
  const auto         rank = static_cast<Eigen::Index>(x.shape.size());
  const std::int64_t axis = node.integer("axis", 1);
  const Eigen::Index cut  = axis == rank ? rank : node.axis(axis, rank);
  const Eigen::Index rows = n_elements({x.shape.begin(), x.shape.begin() + cut});
  return {{rows, n_elements({x.shape.begin() + cut, x.shape.end()})}, x.values};
}

Tensor reshape(const Node &node, const Inputs &in)
{
  const Tensor &x = *in[0];
  node.require(node.integer("allowzero", 0) == 0, "allowzero = 1", "0: a zero keeps a size");
  Shape        shape(in[1]->values.begin(), in[1]->values.end());
  Eigen::Index known = 1;
  for (std::size_t k = 0; k < shape.size(); ++k)
  {
    if (shape[k] == 0 && k < x.shape.size())
      shape[k] = x.shape[k];
    known *= shape[k] == -1 ? 1 : shape[k];
  }
  const auto n = static_cast<Eigen::Index>(x.values.size());
  if (const auto open = std::find(shape.begin(), shape.end(), -1); open != shape.end() && known > 0)
    *open = n / known;
  node.require(n_elements(shape) == n && std::all_of(shape.begin(), shape.end(), [](auto size) { return size > 0; }),
               "shape " + text_of(x.shape) + " to " + text_of(shape), "a shape of as many elements");
  return {shape, x.values};
}

Tensor transpose(const Node &node, const Inputs &in)
{
  const Tensor             &x    = *in[0];
  const auto                rank = x.shape.size();
  std::vector<std::int64_t> reversed(rank);
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  const auto order  = node.integers("perm", reversed);
  auto       sorted = order;
  std::sort(sorted.begin(), sorted.end());
  node.require(std::equal(sorted.begin(), sorted.end(), reversed.rbegin(), reversed.rend()), "attribute perm",
               "every axis of " + text_of(x.shape) + " once");
  Shape step(rank, 1), shape(rank), move(rank), at(rank, 0);
  for (std::size_t k = rank; k-- > 1;)
    step[k - 1] = step[k] * x.shape[k];
  for (std::size_t k = 0; k < rank; ++k)
  {
    shape[k] = x.shape[index(order[k])];
    move[k]  = step[index(order[k])];
  }
  Tensor       y     = Tensor::of_shape(shape);
  Eigen::Index place = 0;
  for (float &value : y.values)
  {
    value = x.values[index(place)];
    for (std::size_t k = rank; k-- > 0;)
    {
      place += move[k];
      if (++at[k] < shape[k])
        break;
      place -= move[k] * shape[k];
      at[k] = 0;
    }
  }
  return y;
}

Tensor squeeze(const Node &node, const Inputs &in)
{
  Tensor y    = *in[0];
  Shape  axes = axes_of(node, in, y.shape.size());
  if (axes.empty())
    for (std::size_t k = 0; k < y.shape.size(); ++k)
      if (y.shape[k] == 1)
        axes.push_back(static_cast<Eigen::Index>(k));
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis)
  {
    node.require(y.shape[index(*axis)] == 1, "axis " + std::to_string(*axis) + " of " + text_of(in[0]->shape),
                 "an axis of size 1");
    y.shape.erase(y.shape.begin() + *axis);
  }
  return y;
}

Tensor unsqueeze(const Node &node, const Inputs &in)
{
  Tensor            y     = *in[0];
  const std::size_t n_new = in.size() > 1 && in[1] != nullptr ? in[1]->values.size() : node.integers("axes", {}).size();
  for (const Eigen::Index axis : axes_of(node, in, y.shape.size() + n_new))
    y.shape.insert(y.shape.begin() + axis, 1);
  return y;
}

Tensor concatenate(const Node &node, const Inputs &in)
{
  const Shape &first = in[0]->shape;
  const auto   axis  = node.axis(node.integer("axis", 0), static_cast<Eigen::Index>(first.size()));
  Shape        shape = first;
  shape[index(axis)] = 0;
  for (const Tensor *x : in)
  {
    Shape other = x->shape;
    node.require(other.size() == first.size(), "shapes " + text_of(first) + " and " + text_of(other), "as many axes");
    shape[index(axis)] += other[index(axis)];
    other[index(axis)] = first[index(axis)];
    node.require(other == first, "shapes " + text_of(first) + " and " + text_of(x->shape),
                 "shapes that differ along axis " + std::to_string(axis) + " only");
  }
  Tensor             y{shape, {}};
  const Eigen::Index before = n_elements({shape.begin(), shape.begin() + axis});
  for (Eigen::Index i = 0; i < before; ++i)
    for (const Tensor *x : in)
    {
      const auto n = static_cast<Eigen::Index>(x->values.size()) / before;
      y.values.insert(y.values.end(), x->values.begin() + i * n, x->values.begin() + (i + 1) * n);
    }
  return y;
}

Tensor gather(const Node &node, const Inputs &in)
{
  const Tensor      &x = *in[0], &at = *in[1];
  const auto         axis   = node.axis(node.integer("axis", 0), static_cast<Eigen::Index>(x.shape.size()));
  const Eigen::Index before = n_elements({x.shape.begin(), x.shape.begin() + axis}), n = x.shape[index(axis)];
  const Eigen::Index after = n_elements({x.shape.begin() + axis + 1, x.shape.end()});
  Tensor             y{{x.shape.begin(), x.shape.begin() + axis}, {}};
  y.shape.insert(y.shape.end(), at.shape.begin(), at.shape.end());
  y.shape.insert(y.shape.end(), x.shape.begin() + axis + 1, x.shape.end());
  for (Eigen::Index i = 0; i < before; ++i)
    for (const float number : at.values)
    {
      const auto k = node.axis(static_cast<std::int64_t>(number), n);
      y.values.insert(y.values.end(), x.values.begin() + (i * n + k) * after,
                      x.values.begin() + (i * n + k + 1) * after);
    }
  return y;
}
} // namespace quench::array::operators
