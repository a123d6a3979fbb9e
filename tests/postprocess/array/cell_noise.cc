#include <postprocess/array/cell_noise.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench::array;

namespace
{
double relative_error(const Matrix &a, const Matrix &b) { return (a - b).norm() / b.norm(); }
} // namespace

BOOST_AUTO_TEST_CASE(without_noise_it_is_the_product)
{
  for (const auto &[m, k] : {std::pair(1, 1), std::pair(33, 7), std::pair(64, 100), std::pair(5, 401)})
  {
    const Matrix w = Matrix::Random(m, k), x = Matrix::Random(4, k), none = Matrix::Zero(m, k);
    const Matrix y = (x.cast<double>() * w.cast<double>().transpose()).cast<float>();
    BOOST_CHECK_SMALL(relative_error(CellNoiseProduct(w, none).multiply(x, {1, Purpose::cell_noise, 0, 0}), y), 1e-5);
  }
}

// The number of every device is found by one-hot inputs: normal, and different for every device and vector.
BOOST_AUTO_TEST_CASE(every_device_and_vector_has_its_own_normal_number)
{
  constexpr int    m = 40, k = 60, n = 400;
  CellNoiseProduct product(Matrix::Zero(m, k), Matrix::Constant(m, k, 4));
  double           sum = 0, squares = 0, neighbours = 0, before = 0;
  for (int j = 0; j < k; ++j)
  {
    Matrix x = Matrix::Zero(n, k);
    x.col(j).setOnes();
    const Matrix y = product.multiply(x, {3, Purpose::cell_noise, 0, 0}) / 2;
    for (Eigen::Index i = 0; i < y.size(); ++i)
    {
      const double number = y.data()[i];
      sum += number;
      squares += number * number;
      neighbours += number * before;
      before = number;
    }
  }
  constexpr double count = double(m) * k * n;
  BOOST_CHECK_SMALL(sum / count, 5 / std::sqrt(count));
  BOOST_CHECK_SMALL(squares / count - 1, 5 * std::sqrt(2 / count));
  BOOST_CHECK_SMALL(neighbours / count, 5 / std::sqrt(count));
}

// Outputs have the variance sum_i s_i^2 x_i^2 that noise drawn at the outputs has.
BOOST_AUTO_TEST_CASE(outputs_have_the_variance_of_the_sum)
{
  constexpr int m = 20, k = 50, n = 4000;
  const Matrix  w = Matrix::Random(m, k), variance = Matrix::Random(m, k).cwiseAbs(), one = Matrix::Random(1, k);
  const Matrix  x = one.replicate(n, 1);
  const Matrix  y = CellNoiseProduct(w, variance).multiply(x, {3, Purpose::cell_noise, 0, 0});
  for (int o = 0; o < m; ++o)
  {
    const auto   column   = y.col(o).cast<double>().array();
    const double expected = (variance.row(o).array() * one.array().square()).cast<double>().sum();
    BOOST_CHECK_SMALL((column - column.mean()).square().mean() / expected - 1, 5 * std::sqrt(2.0 / n));
    BOOST_CHECK_SMALL(column.mean() - w.row(o).cast<double>().dot(one.row(0).cast<double>()),
                      5 * std::sqrt(expected / n));
  }
}

BOOST_AUTO_TEST_CASE(vectors_do_not_depend_on_their_batch)
{
  const CellNoiseProduct product(Matrix::Random(40, 30), Matrix::Constant(40, 30, 1));
  const Matrix           x   = Matrix::Random(9, 30);
  const Matrix           all = product.multiply(x, {1, Purpose::cell_noise, 50, 2});
  BOOST_CHECK(product.multiply(x.middleRows(4, 3), {1, Purpose::cell_noise, 54, 2}) == all.middleRows(4, 3));
}
