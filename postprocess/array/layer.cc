#include <postprocess/array/layer.h>

#include <algorithm>

namespace quench::array
{
namespace
{
using Index    = Eigen::Index;
using Rows     = Eigen::Map<Matrix>;
using ConstRow = Eigen::Map<const Matrix>;

/// Calls action(offset in the patch, offset in the image, n) for every run of values that row `dy` of the kernel
/// takes from the image at pixel (y, x).
template <class Action>
void for_runs(const Convolution &c, int y, int x, const Action &action)
{
  const int reach = c.kernel / 2;
  for (int dy = 0; dy < c.kernel; ++dy)
  {
    const int row = y + dy - reach;
    if (row < 0 || row >= c.height)
      continue;
    const int first = std::max(x - reach, 0), last = std::min(x - reach + c.kernel, c.width);
    action((dy * c.kernel + first - (x - reach)) * c.channels, (row * c.width + first) * c.channels,
           (last - first) * c.channels);
  }
}

/// Calls action(pooled value, value) with the index of each pooled pixel and output of one image and that of the
/// first largest value of its pool. `y` is one image, [pixel][output].
template <class Action>
void for_largest(const Convolution &c, const float *y, Index n_out, const Action &action)
{
  for (int row = 0; row < c.pooled_height(); ++row)
    for (int column = 0; column < c.pooled_width(); ++column)
      for (Index k = 0; k < n_out; ++k)
      {
        Index best = ((row * c.pool) * c.width + column * c.pool) * n_out + k;
        for (int i = 0; i < c.pool; ++i)
          for (int j = 0; j < c.pool; ++j)
          {
            const Index at = ((row * c.pool + i) * c.width + column * c.pool + j) * n_out + k;
            best           = y[at] > y[best] ? at : best;
          }
        action((row * c.pooled_width() + column) * n_out + k, best);
      }
}

Index pooled_size(const Layer &layer)
{
  return static_cast<Index>(layer.convolution->pooled_height()) * layer.convolution->pooled_width() * layer.bias.size();
}
} // namespace

Matrix to_tile(const Layer &layer, const Matrix &x)
{
  if (!layer.convolution)
    return x;
  const Convolution &c       = *layer.convolution;
  Matrix             patches = Matrix::Zero(x.rows() * c.n_pixels(), c.patch());
  for (Index image = 0; image < x.rows(); ++image)
    for (int pixel = 0; pixel < c.n_pixels(); ++pixel)
    {
      float *const       patch = patches.data() + (image * c.n_pixels() + pixel) * c.patch();
      const float *const from  = x.data() + image * x.cols();
      for_runs(c, pixel / c.width, pixel % c.width,
               [&](int to, int at, int n) { std::copy(from + at, from + at + n, patch + to); });
    }
  return patches;
}

Matrix to_tile_gradient(const Layer &layer, const Matrix &gradient)
{
  if (!layer.convolution)
    return gradient;
  const Convolution &c      = *layer.convolution;
  Matrix             result = Matrix::Zero(gradient.rows() / c.n_pixels(), c.n_pixels() * c.channels);
  for (Index image = 0; image < result.rows(); ++image)
    for (int pixel = 0; pixel < c.n_pixels(); ++pixel)
    {
      const float *const patch = gradient.data() + (image * c.n_pixels() + pixel) * c.patch();
      float *const       into  = result.data() + image * result.cols();
      for_runs(c, pixel / c.width, pixel % c.width, [&](int from, int at, int n) {
        for (int k = 0; k < n; ++k)
          into[at + k] += patch[from + k];
      });
    }
  return result;
}

Matrix from_tile(const Layer &layer, const Matrix &y)
{
  if (!layer.convolution)
    return y;
  const Convolution &c      = *layer.convolution;
  const Index        size   = c.n_pixels() * y.cols();
  Matrix             pooled = Matrix(y.rows() / c.n_pixels(), pooled_size(layer));
  for (Index image = 0; image < pooled.rows(); ++image)
  {
    const float *const values = y.data() + image * size;
    for_largest(c, values, y.cols(), [&](Index to, Index from) { pooled(image, to) = values[from]; });
  }
  return pooled;
}

Matrix from_tile_gradient(const Layer &layer, const Matrix &y, const Matrix &gradient)
{
  if (!layer.convolution)
    return gradient;
  const Convolution &c      = *layer.convolution;
  const Index        size   = c.n_pixels() * y.cols();
  Matrix             result = Matrix::Zero(y.rows(), y.cols());
  for (Index image = 0; image < gradient.rows(); ++image)
    for_largest(c, y.data() + image * size, y.cols(),
                [&](Index from, Index to) { result.data()[image * size + to] = gradient(image, from); });
  return result;
}

void add_bias(const Layer &layer, Matrix &y)
{
  const Index n_out = layer.bias.size();
  Rows(y.data(), y.size() / n_out, n_out).rowwise() += layer.bias;
}

RowVector bias_gradient(const Layer &layer, const Matrix &gradient)
{
  const Index n_out = layer.bias.size();
  return ConstRow(gradient.data(), gradient.size() / n_out, n_out).colwise().sum();
}
} // namespace quench::array
