#include <postprocess/report/plot.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench::report;

namespace
{
std::size_t count(const std::string &text, const std::string &part)
{
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++n;
  return n;
}

Plot example()
{
  Plot plot;
  plot.x.label = "Time (s)";
  plot.y.label = "Current (µA)";
  Curve curve{"measured", {1, 2, 3}, {1, 4, 9}};
  curve.error   = {0.1, 0.1, 0.1};
  curve.markers = true;
  plot.curves   = {curve};
  return plot;
}
} // namespace

BOOST_AUTO_TEST_CASE(a_plot_shows_its_labels_markers_and_legend)
{
  const std::string svg = render(example());
  BOOST_TEST(count(svg, "Time (s)") == 1u);
  BOOST_TEST(count(svg, "Current (µA)") == 1u);
  BOOST_TEST(count(svg, "measured") == 1u);
  BOOST_TEST(count(svg, "<circle") == 4u); // three points and the legend
  BOOST_TEST(count(svg, "<svg") == count(svg, "</svg>"));
}

BOOST_AUTO_TEST_CASE(a_long_legend_takes_several_rows_inside_the_picture)
{
  Plot plot = example();
  for (int k = 0; k < 9; ++k)
  {
    plot.curves.push_back(plot.curves[0]);
    plot.curves.back().label = "device " + std::to_string(k) + ", reference cells";
  }
  const std::string svg = render(plot);
  for (int k = 0; k < 9; ++k)
  {
    const auto at    = svg.find("device " + std::to_string(k) + ", reference cells");
    const auto start = svg.rfind("x=\"", at) + 3;
    BOOST_REQUIRE(at != std::string::npos);
    BOOST_TEST(std::stod(svg.substr(start)) < plot.width - 150); // the name is about 150 px long
  }
}

BOOST_AUTO_TEST_CASE(no_coordinate_is_ever_nan)
{
  Plot plot             = example();
  plot.y.scale          = Scale::logarithmic;
  plot.curves[0].y      = {0, std::nan(""), 1e100};
  const std::string svg = render(plot);
  BOOST_TEST(count(svg, "nan") == 0u);
  BOOST_TEST(count(svg, "inf") == 0u);
  BOOST_TEST(count(svg, "<circle") == 2u);
}

BOOST_AUTO_TEST_CASE(an_empty_plot_is_still_a_plot)
{
  const std::string svg = render(Plot{});
  BOOST_TEST(count(svg, "nan") == 0u);
  BOOST_TEST(count(svg, "</svg>") > 0u);
}

BOOST_AUTO_TEST_CASE(a_stack_labels_its_common_axis_once)
{
  const std::string svg = render_stack({example(), example(), example()});
  BOOST_TEST(count(svg, "Time (s)") == 1u);
  BOOST_TEST(count(svg, "Current (µA)") == 3u);
}
