#include <postprocess/array/layer.h>

#include <algorithm>
#include <vector>

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

/// Calls action(pooled pixel, pixels of its pool) for the pooled pixels of an image, row by row; numbers of pixels.
template <class Action>
void for_pools(const Convolution &c, const Action &action)
{
  std::vector<Index> pool(static_cast<std::size_t>(c.pool) * c.pool);
  for (int row = 0; row < c.pooled_height(); ++row)
    for (int column = 0; column < c.pooled_width(); ++column)
    {
      for (int i = 0; i < c.pool; ++i)
        for (int j = 0; j < c.pool; ++j)
          pool[i * c.pool + j] = (row * c.pool + i) * c.width + column * c.pool + j;
      action(row * c.pooled_width() + column, pool);
    }
}

/// The larger of two numbers each.
__attribute__((target_clones("avx512f", "avx2", "default"))) void take_larger(Index n, const float *values,
                                                                              float *largest)
{
  for (Index k = 0; k < n; ++k)
    largest[k] = values[k] > largest[k] ? values[k] : largest[k];
}

/// Where a value is the largest of its pool and none before it was (rest = gradient): it gets the gradient.
__attribute__((target_clones("avx512f", "avx2", "default"))) void
give_to_largest(Index n, const float *values, const float *largest, float *rest, float *gradient)
{
  for (Index k = 0; k < n; ++k)
  {
    const bool is_largest = values[k] == largest[k];
    gradient[k]           = is_largest ? rest[k] : 0.0F;
    rest[k]               = is_largest ? 0.0F : rest[k];
  }
}

/// Largest values of a pool of an image `y`, [output].
void pool_values(const float *y, Index n_out, const std::vector<Index> &pool, float *largest)
{
  std::copy_n(y + pool.front() * n_out, n_out, largest);
  for (const Index pixel : pool)
    take_larger(n_out, y + pixel * n_out, largest);
}

bool is_at_border(const Convolution &c, int y, int x)
{
  const int reach = c.kernel / 2;
  return y < reach || x < reach || y + reach >= c.height || x + reach >= c.width;
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
  const Convolution &c = *layer.convolution;
  Matrix             patches(x.rows() * c.n_pixels(), c.patch());
  for (Index image = 0; image < x.rows(); ++image)
    for (int pixel = 0; pixel < c.n_pixels(); ++pixel)
    {
      float *const       patch = patches.data() + (image * c.n_pixels() + pixel) * c.patch();
      const float *const from  = x.data() + image * x.cols();
      if (is_at_border(c, pixel / c.width, pixel % c.width))
        std::fill_n(patch, c.patch(), 0.0F);
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
  const Convolution &c    = *layer.convolution;
  const Index        size = c.n_pixels() * y.cols();
  Matrix             pooled(y.rows() / c.n_pixels(), pooled_size(layer));
  for (Index image = 0; image < pooled.rows(); ++image)
    for_pools(c, [&](Index to, const std::vector<Index> &pool) {
      pool_values(y.data() + image * size, y.cols(), pool, pooled.row(image).data() + to * y.cols());
    });
  return pooled;
}

Matrix from_tile_gradient(const Layer &layer, const Matrix &y, const Matrix &gradient)
{
  if (!layer.convolution)
    return gradient;
  const Convolution &c      = *layer.convolution;
  const Index        size   = c.n_pixels() * y.cols();
  Matrix             result = Matrix::Zero(y.rows(), y.cols()); // pixels in no pool
  RowVector          largest(y.cols()), rest(y.cols());
  for (Index image = 0; image < gradient.rows(); ++image)
    for_pools(c, [&](Index from, const std::vector<Index> &pool) {
      const float *const values = y.data() + image * size;
      pool_values(values, y.cols(), pool, largest.data());
      std::copy_n(gradient.row(image).data() + from * y.cols(), y.cols(), rest.data());
      for (const Index pixel : pool)
        give_to_largest(y.cols(), values + pixel * y.cols(), largest.data(), rest.data(),
                        result.data() + image * size + pixel * y.cols());
    });
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
