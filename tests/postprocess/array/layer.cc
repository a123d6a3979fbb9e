#include <postprocess/array/layer.h>

#include <postprocess/array/network.h>
#include <postprocess/array/product.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace quench::array;
using namespace quench::array::testing;

namespace
{
Matrix normal(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed)
{
  Matrix values(rows, columns);
  fill_normal(values, {seed, Purpose::reference_inputs, 0, 0});
  return values;
}

Layer convolution(int channels, int height, int width, int n_out, int pool)
{
  return {normal(n_out, 9 * channels, 3), normal(1, n_out, 4), Convolution{channels, height, width, 3, pool}};
}

/// The definition of a convolution, one output at a time.
float direct(const Layer &layer, const Matrix &x, int image, int row, int column, int k)
{
  const Convolution &c   = *layer.convolution;
  float              sum = 0;
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx)
      for (int channel = 0; channel < c.channels; ++channel)
        if (row + dy >= 0 && row + dy < c.height && column + dx >= 0 && column + dx < c.width)
          sum += layer.weights(k, ((dy + 1) * 3 + dx + 1) * c.channels + channel) *
                 x(image, ((row + dy) * c.width + column + dx) * c.channels + channel);
  return sum;
}

double inner(const Matrix &a, const Matrix &b) { return (a.cast<double>().array() * b.cast<double>().array()).sum(); }
} // namespace

BOOST_AUTO_TEST_CASE(a_lowered_convolution_is_the_convolution)
{
  const Layer  layer = convolution(2, 5, 4, 3, 1);
  const Matrix x = normal(2, 5 * 4 * 2, 1), y = apply(layer, x);
  BOOST_REQUIRE_EQUAL(y.cols(), 5 * 4 * 3);
  for (int image = 0; image < 2; ++image)
    for (int row = 0; row < 5; ++row)
      for (int column = 0; column < 4; ++column)
        for (int k = 0; k < 3; ++k)
          BOOST_CHECK_SMALL(y(image, (row * 4 + column) * 3 + k) - direct(layer, x, image, row, column, k) -
                                layer.bias[k],
                            1e-5F); // single precision
}

BOOST_AUTO_TEST_CASE(pooling_keeps_the_largest_of_each_square)
{
  Layer layer = convolution(1, 5, 4, 1, 2); // the fifth row fills no pool
  layer.bias.setZero();
  Matrix y(20, 1);
  for (int k = 0; k < 20; ++k)
    y(k, 0) = static_cast<float>((7 * k) % 20);
  const Matrix pooled = from_tile(layer, y);
  BOOST_REQUIRE_EQUAL(pooled.cols(), 4);
  BOOST_CHECK_EQUAL(pooled(0, 0), std::max({y(0, 0), y(1, 0), y(4, 0), y(5, 0)}));
  BOOST_CHECK_EQUAL(pooled(0, 3), std::max({y(10, 0), y(11, 0), y(14, 0), y(15, 0)}));
}

// <A x, z> = <x, A^T z> of the linear maps to and from a tile.
BOOST_AUTO_TEST_CASE(gradients_are_adjoint_maps)
{
  const Layer  layer = convolution(3, 6, 4, 2, 2);
  const Matrix x = normal(2, 6 * 4 * 3, 1), patches = normal(2 * 24, 27, 2);
  BOOST_CHECK_CLOSE(inner(to_tile(layer, x), patches), inner(x, to_tile_gradient(layer, patches)), 1e-4);

  const Matrix y = normal(2 * 24, 2, 5), z = normal(2, 6 * 2, 6);
  const Matrix gradient = from_tile_gradient(layer, y, z);
  BOOST_CHECK_CLOSE(inner(from_tile(layer, y), z), inner(y, gradient), 1e-4);
  BOOST_CHECK_EQUAL((gradient.array() != 0).count(), z.size()); // one pixel of each pool gets it all
}

BOOST_AUTO_TEST_CASE(a_dense_layer_needs_no_lowering)
{
  const Layer  layer{normal(3, 4, 1), normal(1, 3, 2), {}};
  const Matrix x = normal(5, 4, 3), y = apply(layer, x);
  BOOST_CHECK_SMALL((y - ((x * layer.weights.transpose()).rowwise() + layer.bias)).cwiseAbs().maxCoeff(), 1e-5F);
  BOOST_CHECK(to_tile(layer, x) == x);
}
