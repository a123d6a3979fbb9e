#include <physics/base/parameters.h>

#include <physics/base/error.h>
#include <physics/base/units.h>
#include <tests/physics/base/sample_parameters.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <bit>
#include <limits>

using namespace quench;
using namespace quench::sample;

namespace
{
template <class P>
P read(const std::string &text)
{
  return read_parameters<P>(parse_prm(text, "case.prm"));
}

template <class P = Everything>
std::string message(const std::string &text, const std::string &path = "")
{
  try
  {
    read_parameters<P>(parse_prm(text, "case.prm"), path);
  }
  catch (const InputError &error)
  {
    return error.what();
  }
  return "no error";
}

void check_message(const std::string &text, const std::string &expected)
{
  BOOST_CHECK_EQUAL(message(text), "case.prm:1: " + expected);
}
} // namespace

BOOST_AUTO_TEST_CASE(an_empty_file_gives_the_defaults)
{
  const auto all = read<Everything>("");
  BOOST_CHECK_EQUAL(all.energy, 0.3);
  BOOST_CHECK(all.shape == Shape::square);
  BOOST_CHECK_EQUAL(all.stack.heater.radius, 20.0);
}

BOOST_AUTO_TEST_CASE(reads_every_kind_of_entry)
{
  const auto all = read<Everything>("set activation energy = 290 meV\nset part = 11 %\nset offset = -1 mV\n"
                                    "set count = 20\nset levels = 4294967295\nset seed = 9223372036854775807\n"
                                    "set on = false\nset title = a b\nset shape = round\n"
                                    "set times = 1 ms, 2 s\nset ids = 3\nset names = x, y z\n"
                                    "subsection stack\nsubsection heater\nset heater radius = 0.006 um\nend\nend");
  BOOST_CHECK_EQUAL(all.energy, 0.29);
  BOOST_CHECK_EQUAL(all.part, 0.11);
  BOOST_CHECK_EQUAL(all.offset, -1e-3);
  BOOST_CHECK_EQUAL(all.count, 20);
  BOOST_CHECK_EQUAL(all.levels, 4294967295u);
  BOOST_CHECK_EQUAL(all.seed, 9223372036854775807u);
  BOOST_CHECK(!all.on);
  BOOST_CHECK_EQUAL(all.title, "a b");
  BOOST_CHECK(all.shape == Shape::round);
  BOOST_CHECK((all.times == std::vector<double>{1e6, 2e9}));
  BOOST_CHECK((all.ids == std::vector<int>{3}));
  BOOST_CHECK((all.names == std::vector<std::string>{"x", "y z"}));
  BOOST_CHECK_EQUAL(all.stack.heater.radius, 6.0);
}

BOOST_AUTO_TEST_CASE(one_unit_may_stand_for_a_list)
{
  BOOST_CHECK((read<Everything>("set times = 1, 2, 3 s").times == std::vector<double>{1e9, 2e9, 3e9}));
  BOOST_CHECK(read<Everything>("set times =").times.empty());
  check_message("set times = 1 s, 2, 3 s",
                "times = \"1 s, 2, 3 s\": a time with a unit is needed, in [0, inf) s. Write \"2 s\"");
  check_message("set times = 1, 2", "times = \"1, 2\": a time with a unit is needed, in [0, inf) s. Write \"1 s\"");
  check_message("set times = 1,,2 s", "times = \"1,,2 s\": a number is needed, in [0, inf) s");
}

BOOST_AUTO_TEST_CASE(says_what_is_allowed)
{
  check_message("set activation energy = 20",
                "activation energy = \"20\": an energy with a unit is needed, in (0, inf) "
                "eV. Write \"20 eV\"");
  check_message("set activation energy = 5 nm", "activation energy = \"5 nm\": \"nm\" is a length, but an energy is "
                                                "needed, in (0, inf) eV. Use a unit like eV");
  check_message("set activation energy = -1 eV",
                "activation energy = \"-1 eV\": must be in (0, inf) eV. The default is 0.3 eV");
  check_message("set activation energy = 0 eV",
                "activation energy = \"0 eV\": must be in (0, inf) eV. The default is 0.3 eV");
  check_message("set activation energy =", "activation energy = \"\": a number is needed, in (0, inf) eV");
  check_message("set part = 1.5", "part = \"1.5\": must be in [0, 1]. The default is 0.5");
  check_message("set offset = 5", "offset = \"5\": a voltage with a unit is needed. Write \"5 V\"");
  check_message("set count = 2.5", "count = \"2.5\": a whole number in [1, 20] is needed. The default is 3");
  check_message("set count = 21", "count = \"21\": a whole number in [1, 20] is needed. The default is 3");
  check_message("set count = 99999999999", "count = \"99999999999\": a whole number in [1, 20] is needed. The largest "
                                           "possible is 2147483647");
  check_message("set levels = -1", "levels = \"-1\": a whole number is needed, not a negative one. The default is 4");
  check_message(
      "set seed = 9223372036854775808",
      "seed = \"9223372036854775808\": a whole number is needed. The largest possible is 9223372036854775807");
  check_message("set on = yes", "on = \"yes\": true or false is needed");
  check_message("set shape = rnd", "shape = \"rnd\": must be one of round, square. Did you mean \"round\"?");
  check_message("set ids = 1, x", "ids = \"1, x\": a whole number in [0, 9] is needed. The default is 1, 2");
  check_message("set names = a,,b", "names = \"a,,b\": a list holds an empty text between two commas");
}

BOOST_AUTO_TEST_CASE(limits_of_a_range_are_allowed_to_the_last_bit)
{
  BOOST_CHECK_EQUAL(message<Layer>("set thermal conductivity = 0.1 W/mK"), "no error");
  BOOST_CHECK_EQUAL(message<Layer>("set thermal conductivity = 10 W/mK"), "no error");
  BOOST_CHECK_EQUAL(message<Layer>("set thermal conductivity = 100 mW/mK"), "no error");
  BOOST_CHECK(message<Layer>("set thermal conductivity = 0.0999999999 W/mK") != "no error");
}

BOOST_AUTO_TEST_CASE(unknown_keys_list_the_known_ones_and_the_nearest)
{
  BOOST_CHECK_EQUAL(message("subsection stack\nsubsection heater\n  set heater radios = 1 nm\nend\nend"),
                    "case.prm:3: stack/heater/heater radios = \"1 nm\": unknown key; known keys here: kind, heater "
                    "radius, heater length. Did you mean \"heater radius\"?");
  BOOST_CHECK_EQUAL(message("subsection stock\nend").substr(0, 75),
                    "case.prm:1: stock: unknown subsection; known subsections here: stack. Did y");
  BOOST_CHECK_EQUAL(message<Heater>("subsection x\nend", "geometry/heater"),
                    "case.prm:1: geometry/heater/x: unknown subsection; there are no subsections here; known keys "
                    "here: kind, heater radius, heater length");
  PrmTree root = parse_prm("", "case.prm");
  apply_override(root, "stack/layr/thickness=1 nm");
  BOOST_CHECK_EXCEPTION(read_parameters<Everything>(root), InputError, [](const InputError &error) {
    return std::string(error.what()).starts_with("command line: stack/layr: unknown subsection");
  });
}

BOOST_AUTO_TEST_CASE(reports_all_errors_in_the_order_of_the_file)
{
  BOOST_CHECK_EQUAL(message("set on = 1\nset nonsense key = 2\nsubsection stack\nsubsection heater\n"
                            "set heater length = 3\nend\nend\nset part = x"),
                    "case.prm:1: on = \"1\": true or false is needed\n"
                    "case.prm:2: nonsense key = \"2\": unknown key; known keys here: activation energy, part, offset, "
                    "count, levels, seed, on, title, shape, times, ids, names\n"
                    "case.prm:5: stack/heater/heater length = \"3\": a length with a unit is needed, in (0, inf) nm. "
                    "Write \"3 nm\"\n"
                    "case.prm:8: part = \"x\": a number is needed, in [0, 1]");
  std::string many;
  for (int i = 0; i < 30; ++i)
    many += "set key" + std::to_string(i) + " = 1\n";
  const std::string text = message(many);
  BOOST_CHECK_EQUAL(std::count(text.begin(), text.end(), '\n'), 20);
  BOOST_CHECK(text.ends_with("\n... and 10 more errors"));
}

BOOST_AUTO_TEST_CASE(a_preset_comes_before_the_other_keys)
{
  const auto layer = read<Layer>("set thickness = 5 nm\nset card = thick");
  BOOST_CHECK_EQUAL(layer.thickness, 5.0);
  BOOST_CHECK_EQUAL(layer.conductivity, 0.2 * units::W / units::m / units::K);
  BOOST_CHECK_EQUAL(layer.card, "thick");
  const auto heater = read<Heater>("set kind = wide\nset heater length = 1 nm");
  BOOST_CHECK_EQUAL(heater.radius, 40.0);
  BOOST_CHECK_EQUAL(heater.length, 1.0);
}

BOOST_AUTO_TEST_CASE(a_default_preset_gives_way_to_an_enclosing_one)
{
  BOOST_CHECK_EQUAL(read<Stack>("").layer.thickness, 10.0);
  BOOST_CHECK_EQUAL(read<Stack>("set stack = any").layer.thickness, 77.0);
  BOOST_CHECK_EQUAL(read<Stack>("set stack = any\nsubsection layer\nset card = thick\nend").layer.thickness, 100.0);
}

BOOST_AUTO_TEST_CASE(an_error_of_a_preset_gets_the_place)
{
  const PrmTree tree = parse_prm("\nset card = thin", "cards/case.prm");
  BOOST_CHECK_EXCEPTION(read_parameters<Layer>(tree), InputError, [](const InputError &error) {
    return std::string(error.what()) == "cards/case.prm:2: card = \"thin\": cards/thin: no such card: plain, thick";
  });
}

BOOST_AUTO_TEST_CASE(describes_inherited_members)
{
  BOOST_CHECK_EQUAL(read<Derived>("set heater radius = 3 nm\nset shape = square").radius, 3.0);
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back_to_the_same_bits)
{
  Everything all;
  all.energy              = 1.0 / 3;
  all.offset              = -0.1 * 0.1;
  all.times               = {units::s / 7, 1e-9, 0};
  all.names               = {};
  all.title               = "";
  all.stack.layer         = {1e3 / 3, 0.7 * units::W / units::m / units::K, "thick"};
  const std::string text  = write_prm(all);
  const auto        again = read<Everything>(text);
  BOOST_CHECK_EQUAL(write_prm(again), text);
  BOOST_CHECK(std::bit_cast<std::uint64_t>(all.energy) == std::bit_cast<std::uint64_t>(again.energy));
  BOOST_CHECK_EQUAL(again.offset, all.offset);
  BOOST_CHECK(again.times == all.times);
  BOOST_CHECK(again.names.empty());
  BOOST_CHECK_EQUAL(again.stack.layer.conductivity, all.stack.layer.conductivity);
  BOOST_CHECK_EQUAL(again.stack.layer.thickness, all.stack.layer.thickness);
}

BOOST_AUTO_TEST_CASE(writes_a_readable_case_file)
{
  BOOST_CHECK_EQUAL(write_prm(Stack{}).substr(0, 65),
                    "subsection layer\n  set card = plain\n  set thickness = 10 nm\n  set");
  Everything all;
  for (const char *title : {"a # b", "a\nb", " a", "a  b", "a\\", "\xff"})
  {
    all.title = title;
    BOOST_CHECK_THROW(write_prm(all), Error);
  }
  all       = {};
  all.names = {"a,b"};
  BOOST_CHECK_THROW(write_prm(all), Error);
  all      = {};
  all.part = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(write_prm(all), Error);
  all       = {};
  all.shape = static_cast<Shape>(7);
  BOOST_CHECK_THROW(write_prm(all), Error);
}

BOOST_AUTO_TEST_CASE(writes_json)
{
  BOOST_CHECK_EQUAL(to_json_text(Heater{}), "{\n  \"heater radius\": \"20 nm\",\n  \"heater length\": \"30 nm\"\n}\n");
  const std::string all = to_json_text(Everything{});
  for (const char *part : {"\"count\": 3,", "\"on\": true,", "\"shape\": \"square\",", "\"times\": [\"1 s\", \"2 s\"],",
                           "\"ids\": [1, 2],", "\"names\": [\"a\", \"b c\"],", "\"card\": \"plain\","})
    BOOST_CHECK_MESSAGE(all.find(part) != std::string::npos, part);
}

BOOST_AUTO_TEST_CASE(lists_its_entries)
{
  const auto infos = entry_infos<Everything>();
  BOOST_REQUIRE_EQUAL(infos.size(), 12u + 1 + 3 + 3); // own, preset of the stack, layer, heater with preset
  BOOST_CHECK_EQUAL(infos[0].path, "activation energy");
  BOOST_CHECK_EQUAL(infos[0].default_text, "0.3 eV");
  BOOST_CHECK_EQUAL(infos[0].range_text, "(0, inf) eV");
  BOOST_CHECK_EQUAL(infos[9].default_text, "1 s, 2 s");
  BOOST_CHECK((infos[8].names == std::vector<std::string>{"round", "square"}));
  BOOST_CHECK_EQUAL(infos[12].path, "stack/stack");
  BOOST_CHECK_EQUAL(infos[15].path, "stack/layer/thermal conductivity");
  BOOST_CHECK_EQUAL(infos[15].source, "Somebody 2020");
  BOOST_CHECK_EQUAL(entry_infos<Heater>("geometry")[1].path, "geometry/heater radius");
}
