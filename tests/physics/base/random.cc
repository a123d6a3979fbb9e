#include <physics/base/random.h>

#include <boost/test/unit_test.hpp>

#include <set>
#include <vector>

using namespace quench;

namespace
{
struct Moments
{
  double mean = 0, variance = 0;
};

template <class Draw>
Moments moments(int n, const Draw &draw)
{
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i)
  {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  return {sum / n, squares / n - sum * sum / n / n};
}
} // namespace

// Random123 1.14, tests/kat_vectors, lines "philox4x32 10"
BOOST_AUTO_TEST_CASE(philox_gives_the_published_numbers)
{
  const auto check = [](r123::Philox4x32::ctr_type counter, r123::Philox4x32::key_type key,
                        r123::Philox4x32::ctr_type expected) {
    const auto result = r123::Philox4x32{}(counter, key);
    BOOST_CHECK_EQUAL_COLLECTIONS(result.begin(), result.end(), expected.begin(), expected.end());
  };
  const std::uint32_t ones = 0xffffffff;
  check({{0, 0, 0, 0}}, {{0, 0}}, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
  check({{ones, ones, ones, ones}}, {{ones, ones}}, {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
  check({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, {{0xa4093822, 0x299f31d0}},
        {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

BOOST_AUTO_TEST_CASE(a_stream_depends_on_its_four_keys_only)
{
  RandomStream a(1, 2, 3, 4), b(1, 2, 3, 4);
  for (int i = 0; i < 10; ++i)
    BOOST_CHECK_EQUAL(a.bits(), b.bits());
  const std::uint64_t     big   = std::uint64_t(1) << 32;
  std::set<std::uint32_t> first = {RandomStream(1, 2, 3, 4).bits()};
  for (RandomStream other : {RandomStream(2, 2, 3, 4), RandomStream(1, 3, 3, 4), RandomStream(1, 2, 4, 4),
                             RandomStream(1, 2, 3, 5), RandomStream(1 + big, 2, 3, 4), RandomStream(1, 2, 3 + big, 4),
                             RandomStream(1, 2, 3, 4 + big), RandomStream(2, 1, 3, 4), RandomStream(1, 2, 4, 3)})
    BOOST_CHECK(first.insert(other.bits()).second);
}

BOOST_AUTO_TEST_CASE(these_numbers_never_change)
{
  // frozen: a result of last year must be repeatable
  RandomStream stream(1, 2, 3, 4);
  BOOST_CHECK_EQUAL(stream.bits(), 359914326u);
  BOOST_CHECK_EQUAL(stream.bits(), 3587970650u);
}

BOOST_AUTO_TEST_CASE(uniform_numbers_are_uniform)
{
  RandomStream     stream(7, 0, 0, 0);
  const int        n = 200000;
  std::vector<int> histogram(10);
  for (int i = 0; i < n; ++i)
  {
    const double x = stream.uniform();
    BOOST_REQUIRE(x > 0 && x < 1);
    ++histogram[static_cast<int>(10 * x)];
  }
  double chi_squared = 0;
  for (const int count : histogram)
    chi_squared += (count - n / 10) * (count - n / 10) / (n / 10.0);
  BOOST_CHECK_LT(chi_squared, 27.9); // 9 degrees of freedom, exceeded once in 1000 seeds
}

BOOST_AUTO_TEST_CASE(neighbouring_cells_are_independent)
{
  double correlation = 0;
  int    n           = 100000;
  for (int cell = 0; cell < n; ++cell)
    correlation +=
        (RandomStream(1, 0, cell, 0).uniform() - 0.5) * (RandomStream(1, 0, cell + 1, 0).uniform() - 0.5) * 12;
  BOOST_CHECK_SMALL(correlation / n, 4 / std::sqrt(n)); // four standard errors
}

BOOST_AUTO_TEST_CASE(normal_numbers_have_the_right_moments)
{
  RandomStream  stream(7, 1, 0, 0);
  const int     n = 200000;
  const Moments m = moments(n, [&] { return stream.normal(); });
  BOOST_CHECK_SMALL(m.mean, 4 / std::sqrt(n));
  BOOST_CHECK_SMALL(m.variance - 1, 4 * std::sqrt(2.0 / n));
}

BOOST_AUTO_TEST_CASE(poisson_numbers_have_the_right_moments)
{
  const int n = 100000;
  for (const double mean : {1e-3, 0.5, 3.0, 9.99, 10.0, 30.0, 1000.0})
  {
    RandomStream  stream(7, 2, static_cast<std::uint64_t>(mean * 1e3), 0);
    const Moments m = moments(n, [&] { return static_cast<double>(stream.poisson(mean)); });
    BOOST_CHECK_SMALL(m.mean - mean, 4 * std::sqrt(mean / n));
    BOOST_CHECK_SMALL(m.variance - mean, 4 * std::sqrt((mean + 2 * mean * mean) / n));
  }
  RandomStream stream(7, 3, 0, 0);
  BOOST_CHECK_EQUAL(stream.poisson(0), 0u);
  BOOST_CHECK_EQUAL(stream.poisson(-1), 0u);
}

BOOST_AUTO_TEST_CASE(poisson_numbers_have_the_right_probabilities)
{
  // every count of probability above 1e-3, on both sides of the change of method at a mean of 10
  const int n = 200000;
  for (const double mean : {9.0, 12.0})
  {
    RandomStream     stream(7, 4, static_cast<std::uint64_t>(mean), 0);
    std::vector<int> histogram(100);
    for (int i = 0; i < n; ++i)
      ++histogram[std::min<std::uint64_t>(stream.poisson(mean), 99)];
    for (int k = 0; k < 40; ++k)
    {
      const double p = std::exp(k * std::log(mean) - mean - std::lgamma(k + 1));
      if (p > 1e-3)
        BOOST_CHECK_SMALL(histogram[k] - n * p, 4.5 * std::sqrt(n * p));
    }
  }
}
