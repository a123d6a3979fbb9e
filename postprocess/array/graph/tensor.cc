#include <postprocess/array/graph/tensor.h>

#include <physics/base/error.h>

#include <functional>
#include <numeric>
#include <utility>

namespace quench::array
{
Eigen::Index n_elements(const Shape &shape)
{
  return std::accumulate(shape.begin(), shape.end(), Eigen::Index(1), std::multiplies<>());
}

std::string text_of(const Shape &shape)
{
  std::string text = "(";
  for (std::size_t k = 0; k < shape.size(); ++k)
    text += (k > 0 ? ", " : "") + std::to_string(shape[k]);
  return text + ")";
}

Tensor Tensor::of_shape(Shape shape)
{
  const auto n = static_cast<std::size_t>(n_elements(shape));
  return {std::move(shape), std::vector<float>(n)};
}

std::int64_t Node::integer(const std::string &attribute, std::int64_t otherwise) const
{
  const std::vector<std::int64_t> list = integers(attribute, {otherwise});
  require(list.size() == 1, "attribute " + attribute, "one whole number");
  return list.front();
}

float Node::number(const std::string &attribute, float otherwise) const
{
  const auto found = attributes.find(attribute);
  if (found == attributes.end())
    return otherwise;
  require(found->second.numbers.size() == 1, "attribute " + attribute, "one number");
  return found->second.numbers.front();
}

std::string Node::text(const std::string &attribute, const std::string &otherwise) const
{
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? otherwise : found->second.text;
}

std::vector<std::int64_t> Node::integers(const std::string &attribute, std::vector<std::int64_t> otherwise) const
{
  const auto found = attributes.find(attribute);
  if (found == attributes.end())
    return otherwise;
  require(!found->second.integers.empty(), "attribute " + attribute, "whole numbers");
  return found->second.integers;
}

void Node::require(bool is_good, const std::string &got, const std::string &allowed) const
{
  if (!is_good)
    throw InputError(place, got, allowed);
}

Eigen::Index Node::axis(std::int64_t number, Eigen::Index rank) const
{
  const std::int64_t result = number < 0 ? number + rank : number;
  require(result >= 0 && result < rank, "axis " + std::to_string(number),
          "an axis of a tensor of " + std::to_string(rank) + " axes");
  return result;
}
} // namespace quench::array
