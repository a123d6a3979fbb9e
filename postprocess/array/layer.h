#pragma once

#include <optional>

#include <postprocess/array/matrix.h>

namespace quench::array
{
/// Shape of a convolution: `kernel` x `kernel` pixels at every pixel of the image, zeros around it, then the largest
/// of each `pool` x `pool` pixels (rows and columns that do not fill a pool are left out).
/// An image is one row, [pixel][channel], pixels row by row.
struct Convolution
{
  int channels = 1, height = 0, width = 0; ///< of the input
  int kernel = 3, pool = 2;

  int n_pixels() const { return height * width; }
  int patch() const { return kernel * kernel * channels; } ///< columns of the weights, [kernel row][column][channel]
  int pooled_height() const { return height / pool; }
  int pooled_width() const { return width / pool; }
};

/// The weights of one tile and what surrounds it. Without a convolution y = W x + b. With one, W multiplies the
/// patches of the image (the lowering of Chellapilla et al. 2006, "im2col", eq. T2), so that a tile never sees a
/// convolution.
struct Layer
{
  Matrix                     weights; ///< [output][input], of a convolution [output channel][patch]
  RowVector                  bias;    ///< [output]
  std::optional<Convolution> convolution = {};
};

/// What the tile multiplies: x itself or the patches of the images, [image * pixel][patch].
Matrix to_tile(const Layer &layer, const Matrix &x);

/// What the layer hands on before bias and rectifier: y itself or its pooled form, [image][pooled pixel * output].
Matrix from_tile(const Layer &layer, const Matrix &y);

/// Adds the bias to every pixel of the result of from_tile().
void add_bias(const Layer &layer, Matrix &y);

/// Gradient by the tile's inputs -> gradient by x: adjoint of to_tile().
Matrix to_tile_gradient(const Layer &layer, const Matrix &gradient);

/// Gradient by the result of from_tile() -> gradient by y, of which the first largest pixel of a pool gets all.
Matrix from_tile_gradient(const Layer &layer, const Matrix &y, const Matrix &gradient);

/// Gradient by the result of add_bias() -> gradient by the bias.
RowVector bias_gradient(const Layer &layer, const Matrix &gradient);
} // namespace quench::array
