#include <physics/base/reference.h>

#include <physics/base/error.h>
#include <physics/base/json.h>
#include <physics/base/units.h>

#include <boost/test/unit_test.hpp>

using namespace quench;

namespace
{
enum class Law
{
  ohmic,
  hopping
};

struct Mushroom
{
  double heater_radius   = 20 * units::nm;
  double layer_thickness = 50 * units::nm;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("heater radius", &Mushroom::heater_radius, "nm", positive, "radius of the heater", "choice");
    entry("layer thickness", &Mushroom::layer_thickness, "nm", Range{1, 500}, "above the heater", "Somebody 2020");
  }
};

struct Whole
{
  std::string         title;
  Law                 law    = Law::ohmic;
  int                 levels = 4;
  double              offset = 0;
  bool                on     = false;
  std::vector<double> times  = {1 * units::s};
  Mushroom            mushroom;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("title", &Whole::title, "what | why", "choice");
    entry("law", &Whole::law, {{"ohmic", Law::ohmic}, {"hopping", Law::hopping}}, "conduction", "choice");
    entry("levels", &Whole::levels, Range{1, 20}, "number of levels", "choice");
    entry("offset", &Whole::offset, "V", any_value, "offset voltage", "choice");
    entry("on", &Whole::on, "switch", "choice");
    entry("times", &Whole::times, "s", positive, "read times", "choice");
    entry.subsection("mushroom", &Whole::mushroom);
  }
};

struct Careless
{
  double range   = 5;
  double silent  = 0;
  double twice_1 = 0, twice_2 = 0;
  double key = 0;

  template <class Entry>
  static void describe(Entry &&entry)
  {
    entry("range", &Careless::range, "1", fraction, "x", "choice");
    entry("silent", &Careless::silent, "nm", any_value, "", "");
    entry("twice", &Careless::twice_1, "nm", any_value, "x", "choice");
    entry("twice", &Careless::twice_2, "nm", any_value, "x", "choice");
    entry("a = b", &Careless::key, "nm", any_value, "x", "choice");
  }
};

bool holds(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }
} // namespace

BOOST_AUTO_TEST_CASE(writes_one_table_per_section)
{
  const std::string page = reference_markdown("Case files", entry_infos<Whole>());
  BOOST_CHECK(page.starts_with("# Case files\n\n| Key | Type | Allowed | Default | Meaning | Source |\n|---"));
  BOOST_CHECK(holds(page, "| `title` | text | any |  | what \\| why | choice |\n"));
  BOOST_CHECK(holds(page, "| `law` | choice | ohmic, hopping | `ohmic` | conduction | choice |\n"));
  BOOST_CHECK(holds(page, "| `offset` | quantity | any, in V | `0 V` | offset voltage | choice |\n"));
  BOOST_CHECK(holds(page, "\n## mushroom\n\n| Key |"));
  BOOST_CHECK(
      holds(page, "| `layer thickness` | quantity | [1, 500] nm | `50 nm` | above the heater | Somebody 2020 |"));
}

BOOST_AUTO_TEST_CASE(writes_a_schema)
{
  const Json     schema = Json::parse(json_schema("Case", entry_infos<Whole>()), "schema");
  const JsonView root(schema, "schema");
  BOOST_CHECK_EQUAL(root["$schema"].as_string(), "http://json-schema.org/draft-07/schema#");
  BOOST_CHECK(!root["additionalProperties"].as_bool());
  const JsonView properties = root["properties"];
  BOOST_CHECK((properties["law"]["enum"].as_strings() == std::vector<std::string>{"ohmic", "hopping"}));
  BOOST_CHECK_EQUAL(properties["levels"]["type"].as_string(), "integer");
  BOOST_CHECK_EQUAL(properties["levels"]["minimum"].as_integer(), 1);
  BOOST_CHECK_EQUAL(properties["levels"]["maximum"].as_integer(), 20);
  BOOST_CHECK_EQUAL(properties["on"]["type"].as_string(), "boolean");
  BOOST_CHECK_EQUAL(properties["times"]["items"]["type"].as_string(), "string");
  BOOST_CHECK_EQUAL(properties["mushroom"]["properties"]["heater radius"]["type"].as_string(), "string");
  BOOST_CHECK(holds(properties["mushroom"]["properties"]["heater radius"]["description"].as_string(),
                    "radius of the heater. Allowed: (0, inf) nm. Default: 20 nm. Source: choice"));
}

BOOST_AUTO_TEST_CASE(the_schema_names_exactly_the_keys_that_are_written)
{
  const Json  written = Json::parse(to_json_text(Whole{}), "case");
  const Json  schema  = Json::parse(json_schema("Case", entry_infos<Whole>()), "schema");
  const Json &known   = *schema.find("properties");
  BOOST_REQUIRE_EQUAL(written.as_object().size(), known.as_object().size());
  for (const auto &[key, value] : written.as_object())
    BOOST_CHECK(known.find(key) != nullptr);
}

BOOST_AUTO_TEST_CASE(explains_a_key)
{
  const auto        infos = entry_infos<Whole>();
  const std::string text  = explain(infos, "mushroom/heater radius");
  BOOST_CHECK_EQUAL(text, "mushroom/heater radius\n  meaning:  radius of the heater\n  type:     quantity in nm\n"
                          "  allowed:  (0, inf) nm\n  default:  20 nm\n  source:   choice\n");
  BOOST_CHECK_EQUAL(explain(infos, "Heater  Radius"), text);
  BOOST_CHECK_EQUAL(explain(infos, "radius"), text);
  BOOST_CHECK(explain(infos, "mushroom").find("layer thickness") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(explains_a_misspelt_key)
{
  const auto infos = entry_infos<Whole>();
  BOOST_CHECK(
      explain(infos, "heatr radios").starts_with("No key is called \"heatr radios\". Did you mean this?\n\nmushr"));
  BOOST_CHECK(holds(explain(infos, "mushrom/heatr radius"), "mushroom/heater radius\n  meaning"));
  BOOST_CHECK_THROW(explain(infos, "something else entirely"), InputError);
  BOOST_CHECK_THROW(explain(infos, ""), InputError);
}

BOOST_AUTO_TEST_CASE(finds_mistakes_of_a_description)
{
  BOOST_CHECK(mistakes(entry_infos<Whole>()).empty());
  const std::vector<std::string> expected = {"range: its default 5 is outside [0, 1]", "silent: it has no meaning",
                                             "silent: it has no source", "twice: the key is there twice",
                                             "a = b: the key cannot be written in a case file"};
  const auto                     found    = mistakes(entry_infos<Careless>());
  BOOST_CHECK_EQUAL_COLLECTIONS(found.begin(), found.end(), expected.begin(), expected.end());
}
