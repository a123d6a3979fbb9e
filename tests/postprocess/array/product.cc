#include <postprocess/array/product.h>

#include <boost/test/unit_test.hpp>

using namespace quench::array;

namespace
{
/// a b in double precision.
Matrix exact(const Matrix &a, const Matrix &b) { return (a.cast<double>() * b.cast<double>()).cast<float>(); }

/// Largest difference in units of what k rounding errors of products up to 1 may add up to.
double relative_error(const Matrix &a, const Matrix &b, Eigen::Index k)
{
  constexpr double epsilon = 6e-8;
  return (a - b).cwiseAbs().maxCoeff() / (epsilon * static_cast<double>(k));
}
} // namespace

BOOST_AUTO_TEST_CASE(all_shapes_and_transposes_agree_with_a_plain_product)
{
  // around the tile shapes (12 x 32, 6 x 16, 6 x 8) and block sizes (240, 1024, 384)
  for (const int n : {1, 5, 12, 13, 241})
    for (const int m : {1, 8, 31, 33, 1025})
      for (const int k : {1, 7, 384, 385})
      {
        const Matrix a = Matrix::Random(n, k), b = Matrix::Random(k, m), c = exact(a, b);
        const Matrix a_t = a.transpose(), b_t = b.transpose();
        BOOST_CHECK_LT(relative_error(times(a, b), c, k), 2);
        BOOST_CHECK_LT(relative_error(times_transposed(a, b_t), c, k), 2);
        BOOST_CHECK_LT(relative_error(transposed_times(a_t, b), c, k), 2);
      }
}

BOOST_AUTO_TEST_CASE(rows_do_not_depend_on_their_batch)
{
  const Matrix x = Matrix::Random(257, 500), w = Matrix::Random(70, 500);
  const Matrix all = times_transposed(x, w);
  for (const int first : {0, 3, 250})
    BOOST_CHECK(times_transposed(x.middleRows(first, 7), w) == all.middleRows(first, 7));
}

BOOST_AUTO_TEST_CASE(a_packed_matrix_gives_the_same_numbers_to_the_last_bit)
{
  for (const int n : {1, 2, 3, 4, 5, 8, 9, 12, 17, 64, 241})
    for (const int m : {1, 8, 33, 128, 129, 300})
      for (const int k : {1, 7, 384, 385, 1000})
      {
        const Matrix x = Matrix::Random(n, k), w = Matrix::Random(m, k);
        BOOST_CHECK(times_transposed(x, PackedMatrix(w)) == times_transposed(x, w));
      }
}

BOOST_AUTO_TEST_CASE(a_rounded_matrix_is_close_and_independent_of_the_batch)
{
  const Matrix       w = Matrix::Random(100, 500), x = Matrix::Random(20, 500);
  const PackedMatrix rounded(w, Precision::rounded);
  const Matrix       all = times_transposed(x, rounded);
  for (const int first : {0, 5, 18})
    BOOST_CHECK(times_transposed(x.middleRows(first, 2), rounded) == all.middleRows(first, 2));
  BOOST_CHECK_SMALL((all - times_transposed(x, w)).norm() / all.norm(), 0.002F); // 2^-9 of each number
}
