#include <postprocess/array/tile_product.h>

#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <random>

using namespace quench::array;

namespace
{
const StreamKey key{5, Purpose::output_noise, 0, 1};

double deviation(const Matrix &y)
{
  const auto values = y.cast<double>().array();
  return std::sqrt((values - values.mean()).square().mean());
}

/// Nearest of 254 steps within +-bound.
double convert(double x, double bound)
{
  const double step = 2 * bound / 254;
  return std::round(std::clamp(x, -bound, bound) / step) * step;
}
} // namespace

// The converters of the hardware-aware preset of IBM/aihwkit: inputs in 254 steps of (-1, 1), outputs in 254 steps
// within
// +-10, noise 0.04 before the converter. Reference: its formula, in double precision with other random numbers.
BOOST_AUTO_TEST_CASE(F63_outputs_are_distributed_as_the_published_preset)
{
  constexpr int                          n = 128, m = 64, n_vectors = 2000;
  std::mt19937_64                        numbers(1);
  std::normal_distribution<double>       normal;
  std::uniform_real_distribution<double> uniform(-1, 1);
  Matrix                                 w(m, n), x(n_vectors, n);
  for (Eigen::Index k = 0; k < w.size(); ++k)
    w.data()[k] = static_cast<float>(0.3 * normal(numbers));
  for (Eigen::Index k = 0; k < x.size(); ++k)
    x.data()[k] = static_cast<float>(uniform(numbers));
  Matrix reference(n_vectors, m);
  for (int v = 0; v < n_vectors; ++v)
    for (int o = 0; o < m; ++o)
    {
      double sum = 0.04 * normal(numbers);
      for (int i = 0; i < n; ++i)
        sum += w(o, i) * convert(x(v, i), 1);
      reference(v, o) = static_cast<float>(convert(sum, 10));
    }
  const TileProduct tile({w, Matrix()}, Quantizer(8, 1), Quantizer(8, 10), 0.04);
  const Matrix      y         = tile.multiply(x, key);
  const double      ratio     = deviation(y) / deviation(reference);
  const Matrix      exact     = x * w.transpose(); // the errors alone, too: converters and noise
  const double      of_errors = deviation(y - exact) / deviation(reference - exact);
  char              text[120];
  std::snprintf(text, sizeof(text), "std of y %.4f, of its errors %.4f of the preset's formula", ratio, of_errors);
  quench::test::record_feature("F63", "8-bit converters, bound 10, noise 0.04", text,
                               std::abs(ratio - 1) <= 0.01 && std::abs(of_errors - 1) <= 0.01);
}

BOOST_AUTO_TEST_CASE(noise_at_the_outputs_and_of_the_devices_have_the_same_deviation)
{
  const Matrix     x = Matrix::Random(1, 70).replicate(4000, 1), w = Matrix::Random(40, 70);
  EffectiveWeights weights{w, Matrix::Random(40, 70).cwiseAbs()};
  const Quantizer  ideal(0, 1);
  const Matrix     at_outputs = TileProduct(weights, ideal, ideal, 0.5).multiply(x, key);
  weights.is_drawn_per_device = true;
  const Matrix of_devices     = TileProduct(weights, ideal, ideal, 0.5).multiply(x, key);
  for (int o = 0; o < 40; ++o)
  {
    const double expected =
        std::sqrt(0.25 + (weights.variance.row(o).array() * x.row(0).array().square()).cast<double>().sum());
    BOOST_CHECK_SMALL(deviation(at_outputs.col(o)) / expected - 1, 5 * std::sqrt(0.5 / 4000));
    BOOST_CHECK_SMALL(deviation(of_devices.col(o)) / expected - 1, 5 * std::sqrt(0.5 / 4000));
  }
}

BOOST_AUTO_TEST_CASE(outputs_do_not_depend_on_their_batch)
{
  const Matrix      x = Matrix::Random(30, 50);
  const TileProduct tile({Matrix::Random(20, 50), Matrix::Random(20, 50).cwiseAbs()}, Quantizer(8, 1), Quantizer(8, 9),
                         0.1);
  const Matrix      all = tile.multiply(x, key);
  for (const int n : {1, 2, 7})
    BOOST_CHECK(tile.multiply(x.middleRows(6, n), {5, Purpose::output_noise, 6, 1}) == all.middleRows(6, n));
  // patches of images: a stream for six vectors
  const Matrix patches = tile.multiply(x, key, 6);
  BOOST_CHECK(tile.multiply(x.middleRows(12, 6), {5, Purpose::output_noise, 2, 1}, 6) == patches.middleRows(12, 6));
}
