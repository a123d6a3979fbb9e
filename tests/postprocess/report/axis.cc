#include <postprocess/report/axis.h>

#include <boost/test/unit_test.hpp>

using namespace quench::report;

namespace
{
std::vector<std::string> labels(const AxisScale &scale)
{
  std::vector<std::string> list;
  for (const Tick &tick : scale.ticks())
    if (!tick.label.empty())
      list.push_back(tick.label);
  return list;
}
} // namespace

BOOST_AUTO_TEST_CASE(numbers_are_written_as_people_write_them)
{
  BOOST_TEST(readable(0) == "0");
  BOOST_TEST(readable(0.052) == "0.052");
  BOOST_TEST(readable(1234.56) == "1235");
  BOOST_TEST(readable(-2.5) == "−2.5");
  BOOST_TEST(readable(1.497e5, 3) == "1.5×10^{5}");
  BOOST_TEST(readable(1e-6) == "10^{−6}");
  BOOST_TEST(with_error(0.11037, 0.0012) == "0.1104 ± 0.0012");
  BOOST_TEST(with_error(125, 15) == "125 ± 15");
  BOOST_TEST(with_error(0.1099487, 2.13e-8) == "0.109949 ± 2.1×10^{−8}");
  BOOST_TEST(with_prefix(8234, "Ω") == "8.23 kΩ");
  BOOST_TEST(with_prefix(1e-6, "s") == "1 µs");
  BOOST_TEST(with_prefix(0, "s") == "0 s");
}

BOOST_AUTO_TEST_CASE(linear_ticks_are_round)
{
  Axis axis;
  axis.lower = 0;
  axis.upper = 2;
  BOOST_TEST(labels(AxisScale(axis, {})) == (std::vector<std::string>{"0", "0.5", "1", "1.5", "2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(large_numbers_share_a_factor)
{
  const AxisScale scale(Axis{}, {0, 2e5});
  BOOST_TEST(scale.exponent() == 5);
  BOOST_TEST(labels(scale).back() == "2");
}

BOOST_AUTO_TEST_CASE(decades_are_labelled_and_digits_are_minor_ticks)
{
  Axis axis;
  axis.scale = Scale::logarithmic;
  axis.lower = 1;
  axis.upper = 1000;
  const AxisScale scale(axis, {});
  BOOST_TEST(labels(scale) == (std::vector<std::string>{"1", "10", "100", "1000"}), boost::test_tools::per_element());
  BOOST_TEST(scale.ticks().size() == 28u);
  BOOST_TEST(scale.place(10) == 1. / 3, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(limits_hold_all_data_even_if_they_are_alike)
{
  const AxisScale same(Axis{}, {5, 5});
  BOOST_TEST((same.lower() < 5 && same.upper() > 5));
  Axis log;
  log.scale = Scale::logarithmic;
  const AxisScale positive(log, {0, -3, 2, 2});
  BOOST_TEST((positive.lower() > 0 && positive.lower() < 2 && positive.upper() > 2));
}

BOOST_AUTO_TEST_CASE(time_marks_reach_ten_years)
{
  const auto marks = time_marks(1e-6, 3.2e8);
  BOOST_TEST(marks.front().label == "1 s");
  BOOST_TEST(marks.back().label == "10 y");
  BOOST_TEST(time_marks(2, 50).empty());
}
