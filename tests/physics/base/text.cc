#include <physics/base/text.h>

#include <boost/test/unit_test.hpp>

using namespace quench;

BOOST_AUTO_TEST_CASE(trims_and_condenses_blanks)
{
  BOOST_CHECK_EQUAL(trimmed(" \t a b \t"), "a b");
  BOOST_CHECK_EQUAL(trimmed(" \t"), "");
  BOOST_CHECK_EQUAL(condensed("  a \t b  c "), "a b c");
  BOOST_CHECK_EQUAL(condensed(""), "");
}

BOOST_AUTO_TEST_CASE(splits_and_joins)
{
  BOOST_CHECK((split(" a, b ,,c", ',') == std::vector<std::string>{"a", "b", "", "c"}));
  BOOST_CHECK((split("a,", ',') == std::vector<std::string>{"a", ""}));
  BOOST_CHECK(split("  ", ',').empty());
  BOOST_CHECK_EQUAL(join({"a", "b"}, ", "), "a, b");
  BOOST_CHECK_EQUAL(join({}, ", "), "");
}

BOOST_AUTO_TEST_CASE(finds_bytes_that_are_not_text)
{
  for (const char *good : {"", "a\tb", "\u00b5", "\u20ac", "\U0001F600", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
    BOOST_CHECK_EQUAL(find_invalid_character(good), std::string::npos);
  // control, lone continuation, overlong, surrogate, above U+10FFFF, cut short
  for (const char *bad : {"\x01", "\r", "\x7f", "\x80", "\xC0\xAF", "\xC1\x80", "\xE0\x80\xAF", "\xED\xA0\x80",
                          "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF"})
    BOOST_CHECK_EQUAL(find_invalid_character(std::string("ab") + bad), 2u);
  BOOST_CHECK_EQUAL(find_invalid_character(std::string_view("a\0b", 3)), 1u);
}

BOOST_AUTO_TEST_CASE(measures_the_distance_of_words)
{
  BOOST_CHECK_EQUAL(edit_distance("", ""), 0u);
  BOOST_CHECK_EQUAL(edit_distance("abc", ""), 3u);
  BOOST_CHECK_EQUAL(edit_distance("kitten", "sitting"), 3u);
  BOOST_CHECK_EQUAL(edit_distance("raduis", "radius"), 1u); // a swap is one edit
}

BOOST_AUTO_TEST_CASE(suggests_only_what_is_near)
{
  const std::vector<std::string> keys = {"heater radius", "layer thickness", "dt"};
  BOOST_CHECK_EQUAL(nearest("heater radios", keys), "heater radius");
  BOOST_CHECK_EQUAL(nearest("Heater Radius", keys), "heater radius");
  BOOST_CHECK_EQUAL(nearest("layer thicknes", keys), "layer thickness");
  BOOST_CHECK_EQUAL(nearest("voltage", keys), "");
  BOOST_CHECK_EQUAL(nearest("xy", keys), "");
  BOOST_CHECK_EQUAL(nearest("", keys), "");
  BOOST_CHECK_EQUAL(did_you_mean("td", keys), "Did you mean \"dt\"?");
  BOOST_CHECK_EQUAL(did_you_mean("voltage", keys), "");
}
