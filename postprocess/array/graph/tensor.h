#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace quench::array
{
using Shape = std::vector<Eigen::Index>;

/// Number of elements of a tensor; 1 for a scalar, whose shape is empty.
Eigen::Index n_elements(const Shape &shape);

/// "(2, 3, 5)"
std::string text_of(const Shape &shape);

/// Numbers in single precision; the last index runs fastest. Invariant: as many values as the shape says.
struct Tensor
{
  Shape              shape;
  std::vector<float> values;

  /// All zero.
  static Tensor of_shape(Shape shape);
};

/// What a node of an operator graph says besides its inputs: a number stands in the list of its kind.
struct Attribute
{
  std::vector<std::int64_t> integers;
  std::vector<float>        numbers;
  std::string               text;
  Tensor                    tensor;
};

/// One operator of a graph. Names of inputs that are left out are empty.
struct Node
{
  std::string                      place; ///< of the node in messages: file, name and operator
  std::string                      name, operation;
  std::vector<std::string>         inputs, outputs;
  std::map<std::string, Attribute> attributes = {};

  std::int64_t              integer(const std::string &attribute, std::int64_t otherwise) const;
  float                     number(const std::string &attribute, float otherwise) const;
  std::string               text(const std::string &attribute, const std::string &otherwise) const;
  std::vector<std::int64_t> integers(const std::string &attribute, std::vector<std::int64_t> otherwise) const;

  /// Throws InputError at the place of the node unless `is_good`.
  void require(bool is_good, const std::string &got, const std::string &allowed) const;

  /// The index of an axis, counted from the end if it is negative; in [0, rank). Throws InputError.
  Eigen::Index axis(std::int64_t number, Eigen::Index rank) const;
};
} // namespace quench::array
