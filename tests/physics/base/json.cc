#include <physics/base/json.h>

#include <physics/base/error.h>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace quench;

namespace
{
Json example()
{
  Json inner = Json::object();
  inner.set("values", std::vector<double>{1.0, -0.0, 0.1, 1e300, 5e-324, 123456789.0});
  inner.set("empty list", Json::array()).set("empty", Json::object());
  Json document = Json::object();
  document.set("name", "a \"quoted\" \\ text\n\t\x01 \u00b5 \U0001F600").set("count", std::int64_t(-3));
  document.set("largest", std::numeric_limits<std::int64_t>::max()).set("yes", true).set("nothing", Json());
  Json list = Json::array();
  list.push_back(inner);
  list.push_back(Json(std::vector<std::string>{"x", ""}));
  return document.set("list", list);
}

std::string message(std::string_view text)
{
  try
  {
    Json::parse(text, "file.json");
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "no error";
}

template <class Function>
std::string error_of(const Function &function)
{
  try
  {
    function();
  }
  catch (const Error &error)
  {
    return error.what();
  }
  return "no error";
}
} // namespace

BOOST_AUTO_TEST_CASE(writes_what_it_reads)
{
  const std::string text = example().dump();
  BOOST_CHECK(Json::parse(text, "x") == example());
  BOOST_CHECK_EQUAL(Json::parse(text, "x").dump(), text);
}

BOOST_AUTO_TEST_CASE(has_a_stable_layout)
{
  Json document = Json::object();
  document.set("b", 1.0).set("a", std::vector<double>{0.5, 1e20}).set("b", 2);
  Json list = Json::array();
  list.push_back(Json::object());
  document.set("c", list);
  BOOST_CHECK_EQUAL(document.dump(), "{\n  \"b\": 2,\n  \"a\": [0.5, 1e+20],\n  \"c\": [\n    {}\n  ]\n}");
  BOOST_CHECK_EQUAL(Json(3.0).dump(), "3.0");
  BOOST_CHECK_EQUAL(Json(-0.0).dump(), "-0.0");
  BOOST_CHECK_EQUAL(Json().dump(), "null");
}

BOOST_AUTO_TEST_CASE(keeps_every_bit_of_a_double)
{
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i)
  {
    const double value = std::bit_cast<double>(random());
    if (!std::isfinite(value))
      continue;
    const Json again = Json::parse(Json(value).dump(), "x");
    BOOST_REQUIRE(!again.is_integer());
    BOOST_REQUIRE_EQUAL(std::bit_cast<std::uint64_t>(again.as_double()), std::bit_cast<std::uint64_t>(value));
  }
}

BOOST_AUTO_TEST_CASE(names_file_line_and_column)
{
  BOOST_CHECK_EQUAL(message("{\n  \"a\": 1,\n  \"a\": 2\n}"),
                    "file.json:3:5: the key \"a\" appears twice. Remove one of the two");
  BOOST_CHECK(message("{\n  \"a\": nan\n}").starts_with("file.json:2:9: this is not JSON: "));
  BOOST_CHECK(message("[1,]").starts_with("file.json:1:4: this is not JSON: "));
  BOOST_CHECK(message("").starts_with("file.json:1:1: this is not JSON: "));
  BOOST_CHECK(message("[1] 2").starts_with("file.json:1:5: this is not JSON: "));
  BOOST_CHECK_EQUAL(message("[1e999]").substr(0, 13), "file.json:1:7");
  BOOST_CHECK_EQUAL(message("[9223372036854775808]"),
                    "file.json:1:21: the whole number 9223372036854775808: at most 2^63 - 1 is allowed");
  BOOST_CHECK(message("[-9223372036854775809]").find("it is too large") != std::string::npos);
  BOOST_CHECK_EQUAL(message("[9223372036854775807]"), "no error");
  for (const char *broken : {"NaN", "Infinity", "-inf", "{a: 1}", "'a'", "[1 2]", "// x\n1", "\"\x01\"", "\"\xff\"",
                             "\"\\ud800\"", "01", "+1", ".5", "tru", "{\"a\"}", "]"})
    BOOST_CHECK_MESSAGE(message(broken) != "no error", broken);
}

BOOST_AUTO_TEST_CASE(limits_depth_and_size)
{
  BOOST_CHECK_EQUAL(message(std::string(64, '[') + std::string(64, ']')), "no error");
  BOOST_CHECK(message(std::string(65, '[') + std::string(65, ']')).find("too many levels: at most 64") !=
              std::string::npos);
  BOOST_CHECK(message(std::string(1000000, '[')).find("too many levels") != std::string::npos);
  Json deep;
  for (int i = 0; i < 70; ++i)
  {
    Json list = Json::array();
    list.push_back(std::move(deep));
    deep = std::move(list);
  }
  BOOST_CHECK_THROW(deep.dump(), Error);
  BOOST_CHECK(message(std::string((64 << 20) + 1, ' ')).starts_with("file.json: the document is too long"));
}

BOOST_AUTO_TEST_CASE(refuses_to_write_what_json_cannot_hold)
{
  Json inner = Json::object();
  inner.set("nu", std::vector<double>{1, 2, NAN});
  Json document = Json::object();
  document.set("drift", inner);
  BOOST_CHECK_EQUAL(error_of([&] { document.dump(); }), "JSON drift/nu/2: not a number: JSON cannot hold it");
  BOOST_CHECK_EQUAL(error_of([&] { Json(-INFINITY).dump(); }), "JSON document: infinity: JSON cannot hold it");
  BOOST_CHECK_EQUAL(error_of([&] { Json("\xff").dump(); }),
                    "JSON document: a text that is not UTF-8: JSON cannot hold it");
}

BOOST_AUTO_TEST_CASE(values_know_their_type)
{
  const Json document = example();
  BOOST_CHECK_EQUAL(document.find("count")->as_integer(), -3);
  BOOST_CHECK_EQUAL(document.find("count")->as_double(), -3.0);
  BOOST_CHECK(document.find("yes")->as_bool());
  BOOST_CHECK(document.find("nothing")->is_null());
  BOOST_CHECK(document.find("none") == nullptr);
  BOOST_CHECK_EQUAL(error_of([&] { document.find("count")->as_string(); }), "JSON: -3: a text is needed");
  BOOST_CHECK_THROW(document.as_double(), InputError);
  BOOST_CHECK_THROW(Json(1.5).as_integer(), InputError);
  BOOST_CHECK_THROW(Json(1.5).find("x"), InputError);
}

BOOST_AUTO_TEST_CASE(a_view_names_the_path)
{
  const Json     document = Json::parse("{\"drift\": {\"nu\": [0.1, \"x\"], \"n\": 3, \"s\": [\"a\"]}}", "m.json");
  const JsonView root(document, "m.json");
  BOOST_CHECK_EQUAL(root["drift"]["nu"][0].as_double(), 0.1);
  BOOST_CHECK_EQUAL(root["drift"]["n"].as_integer(), 3);
  BOOST_CHECK((root["drift"]["s"].as_strings() == std::vector<std::string>{"a"}));
  BOOST_CHECK(root.has("drift") && !root.has("update"));
  BOOST_CHECK_EQUAL(error_of([&] { root["drift"]["nu"].as_doubles(); }),
                    "m.json: drift/nu/1 is the text \"x\": a number is needed");
  BOOST_CHECK_EQUAL(error_of([&] { root["drift"]["mu"]; }), "m.json: drift lacks the key \"mu\": it has nu, n, s");
  BOOST_CHECK_EQUAL(error_of([&] { root["drift"]["nu"][2]; }), "m.json: drift/nu has 2 elements: element 2 is needed");
  BOOST_CHECK_EQUAL(error_of([&] { root[0]; }), "m.json: the document is an object: an array is needed");
  BOOST_CHECK_EQUAL(error_of([&] {
                      root["drift"].allow_only({"nu", "ns", "s"});
                    }),
                    "m.json: drift has the unknown key \"n\": known are nu, ns, s. Did you mean \"nu\"?");
  BOOST_CHECK_EQUAL(error_of([&] { root["drift"]["n"].as_bool(); }), "m.json: drift/n is 3: true or false is needed");
}

BOOST_AUTO_TEST_CASE(mutated_documents_are_read_or_refused_cleanly)
{
  const std::string whole = example().dump();
  std::mt19937_64   random(20240602);
  int               n_accepted = 0;
  for (int i = 0; i < 2000; ++i)
  {
    std::string text = whole;
    for (std::size_t n = 1 + random() % 3; n > 0; --n)
    {
      const std::size_t at = random() % text.size();
      switch (random() % 4)
      {
      case 0:
        text.insert(at, 1, static_cast<char>(random() % 256));
        break;
      case 1:
        text.erase(at, 1 + random() % 3);
        break;
      case 2:
        text[at] = "{}[],:\"0123456789.eE+-truefalsn \\u"[random() % 34];
        break;
      default:
        text.insert(at, text.substr(random() % text.size(), random() % 20));
        break;
      }
    }
    try
    {
      const std::string again = Json::parse(text, "file.json").dump();
      BOOST_REQUIRE_EQUAL(Json::parse(again, "file.json").dump(), again);
      ++n_accepted;
    }
    catch (const InputError &error)
    {
      BOOST_REQUIRE(std::string(error.what()).starts_with("file.json:"));
    }
  }
  BOOST_CHECK_GT(n_accepted, 100);
  BOOST_CHECK_LT(n_accepted, 1900);
}
