#include <postprocess/array/read_margin.h>

#include <tests/feature.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>

using namespace quench;
using namespace quench::array;

BOOST_AUTO_TEST_CASE(a_selector_has_its_current_and_ratio)
{
  for (const double ratio : {3.0, 100.0, 1e6})
  {
    const SelectorLaw law         = selector(10 * units::uA, ratio, 1);
    const double      no_resistor = 1e9 * units::S;
    BOOST_CHECK_CLOSE(law(no_resistor, 1).value / units::uA, 10, 1e-6);
    BOOST_CHECK_CLOSE(law(no_resistor, 1).value / law(no_resistor, 0.5).value, ratio, 1e-4);
  }
}

// Without wires the sensed current is that of the cell and of n - 1 cells at half the voltage.
BOOST_AUTO_TEST_CASE(ideal_wires_add_half_selected_cells)
{
  ReadMarginParameters p;
  p.wires                = WireParameters();
  p.selector_ratio       = 100;
  const SelectorLaw law  = selector(p.selector_current, p.selector_ratio, p.read_voltage);
  const double      half = 15 * law(p.on, 0.5 * p.read_voltage).value;
  const ReadMargin  m    = read_margin(p, 16);
  BOOST_CHECK_CLOSE(m.on, law(p.on, p.read_voltage).value + half, 1e-3);
  BOOST_CHECK_CLOSE(m.off, law(p.off, p.read_voltage).value + half, 1e-3);
}

BOOST_AUTO_TEST_CASE(F64_the_margin_falls_with_the_size)
{
  ReadMarginParameters with, without;
  without.selector_ratio = 2.5;
  char   text[300];
  double last = 1, last_without = 1;
  for (const int n : {64, 256, 1024})
  {
    const double margin = read_margin(with, n).margin(), plain = n <= 256 ? read_margin(without, n).margin() : 0;
    std::snprintf(text, sizeof(text), "margin %.3f with a selector ratio of 1e6", margin);
    if (n <= 256)
      std::snprintf(text + std::char_traits<char>::length(text), 100, ", %.4f with a ratio of 2.5", plain);
    const bool falls = margin <= last && plain < last_without;
    test::record_feature("F64", "V/2 scheme N = " + std::to_string(n), text, falls && margin >= 0.1);
    last         = margin;
    last_without = n <= 256 ? plain : 1;
  }
}
