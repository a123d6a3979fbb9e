#include <postprocess/array/random_streams.h>

#include <physics/base/random.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace quench::array;

namespace
{
/// Mean, variance, third and fourth moment of standard normal numbers, each within five standard errors.
template <class M>
void check_standard_normal(const M &values)
{
  const auto   x = values.template cast<double>().array();
  const double n = static_cast<double>(values.size());
  BOOST_CHECK_SMALL(x.mean(), 5 / std::sqrt(n));
  BOOST_CHECK_SMALL(x.square().mean() - 1, 5 * std::sqrt(2 / n));
  BOOST_CHECK_SMALL(x.cube().mean(), 5 * std::sqrt(15 / n));
  BOOST_CHECK_SMALL(x.square().square().mean() - 3, 5 * std::sqrt(96 / n));
}
} // namespace

BOOST_AUTO_TEST_CASE(normal_numbers_are_normal)
{
  DeviceMatrix per_cell(400, 500), in_order(400, 500);
  Matrix       rows(401, 499);
  fill_normal_per_cell(per_cell, {1, Purpose::programming, 0, 0});
  fill_normal(in_order, {1, Purpose::programming, 0, 0});
  fill_normal_rows(rows, {1, Purpose::output_noise, 0, 0});
  check_standard_normal(per_cell);
  check_standard_normal(in_order);
  check_standard_normal(rows);
  const Matrix first = rows.leftCols(249), second = rows.rightCols(249); // both halves of the pairs
  BOOST_CHECK_SMALL(first.cwiseProduct(second).cast<double>().mean(), 5 / std::sqrt(401.0 * 249));
}

BOOST_AUTO_TEST_CASE(numbers_are_a_function_of_the_key)
{
  Matrix all(20, 33), later(5, 33), other(20, 33);
  fill_normal_rows(all, {7, Purpose::output_noise, 100, 3});
  fill_normal_rows(later, {7, Purpose::output_noise, 108, 3});
  BOOST_CHECK(later == all.middleRows(8, 5));
  for (const StreamKey &key : {StreamKey{8, Purpose::output_noise, 100, 3}, StreamKey{7, Purpose::probe_noise, 100, 3},
                               StreamKey{7, Purpose::output_noise, 100, 4}})
  {
    fill_normal_rows(other, key);
    BOOST_CHECK(other != all);
  }
}

BOOST_AUTO_TEST_CASE(a_shuffle_is_a_permutation)
{
  std::vector<int> order(1000), again(1000);
  std::iota(order.begin(), order.end(), 0);
  std::iota(again.begin(), again.end(), 0);
  const std::vector<int> sorted = order;
  shuffle(order, {1, Purpose::image_order, 0, 0});
  shuffle(again, {1, Purpose::image_order, 0, 0});
  BOOST_CHECK(order == again);
  BOOST_CHECK(order != sorted);
  std::sort(order.begin(), order.end());
  BOOST_CHECK(order == sorted);
}

// Row i, pair k: bits 2k and 2k + 1 of the stream of the row, by Box and Muller in double precision. 2e-6: single
// precision of a number up to 6.8.
BOOST_AUTO_TEST_CASE(rows_are_the_numbers_of_their_streams)
{
  for (const int n : {1, 2, 5, 63, 64, 65, 200})
  {
    Matrix rows(3, n);
    fill_normal_rows(rows, {9, Purpose::probe_noise, (1ULL << 40) + 7, 5});
    for (int i = 0; i < 3; ++i)
    {
      quench::RandomStream numbers(9, static_cast<std::uint32_t>(Purpose::probe_noise), (1ULL << 40) + 7 + i, 5);
      const int            n_pairs = (n + 1) / 2;
      for (int k = 0; k < n_pairs; ++k)
      {
        const double u = 0x1p-32 * (numbers.bits() + 0.5), turn = 2 * std::numbers::pi * 0x1p-32 * numbers.bits();
        const double radius = std::sqrt(-2 * std::log(u));
        BOOST_REQUIRE_SMALL(rows(i, k) - radius * std::cos(turn), 2e-6);
        if (n_pairs + k < n)
          BOOST_REQUIRE_SMALL(rows(i, n_pairs + k) - radius * std::sin(turn), 2e-6);
      }
    }
  }
}
