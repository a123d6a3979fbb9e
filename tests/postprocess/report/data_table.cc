#include <postprocess/report/case_tables.h>
#include <postprocess/report/data_table.h>
#include <postprocess/report/live.h>
#include <postprocess/report/reference.h>
#include <postprocess/report/words.h>

#include <physics/base/json.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace quench;
using namespace quench::report;

namespace
{
Plot plot_of(const std::vector<Curve> &curves)
{
  Plot plot;
  plot.x.label = "t (s)";
  plot.y.label = "R (Ω)";
  plot.curves  = curves;
  return plot;
}
} // namespace

BOOST_AUTO_TEST_CASE(curves_of_one_x_share_a_table)
{
  const auto tables = tables_of({plot_of({{"a", {1, 2}, {3, 4}}, {"b", {1, 2}, {5, std::nan("")}}})});
  BOOST_REQUIRE(tables.size() == 1u);
  BOOST_TEST(csv(tables[0]) == "t (s),a: R (Ω),b: R (Ω)\n1,3,5\n2,4,\n");
}

BOOST_AUTO_TEST_CASE(curves_of_different_x_stand_below_each_other)
{
  const auto tables = tables_of({plot_of({{"a", {1}, {3}}, {"b", {2}, {5}}})});
  BOOST_REQUIRE(tables.size() == 1u);
  BOOST_TEST(csv(tables[0]) == "curve,t (s),R (Ω)\na: R (Ω),1,3\nb: R (Ω),2,5\n");
}

BOOST_AUTO_TEST_CASE(markup_becomes_plain_text_and_cells_are_quoted)
{
  BOOST_TEST(plain("10^{−5} nm^{3}, T_{max}, R_{0}") == "10⁻⁵ nm³, T_max, R₀");
  BOOST_TEST(csv_cell("a \"b\", c") == "\"a \"\"b\"\", c\"");
  BOOST_TEST(anchor("01_r=15 nm") == "01_r-15-nm");
}

BOOST_AUTO_TEST_CASE(charts_say_null_where_there_is_no_number_and_keep_extremes)
{
  Curve curve{"a", {}, {}};
  for (int i = 0; i < 100000; ++i)
  {
    curve.x.push_back(i);
    curve.y.push_back(i == 54321 ? 1e6 : i % 7);
  }
  curve.y[0]           = std::nan("");
  const Json     json  = Json::parse(live_json({plot_of({curve})}), "charts");
  const JsonView chart = JsonView(json, "charts")[std::size_t(0)]["curves"][std::size_t(0)];
  const auto    &all   = chart["points"].value().as_array();
  BOOST_TEST(all.size() < 5000u);
  BOOST_TEST(all.front().as_array()[1].is_null());
  BOOST_TEST(std::count_if(all.begin(), all.end(), [](const Json &p) {
               return p.as_array()[1].is_number() && p.as_array()[1].as_double() == 1e6 &&
                      p.as_array()[0].as_double() == 54321;
             }) == 1);
}

BOOST_AUTO_TEST_CASE(keys_have_their_default_and_source)
{
  const KeyInfo *radius = key_info(Stage::cell, "geometry/mushroom/heater radius");
  BOOST_REQUIRE(radius);
  BOOST_TEST(radius->usual == "20 nm");
  BOOST_TEST(radius->source.starts_with("RP1"));
  BOOST_TEST(key_info(Stage::cell, "materials/heater/heat/heat capacity") ==
             key_info(Stage::cell, "materials/liner/heat/heat capacity"));
  BOOST_TEST(key_info(Stage::array, "arrays")->usual == "10");
  BOOST_TEST(!key_info(Stage::array, "geometry/cell"));
}

BOOST_AUTO_TEST_CASE(equal_quantities_say_the_same)
{
  BOOST_TEST(say_the_same("2.592e6 s", "30 d"));
  BOOST_TEST(say_the_same("5.999999999999999 uS", "6 uS"));
  BOOST_TEST(say_the_same("25 s, 3600 s", "25 s, 1 h"));
  BOOST_TEST(!say_the_same("6 uS", "7 uS"));
  BOOST_TEST(!say_the_same("6 uS", "6 nm"));
  BOOST_TEST(!say_the_same("raw", "compensated"));
}
