#include <postprocess/report/page.h>

#include <boost/test/unit_test.hpp>

using namespace quench::report;

namespace
{
bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_CASE(figures_are_numbered_in_order)
{
  Page page;
  page.sections          = {{"Some", {{"first", "<svg></svg>", "One.", "The first"}}},
                            {"More", {{"second", "<svg></svg>", "Two.", "The second"}}}};
  const std::string text = html(page);
  BOOST_TEST(holds(text, "<b>Figure 1.</b> One."));
  BOOST_TEST(holds(text, "<b>Figure 2.</b> Two."));
  BOOST_TEST(holds(text, "id=\"second\""));
  BOOST_TEST(holds(text, "<a href=\"#second\">2. The second</a>"));
  BOOST_TEST(text.find("<h3>Some</h3>") < text.find("<h3>More</h3>"));
}

BOOST_AUTO_TEST_CASE(a_figure_brings_its_numbers)
{
  Plot plot;
  plot.x.label = "Time (s)";
  plot.y.label = "Volume (nm^{3})";
  plot.curves  = {{"a,b", {1, 2}, {0.5, 0.25}}};
  Page page;
  page.sections          = {{"", {{"one", "<svg></svg>", "One.", "One", {plot}}}}};
  const std::string text = html(page);
  // "Time (s),"a,b: Volume (nm\u00b3)"\n1,0.5\n2,0.25\n" as base64 of coreutils
  BOOST_TEST(holds(text, "download=\"one.csv\" href=\"data:text/csv;base64,"
                         "VGltZSAocyksImEsYjogVm9sdW1lIChubcKzKSIKMSwwLjUKMiwwLjI1Cg==\""));
  BOOST_TEST(holds(text, "<th>a,b: Volume (nm³)</th>"));
  BOOST_TEST(holds(text, "<td>2</td><td>0.25</td>"));
}

BOOST_AUTO_TEST_CASE(key_numbers_have_a_column_per_run)
{
  Page page;
  page.facts             = {{"Pulse", {"small", "large"}, {{"peak", "K", {"900", "1000"}}}}};
  const std::string text = html(page);
  BOOST_TEST(holds(text, "<th class=\"value\">small</th><th class=\"value\">large</th>"));
  BOOST_TEST(holds(text, "<td class=\"value\">900</td><td class=\"value\">1000</td>"));
}

BOOST_AUTO_TEST_CASE(text_from_outside_cannot_become_markup)
{
  const std::string bad = "<img src=x>&\"";
  Plot              plot;
  plot.title = plot.x.label = plot.y.label = bad;
  plot.x.categories                        = {bad};
  plot.curves                              = {{bad, {0}, {1}}};
  plot.guides                              = {{1, bad}};
  Page page;
  page.title = page.summary = bad;
  page.facts                = {{bad, {bad, bad}, {{bad, bad, {bad, bad}}}}};
  page.cases                = {{bad, bad, {{bad, bad, bad, bad}}}};
  page.sections             = {{bad, {{"name", render(plot), bad, bad, {plot}}}}};
  page.missing              = {{bad, bad}};
  page.notes                = {bad};
  page.origins              = {{bad, bad}};
  const std::string text    = html(page);
  BOOST_TEST(!holds(text, "<img"));
  BOOST_TEST(holds(text, "&lt;img src=x&gt;&amp;"));
  BOOST_TEST(holds(text, "\\u003cimg"));
}

BOOST_AUTO_TEST_CASE(raised_and_lowered_text_becomes_html)
{
  Page page;
  page.summary = "10^{5} nm^{3} above T_{m}";
  BOOST_TEST(holds(html(page), "10<sup>5</sup> nm<sup>3</sup> above T<sub>m</sub>"));
  BOOST_TEST(readable_unit("nm3") == "nm^{3}");
  BOOST_TEST(readable_unit("1") == "");
  BOOST_TEST(readable_unit("K/ns") == "K/ns");
}
