// Windows that slide over images: convolutions as products, and pools.

#include <postprocess/array/graph/operators.h>

#include <algorithm>
#include <limits>

namespace quench::array
{
namespace
{
constexpr const char *sizes = "two numbers from 1 to 1000000";

bool is_size(std::int64_t number) { return number > 0 && number <= 1000000; } // choice

/// Zeros before and after an axis of `size` pixels for output of ceil(size / stride) pixels.
void pad_alike(Eigen::Index size, Eigen::Index extent, Eigen::Index stride, bool more_before, Eigen::Index &before,
               Eigen::Index &after)
{
  const Eigen::Index out = (size + stride - 1) / stride;
  const Eigen::Index all = std::max<Eigen::Index>((out - 1) * stride + extent - size, 0);
  before                 = more_before ? all - all / 2 : all / 2;
  after                  = all - before;
}
} // namespace

Windows::Windows(const Node &node, const Shape &input, Eigen::Index kernel_rows, Eigen::Index kernel_columns)
  : channels(0), height(0), width(0), rows(kernel_rows), columns(kernel_columns), stride_y(1), stride_x(1),
    dilation_y(1), dilation_x(1), top(0), left(0), bottom(0), right(0), out_height(0), out_width(0)
{
  node.require(input.size() == 4, "input of shape " + text_of(input), "(images, channels, rows, columns)");
  const auto pair = [&](const char *name, Eigen::Index &y, Eigen::Index &x) {
    const auto values = node.integers(name, {1, 1});
    node.require(values.size() == 2 && is_size(values[0]) && is_size(values[1]), std::string("attribute ") + name,
                 sizes);
    y = values[0];
    x = values[1];
  };
  channels = input[1], height = input[2], width = input[3];
  pair("strides", stride_y, stride_x);
  pair("dilations", dilation_y, dilation_x);
  node.require(node.integer("ceil_mode", 0) == 0, "ceil_mode = 1", "0: windows that fit");
  const auto pads = node.integers("pads", {0, 0, 0, 0});
  node.require(pads.size() == 4 && *std::min_element(pads.begin(), pads.end()) >= 0, "attribute pads",
               "four numbers that are not negative");
  top = pads[0], left = pads[1], bottom = pads[2], right = pads[3];
  const Eigen::Index extent_y = (rows - 1) * dilation_y + 1, extent_x = (columns - 1) * dilation_x + 1;
  node.require(std::max(top, bottom) <= extent_y && std::max(left, right) <= extent_x, "attribute pads",
               "at most the extent of the kernel, " + std::to_string(extent_y) + " x " + std::to_string(extent_x));
  const std::string mode = node.text("auto_pad", "NOTSET");
  node.require(mode == "NOTSET" || mode == "VALID" || mode == "SAME_UPPER" || mode == "SAME_LOWER",
               "auto_pad = " + mode, "NOTSET, VALID, SAME_UPPER or SAME_LOWER");
  if (mode.starts_with("SAME"))
  {
    pad_alike(height, extent_y, stride_y, mode == "SAME_LOWER", top, bottom);
    pad_alike(width, extent_x, stride_x, mode == "SAME_LOWER", left, right);
  }
  node.require(height + top + bottom >= extent_y && width + left + right >= extent_x,
               "an image of " + std::to_string(height) + " x " + std::to_string(width) + " pixels",
               "one as large as the kernel, " + std::to_string(extent_y) + " x " + std::to_string(extent_x));
  out_height = (height + top + bottom - extent_y) / stride_y + 1;
  out_width  = (width + left + right - extent_x) / stride_x + 1;
}

Tensor lowered(const Windows &w, const Tensor &x, Eigen::Index first, Eigen::Index n)
{
  const Eigen::Index n_images = x.shape[0];
  Tensor             y        = Tensor::of_shape({n_images * w.out_height * w.out_width, n * w.rows * w.columns});
  float             *target   = y.values.data();
  for (Eigen::Index image = 0; image < n_images; ++image)
    for (Eigen::Index i = 0; i < w.out_height; ++i)
      for (Eigen::Index j = 0; j < w.out_width; ++j)
        for (Eigen::Index c = first; c < first + n; ++c)
          for (Eigen::Index r = 0; r < w.rows; ++r)
          {
            const Eigen::Index row    = i * w.stride_y - w.top + r * w.dilation_y;
            const float       *source = x.values.data() + ((image * w.channels + c) * w.height + row) * w.width;
            for (Eigen::Index k = 0; k < w.columns; ++k, ++target)
              if (const Eigen::Index column = j * w.stride_x - w.left + k * w.dilation_x;
                  row >= 0 && row < w.height && column >= 0 && column < w.width)
                *target = source[column];
          }
  return y;
}

namespace operators
{
namespace
{
/// Calls visit(pixel) for the pixels of a window that lie in the image.
template <class Visit>
void for_pixels(const Windows &w, Eigen::Index i, Eigen::Index j, const Visit &visit)
{
  for (Eigen::Index r = 0; r < w.rows; ++r)
    for (Eigen::Index k = 0; k < w.columns; ++k)
    {
      const Eigen::Index row    = i * w.stride_y - w.top + r * w.dilation_y;
      const Eigen::Index column = j * w.stride_x - w.left + k * w.dilation_x;
      if (row >= 0 && row < w.height && column >= 0 && column < w.width)
        visit(row * w.width + column);
    }
}

template <class Pool>
Tensor pooled(const Node &node, const Tensor &x, const Pool &pool)
{
  const auto kernel = node.integers("kernel_shape", {});
  node.require(kernel.size() == 2 && is_size(kernel[0]) && is_size(kernel[1]), "attribute kernel_shape", sizes);
  const Windows w(node, x.shape, kernel[0], kernel[1]);
  Tensor        y      = Tensor::of_shape({x.shape[0], w.channels, w.out_height, w.out_width});
  float        *target = y.values.data();
  for (Eigen::Index plane = 0; plane < x.shape[0] * w.channels; ++plane)
    for (Eigen::Index i = 0; i < w.out_height; ++i)
      for (Eigen::Index j = 0; j < w.out_width; ++j)
        *target++ = pool(w, x.values.data() + plane * w.height * w.width, i, j);
  return y;
}
} // namespace

Tensor largest_pool(const Node &node, const Inputs &in)
{
  return pooled(node, *in[0], [](const Windows &w, const float *plane, Eigen::Index i, Eigen::Index j) {
    float largest = std::numeric_limits<float>::lowest();
    for_pixels(w, i, j, [&](Eigen::Index pixel) { largest = std::max(largest, plane[pixel]); });
    return largest;
  });
}

Tensor average_pool(const Node &node, const Inputs &in)
{
  const bool counts_zeros = node.integer("count_include_pad", 0) != 0;
  return pooled(node, *in[0], [&](const Windows &w, const float *plane, Eigen::Index i, Eigen::Index j) {
    float        sum = 0;
    Eigen::Index n   = 0;
    for_pixels(w, i, j, [&](Eigen::Index pixel) {
      sum += plane[pixel];
      ++n;
    });
    return sum / static_cast<float>(counts_zeros ? w.rows * w.columns : std::max<Eigen::Index>(n, 1));
  });
}

Tensor global_average_pool(const Node &node, const Inputs &in)
{
  const Tensor &x = *in[0];
  node.require(x.shape.size() == 4, "input of shape " + text_of(x.shape), "(images, channels, rows, columns)");
  const Eigen::Index n = x.shape[2] * x.shape[3];
  Tensor             y = Tensor::of_shape({x.shape[0], x.shape[1], 1, 1});
  for (std::size_t k = 0; k < y.values.size(); ++k)
    y.values[k] = Eigen::Map<const Eigen::ArrayXf>(x.values.data() + static_cast<Eigen::Index>(k) * n, n).mean();
  return y;
}
} // namespace operators
} // namespace quench::array
