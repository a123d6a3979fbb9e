#pragma once

#include <functional>
#include <string>
#include <vector>

#include <postprocess/array/graph/onnx_file.h>
#include <postprocess/array/network.h>

namespace quench::array
{
/// A network as operators in order (ONNX). The constant weights of Conv, Gemm and MatMul are tiles: matrices that an
/// array can hold. A convolution is one tile per group, which multiplies the windows of the image; a batch
/// normalisation behind a convolution is part of its weights. All else, attention included, is digital.
/// Invariant: every node is one that operator_of() knows, and the graph has run once with an image of zeros.
class OperatorGraph
{
public:
  /// Throws InputError naming the node where an operator is not supported or shapes do not fit, where the size of an
  /// image is open, and where no operator has weights for an array.
  OperatorGraph(OnnxGraph file, const std::string &where);

  /// Weights and biases of the tiles; they are not one after the other. Tiles of weights that are all zero are left
  /// out.
  const Network                  &tiles() const { return tiles_; }
  const std::vector<std::string> &names() const { return names_; } ///< of the tiles: node, node_group_2, ...

  /// x W^T of tile `tile` for inputs x, [row][output], without the bias. The row of the first image is row `first`.
  using Multiply = std::function<Matrix(std::size_t tile, const Matrix &x, std::uint64_t first)>;

  /// The same computed digitally, in single precision.
  Matrix digital(std::size_t tile, const Matrix &x) const;

  /// Logits of images first, first + 1, ... of a data set. [image][class]
  Matrix forward(const Matrix &images, const Multiply &multiply, std::uint64_t first = 0) const;

  const Shape &item() const { return item_; }                                        ///< shape of an image
  Eigen::Index n_inputs() const { return n_elements({item_.begin(), item_.end()}); } ///< numbers of an image

private:
  /// Where a node's products are: tile of every group, -1 where all weights are zero; and the weights' shape.
  struct Tiled
  {
    std::vector<int> tiles;
    Shape            kernel; ///< [output][input of a group][row][column], of others [output][input]
    RowVector        bias;   ///< [output]
  };

  void          fold_batch_normalizations(const std::string &where);
  void          fold(Node &conv, const Node &norm, const std::string &where);
  void          add_tiles(const Node &node);
  Tiled         split(const Node &node, const Tensor &kernel, const RowVector &bias, Eigen::Index groups);
  const Tensor *constant(std::string name) const;
  std::size_t   n_uses(const std::string &name) const;
  Tensor        convolve(const Node &node, const Tiled &tiled, const Tensor &x, const Multiply &multiply,
                         std::uint64_t first) const;
  Tensor        product(const Node &node, const Tiled &tiled, const Tensor &x, const Multiply &multiply,
                        std::uint64_t first) const;
  Tensor        run(Tensor images, const Multiply &multiply, std::uint64_t first) const;

  OnnxGraph                    file_;
  Shape                        item_;
  Eigen::Index                 batch_; ///< images that the file asks for at a time; 0: any
  Network                      tiles_;
  std::vector<std::string>     names_;
  std::map<std::string, Tiled> tiled_; ///< by the node's first output
};
} // namespace quench::array
