#include <physics/base/key_place.h>

#include <boost/test/unit_test.hpp>

using namespace quench;

BOOST_AUTO_TEST_SUITE(key_place)

BOOST_AUTO_TEST_CASE(a_rule_between_keys_points_at_the_one_that_was_set)
{
  const PrmTree tree = parse_prm(
      "set task = verify\nsubsection time step\n  set first step = 20 ns\n  set first = 1\nend\n", "case.prm");
  const auto line = [&](const std::string &message) {
    const PrmEntry *entry = named_entry(tree, message);
    return entry == nullptr ? 0 : entry->place.line;
  };
  BOOST_TEST(line("time step/shortest step = 1 ns: must not be above time step/first step (20 ns)") == 3);
  BOOST_TEST(line("time step/first step = 20 ns: must not be above time step/longest driven step (10 ns)") == 3);
  BOOST_TEST(line("task = verify: needs pulses") == 1);
  BOOST_TEST(line("verify/target = 1 uS: is for another task") == 0); // a word of the text is not the key
}

BOOST_AUTO_TEST_SUITE_END()
