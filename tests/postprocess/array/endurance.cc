#include <postprocess/array/endurance.h>

#include <tests/feature.h>
#include <tests/postprocess/array/small_data.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>

using namespace quench::array;
using namespace quench::array::testing;

namespace
{
struct Limits
{
  const char *device;
  double      lowest, highest;
};
} // namespace

BOOST_AUTO_TEST_CASE(limits_are_parameters_spread_log_uniformly)
{
  bool        all_inside = true;
  std::string text;
  for (const Limits &of : {Limits{"PCM", 1e8, 1e9}, Limits{"RRAM", 1e6, 1e12}, Limits{"flash", 1e4, 1e5}})
  {
    constexpr std::size_t n = 4000;
    EnduranceParameters   p;
    p.lowest  = of.lowest;
    p.highest = of.highest;
    const Endurance cells(p, n);
    double          sum = 0, least = 1e300, most = 0;
    for (std::size_t k = 0; k < n; ++k)
    {
      sum += std::log10(cells.limit(k));
      least = std::min(least, cells.limit(k));
      most  = std::max(most, cells.limit(k));
    }
    const double decades = std::log10(of.highest / of.lowest), middle = std::log10(of.lowest) + decades / 2;
    all_inside = all_inside && least >= of.lowest && most <= of.highest &&
                 std::abs(sum / n - middle) < 4 * decades / std::sqrt(12.0 * n);
    text += std::string(text.empty() ? "" : ", ") + of.device + " 1e" +
            std::to_string(std::lround(std::log10(of.lowest))) + " to 1e" +
            std::to_string(std::lround(std::log10(of.highest)));
  }
  quench::test::record_feature("F77", "limits", "every cell has its limit inside " + text + " cycles", all_inside);
}

BOOST_AUTO_TEST_CASE(a_cell_is_worn_when_its_limit_is_reached)
{
  EnduranceParameters p;
  p.lowest = p.highest = 1e5;
  Endurance cells(p, 4);
  cells.write(0, 99999);
  cells.write(1, 50);
  BOOST_CHECK(!cells.is_worn(0));
  BOOST_CHECK_CLOSE(cells.repetitions(), 1e5 / 99999, 1e-10);
  cells.write(0);
  BOOST_CHECK_EQUAL(cells.most_written(), 100000U);
  BOOST_CHECK_CLOSE(cells.worn_fraction(), 0.25, 1e-12);
  quench::test::record_feature("F77", "counter",
                               "a cell with a limit of 100000 cycles is worn at write 100000, not before",
                               cells.is_worn(0) && !cells.is_worn(1));
  p.lowest = 1e6;
  BOOST_CHECK(contains(message_of([&] { Endurance(p, 4); }), "endurance/lowest"));
}
