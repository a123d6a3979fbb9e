#include <cases/sampling.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <set>

using namespace quench;
using namespace quench::cases;

namespace
{
/// Whether every box of columns x rows equal boxes that cut the unit square holds one point.
bool is_even(const std::vector<std::vector<double>> &points, std::size_t columns, std::size_t rows)
{
  std::set<std::pair<int, int>> boxes;
  for (const auto &point : points)
    boxes.insert({int(point[0] * double(columns)), int(point[1] * double(rows))});
  return points.size() == columns * rows && boxes.size() == points.size();
}
} // namespace

BOOST_AUTO_TEST_SUITE(sampling)

BOOST_AUTO_TEST_CASE(a_latin_hypercube_has_one_point_in_each_part_of_each_axis)
{
  const auto points = unit_sample(Sampling::latin_hypercube, 37, 4, 5);
  for (std::size_t a = 0; a < 4; ++a)
  {
    std::set<int> parts;
    for (const auto &point : points)
      parts.insert(int(point[a] * 37));
    BOOST_TEST(parts.size() == 37u);
  }
  BOOST_TEST(!is_even(unit_sample(Sampling::latin_hypercube, 64, 2, 5), 8, 8)); // that would be more than it promises
}

BOOST_AUTO_TEST_CASE(sobol_points_are_even_in_every_box_of_two_dimensions)
{
  // the first two coordinates are a (0, 2)-sequence (Sobol' 1967), which a digital shift keeps
  for (const std::uint64_t seed : {1u, 2u, 99u})
  {
    const auto points = unit_sample(Sampling::sobol, 64, 5, seed);
    for (const std::size_t columns : {1u, 2u, 4u, 8u, 16u, 32u, 64u})
      BOOST_TEST(is_even(points, columns, 64 / columns));
  }
}

BOOST_AUTO_TEST_CASE(sobol_points_without_their_shift_are_the_published_ones)
{
  // Joe and Kuo 2008, new-joe-kuo-6.21201, first eight points in three dimensions
  const double expected[8][3] = {{0, 0, 0},
                                 {0.5, 0.5, 0.5},
                                 {0.75, 0.25, 0.25},
                                 {0.25, 0.75, 0.75},
                                 {0.375, 0.375, 0.625},
                                 {0.875, 0.875, 0.125},
                                 {0.625, 0.125, 0.875},
                                 {0.125, 0.625, 0.375}};
  const auto   points         = unit_sample(Sampling::sobol, 8, 3, 7);
  const auto   eighths        = [](double u) { return static_cast<unsigned>(u * 16); };
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t a = 0; a < 3; ++a)
      BOOST_TEST((eighths(points[i][a]) ^ eighths(points[0][a])) == eighths(expected[i][a]));
}

BOOST_AUTO_TEST_CASE(random_points_are_uniform_and_belong_to_their_seed)
{
  const auto points = unit_sample(Sampling::random, 10000, 2, 1);
  double     mean = 0, square = 0, product = 0;
  for (const auto &p : points)
  {
    mean += p[0] / 1e4;
    square += p[0] * p[0] / 1e4;
    product += (p[0] - 0.5) * (p[1] - 0.5) / 1e4;
  }
  BOOST_TEST(std::abs(mean - 0.5) < 4 * std::sqrt(1 / 12.0 / 1e4)); // four standard errors, as below
  BOOST_TEST(std::abs(square - 1 / 3.0) < 4 * std::sqrt(4 / 45.0 / 1e4));
  BOOST_TEST(std::abs(product) < 4 / 12.0 / 1e2);
  for (const Sampling kind : {Sampling::random, Sampling::sobol, Sampling::latin_hypercube})
  {
    BOOST_TEST((unit_sample(kind, 20, 3, 1) == unit_sample(kind, 20, 3, 1)));
    BOOST_TEST((unit_sample(kind, 20, 3, 1) != unit_sample(kind, 20, 3, 2)));
  }
}

BOOST_AUTO_TEST_CASE(values_lie_at_their_quantiles)
{
  BOOST_TEST(AxisDistribution(Distribution::uniform, "15 nm to 25 nm").value(0.25) == "17.5 nm");
  BOOST_TEST(AxisDistribution(Distribution::uniform, "-1 to 1").value(0.75) == "0.5");
  BOOST_TEST(AxisDistribution(Distribution::uniform, "100 ns to 1 us").value(0.5) == "550 ns");
  BOOST_TEST(AxisDistribution(Distribution::log_uniform, "1e-12 m2/s to 1e-8 m2/s").value(0.5) == "1e-10 m2/s");
  // 97.5 % of a standard normal: 1.959963985
  BOOST_TEST(AxisDistribution(Distribution::normal, "20 nm +- 1 nm").value(0.975) == "21.959964 nm");
  BOOST_TEST(AxisDistribution(Distribution::normal, "-5 +- 2").value(0.5) == "-5");
  const AxisDistribution list(Distribution::one_of, "W | TiN | 1 to 2 by 1");
  BOOST_TEST(list.value(0.1) == "W");
  BOOST_TEST(list.value(0.26) == "TiN");
  BOOST_TEST(list.value(0.9999) == "2");
}

BOOST_AUTO_TEST_CASE(wrong_distributions_are_refused)
{
  using D = Distribution;
  for (const auto &[distribution, text] : {std::pair{D::uniform, "1 nm"},
                                           {D::uniform, "2 nm to 1 nm"},
                                           {D::uniform, "1 nm to 2 V"},
                                           {D::uniform, "1 nm to 2 nm by 1 nm"},
                                           {D::uniform, "1 nm +- 2 nm"},
                                           {D::uniform, "1 nm to "},
                                           {D::log_uniform, "0 nm to 2 nm"},
                                           {D::log_uniform, "-1 to 2"},
                                           {D::normal, "1 nm to 2 nm"},
                                           {D::normal, "1 nm +- 0 nm"},
                                           {D::normal, "1 nm +- -1 nm"},
                                           {D::normal, "1 nm +- 1 K"},
                                           {D::one_of, "a | | b"}})
    BOOST_CHECK_THROW(AxisDistribution(distribution, text), InputError);
}

BOOST_AUTO_TEST_SUITE_END()
