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
  page.figures           = {{"first", "<svg></svg>", "One."}, {"second", "<svg></svg>", "Two."}};
  const std::string text = html(page);
  BOOST_TEST(holds(text, "<b>Figure 1.</b> One."));
  BOOST_TEST(holds(text, "<b>Figure 2.</b> Two."));
  BOOST_TEST(holds(text, "id=\"second\""));
}

BOOST_AUTO_TEST_CASE(text_from_outside_cannot_become_markup)
{
  Page page;
  page.title             = "<script>alert(1)</script>";
  page.facts             = {{"a & b", "<b>", "\"m\""}};
  page.missing           = {{"<i>", "x < y"}};
  page.origins           = {{"run", "<img src=x>"}};
  const std::string text = html(page);
  for (const char *tag : {"<script", "<i>", "<img"})
    BOOST_TEST(!holds(text, tag), tag);
  BOOST_TEST(holds(text, "a &amp; b"));
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
