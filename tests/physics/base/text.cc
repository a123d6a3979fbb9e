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

BOOST_AUTO_TEST_CASE(text_of_any_encoding_becomes_utf8)
{
  const std::string euro = "a\xE2\x82\xAC\xF0\x9F\x98\x80"; // a, euro sign, a character beyond 16 bits
  BOOST_CHECK_EQUAL(decoded("\xEF\xBB\xBF" + euro), euro);
  BOOST_CHECK_EQUAL(decoded(euro), euro);
  BOOST_CHECK_EQUAL(decoded(std::string("\xFF\xFE"
                                        "a\0\xAC\x20\x3D\xD8\x00\xDE",
                                        10)),
                    euro);
  BOOST_CHECK_EQUAL(decoded(std::string("\xFE\xFF\0a\x20\xAC\xD8\x3D\xDE\x00", 10)), euro);
  BOOST_CHECK_EQUAL(decoded(std::string("a\0b\0", 4)), "ab");
  BOOST_CHECK_EQUAL(decoded(std::string("\xFF\xFE\x3D\xD8"
                                        "a\0",
                                        6)),
                    "\xEF\xBF\xBD"
                    "a"); // half a pair
  BOOST_CHECK_EQUAL(decoded(""), "");
}

BOOST_AUTO_TEST_CASE(typography_becomes_what_a_typewriter_has)
{
  BOOST_CHECK_EQUAL(typewritten("40\xC2\xA0nm\xE2\x80\xAF!"), "40 nm !");
  BOOST_CHECK_EQUAL(typewritten("\xE2\x88\x92"
                                "5 K, \xE2\x80\x93.5, 1e\xE2\x88\x92"
                                "9, m^\xE2\x88\x92"
                                "2"),
                    "-5 K, -.5, 1e-9, m^-2");
  BOOST_CHECK_EQUAL(typewritten("3\xE2\x80\x93"
                                "4, a \xE2\x80\x93 b, \xC3\xBC\xCE\xA9"),
                    "3\xE2\x80\x93"
                    "4, a \xE2\x80\x93 b, \xC3\xBC\xCE\xA9");
  BOOST_CHECK_EQUAL(typewritten("a\xE2\x80\x8B"
                                "b"),
                    "ab");
}

BOOST_AUTO_TEST_CASE(a_shown_word_is_short_and_harmless)
{
  BOOST_CHECK_EQUAL(shown("a\x1b[1m\xFF"), "\"a?[1m?\"");
  BOOST_CHECK_EQUAL(shown(std::string(59, 'x') + "\xC3\xBC"
                                                 "yz"),
                    "\"" + std::string(59, 'x') + "...\"");
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
